"""Draws the mark over documents in real programs, and the sentence beside it, for the documentation (make screenshots).
"""

from __future__ import annotations

import subprocess
import sys
import tempfile
from collections.abc import Callable, Mapping
from contextlib import AbstractContextManager
from pathlib import Path

from PIL import ImageGrab

from tests.support import palettes
from tests.support.chromium import CHROMIUM
from tests.support.guarding import wait_for
from tests.support.libre_office import SOFFICE
from tests.support.marked_desk import MARK, SETTINGS, Desk, marked_desk
from tests.support.office_files import document
from ui.demo.display import Area

_PAGE = (60, 130, -60, -40)
"""Where the page is in the viewer's window: from its corners, in pixels."""

_WORDS = 500
"""Dark pixels of a line of words, at least."""

Opened = AbstractContextManager[Area]


def _evince(desk: Desk, _: Path) -> Opened:
    return desk.opened("evince")


def _eog(desk: Desk, _: Path) -> Opened:
    return desk.opened("eog", "--new-instance", file=desk.picture("演练方案.png"))


def _writer(desk: Desk, home: Path) -> Opened:
    options = ("--norestore", "--nologo", f"-env:UserInstallation={(home / 'office').as_uri()}")
    subprocess.run([str(SOFFICE), *options, "--terminate_after_init"], env=desk.display.environment, timeout=120,
                   stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)  # makes its profile, and wants to be restarted
    written = document(desk.document.with_name("演练通知.docx"), f"{MARK}（演示样例，非国家秘密）\n请认真组织演练。")
    desk.block(written)
    return desk.opened(str(SOFFICE), *options, file=written, window="libreoffice-writer", least_width=400)


def _chromium(desk: Desk, home: Path) -> Opened:
    options = ("--no-sandbox", "--no-first-run", "--disable-gpu", "--password-store=basic", "--class=marked-page",
               f"--user-data-dir={home / 'browser'}")
    return desk.opened(CHROMIUM or "chromium", *options, file=desk.picture("演练照片.png"), window="marked-page",
                       least_width=400)


PICTURES: Mapping[str, tuple[str, Callable[[Desk, Path], Opened]]] = {
    "mark-evince.png": ("openbox and picom", _evince),
    "mark-evince-alone.png": ("openbox alone", _evince),
    "mark-eog.png": ("xfwm4 compositing", _eog),
    "mark-writer.png": ("openbox and picom", _writer),
    "mark-chromium.png": ("openbox and picom", _chromium)}
"""The pictures, each with what manages and composites its windows (tests/support/marked_desk.py)."""


def main(folder: Path) -> None:
    """Write the pictures."""
    for name, (setting, opened) in PICTURES.items():
        with tempfile.TemporaryDirectory() as home, marked_desk(SETTINGS[setting], Path(home)) as desk:
            # What replaces a tray where there is none is put away before anything is over it.
            _asked(desk, "windowunmap", *wait_for(lambda: _windows(desk, "^正在看守"), "the window for the tray"))
            with opened(desk, Path(home)):
                _save(desk, folder / name)
            desk.bare()


def _save(desk: Desk, picture: Path) -> None:
    """Write what is shown where the mark is, with the sentence beside it."""
    left, top, right, bottom = desk.marked()
    page = left + _PAGE[0], top + _PAGE[1], right + _PAGE[2], bottom + _PAGE[3]
    wait_for(lambda: _has_words(desk, page), "the page as it stays")
    strip = wait_for(lambda: _windows(desk, "^请留意"), "the sentence beside it")[-1]
    beside = _area(desk, strip)
    wait_for(lambda: _is_drawn(desk, beside), "the sentence drawn")
    desk.settled(page)
    desk.settled(beside)
    area = min(left, beside[0]), min(top, beside[1]), max(right, beside[2]), max(bottom, beside[3])
    palettes.save(ImageGrab.grab(bbox=area, xdisplay=desk.display.name).convert("RGBA"), picture)


def _windows(desk: Desk, title: str) -> list[str]:
    return _asked(desk, "search", "--onlyvisible", "--name", title).split()


def _area(desk: Desk, window: str) -> Area:
    facts = dict(line.split("=") for line in _asked(desk, "getwindowgeometry", "--shell", window).splitlines())
    left, top = int(facts["X"]), int(facts["Y"])
    return left, top, left + int(facts["WIDTH"]), top + int(facts["HEIGHT"])


def _has_words(desk: Desk, area: Area) -> bool:
    """Return whether more is drawn on a page than a cursor."""
    return sum(desk.grey(area).histogram()[:64]) > _WORDS


def _is_drawn(desk: Desk, area: Area) -> bool:
    """Return whether an area is not black any more."""
    grey = desk.grey(area)
    return sum(grey.histogram()[128:]) > 0.8 * grey.width * grey.height


def _asked(desk: Desk, *words: str) -> str:
    return subprocess.run(["xdotool", *words], env=desk.display.environment, capture_output=True, text=True).stdout


if __name__ == "__main__":
    main(Path(sys.argv[1]))
