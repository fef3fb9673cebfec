"""Gives the keyboard back to the chat window after an answer; where the unit allows it, pastes there, too (X11)."""

from __future__ import annotations

import time
from collections.abc import Callable
from contextlib import closing, suppress
from enum import Enum, auto

from PySide6.QtCore import QObject, QTimer
from PySide6.QtGui import QClipboard, QGuiApplication

from guard.core.model import Destination
from guard.platform.errors import BrokerError
from guard.platform.x11.front import Front
from rules.sentences.sentence import NOTHING

_COMING_SECONDS = 1.0
"""How long a window may take to come forward before nothing is pressed in it."""

_SELECTING_SECONDS = 0.4
"""How long a client may take to offer what it has just selected."""

_LOOK_MS = 20
_PASTE = ("Control_L", "v")
_BACK = ("Shift_L", "Left")


class Pasted(Enum):
    """What was pressed for the user."""

    NOTHING = auto()
    PASTED = auto()
    IN_PLACE = auto()
    """The notice was in the input box, and what was pasted has replaced it."""


class Keyboard(QObject):
    """Knows which window had the keyboard before ours took it."""

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self._before = 0

    def note(self) -> None:
        """Remember which window has the keyboard now: ours is about to take it."""
        with suppress(BrokerError), closing(_front()) as front:
            self._before = front.active()

    def give_back(self) -> None:
        """Return it to the window that had it."""
        with suppress(BrokerError), closing(_front()) as front:
            if self._before:
                front.bring(self._before)

    def give_to(self, refused: Destination) -> None:
        """Give it to the window that was refused, else to the one that had it."""
        with suppress(BrokerError), closing(_front()) as front:
            known = refused.window and front.is_of(refused.window, refused.pid)
            window = refused.window if known else self._before
            if window:
                front.bring(window)

    def paste_into(self, refused: Destination, notice: str, then: Callable[[Pasted], None]) -> None:
        """Paste in the window that was refused, in place of the ``notice`` if that is before its caret; tell what
        was done. In no other window is anything pressed.
        """
        try:
            _Pasting(self, refused, notice, then)
        except BrokerError:
            then(Pasted.NOTHING)


class _Pasting(QObject):
    """One paste: select what may be the notice, look whether it is, paste over it or after it.

    A client that does not offer what it selects by keys (Qt's) keeps its notice: nothing unknown is overwritten.
    """

    def __init__(self, parent: QObject, refused: Destination, notice: str, then: Callable[[Pasted], None]) -> None:
        super().__init__(parent)
        self._front = _front()
        self._refused = refused
        self._notice = notice
        self._then = then
        self._step = self._select if notice else self._paste
        self._until = time.monotonic() + _COMING_SECONDS
        self._turns = QTimer(self, interval=_LOOK_MS)
        self._turns.timeout.connect(self._turn)
        self._turns.start()

    def _turn(self) -> None:
        try:
            self._step()
        except BrokerError:
            self._end(Pasted.NOTHING)

    def _select(self) -> None:
        if self._press(*(_BACK for _ in self._notice)):
            self._step, self._until = self._look, time.monotonic() + _SELECTING_SECONDS
        else:
            self._give_up()

    def _look(self) -> None:
        selected = QGuiApplication.clipboard().text(QClipboard.Mode.Selection)
        if selected == self._notice:
            self._end(Pasted.IN_PLACE if self._press(_PASTE) else Pasted.NOTHING)
        elif time.monotonic() > self._until:
            self._end(Pasted.PASTED if self._press(("Right",), _PASTE) else Pasted.NOTHING)

    def _paste(self) -> None:
        if self._press(_PASTE):
            self._end(Pasted.PASTED)
        else:
            self._give_up()

    def _press(self, *chords: tuple[str, ...]) -> bool:
        return self._front.press(self._refused.window, self._refused.pid, *chords)

    def _give_up(self) -> None:
        if time.monotonic() > self._until:
            self._end(Pasted.NOTHING)

    def _end(self, pasted: Pasted) -> None:
        self._turns.stop()
        self._front.close()
        self.deleteLater()
        self._then(pasted)


def _front() -> Front:
    """Connect to the display of our own windows. Raises BrokerError where these are not on an X display."""
    if QGuiApplication.platformName() != "xcb":
        raise BrokerError(NOTHING)
    return Front()
