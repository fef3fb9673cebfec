"""The right side of 被拦截内容 for the mark on the screen: when it was there, and why; never for which file."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import groupby

from PySide6.QtWidgets import QFrame, QWidget

from guard.control.mark_requests import ListMarks, MarkHistory
from guard.control.requests import Reply
from guard.core.screen_mark import MarkSpan
from guard.ipc.replies import Refused
from ui.guard_client.bridge import Bridge
from ui.i18n.dates import clock, day
from ui.i18n.say import say, sentences
from ui.items.naming import nature_word
from ui.kit.scroll_page import Page
from ui.kit.sentences import told
from ui.kit.theme import Theme
from ui.kit.widgets import Elided, Paragraph, button, column, frame, label, row, ruled

_DAYS, _DAY_SECONDS = 30, 86_400
_TIMES = 190
_MOST = 200


class MarksView(QWidget):
    """The times by day, newest first, as the guard answers. ``back`` is pressed when they have been looked at."""

    def __init__(self, theme: Theme, bridge: Bridge, now: float) -> None:
        """``now`` is seconds since the epoch."""
        super().__init__()
        self._theme = theme
        self._now = now
        self.sentence = Paragraph(theme, say("正在读取记录…"), color="text2")
        self._days = column(theme, spacing=8)
        self.back = button(say("返回"), "primary")
        page = QWidget()
        page.setLayout(column(theme, label(say("屏幕标记"), "h1"), self.sentence, 8, self._days, None, spacing=8,
                              margins=(24, 20, 24, 12)))
        foot = frame("footer")
        foot.setLayout(row(theme, self.back, None, margins=(24, 12, 24, 12)))
        self.setLayout(column(theme, Page(say("屏幕标记"), page), foot, spacing=0))
        bridge.ask(ListMarks(now - _DAYS * _DAY_SECONDS), self, self._told)

    def _told(self, reply: Reply) -> None:
        if isinstance(reply, Refused):
            self.sentence.show_text(told(reply.words))
        elif isinstance(reply, MarkHistory):
            self._show(reply.spans)

    def _show(self, spans: Sequence[MarkSpan]) -> None:
        if not spans:
            self.sentence.show_text(say("最近 {days} 天屏幕上没有过标记。", days=_DAYS))
            return
        newest = spans[:_MOST]
        self.sentence.show_text(sentences(
            say("最近 {days} 天屏幕上有标记的时间和原因。不记是哪份文件，也不记内容", days=_DAYS),
            say("更早的 {count} 次没有列出", count=len(spans) - _MOST) if len(spans) > _MOST else ""))
        for heading, of_day in groupby(newest, lambda span: day(span.began, self._now)):
            self._days.addWidget(label(heading, "caption"))
            self._days.addWidget(self._card(list(of_day)))

    def _card(self, spans: Sequence[MarkSpan]) -> QFrame:
        card = frame("card")
        card.setLayout(column(self._theme, *ruled([self._line(span) for span in spans]), spacing=0,
                              margins=(0, 4, 0, 4)))
        return card

    def _line(self, span: MarkSpan) -> QWidget:
        times, reason = label(times_words(span, self._now), "strong"), Elided(why(span))
        times.setFixedWidth(self._theme.px(_TIMES))
        line = QWidget()
        parts = row(self._theme, times, reason, spacing=10, margins=(14, 8, 14, 8))
        parts.setStretch(1, 1)
        line.setLayout(parts)
        return line


def times_words(span: MarkSpan, now: float) -> str:
    """Return from when until when, as far as it is known."""
    began = clock(span.began)
    if span.lasts:
        return say("{time} 起，现在还有", time=began)
    if span.ended is None:
        return say("{time} 起", time=began)
    ended = clock(span.ended)
    if day(span.began, now) != day(span.ended, now):
        return say("{time} 至 {date} {end}", time=began, date=day(span.ended, now).split(" · ")[-1], end=ended)
    return say("{time} 至 {end}", time=began, end=ended) if ended != began else began


def why(span: MarkSpan) -> str:
    """Return why there was a mark."""
    if span.always:
        return say("单位设定为一直显示")
    if span.nature is None:
        return say("打开着要拦下的文件")
    return say("打开着要拦下的文件：{what}", what=nature_word(span.nature))
