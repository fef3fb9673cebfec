"""Pictures with boxes, as DESIGN-UI draws them: the boxes keep their size on the screen whatever the zoom."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QBuffer, QByteArray, QIODevice, QObject, QPointF, QRectF, QRunnable, Qt, QThreadPool, Signal
from PySide6.QtGui import QColor, QFont, QImage, QImageReader, QPainter, QPainterPath, QPaintEvent, QPen
from PySide6.QtWidgets import QApplication, QWidget

from ui.legend import Mark
from ui.theme import Theme

FORMATS = ("png", "jpeg", "bmp", "webp", "gif")
"""What is decoded for showing; everything else stays 没读出."""

LARGEST = 512
"""Megabytes one decoded picture may take."""

_BOX = QColor("#B8402C")
_HALO = QColor("#FFFFFF")
_FILL, _FILL_CURRENT = 0.13, 0.30
_DISC = 19.0


class Decoded(QObject):
    """Delivers pictures decoded off the GUI thread; a null QImage is one that could not be decoded."""

    ready = Signal(QImage)


class Decoding(QRunnable):
    """Decodes one picture in a thread of the pool."""

    def __init__(self, untrusted_bytes: bytes) -> None:
        super().__init__()
        self._untrusted_bytes = untrusted_bytes
        self.decoded = Decoded()

    def run(self) -> None:
        """Decode; called by the pool."""
        self.decoded.ready.emit(decode(self._untrusted_bytes))

    def start(self) -> None:
        """Begin; ``decoded.ready`` follows."""
        QThreadPool.globalInstance().start(self)


def decode(untrusted_bytes: bytes) -> QImage:
    """Return a picture turned upright (EXIF), or a null image when it is none, damaged or too large."""
    buffer = QBuffer()
    buffer.setData(QByteArray(untrusted_bytes))
    buffer.open(QIODevice.OpenModeFlag.ReadOnly)
    reader = QImageReader(buffer)
    reader.setAutoTransform(True)
    reader.setDecideFormatFromContent(True)
    if not reader.canRead() or bytes(reader.format().data()).decode("ascii") not in FORMATS:
        return QImage()
    QImageReader.setAllocationLimit(LARGEST)
    return reader.read()


def paint_boxes(painter: QPainter, marks: Sequence[Mark], scale: float, font: QFont, *, numbered: bool = True,
                current: int | None = None) -> None:
    """Paint boxes over a picture drawn at ``scale`` screen pixels a picture pixel; the painter is in screen pixels.

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
            paint_disc(painter, rectangle.topLeft(), mark.number, font)


def paint_disc(painter: QPainter, center: QPointF, number: int, font: QFont) -> None:
    """Paint a legend number as a disc round ``center``."""
    disc = QRectF(center.x() - _DISC / 2, center.y() - _DISC / 2, _DISC, _DISC)
    painter.setPen(QPen(_HALO, 1.5))
    painter.setBrush(_BOX)
    painter.drawEllipse(disc)
    small = QFont(font)
    small.setPixelSize(13)
    small.setBold(True)
    painter.setFont(small)
    painter.setPen(_HALO)
    painter.drawText(disc, Qt.AlignmentFlag.AlignCenter, str(number))


class Disc(QWidget):
    """A legend number on its own."""

    def __init__(self, number: int) -> None:
        super().__init__()
        self._number = number
        self.setFixedSize(22, 22)

    def paintEvent(self, _event: QPaintEvent) -> None:  # noqa: N802 (Qt's name)
        """Paint the disc."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        paint_disc(painter, QPointF(11, 11), self._number, QApplication.font())


class Thumbnail(QWidget):
    """A part of a picture round its marks, with thin boxes, a hairline and rounded corners."""

    def __init__(self, theme: Theme, width: int, height: int, *, boxed: bool = True) -> None:
        super().__init__()
        self._theme = theme
        self._boxed = boxed
        self._picture = QImage()
        self._marks: Sequence[Mark] = ()
        self.setFixedSize(theme.px(width), theme.px(height))

    def show_picture(self, picture: QImage, marks: Sequence[Mark], name: str) -> None:
        """Show a decoded picture; a null one leaves the empty frame."""
        self._picture, self._marks = picture, marks
        self.setAccessibleName(name)
        self.update()

    def paintEvent(self, _event: QPaintEvent) -> None:  # noqa: N802 (Qt's name)
        """Paint the picture, its boxes and the frame."""
        painter = QPainter(self)
        painter.setRenderHints(QPainter.RenderHint.Antialiasing | QPainter.RenderHint.SmoothPixmapTransform)
        edge = QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5)
        path = QPainterPath()
        path.addRoundedRect(edge, 5, 5)
        painter.fillPath(path, self._theme.color("sunken"))
        if not self._picture.isNull():
            painter.save()
            painter.setClipPath(path)
            part = _part(self._picture, self._marks, self.width(), self.height())
            scale = self.width() / part.width()
            painter.drawImage(QRectF(self.rect()), self._picture, part)
            if self._boxed:
                painter.translate(-part.left() * scale, -part.top() * scale)
                paint_boxes(painter, self._marks, scale, self.font(), numbered=False)
            painter.restore()
        painter.setPen(QPen(self._theme.color("line_strong"), 1))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawRoundedRect(edge, 5, 5)


def _part(picture: QImage, marks: Sequence[Mark], width: int, height: int) -> QRectF:
    """Return the part of the picture to show: its whole width where the marks can still be seen, else round them."""
    whole = QRectF(picture.rect())
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
