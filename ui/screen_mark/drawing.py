"""Draws what the mark repeats: words in two tones, and the field of dots."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QBitmap, QColor, QFont, QFontMetricsF, QGuiApplication, QImage, QPainter, QPixmap, QRegion

from guard.core.screen_mark import Marking, MarkStrength
from guard.screen_mark.payload import now_at
from ui.i18n.say import say
from ui.kit.display_text import one_line

COVER = {MarkStrength.LIGHT: 0.05, MarkStrength.MEDIUM: 0.08, MarkStrength.STRONG: 0.12}
"""How much the words cover of what is below them."""

_PIXELS = 17
"""Height of the words at 100 %."""

_GAP_ACROSS, _GAP_DOWN = 90, 74
_LINE_DOWN = 26
_ANGLE = -18.0
_NAME_LIMIT = 24
_HALO = 1.0
_SHAPED = {MarkStrength.LIGHT: QColor(212, 216, 221), MarkStrength.MEDIUM: QColor(188, 194, 201),
           MarkStrength.STRONG: QColor(158, 165, 174)}
"""Where nothing composites windows the words let nothing through: they are thin and nearly as light as paper."""


def words_of(marking: Marking, now: datetime) -> str:
    """Return the two lines of a mark: what not to do and when it is, and who and where."""
    who = filter(None, (one_line(part, _NAME_LIMIT) for part in (marking.unit, marking.name)))
    asked = say("请勿拍照")
    return f"{asked}  {now:%Y-%m-%d %H:%M}\n{'  '.join(who)}".rstrip()


def words_tile(words: str, strength: MarkStrength, ratio: float) -> QPixmap:
    """Return the words as a picture to repeat: dark ones with a light shade, which are faint on every ground."""
    def paint(painter: QPainter, at: QPointF) -> None:
        for colour, shift in ((QColor(255, 255, 255), _HALO), (QColor(0, 0, 0), 0.0)):
            colour.setAlphaF(COVER[strength])
            painter.setPen(colour)
            _draw(painter, at + QPointF(shift, shift), words)

    return _tile(words, ratio, paint)


def strokes(words: str, size: QSize) -> QRegion:
    """Return the strokes of the words over a whole area: the shape of a mark where windows are not composited."""
    def paint(painter: QPainter, at: QPointF) -> None:
        painter.setRenderHint(QPainter.RenderHint.TextAntialiasing, on=False)
        painter.setPen(QColor(0, 0, 0))
        _draw(painter, at, words)

    whole = QImage(size, QImage.Format.Format_ARGB32_Premultiplied)
    whole.fill(Qt.GlobalColor.transparent)
    painter = QPainter(whole)
    painter.drawTiledPixmap(QRectF(0, 0, size.width(), size.height()), _tile(words, 1.0, paint))
    painter.end()
    return QRegion(QBitmap.fromImage(whole.createAlphaMask()))


def shaped_colour(strength: MarkStrength) -> QColor:
    """Return the colour of strokes that let nothing through."""
    return _SHAPED[strength]


def dots_tile(device: int, now: datetime, ratio: float) -> QPixmap:
    """Return the field of dots of a computer and an hour as a picture to repeat."""
    from guard.screen_mark import field  # with NumPy, which a tray without dots does without

    tile = field.tile(now_at(device, now.timestamp()).number, ratio)
    side = tile.shape[0]
    image = QImage(tile.tobytes(), side, side, 4 * side, QImage.Format.Format_RGBA8888).copy()
    pixmap = QPixmap.fromImage(image)
    pixmap.setDevicePixelRatio(ratio)
    return pixmap


def _font() -> QFont:
    font = QFont(QGuiApplication.font())
    font.setPixelSize(_PIXELS)
    return font


def _tile(words: str, ratio: float, paint: Callable[[QPainter, QPointF], None]) -> QPixmap:
    font = _font()
    width = max(map(QFontMetricsF(font).horizontalAdvance, words.splitlines()))
    size = QSize(round(width + _GAP_ACROSS), round(width * 0.36 + _GAP_DOWN + _LINE_DOWN))
    pixmap = QPixmap(size * ratio)
    pixmap.setDevicePixelRatio(ratio)
    pixmap.fill(Qt.GlobalColor.transparent)
    painter = QPainter(pixmap)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setFont(font)
    painter.translate(size.width() / 2, size.height() / 2)
    painter.rotate(_ANGLE)
    paint(painter, QPointF(-width / 2, -_LINE_DOWN / 2))
    painter.end()
    return pixmap


def _draw(painter: QPainter, at: QPointF, words: str) -> None:
    for number, line in enumerate(words.splitlines()):
        painter.drawText(at + QPointF(0, number * _LINE_DOWN), line)
