"""Tests that a chat program pastes the masked copy of a document as a file, once, from a running guard."""

from __future__ import annotations

from pathlib import Path
from urllib.parse import unquote, urlsplit

import docx
import pytest

from guard.control.masked_copies import MaskedCopy
from guard.control.requests import MaskCase, SendMasked, TakeMasked
from guard.core.events import EventKind
from guard.ipc.replies import Done
from guard.journal import FILE_NAME, events
from tests.support.guarding import GuardUnderTest, wait_for
from tests.support.office_files import document
from tests.support.ui_samples import ROSTER, ROSTER_SECRETS

LIST = "text/uri-list"


@pytest.fixture
def roster(tmp_path: Path) -> Path:
    return document(tmp_path / "返乡人员名单.docx", f"{ROSTER}\n{tmp_path.name}")


def refused(guard: GuardUnderTest, wechat: str, path: Path) -> str:
    """Copy a file as a file manager does, paste it into a chat program in vain, and return the case."""
    guard.copy(f"{path.as_uri()}\r\n", LIST)
    guard.opened()
    assert guard.paste_bytes(wechat, LIST) == b""
    return guard.opened(lambda push: push.notify).case.id


def pasted(guard: GuardUnderTest, program: str) -> Path:
    return Path(unquote(urlsplit(guard.paste(program, LIST).strip()).path))


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
