"""Watches given folders, also those that do not exist yet."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from itertools import islice
from pathlib import Path

from guard.folders.folder_news import Heard, News, Notifier
from guard.util.written_paths import is_folder, real

Identity = tuple[int, int]
"""Device and inode of a folder: another folder may take its name."""

_ROUNDS = 16
"""More than the levels of folders that a client makes at once, so that nobody who makes folders for ever is followed.
"""


class FolderWatch:
    """Reports what happens in the given folders; call ``arm`` whenever a folder may have appeared or gone.

    ``heard`` is called from the notifier's thread and must return at once.
    """

    def __init__(self, folders: Sequence[Path], notifier: Notifier, heard: Heard,
                 below: Callable[[Path], Iterable[Path]]) -> None:
        """``below`` gives the folders to watch for one that exists, itself among them."""
        self._folders = tuple(dict.fromkeys(folders))
        self._below = below
        self._heard = heard
        self._notifier = notifier
        self._found: tuple[Path, ...] = ()
        self._watches: dict[Path, tuple[object | None, Identity, bool]] = {}

    def instead(self, folders: Sequence[Path]) -> None:
        """Watch these folders from the next ``arm`` on."""
        self._folders = tuple(dict.fromkeys(folders))

    def arm(self) -> tuple[Path, ...]:
        """Watch every folder that exists, else the nearest one above it, and return the newly watched folders.

        It looks again after it has begun to watch: no event tells of a folder made before in what was not watched yet.
        """
        fresh: list[Path] = []
        for _ in range(_ROUNDS):
            watched = len(self._watches)
            new = self._arm_once()
            fresh += new
            if not new and len(self._watches) <= watched:
                break
        return tuple(dict.fromkeys(fresh))

    def _arm_once(self) -> list[Path]:
        self._found = self.existing()
        wanted = set(self._found)
        missing = [folder for folder in self._folders if not is_folder(folder)]
        above = {real(parent) for folder in missing for parent in _nearest(folder)} - wanted
        for path in [path for path in self._watches if path not in wanted | above]:
            self._forget(path)
        fresh = self._watch_all(sorted(wanted), self._heard, inside=True)
        self._watch_all(sorted(above), self._above, inside=False)
        return fresh

    def found(self) -> tuple[Path, ...]:
        """Return the folders that existed at the last ``arm``."""
        return self._found

    def facts(self) -> tuple[Identity | None, ...]:
        """Return what changes when ``arm`` would find something that no event reports: a few requests to the system."""
        return tuple(map(_identity, (*self._folders, *self._watches)))

    def is_refused(self) -> bool:
        """Return whether the system would not watch some folder."""
        return any(watch is None for watch, _, _ in self._watches.values())

    def unwatched(self) -> tuple[Path, ...]:
        """Return the folders that exist and that the system would not watch (its inotify limit): poll these."""
        refused = [path for path, (watch, _, _) in self._watches.items() if watch is None]
        wanted = set(self.existing()) if refused else ()
        return tuple(path for path in refused if path in wanted)

    def existing(self) -> tuple[Path, ...]:
        """Return the folders to watch that exist now, links resolved."""
        found = (each for folder in self._folders if is_folder(folder) for each in self._below(real(folder)))
        return tuple(dict.fromkeys(found))

    def _watch_all(self, paths: Iterable[Path], heard: Heard, *, inside: bool) -> list[Path]:
        """Return the newly watched folders: not watched like this before, or another folder under the same name."""
        fresh: list[Path] = []
        for path in paths:
            identity = _identity(path)
            if identity is None:
                continue
            known = self._watches.get(path)
            if known is not None and known[1:] == (identity, inside):
                continue
            if known is not None:
                self._forget(path)
            self._watches[path] = (self._added(path, heard), identity, inside)
            fresh.append(path)
        return fresh

    def _added(self, path: Path, heard: Heard) -> object | None:
        try:
            return self._notifier.add(path, heard)
        except OSError:
            return None

    def _forget(self, path: Path) -> None:
        watch, _, _ = self._watches.pop(path)
        if watch is not None:
            self._notifier.remove(watch)

    def _above(self, news: News, path: Path) -> None:
        """Handle events of a folder above one that does not exist yet; those of its files are ignored."""
        if news is not News.FILE:
            self._heard(news, path)


def _nearest(folder: Path) -> Iterable[Path]:
    """Return the nearest folder above that exists; none on a drive that is not there."""
    return islice(filter(is_folder, folder.parents), 1)


def _identity(path: Path) -> Identity | None:
    try:
        facts = path.stat()
    except (OSError, ValueError):  # ValueError: a path that somebody wrote may contain any character
        return None
    return facts.st_dev, facts.st_ino
