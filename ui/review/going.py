"""Items that are about to be destroyed: for some seconds their user can still undo it; nobody can afterwards."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import QObject, QTimer, Signal

from guard.control.requests import DestroyCase
from guard.core.model import CaseSummary
from ui.guard_client.bridge import Bridge
from ui.review.tally import Tally

UNDO_MS = 8_000
"""Milliseconds between the answer and the destroying."""


class Going(QObject):
    """Waits, then has the items destroyed; an item that waits is held as before."""

    changed = Signal(object)
    """The ids of the items that wait: a frozenset."""

    def __init__(self, bridge: Bridge, parent: QObject, done: Callable[[int, list[str]], None]) -> None:
        """``done`` gets how many were destroyed, and the distinct refusals."""
        super().__init__(parent)
        self._bridge = bridge
        self._done = done
        self._ids: tuple[str, ...] = ()
        self._timer = QTimer(self, singleShot=True, interval=UNDO_MS)
        self._timer.timeout.connect(self.carry_out)

    def waiting(self) -> frozenset[str]:
        """Return the ids of the items that wait."""
        return frozenset(self._ids)

    def begin(self, items: Sequence[CaseSummary]) -> None:
        """Let these wait; what waited before is destroyed now."""
        self.carry_out()
        self._ids = tuple(item.id for item in items)
        self._timer.start()
        self.changed.emit(self.waiting())

    def undo(self) -> None:
        """Destroy nothing."""
        self._end()

    def carry_out(self) -> None:
        """Destroy what waits, now."""
        ids = self._end()
        tally = Tally(len(ids), self._done)
        for case_id in ids:
            self._bridge.ask(DestroyCase(case_id), self.parent(), tally.count)

    def _end(self) -> tuple[str, ...]:
        ids, self._ids = self._ids, ()
        self._timer.stop()
        if ids:
            self.changed.emit(self.waiting())
        return ids
