"""The list of held items: day headings and rows, painted by a delegate."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QAbstractListModel, QModelIndex, QPersistentModelIndex, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QFont, QImage, QPainter, QPainterPath, QPen
from PySide6.QtWidgets import QListView, QStyle, QStyledItemDelegate, QStyleOptionViewItem

from guard.model import CaseState, CaseSummary, Outcome, Release
from ui import icons
from ui.headings import Headings
from ui.theme import Theme
from ui.words import clock, day, say, shape, shape_word, state_word

Index = QModelIndex | QPersistentModelIndex

ENTRY = Qt.ItemDataRole.UserRole
"""The Day or the CaseSummary of a row."""

SHOWN = 500
"""Items in the list at the most, the newest."""

_DAY_HEIGHT, _ROW_HEIGHT = 34, 72


@dataclass(frozen=True, slots=True)
class Day:
    """A day's heading."""

    words: str


class CaseModel(QAbstractListModel):
    """Newest first, with a heading before each day's first item."""

    def __init__(self, headings: Headings) -> None:
        super().__init__(headings)
        self._headings = headings
        self._entries: list[Day | CaseSummary] = []
        headings.arrived.connect(self._arrived)

    def show_cases(self, summaries: Sequence[CaseSummary], now: float) -> None:
        """Show these items, given newest first."""
        self.beginResetModel()
        self._entries = []
        heading = ""
        for summary in summaries[:SHOWN]:
            words = day(summary.opened_at, now)
            if words != heading:
                heading = words
                self._entries.append(Day(words))
            self._entries.append(summary)
        self.endResetModel()

    def index_of(self, case_id: str) -> QModelIndex:
        """Return where an item stands, or an invalid index."""
        for row, entry in enumerate(self._entries):
            if isinstance(entry, CaseSummary) and entry.id == case_id:
                return self.index(row)
        return QModelIndex()

    def first(self) -> QModelIndex:
        """Return the newest item, or an invalid index."""
        return self.index(1) if self._entries else QModelIndex()

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: N802, B008 (Qt's name and default)
        """Return the number of rows."""
        return 0 if parent.isValid() else len(self._entries)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """Return a row's entry, or the words a screen reader reads."""
        if not index.isValid():
            return None
        entry = self._entries[index.row()]
        if role == ENTRY:
            return entry
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole):
            if isinstance(entry, Day):
                return entry.words
            return say("{state}：{title}", state=shape_word(shape(entry.outcome)), title=self._headings.title(entry))
        return None

    def flags(self, index: Index) -> Qt.ItemFlag:
        """Headings cannot be chosen."""
        if index.isValid() and isinstance(self._entries[index.row()], Day):
            return Qt.ItemFlag.NoItemFlags
        return super().flags(index)

    def _arrived(self, case_id: str) -> None:
        index = self.index_of(case_id)
        if index.isValid():
            self.dataChanged.emit(index, index)


class CaseDelegate(QStyledItemDelegate):
    """Paints headings and rows; asks for an item's name when its row is first painted."""

    def __init__(self, theme: Theme, headings: Headings, view: QListView) -> None:
        super().__init__(view)
        self._theme = theme
        self._headings = headings

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:  # noqa: N802 (Qt's name)
        """Return a row's height."""
        height = _DAY_HEIGHT if isinstance(index.data(ENTRY), Day) else _ROW_HEIGHT
        return QSize(_area(option).width(), self._theme.px(height))

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """Paint one row."""
        entry = index.data(ENTRY)
        painter.save()
        painter.setRenderHints(QPainter.RenderHint.Antialiasing | QPainter.RenderHint.SmoothPixmapTransform)
        if isinstance(entry, Day):
            self._paint_day(painter, _area(option), entry)
        elif isinstance(entry, CaseSummary):
            self._paint_case(painter, option, entry)
        painter.restore()

    def _paint_day(self, painter: QPainter, area: QRect, entry: Day) -> None:
        painter.setFont(self._font(12, bold=True))
        painter.setPen(self._theme.color("text3"))
        px = self._theme.px
        painter.drawText(area.adjusted(px(16), px(6), 0, 0), Qt.AlignmentFlag.AlignVCenter, entry.words)

    def _paint_case(self, painter: QPainter, option: QStyleOptionViewItem, entry: CaseSummary) -> None:
        theme, px = self._theme, self._theme.px
        area, state = _area(option), _state(option)
        selected = bool(state & QStyle.StateFlag.State_Selected)
        if selected:
            path = QPainterPath()
            path.addRoundedRect(QRectF(area).adjusted(px(8), 2, -px(8), -2), px(6), px(6))
            painter.fillPath(path, theme.color("selection"))
            if state & QStyle.StateFlag.State_HasFocus:
                painter.setPen(QPen(theme.color("focus"), 2))
                painter.drawPath(path)
        heading = self._headings.heading(entry)
        glyph = icons.pixmap(theme, f"state-{shape(entry.outcome)}", px(20), painter.device().devicePixelRatioF())
        painter.drawPixmap(area.left() + px(18), area.top() + px(14), glyph)
        right = area.right() - px(18)
        if heading.thumbnail is not None:
            right = self._paint_thumbnail(painter, QRect(right - px(56), area.top() + px(14), px(56), px(42)),
                                          heading.thumbnail) - px(10)
        left = area.left() + px(50)
        painter.setFont(self._font(14, bold=selected))
        painter.setPen(theme.color("text"))
        title = painter.fontMetrics().elidedText(heading.title, Qt.TextElideMode.ElideMiddle, right - left)
        painter.drawText(QRect(left, area.top() + px(11), right - left, px(24)), Qt.AlignmentFlag.AlignVCenter, title)
        self._paint_caption(painter, QRect(left, area.top() + px(36), right - left, px(22)), entry)

    def _paint_caption(self, painter: QPainter, area: QRect, entry: CaseSummary) -> None:
        painter.setFont(self._font(12))
        painter.setPen(self._theme.color("text3"))
        became = self._became(entry)
        if became:
            painter.drawText(area, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignRight, became)
            area = area.adjusted(0, 0, -painter.fontMetrics().horizontalAdvance(became) - self._theme.px(10), 0)
        heading = self._headings.heading(entry)
        parts = [part for part in (heading.category, heading.program, clock(entry.opened_at)) if part]
        words = painter.fontMetrics().elidedText(" · ".join(parts), Qt.TextElideMode.ElideMiddle, area.width())
        painter.drawText(area, Qt.AlignmentFlag.AlignVCenter, words)

    def _became(self, entry: CaseSummary) -> str:
        if entry.state is CaseState.HELD and entry.outcome is Outcome.BLOCK and entry.release is Release.NEVER:
            return say("等保密办核对")
        return state_word(entry)

    def _paint_thumbnail(self, painter: QPainter, area: QRect, picture: QImage) -> int:
        path = QPainterPath()
        path.addRoundedRect(QRectF(area), 4, 4)
        painter.save()
        painter.setClipPath(path)
        painter.drawImage(area, picture)
        painter.restore()
        painter.setPen(QPen(self._theme.color("line_strong"), 1))
        painter.drawPath(path)
        return area.left()

    def _font(self, pixels: int, *, bold: bool = False) -> QFont:
        view = self.parent()
        assert isinstance(view, QListView)
        font = QFont(view.font())
        font.setPixelSize(self._theme.px(pixels))
        font.setBold(bold)
        return font


def _area(option: QStyleOptionViewItem) -> QRect:
    return option.rect  # type: ignore[attr-defined, no-any-return]  # missing from Qt's stubs


def _state(option: QStyleOptionViewItem) -> QStyle.StateFlag:
    return option.state  # type: ignore[attr-defined, no-any-return]  # missing from Qt's stubs
