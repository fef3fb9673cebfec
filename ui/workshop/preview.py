"""Shows 影响预览: the original pack and the draft compared on the texts of a folder."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QLabel, QListWidget, QWidget

from guard.inspect.impact import Compared, Impact
from ui.i18n.say import say
from ui.kit.display_text import one_line
from ui.kit.theme import Theme
from ui.kit.widgets import button, column, frame, label, open_with, row
from ui.workshop.checks import ANSWERS

_LONGEST = 60


class PreviewBar(QWidget):
    """The foot of the window: the counts of the last preview, and the result of saving. ``detail`` asks for the list.
    """

    detail = Signal()

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._words = label(say("还没有跑过。选一个文件夹，看看草稿会多拦、少拦哪些。"), "small")
        self._more, self._fewer, self._same = (self._chip(tone) for tone in ("hold", "clear", "plain"))
        self._detail = button(say("逐项看"), "link")
        self._detail.clicked.connect(self.detail)
        self._saved = label("", "caption")
        foot = frame("footer")
        foot.setLayout(row(theme, label(say("影响预览"), "strong"), self._words, self._more, self._fewer, self._same,
                           self._detail, None, self._saved, margins=(20, 8, 20, 8)))
        foot.setFixedHeight(theme.px(52))
        self.setLayout(column(theme, foot, spacing=0))
        self._show(False)

    def busy(self, name: str) -> None:
        """Show that a folder is being read."""
        self._words.setText(say("正在用旧规则和草稿各跑一遍：{name}", name=one_line(name, _LONGEST)))
        self._show(False)

    def show_impact(self, name: str, impact: Impact) -> None:
        """Show the counts."""
        unread = say("，{count} 项没读出", count=len(impact.unread)) if impact.unread else ""
        self._words.setText(say("旧规则和草稿各跑一遍 {name}，{count} 项{unread}：", name=one_line(name, 30),
                                count=len(impact.compared), unread=unread))
        self._more.setText(say("多拦 {count}", count=len(impact.more)))
        self._fewer.setText(say("少拦 {count}", count=len(impact.fewer)))
        self._same.setText(say("不变 {count}", count=impact.same))
        self._show(True)

    def counts(self) -> tuple[str, str, str]:
        """Return the three counts as shown."""
        return self._more.text(), self._fewer.text(), self._same.text()

    def saved(self, words: str) -> None:
        """Show the result of saving."""
        self._saved.setText(words)

    def _show(self, shown: bool) -> None:
        for part in (self._more, self._fewer, self._same, self._detail):
            part.setVisible(shown)

    def _chip(self, tone: str) -> QLabel:
        chip = label("")
        chip.setProperty("chip", tone)
        return chip


class PreviewWindow(QWidget):
    """Every item that would be treated differently, and what could not be read."""

    def __init__(self, theme: Theme, impact: Impact) -> None:
        super().__init__()
        self.setObjectName("page")
        self.setWindowTitle(say("影响预览，逐项 — 密哨"))
        open_with(self, theme, (720, 480))
        rows = [*_rows(say("多拦"), impact.more), *_rows(say("少拦"), impact.fewer),
                *(say("没读出  {name}", name=one_line(name, _LONGEST)) for name in impact.unread)]
        shown = QListWidget()
        shown.setAccessibleName(say("会变的项"))
        shown.setTextElideMode(Qt.TextElideMode.ElideMiddle)
        shown.addItems(rows or [say("没有一项会变。")])
        close = button(say("关闭"))
        close.clicked.connect(self.close)
        self.setLayout(column(theme, shown, row(theme, None, close), margins=(24, 20, 24, 16)))


def _rows(word: str, compared: Sequence[Compared]) -> list[str]:
    return [f"{word}  {one_line(one.name, _LONGEST)}  {say(ANSWERS[one.before][1])} → {say(ANSWERS[one.after][1])}"
            f"  {one.rule}" for one in compared]
