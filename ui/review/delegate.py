"""Paints the rows of the list; asks for an item's name and thumbnail when its row is painted, never before."""

from __future__ import annotations

from PySide6.QtCore import QRect, QRectF, QSize, Qt
from PySide6.QtGui import QFont, QFontMetrics, QImage, QPainter, QPainterPath, QPen, QPixmap
from PySide6.QtWidgets import QListView, QStyle, QStyledItemDelegate, QStyleOptionViewItem

from guard.core.model import CaseSummary
from ui.guard_client.titles import Headings
from ui.i18n.dates import clock
from ui.i18n.say import say
from ui.kit import icons
from ui.kit.glyph_words import shape
from ui.kit.theme import Theme
from ui.kit.widgets import giving_way
from ui.review.grouping import Group
from ui.review.items import ENTRY, CaseModel, Index
from ui.review.thumbnails import Thumbnails

_GROUP, _ROW = 34, 72
_DOT = " · "
_LEFT = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignAbsolute
_RIGHT = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignAbsolute


class CaseDelegate(QStyledItemDelegate):
    """Rows of 72 and headings of 34 pixels at 100 %."""

    def __init__(self, theme: Theme, headings: Headings, thumbnails: Thumbnails, view: QListView) -> None:
        super().__init__(view)
        self._theme = theme
        self._headings = headings
        self._thumbnails = thumbnails
        self._sizes = {Group: QSize(1, theme.px(_GROUP)), CaseSummary: QSize(1, theme.px(_ROW))}
        self._fonts = {key: self._font(view, *key) for key in ((12, False), (12, True), (14, False), (14, True))}
        self._struck = self._font(view, 14, bold=False)
        self._struck.setStrikeOut(True)
        self._glyphs: dict[tuple[str, str, float], QPixmap] = {}

    def sizeHint(self, _option: QStyleOptionViewItem, index: Index) -> QSize:  # noqa: N802 (Qt's name)
        """Return a row's height; called for every row, so it does almost nothing."""
        return self._sizes[type(_model(index).entry(index.row()))]

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """Paint one row."""
        entry = index.data(ENTRY)
        painter.save()
        painter.setRenderHints(QPainter.RenderHint.Antialiasing | QPainter.RenderHint.SmoothPixmapTransform)
        if isinstance(entry, Group):
            self._paint_group(painter, _area(option), entry)
        elif isinstance(entry, CaseSummary):
            self._paint_case(painter, option, entry, _model(index))
        painter.restore()

    def _paint_group(self, painter: QPainter, area: QRect, entry: Group) -> None:
        painter.setFont(self._fonts[12, True])
        painter.setPen(self._theme.color("text3"))
        px = self._theme.px
        room = area.adjusted(px(16), px(6), -px(16), 0)
        words = painter.fontMetrics().elidedText(entry.words, Qt.TextElideMode.ElideMiddle, room.width())
        painter.drawText(room, _LEFT, words)

    def _paint_case(self, painter: QPainter, option: QStyleOptionViewItem, entry: CaseSummary,
                    model: CaseModel) -> None:
        px, area = self._theme.px, _area(option)
        selected = bool(_state(option) & QStyle.StateFlag.State_Selected)
        if selected:
            self._paint_selection(painter, area, bool(_state(option) & QStyle.StateFlag.State_HasFocus))
        gone = model.is_gone(entry)
        glyph = self._glyph(f"state-{'log' if gone else shape(entry.outcome)}", painter.device().devicePixelRatioF())
        painter.drawPixmap(area.left() + px(18), area.top() + px(14), glyph)
        right = area.right() - px(22)
        thumbnail = self._thumbnails.picture(entry)
        if thumbnail is not None:
            right = self._paint_thumbnail(painter, QRect(right - px(56), area.top() + px(14), px(56), px(42)),
                                          thumbnail) - px(10)
        left = area.left() + px(50)
        heading = self._headings.heading(entry)
        font = self._struck if gone else self._fonts[14, selected]
        painter.setFont(font)
        painter.setPen(self._theme.color("text3" if gone else "text"))
        title = QFontMetrics(font).elidedText(heading.title, Qt.TextElideMode.ElideMiddle, right - left)
        painter.drawText(QRect(left, area.top() + px(11), right - left, px(24)), _LEFT, title)
        places = say("{count} 处", count=heading.places) if heading.places > 1 else ""
        self._paint_caption(painter, QRect(left, area.top() + px(36), right - left, px(22)),
                            (heading.beside(), places, heading.program, clock(entry.opened_at)), model.became(entry))

    def _paint_selection(self, painter: QPainter, area: QRect, focused: bool) -> None:
        px = self._theme.px
        path = QPainterPath()
        path.addRoundedRect(QRectF(area).adjusted(px(8), 2, -px(8), -2), px(6), px(6))
        painter.fillPath(path, self._theme.color("selection"))
        if focused:
            painter.setPen(QPen(self._theme.color("focus"), 2))
            painter.drawPath(path)

    def _paint_caption(self, painter: QPainter, area: QRect, about: tuple[str, str, str, str],
                       then: str) -> None:
        painter.setFont(self._fonts[12, False])
        painter.setPen(self._theme.color("text3"))
        metrics = painter.fontMetrics()
        if then:
            painter.drawText(area, _RIGHT, then)
            area = area.adjusted(0, 0, -metrics.horizontalAdvance(then) - self._theme.px(10), 0)
        category, places, program, at = about
        if metrics.horizontalAdvance(_DOT.join(part for part in about if part)) > area.width():
            places = ""
        room = area.width() - metrics.horizontalAdvance(_DOT + _DOT + at)
        program = metrics.elidedText(program, Qt.TextElideMode.ElideMiddle,
                                     max(room // 2, room - metrics.horizontalAdvance(category)))
        first, *rest = (part for part in (category, places, program, at) if part)
        painter.drawText(area, _LEFT, giving_way(metrics, first, "".join(_DOT + part for part in rest), area.width()))

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

    def _glyph(self, name: str, ratio: float) -> QPixmap:
        key = (name, self._theme.mode, ratio)
        if key not in self._glyphs:
            self._glyphs[key] = icons.pixmap(self._theme, name, self._theme.px(20), ratio)
        return self._glyphs[key]

    def _font(self, view: QListView, pixels: int, bold: bool) -> QFont:
        font = QFont(view.font())
        font.setPixelSize(self._theme.px(pixels))
        font.setBold(bold)
        return font


def _model(index: Index) -> CaseModel:
    model = index.model()
    assert isinstance(model, CaseModel)
    return model


def _area(option: QStyleOptionViewItem) -> QRect:
    return option.rect  # type: ignore[attr-defined, no-any-return]  # missing from Qt's stubs


def _state(option: QStyleOptionViewItem) -> QStyle.StateFlag:
    return option.state  # type: ignore[attr-defined, no-any-return]  # missing from Qt's stubs
