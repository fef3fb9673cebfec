"""Draws a bar per rule: how many items were held, and how many of those were released afterwards."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QBrush, QFont, QPainter, QPaintEvent
from PySide6.QtWidgets import QWidget

from guard.control.requests import RuleCount
from ui.i18n.pack_words import named
from ui.i18n.say import say
from ui.kit.display_text import one_line
from ui.kit.theme import Theme

BARS = 8
"""Most rules with a bar of their own; the rest is counted together."""

_ROW = 44
_NAME_LIMIT = 60


class RuleChart(QWidget):
    """Readable by length and number, not by colour alone: released items are the hatched end of a bar."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self._bars: tuple[tuple[str, int, int], ...] = ()

    def show_counts(self, counts: Sequence[RuleCount]) -> None:
        """Show one bar per rule in this order; rules that protect 国家秘密 are first and never among the rest."""
        own = max(BARS, sum(count.secret for count in counts))
        bars = [(_name(count), count.held, count.released) for count in counts[:own]]
        rest = counts[own:]
        if rest:
            bars.append((say("其他 {count} 条规则", count=len(rest)), sum(count.held for count in rest),
                         sum(count.released for count in rest)))
        self._bars = tuple(bars)
        self.setFixedHeight(self._theme.px(_ROW) * len(self._bars))
        self.setAccessibleName(say("；").join(
            say("{name} {held} 次，放行 {released} 次", name=name, held=held, released=released)
            for name, held, released in self._bars))
        self.update()

    def paintEvent(self, _event: QPaintEvent) -> None:  # noqa: N802 (Qt's name)
        """Paint names, bars and numbers."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        px = self._theme.px
        most = max((held for _, held, _ in self._bars), default=1)
        small = QFont(self.font())
        small.setPixelSize(px(13))
        painter.setFont(small)
        room = self.width() - px(56)
        for index, (name, held, released) in enumerate(self._bars):
            top = px(_ROW) * index
            painter.setPen(self._theme.color("text2"))
            painter.drawText(QRectF(0, top, self.width(), px(20)), Qt.AlignmentFlag.AlignVCenter,
                             painter.fontMetrics().elidedText(name, Qt.TextElideMode.ElideMiddle, self.width()))
            bar = QRectF(0, top + px(22), max(px(4), room * held / most), px(14))
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(self._theme.color("accent"))
            painter.drawRoundedRect(bar, px(3), px(3))
            if released:
                gone = QRectF(bar.right() - bar.width() * released / held, bar.top(), bar.width() * released / held,
                              bar.height())
                painter.setBrush(self._theme.color("card"))
                painter.drawRect(gone.adjusted(1, 1, -1, -1))
                painter.setBrush(QBrush(self._theme.color("accent"), Qt.BrushStyle.BDiagPattern))
                painter.setPen(self._theme.color("accent"))
                painter.drawRect(gone.adjusted(0.5, 0.5, -0.5, -0.5))
            painter.setPen(self._theme.color("text"))
            painter.drawText(QRectF(bar.right() + px(8), bar.top() - px(4), px(56), px(22)),
                             Qt.AlignmentFlag.AlignVCenter, str(held))


def _name(count: RuleCount) -> str:
    if not count.rule:
        return say("没读出来的")
    return one_line(named(count.name) or count.rule, _NAME_LIMIT)
