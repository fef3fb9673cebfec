"""Fetches small versions of held pictures: one at a time, newest request first, decoded and reduced by the guard."""

from __future__ import annotations

from collections import OrderedDict

from PySide6.QtCore import QObject, QSize, Qt, Signal
from PySide6.QtGui import QImage

from guard.control.requests import CaseContent, Reply, ShowCase
from guard.core.model import CaseState, CaseSummary, Kind, Storage
from ui.guard_client.bridge import Bridge, unanswered
from ui.items.picture_boxes import image_of

SIZE = QSize(112, 84)
"""Size in device pixels: 56 × 42 at double density."""

PIXELS = 128 * 1024
"""Size in pixels of a fetched picture: of a tall screenshot the thumbnail shows the top only."""

KEPT = 200
"""Most thumbnails kept; those seen longest ago are dropped first."""

_WISHES = 16


class Thumbnails(QObject):
    """``arrived`` is emitted with the id of an item whose thumbnail has arrived."""

    arrived = Signal(object)

    def __init__(self, bridge: Bridge, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._bridge = bridge
        self._kept: OrderedDict[str, QImage | None] = OrderedDict()
        self._wanted: dict[str, None] = {}
        self._fetching = ""

    def picture(self, summary: CaseSummary) -> QImage | None:
        """Return the thumbnail if it is there; otherwise it is requested, and ``arrived`` follows."""
        if summary.kind is not Kind.PICTURE or summary.state is CaseState.DESTROYED \
                or summary.keeping is Storage.IN_PLACE:
            return None
        if summary.id in self._kept:
            self._kept.move_to_end(summary.id)
            return self._kept[summary.id]
        self._wanted.pop(summary.id, None)
        self._wanted[summary.id] = None
        if len(self._wanted) > _WISHES:
            # Rows that were scrolled past ask again when they are seen again.
            del self._wanted[next(iter(self._wanted))]
        self._next()
        return None

    def forget(self) -> None:
        """Drop every picture and every request."""
        self._kept.clear()
        self._wanted.clear()
        self._fetching = ""

    def _next(self) -> None:
        if self._fetching or not self._wanted:
            return
        self._fetching, _ = self._wanted.popitem()
        case_id = self._fetching
        self._bridge.ask(ShowCase(case_id, PIXELS), self, lambda reply: self._fetched(case_id, reply))

    def _fetched(self, case_id: str, reply: Reply) -> None:
        if case_id != self._fetching:
            return
        if unanswered(reply):
            self._fetching = ""
            self._next()  # what was refused now is requested again when it is painted
            return
        if not isinstance(reply, CaseContent) or not reply.pictures:
            self._keep(case_id, None)
            return
        picture = image_of(reply.pictures[0])
        self._keep(case_id, None if picture.isNull() else _small(picture))

    def _keep(self, case_id: str, picture: QImage | None) -> None:
        self._fetching = ""
        self._kept[case_id] = picture
        while len(self._kept) > KEPT:
            self._kept.popitem(last=False)
        self.arrived.emit(frozenset((case_id,)))
        self._next()


def _small(picture: QImage) -> QImage:
    """Return the upper left part of the picture in the shape of a thumbnail, reduced."""
    small = picture.scaled(SIZE, Qt.AspectRatioMode.KeepAspectRatioByExpanding,
                           Qt.TransformationMode.SmoothTransformation)
    small.setDevicePixelRatio(1)
    return small.copy(0, 0, SIZE.width(), SIZE.height())
