"""Converts another program's window rectangle from screen pixels to Qt's coordinates."""

from __future__ import annotations

from collections.abc import Iterable

from PySide6.QtCore import QRect
from PySide6.QtGui import QGuiApplication

from guard.channels.notices import Place
from guard.core.model import Case

Screen = tuple[QRect, float]
"""Geometry as Qt gives it (origin in pixels, size divided by the ratio), and the pixel ratio."""


def chat_place(case: Case, screens: Iterable[Screen]) -> QRect | None:
    """Return the window of the program that was refused, or None when it is unknown or on no screen."""
    return on_desktop(case.destination.place if case.destination is not None else None, screens)


def on_desktop(place: Place | None, screens: Iterable[Screen]) -> QRect | None:
    """Return the visible part of a window on the screen that has most of it, in Qt's coordinates.

    None when its place is unknown, or no screen has any of it.
    """
    if place is None:
        return None
    parts = _parts(place, screens)
    if not parts:
        return None
    seen, screen = max(parts, key=lambda part: part[0].width() * part[0].height())
    return _in_qt(seen, screen)


def parts_on_desktop(place: Place, screens: Iterable[Screen]) -> list[QRect]:
    """Return the parts of a window on the screens, one for each that has some of it, in Qt's coordinates."""
    return [_in_qt(*part) for part in _parts(place, screens)]


def shown_here(place: Place | None) -> QRect | None:
    """Return the same for the screens of this desktop."""
    return on_desktop(place, screens_here())


def parts_here(place: Place) -> list[QRect]:
    """Return the parts of a window on the screens of this desktop."""
    return parts_on_desktop(place, screens_here())


def screens_here() -> list[Screen]:
    """Return the screens of this desktop."""
    return [(screen.geometry(), screen.devicePixelRatio()) for screen in QGuiApplication.screens()]


def _in_pixels(screen: Screen) -> QRect:
    geometry, ratio = screen
    return QRect(geometry.left(), geometry.top(), round(geometry.width() * ratio), round(geometry.height() * ratio))


def _parts(place: Place, screens: Iterable[Screen]) -> list[tuple[QRect, Screen]]:
    """Return what each screen has of a window, in pixels."""
    pixels = QRect(*place)
    parts = ((pixels & _in_pixels(screen), screen) for screen in screens)
    return [(seen, screen) for seen, screen in parts if not seen.isEmpty()]


def _in_qt(seen: QRect, screen: Screen) -> QRect:
    geometry, ratio = screen
    left, top = geometry.left(), geometry.top()
    return QRect(left + round((seen.left() - left) / ratio), top + round((seen.top() - top) / ratio),
                 round(seen.width() / ratio), round(seen.height() / ratio))
