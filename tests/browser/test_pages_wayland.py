"""Tests a real Chromium that runs on Wayland itself, with the extension, beside a guard on the same compositor."""

from __future__ import annotations

import subprocess
from pathlib import Path
from typing import cast

import pytest

from guard.core.model import Origin
from tests.support.chromium import CHROMIUM
from tests.support.guarding import CLEAN, DRAFT, GuardUnderTest, wait_for
from tests.support.page_browsers import paged_chromium
from tests.support.page_server import PageServer
from tests.support.pasting_pages import paste_until_it_arrives
from tests.support.wayland import MISSING, Compositor, private_compositor
from ui.demo.display import Display

pytestmark = [pytest.mark.skipif(CHROMIUM is None, reason="Chromium is not installed"),
              pytest.mark.skipif(bool(MISSING), reason=f"not installed: {MISSING}")]

CHAT, OFFICE = "kimi.com", "oa.example.gov.cn"
WORDS, NOTICE = "恢复部分公交线路", "内容核对中"


def copy(compositor: Compositor, guard: GuardUnderTest, text: str) -> None:
    subprocess.run(["wl-copy", "--type", "text/plain;charset=utf-8"], input=text.encode(), check=True, timeout=20,
                   env=compositor.environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    if text == DRAFT:
        guard.opened(lambda push: push.case.origin is Origin.CLIPBOARD)


@pytest.mark.thorough
def test_a_paste_on_wayland_is_answered_by_the_site_and_files_are_judged(server: PageServer, tmp_path: Path) -> None:
    (tmp_path / "screens").mkdir()
    held = tmp_path / "held.txt"
    held.write_text(DRAFT, "utf-8")
    with private_compositor() as compositor:
        display = cast(Display, compositor)
        guard = GuardUnderTest(display, tmp_path / "home", tmp_path / "screens")
        guard.start()
        try:
            with paged_chromium(display, tmp_path, guard.home, "--ozone-platform=wayland") as browser:
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
                browser.choose("file", held)
                wait_for(lambda: [one for one in guard.held() if one.origin is Origin.BROWSER], "the refused file")
                assert not [one for one in server.of_kind("chosen") if one["files"]]
        finally:
            guard.stop()
