"""Places the warning. Pure geometry in device-independent pixels, origin top left of the virtual desktop."""

from __future__ import annotations

from PySide6.QtCore import QPoint, QRect, QSize

GAP = 12
"""Pixels between the warning and the chat window."""

INSET = 24
"""Pixels from the edges of the work area when the chat window's position is unknown."""

_HEADER = 50
_INPUT_SHARE = 0.35


def place(size: QSize, work: QRect, chat: QRect | None) -> QPoint:
    """Return the top left of a warning of ``size``, inside ``work`` and never over the input box of ``chat``."""
    if chat is None:
        return _inside(QPoint(_right(work) - INSET - size.width(), work.top() + INSET), size, work)
    feet = _bottom(chat) - size.height()
    right, left = _right(chat) + GAP, chat.left() - GAP - size.width()
    if right + size.width() <= _right(work):
        return _inside(QPoint(right, feet), size, work)
    if left >= work.left():
        return _inside(QPoint(left, feet), size, work)
    above_input = _bottom(chat) - round(chat.height() * _INPUT_SHARE) - size.height()
    top = min(chat.top() + _HEADER + GAP, above_input)
    return _inside(QPoint(_right(chat) - GAP - size.width(), top), size, work)


def _inside(point: QPoint, size: QSize, work: QRect) -> QPoint:
    x = max(work.left(), min(point.x(), _right(work) - size.width()))
    y = max(work.top(), min(point.y(), _bottom(work) - size.height()))
    return QPoint(x, y)


def _right(rectangle: QRect) -> int:
    return rectangle.left() + rectangle.width()


def _bottom(rectangle: QRect) -> int:
    return rectangle.top() + rectangle.height()
