"""Paints pictures with boxes that keep their size on the screen at any zoom.

Nothing is decoded here: the guard sends pixels, and they are only wrapped.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFont, QImage, QPainter, QPainterPath, QPaintEvent, QPen
from PySide6.QtWidgets import QApplication, QWidget

from guard.ipc.raster import SHOWN_PIXELS, Raster
from ui.i18n.say import say
from ui.items.legend import Mark
from ui.kit.theme import Theme

_BOX = QColor("#B8402C")
_SOLID = {"hold": _BOX, "ask": QColor("#A56A00")}
_HALO = QColor("#FFFFFF")
_FILL, _FILL_CURRENT = 0.13, 0.30
_DISC = 19.0
_SMALLEST_DISC = 0.65
"""Share of the full size: where a picture is shown small, a disc hides no word beside it."""

BOXED = "hold"
"""The state that every box on a picture is drawn in, whatever the rule does: a box must be visible on any picture."""

NUMBERED = 0.4
"""Below this scale the boxes of a picture have no numbers: the smallest disc would hide what they mark."""


def image_of(raster: Raster | None) -> QImage:
    """Return the guard's pixels as an image, a null one where there are none or their number is wrong.

    Its device-independent size is the picture's own size in pixels, the unit of boxes, however far it was reduced.
    """
    if raster is None or not raster.sound(SHOWN_PIXELS):
        return QImage()
    image = QImage(raster.untrusted_rgb, raster.width, raster.height, raster.width * 3, QImage.Format.Format_RGB888)
    image.setDevicePixelRatio(raster.width / raster.own_width)
    return image


def paint_boxes(painter: QPainter, marks: Sequence[Mark], scale: float, font: QFont, *, numbered: bool = True,
                current: int | None = None) -> None:
    """Paint boxes over a picture drawn at ``scale`` screen pixels per picture pixel; the painter is in screen pixels.

    ``current`` is the index of the mark to fill more strongly.
    """
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    line = 2.5 if numbered else 1.5
    rectangles = [QRectF(mark.box.x * scale, mark.box.y * scale, mark.box.width * scale, mark.box.height * scale)
                  .adjusted(-line, -line, line, line) for mark in marks]
    for index, rectangle in enumerate(rectangles):
        fill = QColor(_BOX)
        fill.setAlphaF(_FILL_CURRENT if index == current else _FILL)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.setPen(QPen(_HALO, line + 2))
        radius = min(4.0, rectangle.height() / 5)
        painter.drawRoundedRect(rectangle, radius, radius)
        painter.setPen(QPen(_BOX, line))
        painter.setBrush(fill)
        painter.drawRoundedRect(rectangle, radius, radius)
    if numbered:
        for mark, rectangle in zip(marks, rectangles, strict=True):
            paint_disc(painter, rectangle.topLeft(), mark.number, font, _DISC * min(1.0, max(_SMALLEST_DISC, scale)))


def paint_disc(painter: QPainter, center: QPointF, number: int, font: QFont, size: float = _DISC,
               state: str = BOXED) -> None:
    """Paint a legend number as a disc round ``center``."""
    disc = QRectF(center.x() - size / 2, center.y() - size / 2, size, size)
    painter.setPen(QPen(_HALO, 1.5))
    painter.setBrush(_SOLID[state])
    painter.drawEllipse(disc)
    small = QFont(font)
    small.setPixelSize(round(size * 13 / _DISC))
    small.setBold(True)
    painter.setFont(small)
    painter.setPen(_HALO)
    painter.drawText(disc, Qt.AlignmentFlag.AlignCenter, str(number))


class Disc(QWidget):
    """A legend number on its own, in the state of its marks."""

    def __init__(self, number: int, state: str) -> None:
        """``state`` is "hold" or "ask"."""
        super().__init__()
        self._number = number
        self._state = state
        self.setFixedSize(22, 22)

    def paintEvent(self, _event: QPaintEvent) -> None:  # noqa: N802 (Qt's name)
        """Paint the disc."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        paint_disc(painter, QPointF(11, 11), self._number, QApplication.font(), state=self._state)


class Thumbnail(QWidget):
    """A part of a picture around its marks, with thin boxes, a hairline and rounded corners."""

    def __init__(self, theme: Theme, width: int, height: int, *, boxed: bool = True) -> None:
        super().__init__()
        self._theme = theme
        self._boxed = boxed
        self._shown: _Part | None = None
        self._missing = False
        self._marks: Sequence[Mark] = ()
        self.setFixedSize(theme.px(width), theme.px(height))

    def show_picture(self, picture: QImage, marks: Sequence[Mark], name: str) -> None:
        """Show a picture; for a null one the frame says that there is none to see.

        Only the part that is shown is kept: the whole takes three bytes per pixel.
        """
        self._marks, self._missing = marks, picture.isNull()
        self._shown = None if self._missing else _Part.of(picture, _part(picture, marks, self.width(), self.height()))
        self.setAccessibleName(_not_shown() if picture.isNull() else name)
        self.update()

    def paintEvent(self, _event: QPaintEvent) -> None:  # noqa: N802 (Qt's name)
        """Paint the picture, its boxes and the frame."""
        painter = QPainter(self)
        painter.setRenderHints(QPainter.RenderHint.Antialiasing | QPainter.RenderHint.SmoothPixmapTransform)
        edge = QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5)
        path = QPainterPath()
        path.addRoundedRect(edge, 5, 5)
        painter.fillPath(path, self._theme.color("sunken"))
        if self._missing:
            painter.setPen(self._theme.color("text2"))
            painter.drawText(edge, Qt.AlignmentFlag.AlignCenter, _not_shown())
        elif self._shown is not None:
            painter.save()
            painter.setClipPath(path)
            part = self._shown.place
            scale = self.width() / part.width()
            painter.drawImage(QRectF(self.rect()), self._shown.image, self._shown.pixels)
            if self._boxed:
                painter.translate(-part.left() * scale, -part.top() * scale)
                paint_boxes(painter, self._marks, scale, self.font(), numbered=False)
            painter.restore()
        painter.setPen(QPen(self._theme.color("line_strong"), 1))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawRoundedRect(edge, 5, 5)


@dataclass(frozen=True, slots=True)
class _Part:
    """A part of a picture: ``place`` in the picture's own pixels, ``pixels`` in those of ``image``."""

    place: QRectF
    image: QImage
    pixels: QRectF

    @classmethod
    def of(cls, picture: QImage, place: QRectF) -> _Part:
        """Cut it out."""
        pixels = _in_its_pixels(place, picture)
        whole = pixels.toAlignedRect()
        image = picture.copy(whole)
        image.setDevicePixelRatio(1)
        return cls(place, image, pixels.translated(-whole.topLeft().toPointF()))


def _not_shown() -> str:
    return say("图片打不开，没有显示")


def _in_its_pixels(part: QRectF, picture: QImage) -> QRectF:
    ratio = picture.devicePixelRatio()
    return QRectF(part.left() * ratio, part.top() * ratio, part.width() * ratio, part.height() * ratio)


def _part(picture: QImage, marks: Sequence[Mark], width: int, height: int) -> QRectF:
    """Return the part of the picture to show: its whole width where the marks are still visible, else the part around
    them."""
    whole = QRectF(QPointF(0, 0), picture.deviceIndependentSize())
    aspect = width / height
    part_width = min(whole.width(), whole.height() * aspect)
    if not marks:
        return QRectF(0, 0, part_width, part_width / aspect)
    union = QRectF()
    for mark in marks:
        union = union.united(QRectF(mark.box.x, mark.box.y, mark.box.width, mark.box.height))
    tallest = max(mark.box.height for mark in marks)
    # A line of text stays legible when it is at least 8 pixels high on the screen.
    legible = tallest * width / 8
    part_width = min(part_width, max(union.width() * 1.15, 2.0 * width), max(legible, 1.3 * width))
    part_width = min(part_width, whole.width(), whole.height() * aspect)
    first = marks[0].box
    wished = QRectF(0, 0, part_width, part_width / aspect)
    if union.width() <= part_width:
        wished.moveLeft(union.center().x() - part_width / 2)
    else:
        wished.moveLeft(first.x - part_width * 0.06)
    if union.height() <= wished.height():
        wished.moveTop(union.center().y() - wished.height() / 2)
    else:
        wished.moveTop(first.y - wished.height() * 0.2)
    wished.moveLeft(min(max(0.0, wished.left()), whole.width() - wished.width()))
    wished.moveTop(min(max(0.0, wished.top()), whole.height() - wished.height()))
    return wished
