"""Tests what reaches a site from a real Firefox ESR with the extension in it."""

from __future__ import annotations

from pathlib import Path

import pytest

from guard.core.model import Origin
from tests.support.guarding import CLEAN, DRAFT, GuardUnderTest, wait_for
from tests.support.page_firefox import FIREFOX, PagedFirefox, paged_firefox
from tests.support.page_server import PageServer
from tests.support.pasting_pages import paste_until_it_arrives

pytestmark = pytest.mark.skipif(not FIREFOX.exists(), reason="Firefox is not installed")

BOXES = ("area", "chat", "inner.contentDocument.getElementById('within')", "openRoot.querySelector('textarea')",
         "closedRoot.querySelector('textarea')")
WORDS, NOTICE = "恢复部分公交线路", "内容核对中"


def copy(guard: GuardUnderTest, text: str) -> None:
    guard.copy(text)
    if text == DRAFT:
        guard.opened(lambda push: push.case.origin is Origin.CLIPBOARD)


def refused(guard: GuardUnderTest) -> None:
    """Wait until a page was refused something, by the clipboard or by the extension."""
    told = guard.opened(lambda push: push.case.destination is not None).case.destination
    assert told is not None
    assert told.page is not None


def paste(browser: PagedFirefox, box: str) -> None:
    browser.focus(box)
    browser.edit("paste")


def test_a_chat_page_gets_what_may_go_and_an_office_page_all(guard: GuardUnderTest, server: PageServer,
                                                            tmp_path: Path) -> None:
    guard.start()
    clean, held = tmp_path / "甲.txt", tmp_path / "丙.txt"
    clean.write_text(CLEAN, "utf-8")
    held.write_text(DRAFT, "utf-8")
    with paged_firefox(guard.display, tmp_path, guard.home) as firefox:
        firefox.open(server.address("kimi.com", "desk"))
        copy(guard, CLEAN)
        for box in BOXES:
            server.forget()
            paste(firefox, box)
            wait_for(lambda: {"paste", "typed"} <= {one["kind"] for one in server.arrived}, f"the paste into {box}")
            assert {one["text"] for one in server.of_kind("paste")} == {CLEAN}
        firefox.choose("#file", clean)
        wait_for(lambda: server.of_kind("chosen"), "the file")
        assert [one["name"] for one in server.of_kind("chosen")[0]["files"]] == ["甲.txt"]
        server.forget()
        copy(guard, DRAFT)
        server.forget()
        for box in BOXES:
            firefox.focus(box)
            paste_until_it_arrives(firefox, server, NOTICE)
            server.forget()
        refused(guard)
        firefox.open(server.address("kimi.com", "frames?host=oa.example.gov.cn"))
        wait_for(lambda: firefox.run("document.title === 'ready'"), "the frames")
        for frame in ("srcdoc", "sandboxed", "data", "written", "filled", "later"):
            firefox.into(f"#{frame}")
            firefox.focus("document.querySelector('textarea')")
            paste_until_it_arrives(firefox, server, NOTICE)
            server.forget()
        firefox.open(server.address("kimi.com", "desk"))
        firefox.choose("#file", held)
        wait_for(lambda: len([one for one in guard.held() if one.origin is Origin.BROWSER]) == 1, "the refused file")
        copy(guard, CLEAN)
        paste(firefox, "area")
        wait_for(lambda: server.of_kind("paste"), "a clean paste after them")
        assert WORDS not in server.words()
        firefox.open(server.address("oa.example.gov.cn", "desk"))
        copy(guard, DRAFT)
        paste(firefox, "area")
        wait_for(lambda: WORDS in server.words(), "the paste into an office page")
