"""Names of held items for menu and list. Summaries carry no content, so names are fetched when they are needed."""

from __future__ import annotations

from dataclasses import dataclass, replace

from PySide6.QtCore import QObject, QSize, Qt, Signal
from PySide6.QtGui import QImage

from guard.model import Case, CaseSummary, Kind
from guard.requests import CaseContent, Reply
from ui.bridge import Bridge
from ui.pictures import image_of
from ui.programs import called
from ui.words import case_category, case_title, kind_word

THUMBNAIL = QSize(112, 84)
"""Device pixels of a list thumbnail: 56 × 42 at twice the density."""

_PIXELS = 128 * 1024
"""Pixels a picture is fetched with: of a tall screenshot the thumbnail shows the top only."""


@dataclass(frozen=True, slots=True)
class Heading:
    """What a list shows of an item; all of it safe to show on one line."""

    title: str
    category: str
    program: str
    thumbnail: QImage | None = None


class Headings(QObject):
    """Remembers names for as long as the tray runs, thumbnails until ``forget_pictures``."""

    arrived = Signal(str)
    """The id of the item whose heading has changed."""

    def __init__(self, bridge: Bridge) -> None:
        super().__init__(bridge)
        self._bridge = bridge
        self._known: dict[str, Heading] = {}
        self._asked: set[str] = set()

    def learn(self, case: Case) -> None:
        """Remember an item that came by."""
        self._known[case.id] = _heading(case)
        self.arrived.emit(case.id)

    def heading(self, summary: CaseSummary) -> Heading:
        """Return what is known; the rest is asked for, and ``arrived`` follows."""
        known = self._known.get(summary.id)
        needs_picture = summary.kind is Kind.PICTURE and (known is None or known.thumbnail is None)
        if (known is None or needs_picture) and summary.id not in self._asked:
            self._asked.add(summary.id)
            self._bridge.show_case(summary.id, self, self._fetched, _PIXELS if needs_picture else 0)
        return known or Heading(kind_word(summary.kind), "", "")

    def title(self, summary: CaseSummary) -> str:
        """Return the item's name as far as it is known."""
        return self._known[summary.id].title if summary.id in self._known else kind_word(summary.kind)

    def forget_pictures(self) -> None:
        """Drop every thumbnail."""
        self._known = {case_id: replace(known, thumbnail=None) for case_id, known in self._known.items()}
        self._asked.clear()

    def _fetched(self, reply: Reply) -> None:
        if not isinstance(reply, CaseContent):
            return
        self.learn(reply.case)
        picture = image_of(reply.pictures[0]) if reply.pictures else QImage()
        if picture.isNull():
            return
        small = picture.scaled(THUMBNAIL, Qt.AspectRatioMode.KeepAspectRatioByExpanding,
                               Qt.TransformationMode.SmoothTransformation)
        small.setDevicePixelRatio(1)
        case_id = reply.case.id
        self._known[case_id] = replace(self._known[case_id],
                                       thumbnail=small.copy(0, 0, THUMBNAIL.width(), THUMBNAIL.height()))
        self.arrived.emit(case_id)


def _heading(case: Case) -> Heading:
    return Heading(case_title(case), case_category(case), called(case.destination.program) if case.destination else "")
