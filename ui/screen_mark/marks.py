"""Keeps the layers of the mark as the guard's status says: where, with which words, anew each minute."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from PySide6.QtCore import QObject, QRect, QTimer, Signal
from PySide6.QtGui import QGuiApplication

from guard.control.requests import Status
from guard.core.screen_mark import Marking, Rectangle
from ui.screen_mark.drawing import dots_tile, shaped_colour, words_of, words_tile
from ui.screen_mark.layer import Ink, Layer
from ui.screen_mark.over_screens import OverScreens
from ui.warning.compositing import composited

ON_TOP_MS = 1000
"""How often the layers are put above windows that were raised since."""

OnDesktop = Callable[[Rectangle], list[QRect]]
"""Converts screen pixels to Qt's coordinates: the parts of a rectangle on each screen that has some of it."""


class Marks(QObject):
    """The layers of one tray; nothing runs while there is no mark. ``drawn`` says of each new mark whether it is on the
    screen, and again when that changes.
    """

    drawn = Signal(bool)

    def __init__(self, parent: QObject, on_desktop: OnDesktop,
                 now: Callable[[], datetime] = datetime.now) -> None:
        """``now`` is the wall clock, local time."""
        super().__init__(parent)
        self._on_desktop = on_desktop
        self._now = now
        self._marking: Marking | None = None
        self._said: tuple[float, bool] | None = None
        """Since when there is the mark of which ``drawn`` was emitted last, and what."""
        self._layers: list[Layer] = []
        self._over_screens = OverScreens(self) if QGuiApplication.platformName().startswith("wayland") else None
        self._inks: dict[tuple[object, ...], Ink] = {}
        self._timer = QTimer(self, interval=ON_TOP_MS)
        self._timer.timeout.connect(self._show)

    def told(self, status: Status) -> None:
        """Show the mark of this status, or none."""
        if status.marking != self._marking:
            self._marking = status.marking
            self._show()

    def close(self) -> None:
        """Show no mark any more: the guard has gone and can no longer say when."""
        self._marking = None
        self._show()

    def layers(self) -> tuple[Layer, ...]:
        """Return the layers that are shown now."""
        return tuple(layer for layer in self._layers if layer.isVisible())

    def _show(self) -> None:
        if self._marking is not None and self._over_screens is not None:
            self._show_over_screens(self._marking, self._over_screens)
            self._say(self._marking, self._over_screens.is_shown())
            return
        areas = self._areas(self._marking) if self._marking is not None else []
        while len(self._layers) > len(areas):
            layer = self._layers.pop()
            layer.close()
            layer.deleteLater()
        while len(self._layers) < len(areas):
            self._layers.append(Layer())
        if self._marking is None:
            self._timer.stop()
            self._inks.clear()
            self._said = None
            if self._over_screens is not None:
                self._over_screens.hide()
            return
        for layer, (area, covered) in zip(self._layers, areas, strict=True):
            screen = QGuiApplication.screenAt(area.center()) or QGuiApplication.primaryScreen()
            layer.show_ink(self._ink(self._marking, screen.devicePixelRatio()), area, covered)
        self._timer.start()
        self._say(self._marking, bool(self.layers()))

    def _say(self, marking: Marking, drawn: bool) -> None:
        if self._said != (marking.since, drawn):
            self._said = marking.since, drawn
            self.drawn.emit(drawn)

    def _show_over_screens(self, marking: Marking, screens: OverScreens) -> None:
        """Show the mark over whole screens: on Wayland a layer over a window would be a window like that one."""
        looks = words_of(marking, self._now()), marking.strength, marking.device
        screens.show_ink(looks, lambda ratio: self._ink(marking, ratio))
        self._timer.start()

    def _areas(self, marking: Marking) -> list[tuple[QRect, list[QRect]]]:
        if not marking.windows:
            return _once([screen.geometry() for screen in QGuiApplication.screens()], [])
        return [area for window in marking.windows for area in _once(
            self._on_desktop(window.place), [part for one in window.covered for part in self._on_desktop(one)])]

    def _ink(self, marking: Marking, ratio: float) -> Ink:
        """Return the ink of this minute for a screen with this pixel ratio; it is drawn once."""
        now, through = self._now(), composited()
        words = words_of(marking, now)
        key = (words, marking.strength, marking.device, ratio, through)
        if key not in self._inks:
            self._inks = {known: ink for known, ink in self._inks.items() if known[0] == words}
            dots = dots_tile(marking.device, now, ratio) if marking.device is not None and through else None
            text = words_tile(words, marking.strength, ratio)
            self._inks[key] = Ink(words, shaped_colour(marking.strength), text, dots, through)
        return self._inks[key]


def _once(areas: list[QRect], covered: list[QRect]) -> list[tuple[QRect, list[QRect]]]:
    """Return areas with what covers them; of two screens that show the same, one has the ink: twice it hides text."""
    return [(area, [*covered, *areas[:at]]) for at, area in enumerate(areas)]
