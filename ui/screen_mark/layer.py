"""One layer of the mark: a window without frame, over all others, through which one sees, clicks and types."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import QRect, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPixmap, QRegion
from PySide6.QtWidgets import QWidget

from ui.screen_mark.drawing import strokes

_FLAGS = (Qt.WindowType.Tool | Qt.WindowType.FramelessWindowHint | Qt.WindowType.WindowStaysOnTopHint
          | Qt.WindowType.WindowDoesNotAcceptFocus | Qt.WindowType.WindowTransparentForInput
          | Qt.WindowType.X11BypassWindowManagerHint | Qt.WindowType.NoDropShadowWindowHint)


@dataclass(frozen=True, slots=True)
class Ink:
    """What a layer repeats. ``composited`` False: the words alone, in ``colour``, cut out along their strokes."""

    words: str
    colour: QColor
    text: QPixmap
    dots: QPixmap | None
    composited: bool


class Layer(QWidget):
    """Shows the ink in an area of the desktop, but for the parts that other windows cover."""

    def __init__(self) -> None:
        super().__init__(None, _FLAGS)
        self.setAttribute(Qt.WidgetAttribute.WA_TranslucentBackground)
        self.setAttribute(Qt.WidgetAttribute.WA_ShowWithoutActivating)
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._ink: Ink | None = None
        self._free = QRegion()

    def show_ink(self, ink: Ink, area: QRect, covered: list[QRect]) -> None:
        """Show this ink in an area, in coordinates of the desktop."""
        free = QRegion(area)
        for rectangle in covered:
            free -= QRegion(rectangle)
        free.translate(-area.topLeft())
        if free.isEmpty():
            self.hide()
            return
        same = self._ink == ink and free == self._free and area == self.geometry()
        self._ink, self._free = ink, free
        if not same:
            self.setGeometry(area)
            if ink.composited:
                self.clearMask()
            else:
                self.setMask(strokes(ink.words, area.size()) & free)
            self.update()
        self.show()
        self.raise_()

    def paintEvent(self, _event: QPaintEvent) -> None:  # noqa: N802 (Qt's name)
        """Repeat the ink."""
        if self._ink is None:
            return
        painter = QPainter(self)
        if not self._ink.composited:
            painter.fillRect(self.rect(), self._ink.colour)
            return
        painter.setClipRegion(self._free)
        paint_tiles(painter, QRectF(self.rect()), self._ink)


def paint_tiles(painter: QPainter, area: QRectF, ink: Ink) -> None:
    """Repeat the dots, if any, and the words of an ink over an area."""
    for tile in (ink.dots, ink.text):
        if tile is not None:
            painter.drawTiledPixmap(area, tile)
