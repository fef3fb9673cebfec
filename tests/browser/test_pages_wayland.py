"""Tests real browsers that run on Wayland themselves, with the extension, beside a guard on the same compositor."""

from __future__ import annotations

import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Protocol, cast

import pytest

from guard.core.model import Origin
from tests.support.chromium import CHROMIUM
from tests.support.guarding import CLEAN, DRAFT, GuardUnderTest, wait_for
from tests.support.page_browsers import paged_chromium
from tests.support.page_firefox import FIREFOX, paged_firefox
from tests.support.page_server import PageServer
from tests.support.pasting_pages import paste_until_it_arrives
from tests.support.wayland import MISSING, Compositor, private_compositor
from ui.demo.display import Display

pytestmark = pytest.mark.skipif(bool(MISSING), reason=f"not installed: {MISSING}")

CHAT, OFFICE = "kimi.com", "oa.example.gov.cn"
WORDS, NOTICE = "恢复部分公交线路", "内容核对中"


def copy(compositor: Compositor, guard: GuardUnderTest, text: str) -> None:
    subprocess.run(["wl-copy", "--type", "text/plain;charset=utf-8"], input=text.encode(), check=True, timeout=20,
                   env=compositor.environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    if text == DRAFT:
        guard.opened(lambda push: push.case.origin is Origin.CLIPBOARD)


class Browser(Protocol):
    """What both browsers do."""

    def open(self, address: str) -> None:
        """Open an address."""

    def focus(self, script: str) -> None:
        """Give the keyboard to what a script returns."""

    def edit(self, command: str) -> None:
        """Run an editing command."""

    def choose(self, found: str, *files: Path) -> None:
        """Choose files for an input."""


@contextmanager
def started(program: str, display: Display, folder: Path, home: Path) -> Iterator[tuple[Browser, str]]:
    """A browser for the guard with this home, and how it names the chooser of the page."""
    if program == "chromium":
        with paged_chromium(display, folder, home, "--ozone-platform=wayland") as chromium:
            yield chromium, "file"
    else:
        with paged_firefox(display, folder, home) as firefox:
            yield firefox, "#file"


@pytest.mark.thorough
@pytest.mark.parametrize("program", [
    pytest.param("chromium", marks=pytest.mark.skipif(CHROMIUM is None, reason="Chromium is not installed")),
    pytest.param("firefox", marks=pytest.mark.skipif(not FIREFOX.exists(), reason="Firefox is not installed"))])
def test_a_paste_on_wayland_is_answered_by_the_site_and_files_are_judged(
        server: PageServer, tmp_path: Path, program: str) -> None:
    (tmp_path / "screens").mkdir()
    held = tmp_path / "held.txt"
    held.write_text(DRAFT, "utf-8")
    with private_compositor() as compositor:
        display = cast(Display, compositor)
        guard = GuardUnderTest(display, tmp_path / "home", tmp_path / "screens")
        guard.start()
        try:
            with started(program, display, tmp_path, guard.home) as (browser, chooser):
                for host, words in ((CHAT, NOTICE), (OFFICE, WORDS)):
                    browser.open(server.address(host, "desk"))
                    browser.focus("area")
                    copy(compositor, guard, CLEAN)
                    server.forget()
                    paste_until_it_arrives(browser, server, CLEAN)
                    copy(compositor, guard, DRAFT)
                    server.forget()
                    paste_until_it_arrives(browser, server, words)
                    assert (WORDS in server.words()) is (host == OFFICE)
                server.forget()
                browser.open(server.address(CHAT, "desk"))
                browser.choose(chooser, held)
                wait_for(lambda: [one for one in guard.held() if one.origin is Origin.BROWSER], "the refused file")
                assert not [one for one in server.of_kind("chosen") if one["files"]]
        finally:
            guard.stop()
