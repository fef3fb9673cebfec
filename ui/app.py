"""Runs the tray: builds every part, connects them, runs until it is told to leave."""

from __future__ import annotations

import contextlib
import os
import sys
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QRect
from PySide6.QtGui import QIcon
from PySide6.QtWidgets import QApplication, QSystemTrayIcon, QWidget

from guard.channels.notices import Channel, ChannelNotice
from guard.control.mark_requests import ReportMark
from guard.control.requests import MOVED, Resume
from guard.core.model import Case
from guard.platform import memory
from guard.platform.autostart import this_autostart
from guard.platform.paths import Paths
from guard.util import exit_codes
from guard.util.version import VERSION
from ui.firstrun import WELCOMED
from ui.guard_client.bridge import Bridge
from ui.guard_client.ending import end_guard, stop_guard
from ui.guard_client.guard_starter import Starting
from ui.guard_client.guard_status import GuardStatus
from ui.guard_client.single_instance import Instance
from ui.guard_client.titles import Headings
from ui.i18n.language import chosen, language_of, speak, system_languages
from ui.input_method.fields import attach
from ui.kit import icons
from ui.kit.collecting import Collecting
from ui.kit.theme import Theme
from ui.kit.widgets import bring_forward
from ui.notices.strips import Strips
from ui.notices.toasts import Toasts
from ui.screen_mark.marks import Marks
from ui.settings.preferences import Preferences
from ui.tray.icon import Tray
from ui.tray.interrupt import Interrupts
from ui.tray.menu import Commands
from ui.tray.mini_window import StandIn
from ui.warning.chat_window import chat_place, parts_here, screens_here, shown_here
from ui.warning.flow import Warnings

if TYPE_CHECKING:
    from ui.review.window import ReviewWindow

Locate = Callable[[Case], QRect | None]
"""Returns the rectangle of an item's chat window on the desktop, or None when it is not known."""


@dataclass(frozen=True, slots=True)
class Again:
    """How to start this program again, as the guard and as the tray, and the configuration it was given, if any."""

    guard: Sequence[str]
    tray: Sequence[str]
    configuration: Path | None = None


def run(home: Path | None, again: Again) -> int:
    """Run the tray of the guard under ``home``, starting the guard when it does not run. Return the exit code.

    Raises PathError when the guard's folders cannot be used.
    """
    memory.hold_little()
    paths = Paths.choose(home)
    paths.prepare()
    application = QApplication([sys.argv[0]])
    Collecting(application)
    interrupts = Interrupts(application)
    attach(application, os.environ)
    speak(application, language_of(chosen(paths.settings), system_languages()))
    preferences = Preferences(paths.settings, again.configuration or paths.configuration, again.tray,
                              this_autostart())
    code = run_tray(application, paths.socket, Starting(again.guard).start, preferences)
    if not interrupts.happened:
        return code
    stop_guard(paths.socket)
    return exit_codes.INTERRUPTED


def run_tray(application: QApplication, socket: Path, start_guard: Callable[[], None] | None,
             preferences: Preferences | None = None) -> int:
    """Run the tray of the guard behind ``socket``. A second tray raises the first one's window and returns 0.

    On another display it first says that no guard runs there.

    ``preferences`` are the user's own settings; without it the tray shows neither 首次使用 nor 设置.
    """
    application.setApplicationName("mishao")
    instance, theme = Instance(socket.parent), Theme(application)
    if not instance.acquire():
        return _say_elsewhere(application, theme) if instance.elsewhere() else 0
    if instance.moved:
        end_guard(socket, MOVED)
    application.setQuitOnLastWindowClosed(False)
    application.setWindowIcon(QIcon(icons.pixmap(theme, "mishao", 64)))
    windows = TrayWindows(theme, socket, start_guard, preferences=preferences)
    instance.asked.connect(windows.show_itself)
    windows.start()
    if preferences is not None:
        windows.greet(preferences.folder / WELCOMED)
    try:
        return application.exec()
    finally:
        windows.close()
        instance.release()


def _say_elsewhere(application: QApplication, theme: Theme) -> int:
    from ui.windows.dialogs import ElsewhereWindow

    window = ElsewhereWindow(theme)
    window.show()
    return application.exec()


class TrayWindows(QObject):
    """All windows of one tray. ``locate`` finds chat windows; for an unknown one warnings go to the corner.

    Windows that open only on request are imported when they are opened: a tray at rest runs all day and should not
    keep them in memory.
    """

    def __init__(self, theme: Theme, socket: Path, start_guard: Callable[[], None] | None = None,
                 locate: Locate = lambda case: chat_place(case, screens_here()),
                 preferences: Preferences | None = None) -> None:
        super().__init__(theme)
        self._preferences = preferences
        self._theme = theme
        self._review: ReviewWindow | None = None
        self._windows: dict[str, QWidget] = {}
        self.bridge = Bridge(socket, start_guard, self)
        self.guard_status = GuardStatus(self.bridge)
        self.headings = Headings(self.bridge)
        self.warnings = Warnings(theme, self.bridge, self.guard_status, locate)
        self.warnings.review_wanted.connect(self.review)
        self.bridge.case_opened.connect(self._opened)
        self.bridge.case_changed.connect(self.warnings.changed)
        self.toasts = Toasts(theme, self.guard_status.contact)
        self.strips = Strips(theme, shown_here)
        self.marks = Marks(self, parts_here)
        self.marks.drawn.connect(lambda drawn: self.bridge.ask(ReportMark(drawn), self, lambda _reply: None))
        self.bridge.status_changed.connect(self.marks.told)
        self.bridge.status_changed.connect(self.strips.told)
        self.bridge.connection_lost.connect(self.marks.close)
        self.bridge.sighted.connect(self._sighted)
        self.bridge.dialog_seen.connect(self.strips.dialog_seen)
        self.bridge.dialog_left.connect(self.strips.dialog_left)
        self.bridge.connection_lost.connect(self.strips.close)
        self.bridge.feedback_answered.connect(self.strips.answered)
        self._commands = Commands(self.review, self._pause, self._resume, self._health, self._about, self._leave,
                                  self._clicked, self._recall, self._self_check, self._own, self._settings,
                                  self._feedback)
        self.tray: Tray | None = None
        self.stand_in: StandIn | None = None
        if QSystemTrayIcon.isSystemTrayAvailable():
            self.tray = Tray(theme, self.guard_status, self.headings, self._commands)
        else:
            self.stand_in = StandIn(theme, self.guard_status, self.headings, self._commands)

    def start(self) -> None:
        """Show the icon, or the small window in its place, and connect."""
        if self.tray is not None:
            self.tray.show()
        if self.stand_in is not None:
            self.stand_in.show()
        self.bridge.start()

    def greet(self, welcomed: Path) -> None:
        """Show 首次使用, unless the file ``welcomed`` says that it has been shown."""
        if not os.path.exists(welcomed):  # noqa: PTH110 - Path.exists raises where it may not look
            self._open("first-run", lambda: self._first_run(welcomed))

    def _first_run(self, welcomed: Path) -> QWidget:
        from ui.firstrun.window import FirstRunWindow

        window = FirstRunWindow(self._theme)
        if self.guard_status.status is not None:
            window.told(self.guard_status.status)
        self.bridge.status_changed.connect(window.told)
        window.closed.connect(lambda: _touch(welcomed))
        return window

    def close(self) -> None:
        """Close every window and end the connections; the guard goes on."""
        if self.tray is not None:
            self.tray.hide()
        if self.stand_in is not None:
            self.stand_in.hide()
        for window in (self._review, *self._windows.values()):
            if window is not None:
                window.close()
        self.toasts.close()
        self.strips.close()
        self.marks.close()
        self.bridge.close()

    def review(self, case_id: str = "") -> None:
        """Open 被拦截内容 at this item, or at the newest."""
        if self._review is None:
            from ui.review.window import ReviewWindow

            self._review = ReviewWindow(self._theme, self.bridge, self.guard_status, self.headings)
            self._review.closed.connect(self._review_closed)
        self._review.open(case_id)

    def show_itself(self) -> None:
        """Come forward: somebody started a second tray, perhaps by a key, to answer a warning without the mouse."""
        if self.warnings.raise_window():
            return
        if self.stand_in is not None:
            bring_forward(self.stand_in)
        else:
            self.review()

    def reviewed(self) -> ReviewWindow | None:
        """Return 被拦截内容 while it is open."""
        return self._review

    def windows(self) -> tuple[QWidget, ...]:
        """Return the small windows that are open."""
        return tuple(self._windows.values())

    def _opened(self, case: Case, notify: bool) -> None:
        self.headings.learn(case)
        # Pasted into our own window: 发前自查 shows its own answer, 首次使用 promises a warning.
        ours = case.destination is not None and case.destination.pid == os.getpid()
        self.warnings.opened(case, notify and (not ours or "first-run" in self._windows))

    def _sighted(self, notice: ChannelNotice) -> None:
        if notice.route in (Channel.ON_SCREEN, Channel.MEETING, Channel.MARKED, Channel.SHARED):
            self.strips.on_screen(notice)
        else:
            self.toasts.show(notice)

    def _clicked(self) -> None:
        if not self.warnings.raise_window():
            self.review()

    def _review_closed(self) -> None:
        self._review = None

    def _resume(self) -> None:
        self.bridge.ask(Resume(), self)

    def _pause(self) -> None:
        from ui.windows.dialogs import PauseWindow

        status = self.guard_status.status
        longest = status.pause_minutes if status else 0
        if longest > 0:
            self._open("pause", lambda: PauseWindow(self._theme, self.bridge, longest))

    def _health(self) -> None:
        from ui.windows.health import HealthWindow, Ways

        ways = Ways(self.review, self._statistics, self.bridge.ask, self._ordered)
        self._open("health", lambda: HealthWindow(self._theme, self.guard_status, VERSION, ways))

    def _ordered(self) -> None:
        from ui.windows.ordered import OrderedWindow

        self._open("ordered", lambda: OrderedWindow(self._theme, self.bridge, self.guard_status))

    def _recall(self) -> None:
        from ui.windows.recall import RecallWindow

        before = self._windows.get("recall")
        if isinstance(before, RecallWindow):
            before.begin_again()
        self._open("recall", lambda: RecallWindow(self._theme, self.guard_status.contact()))

    def _own(self) -> None:
        from ui.windows.own_numbers import OwnWindow

        self._open("own", lambda: OwnWindow(self._theme, self.bridge))

    def _feedback(self) -> None:
        from ui.feedback.statement import StatementWindow
        from ui.feedback.window import FeedbackWindow

        def make() -> QWidget:
            window = FeedbackWindow(self._theme, self.bridge)
            window.statement_wanted.connect(lambda given: self._open(
                f"statement {given.number}", lambda: StatementWindow(self._theme, self.bridge, given)))
            return window

        before = self._windows.get("feedback")
        if isinstance(before, FeedbackWindow):
            before.refresh()
        self._open("feedback", make)

    def _settings(self) -> None:
        preferences = self._preferences
        if preferences is not None:
            self._open("settings", lambda: self._make_settings(preferences))

    def _make_settings(self, preferences: Preferences) -> QWidget:
        from ui.settings.window import SettingsWindow

        window = SettingsWindow(self._theme, self.bridge, preferences)
        window.language_chosen.connect(lambda: self._speak(preferences))
        return window

    def _speak(self, preferences: Preferences) -> None:
        """Switch to the chosen language: the small window, 设置 and 发前自查 at once, others when opened again."""
        application = QApplication.instance()
        assert application is not None
        speak(application, language_of(chosen(preferences.folder), system_languages()))
        self.headings.forget()
        self.bridge.ask_status()
        if self.stand_in is not None:
            self._stand_in_anew(self.stand_in)
        self._self_check_anew()
        self._anew("settings", lambda: self._make_settings(preferences))

    def _self_check_anew(self) -> None:
        from ui.selfcheck.window import SelfCheckWindow

        before = self._windows.get("self-check")
        if not isinstance(before, SelfCheckWindow) or not before.isVisible():
            return
        offered, size = before.offered(), before.size()

        def make() -> QWidget:
            after = SelfCheckWindow(self._theme, self.bridge)
            after.resize(size)
            after.offer_again(offered)
            return after

        self._anew("self-check", make)

    def _anew(self, name: str, make: Callable[[], QWidget]) -> None:
        before = self._windows[name]
        place = before.pos()

        def again() -> None:
            window = make()
            window.move(place)  # before that, Qt knows no frame of it: it would move up by that height
            self._open(name, lambda: window)

        before.destroyed.connect(again)
        before.close()

    def _stand_in_anew(self, before: StandIn) -> None:
        self.stand_in = StandIn(self._theme, self.guard_status, self.headings, self._commands)
        self.stand_in.move(before.pos())
        self.stand_in.show()
        before.hide()
        before.deleteLater()

    def _statistics(self) -> None:
        from ui.statistics.window import StatisticsWindow

        self._open("statistics", lambda: StatisticsWindow(self._theme, self.bridge))

    def _self_check(self) -> None:
        from ui.selfcheck.window import SelfCheckWindow

        self._open("self-check", lambda: SelfCheckWindow(self._theme, self.bridge))

    def _about(self) -> None:
        from ui.windows.dialogs import AboutWindow

        self._open("about", lambda: AboutWindow(self._theme, VERSION, self.guard_status.status))

    def _leave(self) -> None:
        from ui.windows.dialogs import LeaveWindow

        def make() -> QWidget:
            window = LeaveWindow(self._theme, self.bridge)
            for left in (window.tray_closed, window.guard_stopped):
                left.connect(QApplication.exit)  # not quit: the stand-in for the icon refuses to close
            return window

        self._open("leave", make)

    def _open(self, name: str, make: Callable[[], QWidget]) -> None:
        window = self._windows.get(name)
        if window is None:
            window = make()
            self._windows[name] = window
            window.destroyed.connect(lambda: self._windows.pop(name, None))
        bring_forward(window)


def _touch(path: Path) -> None:
    with contextlib.suppress(OSError):  # shown once more is better than not started
        path.touch(mode=0o600)
