"""Keeps the list of held items current: it is requested again where it may be older than what the guard has."""

from __future__ import annotations

from PySide6.QtCore import QObject, QTimer, Signal

from guard.control.requests import CaseList, ListCases, Reply
from guard.core.model import Case, CaseSummary
from guard.ipc.replies import Refused
from ui.guard_client.bridge import Bridge
from ui.kit.sentences import told

GATHER_MS = 50
"""Milliseconds for which changes of items are gathered: five hundred that are destroyed at once are an event each."""


class CurrentList(QObject):
    """``load`` requests the list; whenever it may be out of date, it is requested again."""

    listed = Signal(object)
    """Every item: a tuple of CaseSummary."""
    changed = Signal(object)
    """The items that have changed since: a tuple of CaseSummary."""
    refused = Signal(str)
    """Why there is no list, in words for people."""

    def __init__(self, bridge: Bridge, parent: QObject) -> None:
        super().__init__(parent)
        self._bridge = bridge
        self._current = False
        self._awaited = 0
        self._since: dict[str, CaseSummary] = {}
        """The events that nobody was told of: a list that is awaited may be older."""
        self._timer = QTimer(self, singleShot=True, interval=GATHER_MS)
        self._timer.timeout.connect(self._tell)
        bridge.connected.connect(self.load)
        bridge.status_changed.connect(self._answering)
        bridge.case_opened.connect(self._opened)
        bridge.case_changed.connect(self._happened)

    def load(self) -> None:
        """Request the whole list."""
        self._awaited += 1
        self._since.clear()
        self._bridge.ask(ListCases(), self, self._answered)

    def _answered(self, reply: Reply) -> None:
        self._awaited -= 1
        if self._awaited:
            return  # a newer list is on its way
        self._current = isinstance(reply, CaseList)
        if isinstance(reply, CaseList):
            newest = {summary.id: summary for summary in reply.cases} | self._since
            self._since.clear()
            self.listed.emit(tuple(newest.values()))
        elif isinstance(reply, Refused):
            self.refused.emit(told(reply.words))

    def _answering(self, _status: object) -> None:
        if not self._current and not self._awaited:
            self.load()

    def _opened(self, case: Case, _notify: bool) -> None:
        self._happened(CaseSummary.of(case))

    def _happened(self, summary: CaseSummary) -> None:
        self._since[summary.id] = summary
        if not self._timer.isActive():
            self._timer.start()

    def _tell(self) -> None:
        if self._awaited or not self._since:
            return
        if not self._current:
            self.load()
            return
        changed = tuple(self._since.values())
        self._since.clear()
        self.changed.emit(changed)
