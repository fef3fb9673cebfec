"""Tests that a window that has no address of its own counts as the tab that opened it."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass

import pytest

from tests.support.guarding import CLEAN, DRAFT, GuardUnderTest
from tests.support.page_browsers import PagedChromium
from tests.support.page_server import PageServer
from tests.support.pasting_pages import paste_until_it_arrives
from tests.support.pressing import press_until
from ui.demo.display import Display

CHAT = "kimi.com"
WORDS, NOTICE = "恢复部分公交线路", "内容核对中"
WINDOWS = {
    "a blank one": ("", "const made = open(''); made.document.write(page); made.document.close()"),
    "a blob of a sandbox": (" sandbox='allow-scripts allow-popups'",
                            "open(URL.createObjectURL(new Blob([page], {type: 'text/html'})))"),
}
"""What the frame is that opens the window, and how."""


@dataclass(frozen=True)
class Keys:
    """Whatever window is in front, as its user pastes into it."""

    display: Display

    def edit(self, command: str) -> None:
        """Paste by the keys."""
        assert command == "paste"
        self.display.press("Control_L", "v")


def page(address: str) -> str:
    """Return a page with a box that sends what is pasted into it."""
    return (f"<!doctype html><meta charset=utf-8><textarea id=box autofocus></textarea><script>"
            f"const send = (kind, text) => fetch('{address}', {{method: 'POST', mode: 'no-cors',"
            "body: JSON.stringify({kind, text})});"
            "box.onpaste = (event) => send('paste', event.clipboardData.getData('text/plain'));"
            "box.onfocus = () => send('focused', ''); box.focus(); send('opened', document.title)</script>")


@pytest.fixture
def opener(chromium: PagedChromium) -> Iterator[PagedChromium]:
    """A Chromium whose other windows are closed when the test ends."""
    yield chromium
    own = chromium.ask("Target.getTargetInfo")["targetInfo"]["targetId"]
    for target in chromium.ask("Target.getTargets", on_page=False)["targetInfos"]:
        if target["type"] == "page" and target["targetId"] != own:
            chromium.ask("Target.closeTarget", on_page=False, targetId=target["targetId"])
    chromium.ask("Page.bringToFront")


@pytest.mark.parametrize(("sandbox", "script"), WINDOWS.values(), ids=WINDOWS)
def test_a_window_without_an_address_counts_as_the_tab_that_opened_it(
        watching: GuardUnderTest, opener: PagedChromium, server: PageServer, sandbox: str, script: str) -> None:
    opener.open(server.address(CHAT, "desk"))
    words = json.dumps(page(server.address(CHAT, ""))).replace("</", "<\\/")
    frame = ("<button id=go style='position:fixed;inset:0'></button>"
             f"<script>go.onclick = () => {{const page = {words}; {script}}}</script>")
    opener.run(f"document.body.innerHTML = {json.dumps(f'<iframe id=opens{sandbox}></iframe>')};"
               f"opens.srcdoc = {json.dumps(frame)}; 0")
    press_until(lambda: opener.click("#opens"), lambda: bool(server.of_kind("opened")), "the window to open")
    watching.copy(DRAFT)
    keys = Keys(watching.display)
    paste_until_it_arrives(keys, server, NOTICE)
    watching.copy(CLEAN)
    paste_until_it_arrives(keys, server, CLEAN)
    assert WORDS not in server.words()
