"""Files about invented people, and the masked copies that a guard gives of them."""

from __future__ import annotations

import zipfile
from pathlib import Path
from urllib.parse import unquote, urlsplit

from guard.control.masked_copies import MaskedCopy
from guard.control.requests import MaskCase
from guard.core.model import Case
from guard.ipc.replies import Refused
from guard.redact.places import Spans
from tests.support.pictures import encode, identity_number, render_document
from tests.support.ui_guard import GuardHere

NAME, NUMBER, PHONE = "赵建国", identity_number("43010219900307723"), "13812345678"
ROWS = (("姓名", "身份证号", "电话"), (NAME, NUMBER, PHONE),
        ("欧阳小红", identity_number("43010219850412814"), "15012345678"))
SECRETS = tuple(cell for row in ROWS[1:] for cell in row)
PLAIN = "低保复核名单\n" + "\n".join("，".join(row) for row in ROWS) + "\n请各村周五前报齐。\n"


def photo(path: Path) -> None:
    """Write a photograph of somebody's data."""
    path.write_bytes(encode(render_document(f"{NAME} 身份证 {NUMBER}\n电话 {PHONE}", width=1200), "JPEG"))


def mask(guard: GuardHere, case: Case, shown: Spans = ()) -> MaskedCopy | Refused:
    """Return the guard's answer to who asks for the masked copy of an item, with these spans left visible."""
    reply = guard.answer(MaskCase(case.id, shown=shown, reason="工作需要核对"))
    assert isinstance(reply, MaskedCopy | Refused)
    return reply


def pasted_files(guard: GuardHere) -> list[Path]:
    """Return the files that the chat gets."""
    (addresses,) = {tuple(target.untrusted_bytes.decode().removeprefix("copy\n").split())
                    for target in guard.broker.masked}
    return [Path(unquote(urlsplit(address).path)) for address in addresses]


def everything_in(path: Path) -> str:
    """Return what is in a file, unpacked where it is a package, with the names of its parts."""
    if not zipfile.is_zipfile(path):
        return path.read_bytes().decode("utf-8-sig")
    with zipfile.ZipFile(path) as package:
        return "\n".join(f"{info.filename} {info.date_time}\n{package.read(info).decode()}"
                         for info in package.infolist())
