"""Looks at what the file gate marks, on a thread of its own: a folder on a share may not answer for a long time."""

from __future__ import annotations

import os
import threading
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from guard.core.policy import Policy
from guard.daemon.gate_folders import left_out, marked_folders
from guard.daemon.linked_folders import LinkedFolders
from guard.folders.screenshot_tools import saving_folders, settings_files
from guard.folders.stable_file import Stamp
from guard.platform.linux import LinuxPlatform
from rules.sentences.sentence import Sentence

LOOK_SECONDS = 1.0
"""Time between two looks: a marked folder that another one has replaced is marked as soon."""

_STOP_SECONDS = 1.0


@dataclass(frozen=True, slots=True)
class Ground:
    """The folders to mark and to leave out. ``facts`` tell each marked one from another that takes its place."""

    marked: tuple[str, ...]
    left_out: tuple[str, ...]
    facts: tuple[tuple[int, int, int], ...]


class GroundWatch:
    """``beside`` is called after each look, on the same thread."""

    def __init__(self, policy: Callable[[], Policy], beside: Callable[[], None]) -> None:
        self._policy = policy
        self._beside = beside
        self._ended = False
        self._due = threading.Event()
        self._thread = threading.Thread(target=self._run, name="file-gate-ground", daemon=True)
        self._settings = LinuxPlatform().settings_folder()
        self._linked = LinkedFolders()
        self._stamps: tuple[Stamp | None, ...] | None = None
        self._saving: tuple[tuple[Path, Sentence], ...] = ()
        self.seen: Ground | None = None
        """What was seen last, None before the first look."""

    def look_soon(self) -> None:
        """Look at once; the first call begins."""
        if self._thread.ident is None:
            self._thread.start()
        self._due.set()

    def stop(self) -> None:
        """End, after a look that is under way unless that takes long."""
        self._ended = True
        self._due.set()
        if self._thread.ident is not None:
            self._thread.join(_STOP_SECONDS)

    def _run(self) -> None:
        while not self._ended:
            self._due.clear()
            self.look()
            self._due.wait(LOOK_SECONDS)

    def look(self) -> None:
        """Look once."""
        policy = self._policy()
        folders = marked_folders(policy, self._saved_to())
        marked = (*folders, *self._linked.of(folders))
        self.seen = Ground(marked, left_out(policy), tuple(map(_facts, marked)))
        self._beside()

    def _saved_to(self) -> tuple[tuple[Path, Sentence], ...]:
        """Return where tools save: read again, with a program of the desktop, only when a settings file has changed."""
        stamps = tuple(map(_stamp, settings_files(self._settings)))
        if stamps != self._stamps:
            self._stamps, self._saving = stamps, saving_folders(self._settings)
        return self._saving


def _facts(folder: str) -> tuple[int, int, int]:
    """Return a folder's device, number and owner: it may be marked once it is given to its user."""
    try:
        facts = os.lstat(folder)
    except OSError:
        return 0, 0, -1
    return facts.st_dev, facts.st_ino, facts.st_uid


def _stamp(file: Path) -> Stamp | None:
    with suppress(OSError):
        return Stamp.of(file.stat())  # the settings may be a link
    return None
