"""Decides which pictures that land on the desktop, among documents and in sub-folders are screenshots.

A screenshot was made here and now, and not by a camera. It is taken as in a screenshot folder. A picture that was
brought from elsewhere is where its user put it and looks for it: it is judged at low priority and stays in its place.
"""

from __future__ import annotations

import time
from collections import deque
from collections.abc import Iterable
from pathlib import Path

from guard.core.model import Kind, Origin
from guard.folders.pictures import head_of, is_picture, is_unfinished, may_be_picture, names_camera, passes_by
from guard.folders.stable_file import Stamp
from guard.folders.watch_spec import SCREENSHOTS, Looking, itself

FRESH_SECONDS = 60.0
"""Largest age of a screenshot when it is examined. What is copied or unpacked keeps its older time."""

CROWD = 12
"""Screenshots that a person makes in ``CROWD_SECONDS`` at most: more were made by a program."""

CROWD_SECONDS = 5.0

LANDED = Looking(Origin.LANDED, Kind.FILES, is_picture, itself, whole=False)
"""Pictures, by their path."""


class Landing:
    """guard.folders.watch_spec.LooksAt for screenshot folders and the folders around them.

    In one of ``folders`` (links resolved) every picture counts as a screenshot; elsewhere it depends.
    """

    def __init__(self, folders: Iterable[Path] = ()) -> None:
        self._folders = frozenset(folders)
        self._made: deque[float] = deque(maxlen=CROWD)

    def instead(self, folders: Iterable[Path]) -> None:
        """Use these as the screenshot folders from now on; from any thread."""
        self._folders = frozenset(folders)

    def below(self, folder: Path) -> Iterable[Path]:
        """Return the folder alone: guard.folders.trees watches what is below."""
        return itself(folder)

    def passes_by(self, path: Path) -> bool:
        """Outside the screenshot folders skip files whose name is not a picture's: programs are at work there."""
        if passes_by(path) or path.parent in self._folders:
            return passes_by(path)
        return is_unfinished(path) or not may_be_picture(path)

    def at(self, path: Path, now: Stamp) -> Looking | None:
        """Return how a picture is taken."""
        if path.parent in self._folders:
            return SCREENSHOTS.at(path, now)
        if not is_picture(path):
            return None
        return SCREENSHOTS if self._is_screenshot(path, now) else LANDED

    def _is_screenshot(self, path: Path, now: Stamp) -> bool:
        if abs(time.time() - now.modified_ns / 1e9) > FRESH_SECONDS or names_camera(head_of(path)):
            return False
        at = time.monotonic()
        crowded = len(self._made) == CROWD and at - self._made[0] < CROWD_SECONDS
        if not crowded:
            self._made.append(at)
        return not crowded
