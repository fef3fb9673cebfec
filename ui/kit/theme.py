"""Builds the look: tokens → palette and style sheet, light or dark as the system says, scaled with the system's font.

Values: ui/style/tokens.json and ui/style/mishao.qss. Lengths there are pixels at 96 dpi and a body text of 14 px.
"""

from __future__ import annotations

import json
import re
import sys
from functools import cache
from pathlib import Path
from typing import Protocol, runtime_checkable

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtGui import QColor, QFont, QFontDatabase, QPalette
from PySide6.QtWidgets import QApplication, QStyle

STYLE = Path(__file__).resolve().parents[1] / "style"
"""The folder of tokens, style sheet and icons."""

BODY = 14
"""Pixels of body text at 100 %."""

_FAMILIES = {
    "win32": ("Microsoft YaHei UI", "Microsoft YaHei"),
    "linux": ("Noto Sans CJK SC", "Source Han Sans SC", "WenQuanYi Micro Hei"),
}
_USUAL_POINTS = {"win32": 9.0}
_ORDINARY_POINTS = 11.0
_LARGEST = 2.0
TALLEST = 560
"""Pixels of the highest warning at 100 %, in the longer of the languages."""
_ROLES = {
    QPalette.ColorRole.Window: "window",
    QPalette.ColorRole.WindowText: "text",
    QPalette.ColorRole.Base: "card",
    QPalette.ColorRole.AlternateBase: "sunken",
    QPalette.ColorRole.Text: "text",
    QPalette.ColorRole.Button: "raised",
    QPalette.ColorRole.ButtonText: "text",
    QPalette.ColorRole.Highlight: "accent",
    QPalette.ColorRole.HighlightedText: "on_accent",
    QPalette.ColorRole.ToolTipBase: "raised",
    QPalette.ColorRole.ToolTipText: "text",
    QPalette.ColorRole.PlaceholderText: "text3",
    QPalette.ColorRole.Link: "accent",
    QPalette.ColorRole.Mid: "line",
}


@runtime_checkable
class Redrawn(Protocol):
    """A widget that made a picture, or rich text, in the theme's colours.

    The theme searches for such widgets when the look changes; they connect to nothing: PySide keeps its record of a
    connection to a Python method for as long as the sender lives, and the theme lives for days; there would be one
    for each icon and text of each warning.
    """

    def redraw(self) -> None:
        """Draw again in the current colours."""


class Theme(QObject):
    """The look of one application. ``changed`` is emitted after a change between light and dark: for objects that
    live as long as this one; widgets are Redrawn."""

    changed = Signal()

    def __init__(self, application: QApplication, mode: str | None = None, scale: float | None = None) -> None:
        """``mode`` ("light" or "dark") and ``scale`` fix what otherwise follows the system."""
        super().__init__(application)
        self._application = application
        self._fixed = mode
        self._tokens: dict[str, dict[str, str]] = json.loads((STYLE / "tokens.json").read_text("utf-8"))
        self.scale = scale or scale_for(application.font().pointSizeF(), min(
            (screen.availableGeometry().height() for screen in application.screens()), default=TALLEST))
        self.mode = mode or _mode(application.styleHints().colorScheme())
        self._apply()
        application.styleHints().colorSchemeChanged.connect(self._scheme_changed)

    def color(self, token: str) -> QColor:
        """Return a token's colour in the current mode. Raises KeyError for a name that tokens.json does not have."""
        return QColor(self._tokens[self.mode][token])

    def hex(self, token: str) -> str:
        """Return a token's colour as #RRGGBB, for rich text."""
        return self._tokens[self.mode][token]

    def px(self, length: float) -> int:
        """Scale a length of the drawings (pixels at 100 %) to the system's font size."""
        return round(length * self.scale)

    def icon_path(self, name: str) -> Path:
        """Return the SVG of an icon: as named, or its light or dark variant."""
        return _icon_path(name, self.mode)

    @property
    def moves(self) -> bool:
        """False when the system asks for reduced motion."""
        return self._application.style().styleHint(QStyle.StyleHint.SH_Widget_Animation_Duration) > 0

    def use(self, mode: str) -> None:
        """Change to "light" or "dark"."""
        if mode != self.mode:
            self.mode = mode
            self._apply()  # Qt repaints every widget for it
            for widget in self._application.allWidgets():
                if isinstance(widget, Redrawn):
                    widget.redraw()
            self.changed.emit()

    def _scheme_changed(self, scheme: Qt.ColorScheme) -> None:
        if self._fixed is None:
            self.use(_mode(scheme))

    def _apply(self) -> None:
        self._application.setStyle("Fusion")
        self._application.setFont(self._font())
        palette = QPalette()
        for role, token in _ROLES.items():
            palette.setColor(role, self.color(token))
        for role in (QPalette.ColorRole.Text, QPalette.ColorRole.WindowText, QPalette.ColorRole.ButtonText):
            palette.setColor(QPalette.ColorGroup.Disabled, role, self.color("disabled"))
        self._application.setPalette(palette)
        self._application.setStyleSheet(self._style_sheet())

    def _font(self) -> QFont:
        installed = set(QFontDatabase.families())
        wished = _FAMILIES.get(sys.platform, _FAMILIES["linux"])
        families = [family for family in wished if family in installed]
        font = QFont(families or [self._application.font().family()])
        font.setPixelSize(self.px(BODY))
        font.setHintingPreference(QFont.HintingPreference.PreferNoHinting)
        return font

    def _style_sheet(self) -> str:
        sheet = (STYLE / "mishao.qss").read_text("utf-8")
        sheet = re.sub(r"/\*.*?\*/", "", sheet, flags=re.DOTALL)
        # Lines of one and two pixels stay hairlines at every font size.
        sheet = re.sub(r"\b(\d+)px", lambda size: f"{self._length(int(size[1]))}px", sheet)
        sheet = sheet.replace("@icons", (STYLE / "icons").as_posix()).replace("@mode", self.mode)
        tokens = self._tokens[self.mode]
        return re.sub(r"@([a-z_0-9]+)", lambda name: tokens.get(name[1], name[0]), sheet)

    def _length(self, pixels: int) -> int:
        return pixels if pixels <= 2 else self.px(pixels)


@cache
def _icon_path(name: str, mode: str) -> Path:
    """Remembered: each new path would add an entry to Python's table of interned names."""
    plain = STYLE / "icons" / f"{name}.svg"
    return plain if plain.exists() else STYLE / "icons" / f"{name}-{mode}.svg"


def _mode(scheme: Qt.ColorScheme) -> str:
    return "dark" if scheme == Qt.ColorScheme.Dark else "light"


def scale_for(points: float, height: int) -> float:
    """Return the scale of the windows, relative to the drawings, on a screen of ``height`` pixels.

    Desktops start between 9 and 11 points; only a larger font set by the user enlarges the windows, and only so far
    that every choice of a warning is still on the screen.
    """
    usual = _USUAL_POINTS.get(sys.platform, _ORDINARY_POINTS)
    return max(1.0, min(_LARGEST, points / usual, height / TALLEST))
