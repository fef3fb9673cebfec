"""A small window for desktops without a tray: the same status, the same links."""

from __future__ import annotations

import time
from collections.abc import Callable

from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QCloseEvent, QHideEvent, QIcon, QKeyEvent, QKeySequence, QShowEvent
from PySide6.QtWidgets import QLabel, QLayout, QWidget

from guard.control.requests import State
from guard.core.model import Outcome
from ui.guard_client.guard_status import GuardStatus
from ui.guard_client.titles import Headings
from ui.i18n.dates import ago
from ui.i18n.say import say
from ui.kit import icons
from ui.kit.flow_layout import FlowLayout
from ui.kit.glyph_words import shape
from ui.kit.help import Help
from ui.kit.scroll_page import Page
from ui.kit.theme import Theme
from ui.kit.widgets import (
    Elided,
    Glyph,
    IconButton,
    Paragraph,
    button,
    column,
    fit_height,
    frame,
    label,
    replace_all,
    row,
    ruled,
)
from ui.tray.menu import Commands, Way, last_ways, ways

LAST = 5
"""Most held items shown."""

TICK_MS = 20_000
"""Milliseconds after which the shown times are looked at again."""

_WIDTH = 380
_BETWEEN = 10
"""Pixels between the links at 100 %."""


class StandIn(QWidget):
    """Closing it asks what to do, as 退出… does: the guard goes on until told otherwise."""

    def __init__(self, theme: Theme, guard_status: GuardStatus, headings: Headings, commands: Commands,
                 now: Callable[[], float] = time.time) -> None:
        """``now`` is the wall clock in seconds since the epoch."""
        super().__init__()
        self._explain = Help(theme, self).link()
        self._now = now
        self._theme = theme
        self._guard_status = guard_status
        self._headings = headings
        self._commands = commands
        self.setObjectName("page")
        self.setWindowIcon(QIcon(icons.pixmap(theme, "mishao", 64)))
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setFocus()
        self._shown: tuple[tuple[str, Outcome, str, float], ...] | None = None
        self._times: list[tuple[QLabel, float]] = []
        self._glyph = Glyph(theme, "log", 28)
        self._word = label("", "h1")
        self._sentence = Paragraph(theme, "", 13, 20, "text2")
        self._items = frame("card")
        self._items.setLayout(column(theme, spacing=0, margins=(0, 2, 0, 2)))
        self._last = Page(say("最近留下的"), self._items)
        self._links = [button("", "link") for _ in self._ways()]
        for link, way in zip(self._links, self._ways(), strict=True):
            link.clicked.connect(way.go)
        self._pause = button("")
        self._pause.clicked.connect(self._pause_or_resume)
        self._ticking = QTimer(self, interval=TICK_MS)
        self._ticking.timeout.connect(self._tell_times)
        self.setLayout(self._body())
        guard_status.changed.connect(self.refresh)
        headings.arrived.connect(self.refresh)
        self.refresh()

    def refresh(self) -> None:
        """Show the guard's current status."""
        shown = self._guard_status.shown()
        self._glyph.show_state(shown.glyph)
        self._glyph.setAccessibleName(shown.word)
        self._word.setText(shown.word)
        self.setWindowTitle(say("{heading} — 密哨", heading=shown.word))
        self._sentence.show_text(shown.sentence)
        status = self._guard_status.status
        paused = status is not None and status.state is State.PAUSED
        self._pause.setText(say("恢复") if paused else say("暂停…"))
        self._pause.setEnabled(status is not None and (paused or status.pause_minutes > 0))
        for link, way in zip(self._links, self._ways(), strict=True):
            link.setText(way.words.replace("&", "&&"))
            link.setAccessibleName(way.words)
        self._list()
        fit_height(self, self._theme.px(_WIDTH))

    def _body(self) -> QLayout:
        theme = self._theme
        review = button(say("被拦截内容…"), "primary")
        review.clicked.connect(lambda: self._commands.review(""))
        links = FlowLayout(theme.px(_BETWEEN), 0)
        for link in self._links:
            links.addWidget(link)
        links.addWidget(self._explain)
        head = row(theme, column(theme, self._glyph, None), column(theme, self._word, self._sentence, spacing=2),
                   spacing=12)
        head.setStretch(1, 1)
        main = row(theme, review, self._pause)
        main.setStretch(0, 3)
        main.setStretch(1, 2)
        return column(theme, head, self._last, main, links, spacing=12,
                      margins=(24, 20, 24, 14))

    def _ways(self) -> tuple[Way, ...]:
        return (*ways(self._commands, self._guard_status.answered()), *last_ways(self._commands))

    def _list(self) -> None:
        layout = self._items.layout()
        assert layout is not None
        shown = tuple((summary.id, summary.outcome, self._headings.heading(summary).seen_by_others, summary.opened_at)
                      for summary in self._guard_status.latest(LAST))
        if shown == self._shown:
            self._tell_times()
            return
        self._shown = shown
        self._times = [(label("", "caption"), opened_at) for *_, opened_at in shown]
        self._tell_times()
        lines: list[QWidget] = []
        for (case_id, outcome, title, _), (opened, _) in zip(shown, self._times, strict=True):
            look = IconButton(self._theme, "chevron-right", say("查看：{title}", title=title))
            look.clicked.connect(lambda _checked=False, case_id=case_id: self._commands.review(case_id))
            line = QWidget()
            inner = row(self._theme, Glyph(self._theme, shape(outcome), 20), Elided(title),
                        opened, look, spacing=10, margins=(14, 4, 6, 4))
            inner.setStretch(1, 1)
            line.setLayout(inner)
            lines.append(line)
        self._last.setVisible(bool(lines))  # said above: nothing is held
        replace_all(layout, ruled(lines))

    def _tell_times(self) -> None:
        for opened, opened_at in self._times:
            opened.setText(ago(opened_at, self._now()))

    def _pause_or_resume(self) -> None:
        status = self._guard_status.status
        if status is not None and status.state is State.PAUSED:
            self._commands.resume()
        else:
            self._commands.pause()

    def showEvent(self, event: QShowEvent) -> None:  # noqa: N802 (Qt's name)
        """Show the times of now, and keep them so."""
        super().showEvent(event)
        self._tell_times()
        self._ticking.start()

    def hideEvent(self, event: QHideEvent) -> None:  # noqa: N802 (Qt's name)
        """Look at no time while nobody sees it."""
        super().hideEvent(event)
        self._ticking.stop()

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802 (Qt's name)
        """Ctrl+W asks how to leave, like the close button."""
        if event.matches(QKeySequence.StandardKey.Close):
            self._commands.leave()
        else:
            super().keyPressEvent(event)

    def closeEvent(self, event: QCloseEvent) -> None:  # noqa: N802 (Qt's name)
        """Without a tray this window is the only way back: ask first."""
        event.ignore()
        self._commands.leave()
