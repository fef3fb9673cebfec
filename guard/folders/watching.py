"""Watches folders with inotify through watchdog, also those that do not exist yet."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Iterator, Sequence
from pathlib import Path

from watchdog.events import (
    DirAttribEvent,
    DirModifiedEvent,
    FileClosedNoWriteEvent,
    FileOpenedEvent,
    FileSystemEvent,
    FileSystemEventHandler,
)
from watchdog.observers import Observer
from watchdog.observers.api import BaseObserver, ObservedWatch

Identity = tuple[int, int]
"""Device and inode of a folder: another folder may take its name."""

_NOTHING_NEW = (FileOpenedEvent, FileClosedNoWriteEvent, DirModifiedEvent, DirAttribEvent)


class FolderWatch:
    """Reports what is touched in the given folders; calls ``arm`` again whenever a folder may have come or gone.

    ``touched`` and ``changed`` are called from watchdog's threads and must return at once.
    """

    def __init__(self, folders: Sequence[Path], touched: Callable[[Path], None], changed: Callable[[], None],
                 below: Callable[[Path], Iterable[Path]]) -> None:
        """``below`` gives the folders to watch for one that exists, itself among them."""
        self._folders = tuple(dict.fromkeys(folders))
        self._below = below
        self._touched = touched
        self._changed = changed
        self._observer: BaseObserver = Observer()
        self._watches: dict[Path, tuple[ObservedWatch | None, Identity]] = {}

    def start(self) -> None:
        """Start watchdog. Nothing is watched before ``arm``."""
        self._observer.start()

    def stop(self) -> None:
        """End watchdog and wait for its threads."""
        self._observer.stop()
        self._observer.join()
        self._watches.clear()

    def arm(self) -> tuple[Path, ...]:
        """Watch every folder that exists, else the nearest one above it, and return the folders watched anew."""
        wanted = set(self.existing())
        above = {_nearest(folder).resolve() for folder in self._folders if not folder.is_dir()} - wanted
        for path in [path for path in self._watches if path not in wanted | above]:
            self._forget(path)
        fresh = self._watch_all(sorted(wanted), _Files(self._touched, self._changed))
        self._watch_all(sorted(above), _Folders(self._changed))
        return tuple(fresh)

    def unwatched(self) -> tuple[Path, ...]:
        """Return the folders that exist and that the system would not watch (its inotify limit): poll these."""
        refused = [path for path, (watch, _) in self._watches.items() if watch is None]
        wanted = set(self.existing()) if refused else ()
        return tuple(path for path in refused if path in wanted)

    def existing(self) -> tuple[Path, ...]:
        """Return the folders to watch that exist now, links resolved."""
        found = (each for folder in self._folders if folder.is_dir() for each in self._below(folder.resolve()))
        return tuple(dict.fromkeys(found))

    def _watch_all(self, paths: Iterable[Path], handler: FileSystemEventHandler) -> Iterator[Path]:
        """Return those watched anew: not watched before, or another folder under the same name."""
        fresh: list[Path] = []
        for path in paths:
            identity = _identity(path)
            if identity is None:
                continue
            known = self._watches.get(path)
            if known is not None and known[1] == identity:
                continue
            if known is not None:
                self._forget(path)
            self._watches[path] = (self._schedule(handler, path), identity)
            fresh.append(path)
        return iter(fresh)

    def _schedule(self, handler: FileSystemEventHandler, path: Path) -> ObservedWatch | None:
        try:
            return self._observer.schedule(handler, str(path))
        except OSError:
            return None

    def _forget(self, path: Path) -> None:
        watch, _ = self._watches.pop(path)
        if watch is not None:
            self._observer.unschedule(watch)


class _Files(FileSystemEventHandler):
    """Events of a watched folder: its files, and its own end."""

    def __init__(self, touched: Callable[[Path], None], changed: Callable[[], None]) -> None:
        self._touched = touched
        self._changed = changed

    def on_any_event(self, event: FileSystemEvent) -> None:
        if isinstance(event, _NOTHING_NEW):
            return
        if event.is_directory:
            self._changed()
            return
        self._touched(Path(os.fsdecode(event.dest_path or event.src_path)))


class _Folders(FileSystemEventHandler):
    """Events of a folder above one that does not exist yet."""

    def __init__(self, changed: Callable[[], None]) -> None:
        self._changed = changed

    def on_any_event(self, event: FileSystemEvent) -> None:
        if event.is_directory and not isinstance(event, _NOTHING_NEW):
            self._changed()


def _nearest(folder: Path) -> Path:
    return next(parent for parent in folder.parents if parent.is_dir())


def _identity(path: Path) -> Identity | None:
    try:
        facts = path.stat()
    except OSError:
        return None
    return facts.st_dev, facts.st_ino
