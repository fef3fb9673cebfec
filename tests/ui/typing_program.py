"""Shows a warning that asks for a reason, with fcitx's keys as in the tray; prints the words after every change."""

from __future__ import annotations

import os
import sys

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication, QLineEdit

from tests.support import ui_samples as samples
from ui.i18n.say import say
from ui.input_method.fields import attach
from ui.kit.theme import Theme
from ui.warning.one_case import CasePanel
from ui.warning.window import WarningWindow


def main() -> int:
    """Show the window until the test ends it. Clicks count once the place of the field is printed."""
    application = QApplication([])
    attach(application, os.environ)
    theme = Theme(application, "light", 1.0)
    window, panel = WarningWindow(theme, "10:02", None), CasePanel(theme, samples.personal(), "")
    window.show_panel(panel, "没有粘贴到微信")
    window.show()
    next(choice for choice in panel.choices() if choice.text() == say("工作需要，写明原因")).click()
    field = next(line for line in window.findChildren(QLineEdit) if line.isVisible())
    field.textChanged.connect(lambda words: tell("text", words))
    application.focusChanged.connect(lambda _before, now: tell("focus", now is field))
    waiting = QTimer(application, interval=20)
    waiting.timeout.connect(lambda: window.armed() and (
        waiting.stop(), tell("field", *field.mapToGlobal(field.rect().center()).toTuple())))
    waiting.start()
    return application.exec()


def tell(*words: object) -> None:
    """Tell the test."""
    print(*words, flush=True)


if __name__ == "__main__":
    sys.exit(main())
