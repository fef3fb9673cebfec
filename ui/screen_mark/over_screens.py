"""Keeps the mark over each screen of a Wayland desktop, where nobody tells a program where windows are."""

from __future__ import annotations

import logging
from collections.abc import Callable

from PySide6.QtCore import QObject, QRectF, QSize, QSocketNotifier, Qt
from PySide6.QtGui import QImage, QPainter

from guard.platform.errors import BrokerError
from ui.screen_mark.layer import Ink, paint_tiles
from ui.screen_mark.layer_shell import LayerShell

log = logging.getLogger(__name__)


class OverScreens(QObject):
    """Shows an ink over every screen, or nothing where the compositor lets no program do so."""

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self._shell: LayerShell | None = None
        self._notifier: QSocketNotifier | None = None
        self._shown: object = None

    def is_shown(self) -> bool:
        """Return whether the compositor lets the mark be there."""
        return self._shell is not None

    def show_ink(self, what: object, ink: Callable[[float], Ink]) -> None:
        """Show the ink for each screen's pixel ratio; nothing is painted anew while ``what`` is the same."""
        if what == self._shown:
            return
        self._shown = what
        try:
            if self._shell is None:
                self._shell = LayerShell()
                self._notifier = QSocketNotifier(self._shell.fileno(), QSocketNotifier.Type.Read, self)
                self._notifier.activated.connect(self._take)
            self._shell.show(lambda size, ratio: _painted(ink(ratio), size, ratio))
        except BrokerError as error:
            log.warning("no mark on this screen: %s", error)
            self._end()

    def hide(self) -> None:
        """Show nothing any more."""
        self._shown = None
        self._end()

    def _take(self) -> None:
        if self._shell is None:
            return
        try:
            self._shell.take()
        except BrokerError as error:
            log.warning("the mark on this screen has gone: %s", error)
            self._end()

    def _end(self) -> None:
        if self._notifier is not None:
            self._notifier.setEnabled(False)
            self._notifier.deleteLater()
            self._notifier = None
        if self._shell is not None:
            self._shell.close()
            self._shell = None


def _painted(ink: Ink, size: QSize, ratio: int) -> QImage:
    image = QImage(size * ratio, QImage.Format.Format_ARGB32_Premultiplied)
    image.setDevicePixelRatio(ratio)
    image.fill(Qt.GlobalColor.transparent)
    painter = QPainter(image)
    paint_tiles(painter, QRectF(0, 0, size.width(), size.height()), ink)
    painter.end()
    return image
