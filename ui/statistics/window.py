"""Shows 本月统计: what was held this month, and what was not sent after all.

For the user alone; sent nowhere.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from datetime import datetime

from PySide6.QtCore import Qt
from PySide6.QtGui import QIcon, QKeySequence, QShortcut
from PySide6.QtWidgets import QWidget

from guard.control.requests import CountRules, Reply, RuleCounts
from guard.ipc.replies import Refused
from ui.guard_client.bridge import Bridge
from ui.i18n.dates import month_title
from ui.i18n.say import say
from ui.kit import icons
from ui.kit.help import Help
from ui.kit.sentences import told
from ui.kit.theme import Theme
from ui.kit.widgets import Glyph, Paragraph, Scrolled, button, column, fit_height, frame, label, row
from ui.statistics.chart import RuleChart

_WIDTH = 560


class StatisticsWindow(QWidget):
    """Counted by the guard from what it holds; nobody else is told."""

    def __init__(self, theme: Theme, bridge: Bridge, now: Callable[[], float] = time.time) -> None:
        """``now`` is the wall clock in seconds since the epoch."""
        super().__init__()
        explain = Help(theme, self).link()
        self._theme = theme
        self.setObjectName("page")
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(say("本月统计 — 密哨"))
        self.setWindowIcon(QIcon(icons.pixmap(theme, "mishao", 64)))
        today = datetime.fromtimestamp(now()).astimezone()
        self._title = label(month_title(today.month), "h1")
        self._glyph = Glyph(theme, "log", 32)
        self.sentence = Paragraph(theme, say("正在统计…"), color="text2")
        self.chart = RuleChart(theme)
        self._card = frame("card")
        self._card.setLayout(column(theme, label(say("按规则"), "strong"), self.chart,
                                    label(say("斜线部分后来放行了"), "caption"), spacing=10, margins=(18, 14, 18, 14)))
        self._card.hide()
        close = button(say("关闭"), "primary")
        close.clicked.connect(self.close)
        foot = frame("footer")
        note = label(say("只给您自己看，不上传。"), "caption")
        foot.setLayout(row(theme, note, None, explain, close, margins=(24, 12, 24, 12)))
        head = row(theme, column(theme, self._glyph, None), column(theme, self._title, self.sentence, spacing=2),
                   spacing=16)
        head.setStretch(1, 1)
        page = QWidget()
        page.setLayout(column(theme, head, self._card, spacing=16, margins=(24, 20, 24, 20)))
        self.setLayout(column(theme, Scrolled(theme, self._title.text(), page), None, foot, spacing=0))
        QShortcut(QKeySequence.StandardKey.Close, self, self.close)
        fit_height(self, theme.px(_WIDTH))
        first = today.replace(day=1, hour=0, minute=0, second=0, microsecond=0)
        bridge.ask(CountRules(first.timestamp()), self, self._told)

    def _told(self, reply: Reply) -> None:
        if isinstance(reply, RuleCounts):
            self._show(reply)
        elif isinstance(reply, Refused):
            self._glyph.show_state("unknown")
            self.sentence.show_text(told(reply.words))
        fit_height(self, self._theme.px(_WIDTH))

    def _show(self, counts: RuleCounts) -> None:
        held = sum(count.held for count in counts.rules)
        kept = held - sum(count.released for count in counts.rules)
        self._glyph.show_state("clear")
        if not held:
            self.sentence.show_text(say("这个月还没有拦下过什么。"))
            return
        words = (say("拦下 {held} 次，其中 {kept} 次后来也没有发出去。", held=held, kept=kept) if kept
                 else say("拦下 {held} 次，后来都放行了。", held=held))
        self.sentence.show_text(words)
        self.chart.show_counts(counts.rules)
        self._card.show()
