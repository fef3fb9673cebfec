"""Folders on Linux: one inotify instance and one thread for all. Opening, reading and permissions are not reported."""

from __future__ import annotations

import errno
import logging
import os
import threading
from dataclasses import dataclass
from pathlib import Path
from typing import cast

from guard.folders.folder_news import Heard, News
from guard.platform.inotify import (
    IN_CLOSE_WRITE,
    IN_CREATE,
    IN_DELETE_SELF,
    IN_IGNORED,
    IN_ISDIR,
    IN_MOVE_SELF,
    IN_MOVED_FROM,
    IN_MOVED_TO,
    IN_ONLYDIR,
    IN_Q_OVERFLOW,
    IN_UNMOUNT,
    FileEvents,
    Happened,
)

log = logging.getLogger(__name__)

_CAME = IN_CREATE | IN_MOVED_TO
_GONE = IN_DELETE_SELF | IN_MOVE_SELF | IN_UNMOUNT
_MASK = _CAME | IN_CLOSE_WRITE | IN_MOVED_FROM | IN_DELETE_SELF | IN_MOVE_SELF | IN_ONLYDIR


@dataclass(frozen=True, slots=True, eq=False)
class _Watch:
    """What one caller of ``add`` is told. inotify has one number for a folder, however many watch it."""

    number: int
    folder: Path
    heard: Heard

    def tell(self, event: Happened) -> None:
        """Tell what happened."""
        if event.mask & _GONE:
            self.heard(News.FOLDER_LEFT, self.folder)
        elif event.name and event.mask & IN_ISDIR:
            self.heard(News.FOLDER_CAME if event.mask & _CAME else News.FOLDER_LEFT, self.folder / event.name)
        elif event.name and event.mask & (_CAME | IN_CLOSE_WRITE):
            self.heard(News.FILE, self.folder / event.name)


class LinuxNotifier:
    """guard.folders.folder_news.Notifier with inotify(7)."""

    deep = False
    exact = True

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._watches: dict[int, list[_Watch]] = {}
        self._stopping = False
        self._events: FileEvents | None = None
        self._thread = threading.Thread(target=self._run, name="folder-events", daemon=True)

    def start(self) -> None:
        """Start; where the system gives no inotify instance each ``add`` raises OSError."""
        try:
            self._events = FileEvents()
        except OSError as error:
            log.warning("folders are looked through, because nothing tells of them: %s", error.strerror)
            return
        self._thread.start()

    def stop(self) -> None:
        """Stop."""
        if self._events is None:
            return
        self._stopping = True
        self._events.wake()
        self._thread.join()
        self._events.close()
        self._events = None
        self._watches.clear()

    def add(self, folder: Path, heard: Heard, *, deep: bool = False) -> _Watch:
        """Watch a folder, never those below."""
        if self._events is None or deep:
            raise OSError(errno.ENOSYS, os.strerror(errno.ENOSYS))
        with self._lock:
            watch = _Watch(self._events.add(folder, _MASK), folder, heard)
            self._watches.setdefault(watch.number, []).append(watch)
        return watch

    def remove(self, watch: object) -> None:
        """Stop watching."""
        removed = cast(_Watch, watch)
        with self._lock:
            watches = self._watches.get(removed.number, [])
            if self._events is None or removed not in watches:
                return
            watches.remove(removed)
            if not watches:
                del self._watches[removed.number]
                self._events.remove(removed.number)

    def _run(self) -> None:
        assert self._events is not None
        while not self._stopping:
            for event in self._events.wait():
                self._tell(event)

    def _tell(self, event: Happened) -> None:
        if event.mask & IN_Q_OVERFLOW:
            with self._lock:
                everybody = {watch.heard for watches in self._watches.values() for watch in watches}
            for heard in everybody:
                heard(News.LOST, Path())
            return
        with self._lock:
            watches = tuple(self._watches.get(event.watch, ()))
            if event.mask & IN_IGNORED:
                self._watches.pop(event.watch, None)
        for watch in watches:
            watch.tell(event)
