"""Folders on Linux: one inotify instance and one thread for all. Opening, reading and permissions are not reported."""

from __future__ import annotations

import errno
import logging
import os
import threading
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


class LinuxNotifier:
    """guard.folders.folder_news.Notifier with inotify(7)."""

    deep = False
    exact = True

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._watches: dict[int, tuple[Path, Heard]] = {}
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

    def add(self, folder: Path, heard: Heard, *, deep: bool = False) -> int:
        """Watch a folder, never those below."""
        if self._events is None or deep:
            raise OSError(errno.ENOSYS, os.strerror(errno.ENOSYS))
        with self._lock:
            watch = self._events.add(folder, _MASK)
            self._watches[watch] = (folder, heard)
        return watch

    def remove(self, watch: object) -> None:
        """Stop watching."""
        with self._lock:
            if self._events is not None and self._watches.pop(cast(int, watch), None) is not None:
                self._events.remove(cast(int, watch))

    def _run(self) -> None:
        assert self._events is not None
        while not self._stopping:
            for event in self._events.wait():
                self._tell(event)

    def _tell(self, event: Happened) -> None:
        if event.mask & IN_Q_OVERFLOW:
            with self._lock:
                everybody = {heard for _, heard in self._watches.values()}
            for heard in everybody:
                heard(News.LOST, Path())
            return
        with self._lock:
            folder, heard = self._watches.get(event.watch, (Path(), _nobody))
            if event.mask & IN_IGNORED:
                self._watches.pop(event.watch, None)
        if event.mask & _GONE:
            heard(News.FOLDER_LEFT, folder)
        elif event.name and event.mask & IN_ISDIR:
            heard(News.FOLDER_CAME if event.mask & _CAME else News.FOLDER_LEFT, folder / event.name)
        elif event.name and event.mask & (_CAME | IN_CLOSE_WRITE):
            heard(News.FILE, folder / event.name)


def _nobody(_: News, __: Path) -> None:
    """Replaces the callback of a folder that is no longer watched."""
