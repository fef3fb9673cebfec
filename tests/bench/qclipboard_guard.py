"""The usual implementation, for comparison: a QClipboard in the GUI replaces flagged content after a change.

    qclipboard_guard.py [busy]    busy: the GUI does something else for 300 ms out of every 600
"""

from __future__ import annotations

import sys
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[2]))

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication

from guard.config.user_config import Configuration
from guard.supply.packs_and_policy import active
from rules.judge.judge import Judge
from rules.text import Text

NOTICE = "（内容核对中，稍后发）"

application = QApplication(sys.argv)
clipboard = application.clipboard()
judge = Judge([pack.load() for pack in active(Configuration()).packs])


def changed() -> None:
    if clipboard.ownsClipboard():
        return
    found = clipboard.mimeData()
    text = found.text() if found.hasText() else ""
    if (found.hasImage() and not clipboard.image().isNull()) or judge.judge(Text(text), 2.0).matches:
        clipboard.setText(NOTICE)


clipboard.dataChanged.connect(changed)
if sys.argv[1:] == ["busy"]:
    timer = QTimer(interval=600)
    timer.timeout.connect(lambda: time.sleep(0.3))
    timer.start()
print("ready", flush=True)
application.exec()
