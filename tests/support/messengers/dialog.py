"""Chooses a file in a client's own file dialog, as a person who types its path."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress

from tests.harm.hands import Hands, Window
from tests.support.guarding import wait_for

_ANSWER_SECONDS = 5.0


def choose(hands: Hands, ask: Callable[[], object], title: str, path: str, *before: str) -> None:
    """Ask for the dialog until it is there, press the keys ``before`` so that it has a line for a path, replace what is
    in that line, and wait until the dialog closes.

    The first character is typed last: until then no folder is named, so that the dialog completes nothing; a completion
    that came between two keys was written among them.
    """
    hands.activate(wait_for(lambda: _asked(hands, ask, title), f"the dialog {title}"))
    hands.picture()
    hands.keys(*before)
    hands.picture()
    hands.keys("ctrl+a")
    hands.write(path[1:])
    hands.keys("Home")
    hands.write(path[0])
    hands.picture()
    wait_for(lambda: _closed(hands, title), "the dialog to close")


def _closed(hands: Hands, title: str) -> bool:
    hands.keys("Return")
    with suppress(AssertionError):
        return wait_for(lambda: hands.titled(title) is None, title, _ANSWER_SECONDS)
    return False


def _asked(hands: Hands, ask: Callable[[], object], title: str) -> Window | None:
    ask()
    with suppress(AssertionError):
        return wait_for(lambda: hands.titled(title), title, _ANSWER_SECONDS)
    return None
