"""Pastes into pages of a real browser until what is expected has happened.

In the moment in which the guard takes a copy over there is nothing to paste.
"""

from __future__ import annotations

import subprocess
from contextlib import suppress
from typing import Protocol

from guard.control.requests import CaseOpened
from guard.core.model import Case, Origin
from tests.support.guarding import GuardUnderTest, wait_for
from tests.support.owner_watch import new_owner
from tests.support.page_browsers import PagedChromium
from tests.support.page_server import PageServer
from ui.demo.display import Display


class Pasting(Protocol):
    """A browser that pastes by an editing command."""

    def edit(self, command: str) -> None:
        """Run it."""


def paste_until_it_arrives(browser: Pasting, server: PageServer, words: str) -> None:
    """Paste until the words have arrived: in the moment in which the guard takes a copy over, or offers it anew, there
    is nothing to paste. Where a page got nothing, press again at once, as a person does: it is the same paste still.
    """
    for _ in range(5):
        before = _empty_pastes(server)
        browser.edit("paste")
        with suppress(AssertionError):
            wait_for(lambda: words in server.words() or _empty_pastes(server) > before, "the words", seconds=2)  # noqa: B023
        if words in server.words():
            return
    raise AssertionError(f"{words} did not arrive, but {server.words()}")


def _empty_pastes(server: PageServer) -> int:
    return sum(not one.get("text") and not one.get("files") for one in server.of_kind("paste"))


def refused(guard: GuardUnderTest, browser: PagedChromium | None = None) -> Case:
    """Wait for the item of what a page was refused, by the clipboard or by the extension. A ``browser`` pastes until
    then: in the moment in which the guard takes a copy over there is nothing to paste.
    """
    for _ in range(5):
        if browser is not None:
            browser.edit("paste")
        with suppress(AssertionError):
            return wait_for(lambda: told(guard), "a refusal", seconds=3)
    raise AssertionError("nothing was refused")


def told(guard: GuardUnderTest) -> Case | None:
    """Return the item of what a page was refused, if one was told since."""
    while not guard.events.empty():
        push = guard.events.get()
        if not isinstance(push, CaseOpened) or guard.is_of_before(push) or push.case.destination is None:
            continue
        if push.case.destination.page is not None and (push.notify or push.case.origin is not Origin.BROWSER):
            return push.case  # the clipboard warns once a day
    return None


def go_into(browser: PagedChromium, server: PageServer, frame: str) -> None:
    """Click into a frame until its box has the keyboard: one of another process is hit only once it is drawn."""
    server.forget()
    browser.run(f"document.getElementById('{frame}').scrollIntoView()")
    for _ in range(20):
        browser.click(f"#{frame}")
        with suppress(AssertionError):
            wait_for(lambda: server.of_kind("focused"), "the keyboard", seconds=0.5)
            return
    raise AssertionError(f"no keyboard in {frame}")


def copied(display: Display, text: str) -> None:
    """Copy on a display that no guard watches."""
    with new_owner(display.name, 0):
        subprocess.run(["xclip", "-selection", "clipboard"], input=text.encode(), check=True, timeout=20,
                       env=display.environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
