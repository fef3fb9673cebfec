"""Tests that a window that is open still, and is asked for again, comes back and shows what is so now."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from PySide6.QtWidgets import QWidget

from ui.app import TrayWindows


def _review(desk: TrayWindows) -> QWidget | None:
    desk.review()
    return desk.reviewed()


def _small(desk: TrayWindows) -> QWidget | None:
    desk._commands.about()
    return desk.windows()[0]


def _stand_in(desk: TrayWindows) -> QWidget | None:
    desk.show_itself()
    return desk.stand_in


Ask = Callable[[TrayWindows], QWidget | None]
"""Asks for a window, and returns it."""


@pytest.mark.parametrize("ask", [_review, _small, _stand_in])
def test_a_window_that_was_minimised_comes_back(desk: TrayWindows, ask: Ask) -> None:
    window = ask(desk)
    assert window is not None
    window.showMinimized()
    assert ask(desk) is window
    assert not window.isMinimized()
