"""Draws icons from SVG, sharp at the screen's pixel ratio."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QIcon, QPainter, QPixmap, QPixmapCache
from PySide6.QtSvg import QSvgRenderer

from ui.kit.theme import Theme

_RATIOS = (1, 2, 3)


def pixmap(theme: Theme, name: str, size: int, ratio: float = 1.0) -> QPixmap:
    """Return an icon of ``size`` device-independent pixels, drawn for ``ratio`` device pixels each.

    Returns the same picture each time: Qt keeps every new one that was shown, up to 10,240 of the smallest.
    """
    side, path = max(1, round(size * ratio)), str(theme.icon_path(name))
    key = f"{path} {side} {ratio}"
    picture = QPixmap()
    if not QPixmapCache.find(key, picture):
        picture = _drawn(path, side, ratio)
        QPixmapCache.insert(key, picture)
    return picture


def _drawn(path: str, side: int, ratio: float) -> QPixmap:
    picture = QPixmap(side, side)
    picture.fill(Qt.GlobalColor.transparent)
    painter = QPainter(picture)
    QSvgRenderer(path).render(painter)
    painter.end()
    picture.setDevicePixelRatio(ratio)
    return picture


def icon(theme: Theme, name: str, size: int = 20) -> QIcon:
    """Return an icon that stays sharp on every screen."""
    result = QIcon()
    for ratio in _RATIOS:
        picture = pixmap(theme, name, size, ratio)
        result.addPixmap(picture)
    return result


def tray_icon(theme: Theme, state: str) -> QIcon:
    """Return the tray's icon of a state; a dark desktop is assumed to have a dark panel."""
    ground = "ondark" if theme.mode == "dark" else "onlight"
    result = QIcon()
    for size in (16, 22):
        for ratio in _RATIOS:
            result.addPixmap(pixmap(theme, f"tray-{state}-{size}-{ground}", size, ratio))
    return result
