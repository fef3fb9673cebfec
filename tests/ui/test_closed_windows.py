"""A window that was closed is gone, with everything that it showed."""

from __future__ import annotations

import gc
import weakref

from pytestqt.qtbot import QtBot

from tests.support import ui_samples as samples
from tests.support.ui_guard import GuardHere
from ui.app import Desk


def test_nothing_keeps_the_window_of_what_was_held_once_it_is_closed(desk: Desk, guard: GuardHere,
                                                                     qtbot: QtBot) -> None:
    guard.keep(samples.personal())
    desk.review("personal")
    window = desk.reviewed()
    assert window is not None
    qtbot.waitUntil(lambda: window.shown() == "personal")
    kept = weakref.ref(window)
    window.close()
    del window

    def gone() -> bool:
        gc.collect()
        return kept() is None

    qtbot.waitUntil(gone)
