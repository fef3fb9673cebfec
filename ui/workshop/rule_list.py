"""Lists the rules of a draft on the left: found by name or number, each with its state."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QRect, QSize, Qt, Signal
from PySide6.QtGui import QFont, QPainter
from PySide6.QtWidgets import (
    QListWidget,
    QListWidgetItem,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QWidget,
)

from ui.i18n.say import say
from ui.kit import icons
from ui.kit.display_text import one_line
from ui.kit.glyph_words import shape_word
from ui.kit.search_field import SearchField
from ui.kit.theme import Theme
from ui.kit.widgets import button, column, frame, row

_WIDTH = 236
_ROW = 44
_ID, _STATE = Qt.ItemDataRole.UserRole, Qt.ItemDataRole.UserRole + 1
_LONGEST = 40


class RuleList(QWidget):
    """``chosen`` emits the number of a rule, counted from 0; ``new`` asks for one more."""

    chosen = Signal(int)
    new = Signal()

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._search = SearchField(theme, say("找规则"))
        self._search.textChanged.connect(self._filter)
        self._list = QListWidget()
        self._search.left.connect(self._list.setFocus)
        self._list.setAccessibleName(say("规则"))
        self._list.setItemDelegate(_Row(theme, self._list))
        self._list.setVerticalScrollMode(QListWidget.ScrollMode.ScrollPerPixel)
        self._list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._list.currentRowChanged.connect(self._row_chosen)
        new = button(say("＋ 新建规则"), "link")
        new.clicked.connect(self.new)
        side = frame("side")
        side.setLayout(column(theme, self._search, self._list, row(theme, new, None, margins=(8, 0, 0, 0)),
                              margins=(8, 8, 8, 12)))
        self.setLayout(column(theme, side, spacing=0))
        self.setFixedWidth(theme.px(_WIDTH))

    def show_rules(self, rules: Sequence[tuple[str, str, str]]) -> None:
        """Show (id, name, state) of each rule: clear, fail, or log while it is being checked."""
        while self._list.count() > len(rules):
            self._list.takeItem(self._list.count() - 1)
        for number, (rule_id, name, state) in enumerate(rules):
            if number == self._list.count():
                self._list.addItem(QListWidgetItem())
            item = self._list.item(number)
            item.setText(one_line(name, _LONGEST))
            item.setData(_ID, one_line(rule_id, _LONGEST))
            item.setData(_STATE, state)
            word = say("样例通过") if state == "clear" else shape_word(state)
            item.setData(Qt.ItemDataRole.AccessibleTextRole, f"{one_line(name, _LONGEST)} {rule_id} {word}")
        self._filter(self._search.text())

    def choose(self, number: int) -> None:
        """Select a rule."""
        self._list.setCurrentRow(number)

    def current(self) -> int:
        """Return the number of the selected rule, -1 for none."""
        return self._list.currentRow()

    def _row_chosen(self, number: int) -> None:
        if number >= 0:
            self.chosen.emit(number)

    def _filter(self, wanted: str) -> None:
        for number in range(self._list.count()):
            item = self._list.item(number)
            shown = wanted.strip().casefold() in f"{item.text()} {item.data(_ID)}".casefold()
            item.setHidden(not shown)


class _Row(QStyledItemDelegate):
    """State, name, number; the selected one bold on the colour of a selection."""

    def __init__(self, theme: Theme, parent: QWidget) -> None:
        super().__init__(parent)
        self._theme = theme

    def sizeHint(self, _option: QStyleOptionViewItem, _index: object) -> QSize:  # noqa: N802 (Qt's name)
        """Return the height, the same for every row."""
        return QSize(10, self._theme.px(_ROW))

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: object) -> None:
        """Draw one rule."""
        theme, px = self._theme, self._theme.px
        data = index.data  # type: ignore[attr-defined]
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        place: QRect = option.rect  # type: ignore[attr-defined]
        chosen = bool(option.state & QStyle.StateFlag.State_Selected)  # type: ignore[attr-defined]
        if chosen:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(theme.color("selection"))
            painter.drawRoundedRect(place, px(6), px(6))
        side = px(16)
        glyph = icons.pixmap(theme, f"state-{data(_STATE)}", side, painter.device().devicePixelRatio())
        painter.drawPixmap(place.x() + px(10), place.center().y() - side // 2, glyph)
        font = QFont(option.font)  # type: ignore[attr-defined]
        font.setPixelSize(px(12))
        painter.setFont(font)
        painter.setPen(theme.color("text2"))
        number = data(_ID)
        wide = painter.fontMetrics().horizontalAdvance(number)
        right = place.adjusted(0, 0, -px(10), 0)
        painter.drawText(right, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignRight, number)
        font.setPixelSize(px(14))
        font.setBold(chosen)
        painter.setFont(font)
        painter.setPen(theme.color("text"))
        room = right.adjusted(px(36), 0, -wide - px(8), 0)
        name = painter.fontMetrics().elidedText(data(Qt.ItemDataRole.DisplayRole), Qt.TextElideMode.ElideMiddle,
                                                room.width())
        painter.drawText(room, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft, name)
        painter.restore()
