"""Two programs for the focus test: ``chat`` is an input box, ``warn`` shows a warning. Both report on stdout."""

from __future__ import annotations

import sys

from PySide6.QtCore import QEvent, QObject, QPoint, QTimer
from PySide6.QtWidgets import QApplication, QLabel, QLineEdit

from tests.support import ui_samples as samples
from ui.theme import Theme
from ui.warning.one_case import CasePanel
from ui.warning.window import WarningWindow


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


def warn() -> None:
    application = QApplication([])
    theme = Theme(application, "light", 1.0)
    window = WarningWindow(theme, "10:02", None)
    panel = CasePanel(theme, samples.unreadable(), "")
    panel.chosen.connect(lambda act: report("chosen", act.name))
    panel.release_asked.connect(lambda *_: report("released"))
    reports = Reports()
    window.installEventFilter(reports)
    window.show_panel(panel, "密哨")
    window.show()

    def shown() -> None:
        heading = window.findChild(QLabel, "heading")
        assert heading is not None
        spot = heading.mapToGlobal(QPoint(10, 10))
        report("shown", spot.x(), spot.y())

    waiting = QTimer(application, interval=20)
    waiting.timeout.connect(lambda: window.armed() and (waiting.stop(), shown()))
    waiting.start()
    application.exec()


if __name__ == "__main__":
    {"chat": chat, "warn": warn}[sys.argv[1]]()
