"""Draws the mark over a document in Evince, and the sentence beside it, for the documentation (make screenshots)."""

from __future__ import annotations

import subprocess
import sys
import tempfile
from pathlib import Path

from PIL import ImageGrab

from tests.support import palettes
from tests.support.guarding import wait_for
from tests.support.marked_desk import SETTINGS, Desk, marked_desk
from ui.demo.display import Area

PICTURE = "mark-evince.png"
_PAGE = (60, 130, -60, -40)
"""Where the page is in the viewer's window: from its corners, in pixels."""


def main(folder: Path) -> None:
    """Write the picture."""
    with tempfile.TemporaryDirectory() as home, marked_desk(SETTINGS["openbox and picom"], Path(home)) as desk:
        # What replaces a tray where there is none is put away before anything is over it.
        _asked(desk, "windowunmap", *wait_for(lambda: _windows(desk, "^正在看守"), "the window for the tray"))
        with desk.opened("evince"):
            left, top, right, bottom = desk.marked()
            wait_for(lambda: not desk.is_blank((left + _PAGE[0], top + _PAGE[1], right + _PAGE[2], bottom + _PAGE[3])),
                     "the page as it stays")
            strip, = wait_for(lambda: _windows(desk, "^请留意"), "the sentence beside it")
            beside = _area(desk, strip)
            wait_for(lambda: _is_drawn(desk, beside), "the sentence drawn")
            area = min(left, beside[0]), min(top, beside[1]), max(right, beside[2]), max(bottom, beside[3])
            palettes.save(ImageGrab.grab(bbox=area, xdisplay=desk.display.name).convert("RGBA"), folder / PICTURE)
        desk.bare()


def _windows(desk: Desk, title: str) -> list[str]:
    return _asked(desk, "search", "--onlyvisible", "--name", title).split()


def _area(desk: Desk, window: str) -> Area:
    facts = dict(line.split("=") for line in _asked(desk, "getwindowgeometry", "--shell", window).splitlines())
    left, top = int(facts["X"]), int(facts["Y"])
    return left, top, left + int(facts["WIDTH"]), top + int(facts["HEIGHT"])


def _is_drawn(desk: Desk, area: Area) -> bool:
    """Return whether an area is not black any more."""
    grey = ImageGrab.grab(bbox=area, xdisplay=desk.display.name).convert("L")
    return sum(grey.histogram()[128:]) > 0.8 * grey.width * grey.height


def _asked(desk: Desk, *words: str) -> str:
    return subprocess.run(["xdotool", *words], env=desk.display.environment, capture_output=True, text=True).stdout


if __name__ == "__main__":
    main(Path(sys.argv[1]))
