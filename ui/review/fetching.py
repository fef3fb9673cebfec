"""Fetches the item that is selected alone: once while what is shown of it is up to date, and again when it may not be.
"""

from __future__ import annotations

from PySide6.QtCore import QObject, Signal

from guard.control.requests import CaseContent, Reply, ShowCase
from guard.core.model import CaseSummary
from guard.ipc.replies import Refused
from ui.guard_client.bridge import Bridge, unanswered
from ui.kit.sentences import told
from ui.review.foot import Foot
from ui.review.one_case import CaseView


class Fetching(QObject):
    """``want`` says which item is to be shown, ``look_at`` which one is. A form that is open is left alone."""

    arrived = Signal(object)
    """The CaseContent to show."""
    refused = Signal(str)
    """Why there is nothing to show, in words for people."""

    def __init__(self, bridge: Bridge, foot: Foot, parent: QObject) -> None:
        super().__init__(parent)
        self._bridge = bridge
        self._foot = foot
        self._wanted: CaseSummary | None = None
        self._view: CaseView | None = None
        self._busy = False
        self._old = False
        foot.form_closed.connect(self._form_closed)

    def look_at(self, view: CaseView | None) -> None:
        """Take the item shown on the right."""
        self._view = view

    def want(self, summary: CaseSummary | None) -> None:
        """Fetch this item, if what is shown is not it as it is now; None: no item is to be shown."""
        self._wanted = summary
        if summary is None or self._busy or (self._shows(summary) and (not self._old or self._foot.asks())):
            return
        self._busy, self._old = True, False
        self._bridge.ask(ShowCase(summary.id), self, lambda reply: self._fetched(summary, reply))

    def outdate(self) -> None:
        """Note that the item shown may have changed: the next ``want`` fetches it again."""
        self._old = True

    def _shows(self, summary: CaseSummary) -> bool:
        case = self._view.case if self._view is not None else None
        return case is not None and (case.id, case.state) == (summary.id, summary.state)

    def _form_closed(self) -> None:
        if self._old and self._view is not None:
            self.want(self._wanted)

    def _fetched(self, summary: CaseSummary, reply: Reply) -> None:
        self._busy = False
        again = self._shows(summary)
        if self._wanted is None or self._wanted.id != summary.id:
            self.want(self._wanted)  # only the final selection is shown
        elif again and (self._foot.asks() or unanswered(reply)):
            self._old = True
        elif isinstance(reply, CaseContent):
            if not again or self._view is None or not self._view.shows(reply.case):
                self.arrived.emit(reply)
            if self._old:
                self.want(self._wanted)
        elif isinstance(reply, Refused):
            self.refused.emit(told(reply.words))
