"""Tests large uploads to a page: judged like others up to the limit, by their names beyond it."""

from __future__ import annotations

from pathlib import Path

import pytest

from guard.control.page_requests import LARGE_UPLOAD, UPLOAD_LIMIT
from guard.core.model import Case, Outcome
from tests.support.guarding import CLEAN, DRAFT, GuardUnderTest, wait_for
from tests.support.office_files import heavy_document
from tests.support.page_browsers import PagedChromium
from tests.support.page_firefox import FIREFOX, paged_firefox
from tests.support.page_server import PageServer
from tests.support.processes import child

CHAT = "kimi.com"
WORDS = "恢复部分公交线路"
SECONDS = 60.0


def refused(guard: GuardUnderTest) -> Case:
    return guard.opened(lambda push: push.case.destination is not None).case


def found_in(case: Case) -> list[str]:
    return [judged.name for judged in case.judged if judged.verdict is not None and judged.verdict.matches]


def arrived(server: PageServer) -> list[tuple[str, int]]:
    """Return what the page was given last: names and sizes."""
    wait_for(lambda: any(one["files"] for one in server.of_kind("chosen")), "the files", seconds=SECONDS)
    return [(file["name"], file["size"]) for file in server.of_kind("chosen")[-1]["files"]]


def given_to_host(browser: int) -> int:
    """Return how many bytes the host of a browser has read so far."""
    host = child(browser, "--browser-host")
    return int(Path(f"/proc/{host}/io").read_text().split("rchar: ")[1].split()[0])


def test_a_large_document_is_judged_before_a_page_has_it(watching: GuardUnderTest, chromium: PagedChromium,
                                                         server: PageServer, tmp_path: Path) -> None:
    clean = heavy_document(tmp_path / "甲.docx", CLEAN, LARGE_UPLOAD)
    held = heavy_document(tmp_path / "丙.docx", DRAFT, LARGE_UPLOAD)
    chromium.open(server.address(CHAT, "desk"))
    chromium.choose("file", held)
    assert found_in(refused(watching)) == [held.name]
    chromium.choose("file", clean)
    assert arrived(server) == [(clean.name, clean.stat().st_size)]
    assert given_to_host(chromium.process.pid) < LARGE_UPLOAD // 2, "they were read where they are"
    assert WORDS not in server.words()


def test_beside_a_file_that_is_too_large_the_others_are_judged(watching: GuardUnderTest, chromium: PagedChromium,
                                                               server: PageServer, tmp_path: Path) -> None:
    held, film = tmp_path / "丙.txt", tmp_path / "录像.bin"
    held.write_text(DRAFT, "utf-8")
    with film.open("wb") as huge:
        huge.truncate(UPLOAD_LIMIT + 1)
    chromium.open(server.address(CHAT, "desk"))
    chromium.choose("file", film)
    assert refused(watching).decision.outcome is Outcome.UNREADABLE
    chromium.choose("file", film, held)
    assert found_in(refused(watching)) == [held.name]
    assert not any(one["files"] for one in server.of_kind("chosen"))


@pytest.mark.thorough
@pytest.mark.skipif(not FIREFOX.exists(), reason="Firefox is not installed")
def test_firefox_hands_a_large_document_over_too(watching: GuardUnderTest, server: PageServer, tmp_path: Path) -> None:
    clean = heavy_document(tmp_path / "甲.docx", CLEAN, LARGE_UPLOAD)
    held = heavy_document(tmp_path / "丙.docx", DRAFT, LARGE_UPLOAD)
    server.forget()
    with paged_firefox(watching.display, tmp_path, watching.home) as firefox:
        firefox.open(server.address(CHAT, "desk"))
        firefox.choose("#file", held)
        assert found_in(refused(watching)) == [held.name]
        firefox.choose("#file", clean)
        assert arrived(server) == [(clean.name, clean.stat().st_size)]
    assert WORDS not in server.words()
