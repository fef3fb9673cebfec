"""Takes pictures of the warning beside a real browser, of which a page was refused a file, and a paste.

usage: python -m tests.browser.screens FOLDER
"""

from __future__ import annotations

import sys
import tempfile
from collections.abc import Sequence
from contextlib import ExitStack
from pathlib import Path

from guard.core.model import Origin
from tests.support.brokering import NOTICE
from tests.support.chatting import shown_tray
from tests.support.guarding import DRAFT, GuardUnderTest, wait_for
from tests.support.hand import Hand
from tests.support.page_browsers import paged_chromium
from tests.support.page_server import PageServer
from tests.support.pasting_pages import paste_until_it_arrives
from ui.demo.display import Display, private_display

SITE = "kimi.com"
PAGE, BEHIND = (70, 70, 830, 760), (120, 200, 380, 330)
DESK = 0xDCE2EA
STILL_SECONDS = 20.0


def main(arguments: Sequence[str]) -> int:
    """Write the pictures."""
    for name in ("upload", "paste"):
        with ExitStack() as stack:
            display = stack.enter_context(private_display("1440x900"))
            folder = Path(stack.enter_context(tempfile.TemporaryDirectory()))
            (folder / "screens").mkdir()
            guard = GuardUnderTest(display, folder / "home", folder / "screens")
            stack.callback(guard.stop)
            guard.start()
            server, hand = PageServer(), Hand(display.name)
            stack.callback(server.close)
            hand.root.change_attributes(background_pixel=DESK)
            hand.root.clear_area()
            browser = stack.enter_context(paged_chromium(display, folder, guard.home))
            tray = stack.enter_context(shown_tray(display, guard.socket))
            hand.place("mishao", BEHIND)
            hand.place("paged", PAGE)
            hand.close()  # its own window would be in the picture
            browser.open(server.address(SITE, "assistant"))
            if name == "upload":
                (folder / "讨论稿.txt").write_text(DRAFT, "utf-8")
                browser.choose("file", folder / "讨论稿.txt")
            else:
                guard.copy(DRAFT)
                guard.opened(lambda push: push.case.origin is Origin.CLIPBOARD)
                browser.run("area.oninput = () => fetch('/', {method: 'POST', body: JSON.stringify("
                            "{kind: 'typed', text: area.value})})")
                browser.focus("area")
                paste_until_it_arrives(browser, server, NOTICE)
            wait_for(tray.title, "the warning")
            (Path(arguments[0]) / f"browser-{name}-light.png").write_bytes(_still(display, folder / "picture.png"))
    return 0


def _still(display: Display, picture: Path) -> bytes:
    """Return what the display shows once it moves no more: the window fades in."""
    seen = [b""]

    def moves_no_more() -> bool:
        display.picture(picture)
        seen.append(picture.read_bytes())
        return seen[-1] == seen[-2]

    wait_for(moves_no_more, "a picture that moves no more", STILL_SECONDS)
    return seen[-1]


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
