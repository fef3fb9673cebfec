"""Shows 误报反馈: reports and answers, newest first, and the way to a statement for the 保密办."""

from __future__ import annotations

import time
from collections.abc import Callable

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from guard.control.requests import Reply
from guard.feedback.answers import FeedbackList, GetFeedback, Given, SeeFeedback
from guard.ipc.replies import Refused
from ui.feedback.answer import answer_words
from ui.guard_client.bridge import Bridge
from ui.i18n.dates import day
from ui.i18n.say import say
from ui.kit.sentences import told
from ui.kit.small_window import SmallWindow
from ui.kit.theme import Theme
from ui.kit.widgets import Elided, Glyph, Paragraph, button, column, frame, label, replace_all, row, ruled

SHOWN = 6
"""Most feedbacks that are listed; the others are counted."""


class FeedbackWindow(SmallWindow):
    """Opening it marks every answer as seen, and an answer that comes while it is open."""

    statement_wanted = Signal(object)
    """The Given for which a statement is wanted."""

    def __init__(self, theme: Theme, bridge: Bridge, now: Callable[[], float] = time.time) -> None:
        """``now`` is the wall clock in seconds since the epoch."""
        super().__init__(theme, say("我的误报反馈"), say("您报过的误报、请保密办核对过的内容，和收到的答复，都在这里。"
                                                 "保密办只看得到反馈号和规则，看不到内容。"))
        self._bridge = bridge
        self._now = now
        listed = frame("card")
        self._list = column(theme, spacing=0)
        listed.setLayout(self._list)
        self._more = label("", "caption")
        close = button(say("关闭"), "primary")
        close.clicked.connect(self.close)
        self.complete((listed, self._more), (close,))
        self._show(())
        bridge.feedback_answered.connect(self.refresh)
        self.refresh()

    def refresh(self, _given: object = None) -> None:
        """List what has been reported and answered by now."""
        self.notice.hide()
        self._bridge.ask(GetFeedback(), self, self._answered)

    def _answered(self, reply: Reply) -> None:
        if isinstance(reply, FeedbackList):
            self._show(reply.entries)
            if any(entry.answer is not None and not entry.seen for entry in reply.entries):
                self._bridge.ask(SeeFeedback(), self, lambda _reply: None)
        elif isinstance(reply, Refused):
            self.refuse(told(reply.words))

    def _show(self, entries: tuple[Given, ...]) -> None:
        newest = sorted(entries, key=lambda entry: entry.answer.at if entry.answer else entry.at, reverse=True)
        lines = [self._line(entry) for entry in newest[:SHOWN]]
        if not lines:
            empty = QWidget()
            empty.setLayout(row(self._theme, label(say("还没有反馈过。"), "body2"), margins=(14, 12, 14, 12)))
            lines = [empty]
        replace_all(self._list, ruled(lines))
        more = max(0, len(entries) - SHOWN)
        self._more.setText(say("更早的还有 {count} 条", count=more))
        self._more.setVisible(more > 0)
        self.fit()

    def _line(self, entry: Given) -> QWidget:
        given = day(entry.at, self._now()).split(" · ")[0]
        rule = entry.rule or say("没读出来的")
        told = Elided(say("{number} · {rule} · {date}", number=entry.number, rule=rule, date=given), "caption")
        state = "log" if entry.answer is None else "clear" if entry.answer.adopted else "ask"
        statement = button(say("写说明…"), "link", say("为反馈 {number} 写说明", number=entry.number))
        statement.setObjectName("small")
        statement.clicked.connect(lambda: self.statement_wanted.emit(entry))
        below = row(self._theme, told, *(() if entry.answer else (statement,)))
        below.setStretch(0, 1)
        words = column(self._theme, Paragraph(self._theme, answer_words(entry), 13, 20), below,
                       spacing=0 if entry.answer is None else 4)  # a link has its own margin
        line = QWidget()
        inner = row(self._theme, column(self._theme, Glyph(self._theme, state, 20), None), words, spacing=10,
                    margins=(14, 10, 14, 8))
        inner.setStretch(1, 1)
        line.setLayout(inner)
        return line
