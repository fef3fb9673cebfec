"""Drives the file manager Thunar: shows a folder, and drags everything in it to another window with the mouse."""

from __future__ import annotations

import subprocess
import time
from pathlib import Path

from PIL import Image, ImageChops, ImageGrab

from tests.support.guarding import wait_for
from tests.support.hand import Hand
from ui.demo.display import Display, end

THUNAR = Path("/usr/bin/thunar")
_AREA = (400, 0, 600, 500)
_FILES = (580, 125, 980, 480)
"""Where that window shows its files: left, top, right and bottom."""
_FREE = (950, 450)
_INTO_THE_ICON = (20, 25)
_STEADY_SECONDS = 0.3


class Thunar:
    """A window of a folder, on the right of the screen."""

    def __init__(self, display: Display, folder: Path) -> None:
        self._display = display
        self._process = display.start([str(THUNAR), str(folder)], stderr=subprocess.DEVNULL)
        self._hand = Hand(display.name)
        self._hand.place("thunar", _AREA)

    def drag_all_to(self, left: int, top: int) -> None:
        """Select everything and drag it there, by the first icon: there the selection changes the picture first."""
        self._hand.bring_forward("thunar")
        wait_for(lambda: self._hand.in_front("thunar"), "Thunar in front")
        self._hand.click(*_FREE)
        plain = self._picture()
        subprocess.run(["xdotool", "key", "ctrl+a"], env=self._display.environment, check=True)
        changed = wait_for(lambda: ImageChops.difference(plain, self._picture()).getbbox(), "the files to be selected")
        icon = _FILES[0] + changed[0] + _INTO_THE_ICON[0], _FILES[1] + changed[1] + _INTO_THE_ICON[1]
        self._hand.draw(icon, (left, top))
        self._hand.let_go()
        self._hand.await_free()

    def _picture(self) -> Image.Image:
        """Return how the files look once nothing changes any more."""
        def steady() -> Image.Image | None:
            first = self._grabbed()
            time.sleep(_STEADY_SECONDS)
            return None if ImageChops.difference(first, self._grabbed()).getbbox() else first

        return wait_for(steady, "Thunar to have drawn its window")

    def _grabbed(self) -> Image.Image:
        return ImageGrab.grab(bbox=_FILES, xdisplay=self._display.name)

    def close(self) -> None:
        end(self._process)
        self._hand.close()
