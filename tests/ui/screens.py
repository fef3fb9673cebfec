"""Draws the windows to PNG files: python -m tests.ui.screens OUT. Invented content, the same bytes every time.

Each look and scale runs in its own process, because Qt reads QT_SCALE_FACTOR once.
"""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable, Sequence
from pathlib import Path

from PySide6.QtCore import QEventLoop, QSize, Qt, QTimer
from PySide6.QtGui import QColor, QPainter, QPixmap
from PySide6.QtWidgets import QApplication, QWidget

from guard.model import Case
from guard.requests import CaseContent
from tests.support import ui_samples as samples
from ui.choices import Act
from ui.theme import Theme
from ui.warning import WarningWindow
from ui.warning_case import CasePanel
from ui.warning_several import SeveralPanel
from ui.words import clock, not_sent, say

DESK = {"light": "#DCE2EA", "dark": "#0E1013"}


def main(arguments: Sequence[str]) -> int:
    """Draw everything, or one look (MODE SCALE) when called by itself."""
    out = Path(arguments[0])
    out.mkdir(parents=True, exist_ok=True)
    if len(arguments) == 3:
        _draw(out, arguments[1], arguments[2])
        return 0
    for mode in ("light", "dark"):
        for scale in ("1", "2"):
            command = [sys.executable, "-m", "tests.ui.screens", str(out), mode, scale]
            surroundings = {**os.environ, "QT_QPA_PLATFORM": "offscreen", "QT_SCALE_FACTOR": scale,
                            "TZ": "Asia/Shanghai"}
            subprocess.run(command, check=True, env=surroundings)
    return 0


def _draw(out: Path, mode: str, scale: str) -> None:
    application = QApplication([])
    theme = Theme(application, mode, 1.0)
    for name, make in drawings(theme).items():
        window = make()
        _settle(60)
        picture = _on_desk(window, mode)
        picture.save(str(out / f"{name}-{mode}{'' if scale == '1' else '@2x'}.png"))
        window.close()


def drawings(theme: Theme) -> dict[str, Callable[[], QWidget]]:
    """Return the windows by name."""
    return {
        "warning-secret": lambda: warning(theme, samples.secret()),
        "warning-secret-basis": lambda: warning(theme, samples.secret(), unfold=True),
        "warning-patient": lambda: warning(theme, samples.patient()),
        "warning-personal": lambda: warning(theme, samples.personal()),
        "warning-draft": lambda: warning(theme, samples.draft()),
        "warning-draft-approver": lambda: warning(theme, samples.draft(), act=Act.APPROVER),
        "warning-unreadable": lambda: warning(theme, samples.unreadable()),
        "warning-multi": lambda: several(theme),
    }


def warning(theme: Theme, case: Case, *, unfold: bool = False, act: Act | None = None) -> WarningWindow:
    """Return a shown warning of one item."""
    window = WarningWindow(theme, clock(samples.AT), None)
    panel = CasePanel(theme, case, "内线 8021")
    window.show_panel(panel, say("密哨 · {where}", where=not_sent(case)))
    panel.evidence.show_content(CaseContent(case, (samples.hospital_picture(),)))
    window.show()
    if unfold:
        panel.unfold()
    if act is not None:
        wanted = {Act.APPROVER: 1}[act]
        panel.choices()[wanted].click()
    return window


def several(theme: Theme) -> WarningWindow:
    """Return a shown warning of several items."""
    cases = [samples.secret(), samples.patient(), samples.draft(opened_at=samples.AT - 120), samples.unreadable()]
    window = WarningWindow(theme, clock(samples.AT), None)
    window.show_panel(SeveralPanel(theme, cases, samples.AT), say("密哨 · {where}", where=not_sent(cases[0])))
    window.show()
    return window


def _on_desk(window: QWidget, mode: str) -> QPixmap:
    ratio = window.devicePixelRatioF()
    size = QSize(window.size())
    picture = QPixmap(size * ratio)
    picture.setDevicePixelRatio(ratio)
    picture.fill(QColor(DESK[mode]))
    grabbed = QPixmap(size * ratio)
    grabbed.setDevicePixelRatio(ratio)
    grabbed.fill(Qt.GlobalColor.transparent)
    window.render(grabbed)
    painter = QPainter(picture)
    painter.drawPixmap(0, 0, grabbed)
    painter.end()
    return picture


def _settle(milliseconds: int) -> None:
    loop = QEventLoop()
    QTimer.singleShot(milliseconds, loop.quit)
    loop.exec()


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
