"""Shows how long a warning stays where policy sets a time: a sentence and a thin bar, until somebody touches it."""

from __future__ import annotations

import math
import time
from collections.abc import Callable

from PySide6.QtCore import QRectF, Qt, QTimer, Signal
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QWidget

from ui.i18n.say import say
from ui.kit.theme import Theme
from ui.kit.widgets import column, label
from ui.warning.panels import PADDING

_BAR = 3
_TICK_MS = 250
"""Milliseconds between updates: often enough for a bar that shrinks by the second; nothing moves smoothly."""


class Countdown(QWidget):
    """``ran_out`` is emitted when the time is over. Stopped, it keeps its space: no button moves under a pointer."""

    ran_out = Signal()

    def __init__(self, theme: Theme, now: Callable[[], float] = time.monotonic) -> None:
        """``now`` is a monotonic clock in seconds."""
        super().__init__()
        self._now = now
        self._words = label("", "caption")
        self._bar = _Bar(theme)
        self.setLayout(column(theme, self._words, self._bar, spacing=4, margins=(PADDING, 0, PADDING, 12)))
        self._tick = QTimer(self, interval=_TICK_MS)
        self._tick.timeout.connect(self._show)
        self._whole = 0
        self._end = 0.0
        self.hide()

    def start(self, seconds: int) -> None:
        """Count down from this many seconds; 0 shows nothing."""
        self._tick.stop()
        self.setVisible(seconds > 0)
        if seconds > 0:
            self._whole, self._end = seconds, self._now() + seconds
            self._tick.start()
            self._show()

    def stop(self) -> None:
        """Stop counting: somebody is looking."""
        if self._tick.isActive():
            self._tick.stop()
            self._words.setText(say("不急，您慢慢看。"))
            self._bar.show_share(0.0)

    def running(self) -> bool:
        """Return whether it is counting."""
        return self._tick.isActive()

    def _show(self) -> None:
        left = self._end - self._now()
        if left <= 0:
            self._tick.stop()
            self.ran_out.emit()
            return
        self._words.setText(say("{seconds} 秒后收起，内容仍替您留着", seconds=math.ceil(left)))
        self._bar.show_share(left / self._whole)


class _Bar(QWidget):
    """Shows the remaining share of the time."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self._share = 0.0
        self.setFixedHeight(theme.px(_BAR))

    def show_share(self, share: float) -> None:
        """Show a share between 0 and 1."""
        self._share = share
        self.update()

    def paintEvent(self, _event: QPaintEvent) -> None:  # noqa: N802 (Qt's name)
        """Paint the remaining share on a line for the whole."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        whole, round_ = QRectF(self.rect()), self.height() / 2
        for width, token in ((whole.width(), "line"), (whole.width() * self._share, "line_strong")):
            painter.setBrush(self._theme.color(token))
            painter.drawRoundedRect(QRectF(0, 0, width, whole.height()), round_, round_)
