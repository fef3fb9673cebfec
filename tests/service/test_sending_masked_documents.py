"""Tests that a chat program pastes the masked copy of a document as a file, once, from a running guard."""

from __future__ import annotations

from pathlib import Path
from urllib.parse import unquote, urlsplit

import docx
import pytest

from guard.control.masked_copies import MaskedCopy
from guard.control.offered_requests import Offered, SelfCheck, SelfChecked
from guard.control.requests import MaskCase, SendMasked, TakeMasked
from guard.core.events import EventKind
from guard.core.model import Outcome
from guard.ipc.replies import Done
from guard.journal import FILE_NAME, events
from tests.support.guarding import GuardUnderTest, wait_for
from tests.support.office_files import document
from tests.support.pictures import encode, render_document
from tests.support.ui_samples import ROSTER, ROSTER_SECRETS

LIST = "text/uri-list"


@pytest.fixture
def roster(tmp_path: Path) -> Path:
    return document(tmp_path / "返乡人员名单.docx", f"{ROSTER}\n{tmp_path.name}")


def refused(guard: GuardUnderTest, wechat: str, *paths: Path) -> str:
    """Copy files as a file manager does, paste them into a chat program in vain, and return the case."""
    guard.copy("".join(f"{path.as_uri()}\r\n" for path in paths), LIST)
    guard.opened()
    assert guard.paste_bytes(wechat, LIST) == b""
    return guard.opened(lambda push: push.notify).case.id


def pasted(guard: GuardUnderTest, program: str) -> Path:
    (path,) = all_pasted(guard, program)
    return path


def all_pasted(guard: GuardUnderTest, program: str) -> list[Path]:
    return [Path(unquote(urlsplit(address).path)) for address in guard.paste(program, LIST).split()]


def words_of(path: Path) -> str:
    return "\n".join(paragraph.text for paragraph in docx.Document(str(path)).paragraphs)


def test_the_copy_of_a_document_is_pasted_once_as_a_file_in_place_of_the_original(watching: GuardUnderTest,
                                                                                 wechat: str, roster: Path) -> None:
    case = refused(watching, wechat, roster)
    copy = watching.ask(MaskCase(case))
    assert isinstance(copy, MaskedCopy)
    assert isinstance(watching.ask(SendMasked(case)), Done)
    assert pasted(watching, "xclip") == roster, "a program that may have the original still gets it"
    given = pasted(watching, wechat)
    assert given.name == "打码副本.docx"
    assert given.is_relative_to(watching.home / "copies")
    assert words_of(given).splitlines() == copy.text.splitlines()
    assert not [secret for secret in ROSTER_SECRETS if secret in words_of(given)]
    assert watching.paste_bytes(wechat, LIST) == b""
    outcomes = [event.kind for event in events(watching.home / "journal" / FILE_NAME) if event.case == case]
    assert EventKind.MASKED in outcomes


def test_the_copy_of_a_document_that_was_taken_goes_everywhere_and_is_not_held_again(watching: GuardUnderTest,
                                                                                    wechat: str, roster: Path) -> None:
    taken = watching.ask(TakeMasked(refused(watching, wechat, roster)))
    assert isinstance(taken, MaskedCopy)
    assert taken.placed
    assert pasted(watching, wechat) == Path(*taken.paths)
    assert watching.paste(wechat, "x-special/gnome-copied-files") == f"copy\n{Path(*taken.paths).as_uri()}"
    watching.copy(f"{Path(*taken.paths).as_uri()}\r\n", LIST)
    wait_for(lambda: watching.paste(wechat, LIST).strip() == Path(*taken.paths).as_uri(), "the copy, judged as a file")


def test_a_picture_and_two_documents_of_one_name_are_pasted_masked_as_one_list(
        watching: GuardUnderTest, wechat: str, roster: Path, tmp_path: Path) -> None:
    (tmp_path / "又").mkdir()
    twin = document(tmp_path / "又" / roster.name, ROSTER)
    picture = tmp_path / "名单.jpg"
    picture.write_bytes(encode(render_document(ROSTER, width=1200), "JPEG"))
    case = refused(watching, wechat, roster, twin, picture)
    wait_for(lambda: isinstance(watching.ask(MaskCase(case)), MaskedCopy), "the copies of three files")
    assert isinstance(watching.ask(SendMasked(case)), Done)
    given = sorted(all_pasted(watching, wechat), key=lambda path: path.suffix)
    assert [path.suffix for path in given] == [".docx", ".docx", ".png"]
    assert len({path.name for path in given}) == 3
    assert not [secret for secret in ROSTER_SECRETS for path in given[:2] if secret in words_of(path)]
    again = watching.ask(SelfCheck(Offered(paths=(str(given[2]),))))
    assert isinstance(again, SelfChecked)
    assert again.outcome is Outcome.ALLOW
    assert watching.paste_bytes(wechat, LIST) == b""
