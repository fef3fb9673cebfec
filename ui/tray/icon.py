"""The icon in the system tray: the guard's status, in shape and in words, and the way to everything else."""

from __future__ import annotations

import time
from collections.abc import Callable

from PySide6.QtCore import QObject
from PySide6.QtGui import QAction, QIcon
from PySide6.QtWidgets import QMenu, QSystemTrayIcon

from guard.control.requests import State
from ui.guard_client.guard_status import GuardStatus
from ui.guard_client.titles import Headings
from ui.i18n.dates import when
from ui.i18n.say import say, sentences
from ui.kit import icons
from ui.kit.display_text import one_line
from ui.kit.glyph_words import shape
from ui.kit.theme import Theme
from ui.tray.menu import Commands, last_ways, ways

_NAME_LIMIT = 32
LAST = 5
"""Most held items in the menu."""

_CLICKS = (QSystemTrayIcon.ActivationReason.Trigger, QSystemTrayIcon.ActivationReason.DoubleClick)


class Tray(QObject):
    """Icon, tooltip and menu. Never a balloon: what needs an answer has a window of its own."""

    def __init__(self, theme: Theme, guard_status: GuardStatus, headings: Headings, commands: Commands,
                 now: Callable[[], float] = time.time) -> None:
        """``now`` is the wall clock in seconds since the epoch."""
        super().__init__(theme)
        self._now = now
        self._theme = theme
        self._guard_status = guard_status
        self._headings = headings
        self._commands = commands
        self.menu = QMenu()
        self.icon = QSystemTrayIcon(self)
        self.icon.setContextMenu(self.menu)
        self.icon.activated.connect(self._activated)
        guard_status.changed.connect(self._refresh)
        headings.arrived.connect(self._refresh)
        theme.changed.connect(self._refresh)
        self._refresh()

    def show(self) -> None:
        """Put the icon into the tray."""
        self.icon.show()

    def hide(self) -> None:
        """Take the icon out of the tray."""
        self.icon.hide()

    def _activated(self, reason: QSystemTrayIcon.ActivationReason) -> None:
        if reason in _CLICKS:
            self._commands.click()

    def _refresh(self) -> None:
        shown = self._guard_status.shown()
        self.icon.setIcon(icons.tray_icon(self._theme, shown.tray))
        words = say("密哨：{word}", word=shown.word)
        self.icon.setToolTip(sentences(words, shown.sentence) if shown.sentence else words)
        # An open menu is not changed: nothing may move under the pointer.
        if not self.menu.isVisible():
            self._fill()

    def _fill(self) -> None:
        self.menu.clear()
        shown = self._guard_status.shown()
        words = f"{shown.word} · {shown.sentence}" if shown.sentence else shown.word
        self._add(words, f"state-{shown.glyph}", self._commands.health)
        self._held()
        self.menu.addSeparator()
        self._add(say("被拦截内容…"), "ui-box", lambda: self._commands.review(""))
        first, *others = ways(self._commands, self._guard_status.answered())
        self._add(first.words, first.icon, first.go)
        self._pause()
        for way in others:
            self._add(way.words, way.icon, way.go)
        self.menu.addSeparator()
        for way in last_ways(self._commands):
            self._add(way.words, way.icon, way.go)

    def _held(self) -> None:
        held = self._guard_status.latest(LAST)
        if not held:
            return
        self.menu.addSeparator()
        caption = self.menu.addAction(say("最近留下的"))
        caption.setEnabled(False)
        for summary in held:
            title = one_line(self._headings.heading(summary).seen_by_others, _NAME_LIMIT)
            words = f"{title} · {when(summary.opened_at, self._now())}"
            self._add(words, f"state-{shape(summary.outcome)}",
                      lambda _checked=False, case_id=summary.id: self._commands.review(case_id))

    def _pause(self) -> None:
        status = self._guard_status.status
        if status is not None and status.state is State.PAUSED:
            self._add(say("恢复"), "ui-pause", self._commands.resume)
            return
        action = self._add(say("暂停…"), "ui-pause", self._commands.pause)
        if status is not None and status.pause_minutes == 0:
            action.setText(say("暂停（由单位设定：不能暂停）"))
            action.setIcon(self._icon("ui-lock"))
            action.setEnabled(False)

    def _add(self, words: str, icon: str, then: object) -> QAction:
        action = self.menu.addAction(self._icon(icon), words.replace("&", "&&"))
        action.triggered.connect(then)
        return action

    def _icon(self, name: str) -> QIcon:
        return icons.icon(self._theme, name, self._theme.px(18))
