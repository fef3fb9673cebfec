"""Programs for the focus test; all print their events.

``chat`` is an input box, ``warn`` shows a warning, ``asked`` one that a second start raises, beside another window of
its program, ``strip`` a strip beside another window, ``minimised`` a window that is minimised and asked for again.
"""

from __future__ import annotations

import sys
from functools import partial

from PySide6.QtCore import QEvent, QObject, QPoint, QTimer
from PySide6.QtWidgets import QApplication, QLabel, QLineEdit

from tests.support import ui_samples as samples
from ui.kit.theme import Theme
from ui.kit.widgets import IconButton, bring_forward
from ui.notices.strip import Strip
from ui.warning.one_case import CasePanel
from ui.warning.window import WarningWindow
from ui.windows.dialogs import AboutWindow


def report(*words: object) -> None:
    print(*words, flush=True)


class Reports(QObject):
    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802 (Qt's name)
        if event.type() == QEvent.Type.WindowActivate:
            report("active")
        return super().eventFilter(watched, event)


def chat() -> None:
    application = QApplication([])
    box = QLineEdit()
    box.setWindowTitle("chat")
    box.resize(400, 60)
    box.move(40, 300)
    box.textChanged.connect(lambda text: report("text", text))
    reports = Reports()
    box.installEventFilter(reports)
    box.show()
    application.exec()


def warn(*, asked: bool = False) -> None:
    application = QApplication([])
    theme = Theme(application, "light", 1.0)
    other = QLabel("other")  # window managers prefer such a window, or another program's, to the warning
    other.setVisible(asked)
    window = WarningWindow(theme, "10:02", None)
    panel = CasePanel(theme, samples.unreadable(), "")
    panel.chosen.connect(lambda act: report("chosen", act.name))
    panel.release_asked.connect(lambda *_: report("released"))
    reports = Reports()
    window.installEventFilter(reports)
    window.show_panel(panel, "没有粘贴到微信")
    window.show()

    def shown() -> None:
        heading = window.findChild(QLabel, "heading")
        assert heading is not None
        spot = heading.mapToGlobal(QPoint(10, 10))
        report("shown", spot.x(), spot.y())
        if asked:
            window.activate()

    waiting = QTimer(application, interval=20)
    waiting.timeout.connect(lambda: window.armed() and (waiting.stop(), shown()))
    waiting.start()
    application.exec()


def strip() -> None:
    application = QApplication([])
    window = Strip(Theme(application, "light", 1.0))
    reports = Reports()
    window.installEventFilter(reports)
    window.dismissed.connect(lambda: report("dismissed"))
    window.say_of("这个文件夹里有先别发的：", ("名单.xlsx",), 0, None)
    cross = next(iter(window.findChildren(IconButton)))

    def shown() -> None:
        middle, corner = cross.mapToGlobal(cross.rect().center()), window.mapToGlobal(QPoint(20, 40))
        report("shown", corner.x(), corner.y(), middle.x(), middle.y())

    waiting = QTimer(application, interval=20)
    waiting.timeout.connect(lambda: window.settled() and (waiting.stop(), shown()))
    waiting.start()
    application.exec()


def minimised() -> None:
    application = QApplication([])
    window = AboutWindow(Theme(application, "light", 1.0), "0.1.0", None)
    window.setWindowTitle("minimised")
    reports = Reports()

    def step() -> None:
        if window.isActiveWindow():
            window.showMinimized()
        elif window.isMinimized():
            waiting.stop()
            report("minimised")
            window.installEventFilter(reports)
            bring_forward(window)

    waiting = QTimer(application, interval=50)
    waiting.timeout.connect(step)
    waiting.start()
    window.show()
    application.exec()


if __name__ == "__main__":
    {"chat": chat, "warn": warn, "asked": partial(warn, asked=True), "strip": strip,
     "minimised": minimised}[sys.argv[1]]()
