"""A window that was closed is gone, with everything that it showed."""

from __future__ import annotations

import gc
import weakref

from pytestqt.qtbot import QtBot

from tests.support import ui_samples as samples
from tests.support.ui_guard import GuardHere
from ui.app import Desk
from ui.review.window import ReviewWindow


def _window(desk: Desk) -> ReviewWindow:
    window = desk.reviewed()
    assert window is not None
    return window


def test_nothing_keeps_the_window_of_what_was_held_once_it_is_closed(desk: Desk, guard: GuardHere,
                                                                     qtbot: QtBot) -> None:
    guard.keep(samples.personal())
    desk.review("personal")
    qtbot.waitUntil(lambda: _window(desk).shown() == "personal")
    kept = weakref.ref(_window(desk))
    _window(desk).close()

    def gone() -> bool:
        gc.collect()
        return kept() is None

    qtbot.waitUntil(gone)
