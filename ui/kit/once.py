"""A button that asks the guard something: it is not pressed again before the answer."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtWidgets import QPushButton


class Once:
    """Enables a button where ``may`` allows it, except between its question and the answer."""

    def __init__(self, button: QPushButton, may: Callable[[], bool]) -> None:
        self._button = button
        self._may = may
        self._asking = self._had_keyboard = False
        self.look()

    def look(self) -> None:
        """Enable or disable the button, after what ``may`` depends on has changed."""
        self._button.setEnabled(not self._asking and self._may())

    def asked(self) -> None:
        """Disable it until the answer; the keyboard waits in the window, or it would move on to another button."""
        window = self._button.window()
        self._asking, self._had_keyboard = True, window.focusWidget() is self._button
        if self._had_keyboard:
            window.setFocus()
        self.look()

    def answered(self) -> None:
        """Enable it again where ``may`` allows it, and give the keyboard back that it had."""
        self._asking = False
        self.look()
        window = self._button.window()
        if self._had_keyboard and window.focusWidget() is window:
            self._button.setFocus()
