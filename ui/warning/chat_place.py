"""Where another program's window stands, from the screen's pixels to Qt's coordinates. Pure."""

from __future__ import annotations

from collections.abc import Iterable

from PySide6.QtCore import QRect

from guard.model import Case
from guard.routes.sightings import Place

Screen = tuple[QRect, float]
"""Geometry as Qt gives it (origin in pixels, size divided by the ratio), and the pixel ratio."""


def chat_place(case: Case, screens: Iterable[Screen]) -> QRect | None:
    """Return the window of the program that was refused, or None when it is not known or on no screen."""
    return on_desktop(case.destination.place if case.destination is not None else None, screens)


def on_desktop(place: Place | None, screens: Iterable[Screen]) -> QRect | None:
    """Return a window's place in Qt's coordinates, or None when it is not known or on no screen."""
    if place is None:
        return None
    pixels = QRect(*place)
    for geometry, ratio in screens:
        left, top = geometry.left(), geometry.top()
        if QRect(left, top, round(geometry.width() * ratio), round(geometry.height() * ratio)).contains(
                pixels.center()):
            return QRect(left + round((pixels.left() - left) / ratio), top + round((pixels.top() - top) / ratio),
                         round(pixels.width() / ratio), round(pixels.height() / ratio))
    return None
