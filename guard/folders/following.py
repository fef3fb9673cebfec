"""Follows the settings of screenshot tools: a folder that is chosen there is watched within seconds."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Sequence
from pathlib import Path

from guard.folders.folder_news import News
from guard.folders.notifier import notifier
from guard.folders.watch_spec import itself
from guard.folders.watching import FolderWatch
from guard.util.written_paths import real

SETTLE_SECONDS = 0.5
"""After a change nothing is read for this time: programs write several keys one after another."""

REST_SECONDS = 5.0
"""Time between two readings: dconf's database changes with every setting that any program stores in it."""


class Following:
    """Calls ``read`` on its own thread, at the start and whenever one of the files has changed or appeared."""

    def __init__(self, files: Sequence[Path], read: Callable[[], None]) -> None:
        self._files = tuple(files)
        self._resolved: frozenset[Path] = frozenset()
        self._read = read
        self._notifier = notifier()
        self._watch = FolderWatch(sorted({file.parent for file in files}), self._notifier, self._hear, itself)
        self._changed = threading.Event()
        self._stopping = threading.Event()
        self._thread = threading.Thread(target=self._run, name="tool-settings", daemon=True)

    def start(self) -> None:
        """Start; returns at once."""
        self._notifier.start()
        self._thread.start()

    def stop(self) -> None:
        """Stop."""
        self._stopping.set()
        self._changed.set()
        self._thread.join()
        self._notifier.stop()

    def _hear(self, news: News, path: Path) -> None:
        if news is not News.FILE or path in self._resolved:
            self._changed.set()

    def _run(self) -> None:
        while not self._stopping.is_set():
            self._changed.clear()
            self._resolved = frozenset(real(file.parent) / file.name for file in self._files)
            self._watch.arm()
            self._read()
            read_at = time.monotonic()
            self._changed.wait()
            self._stopping.wait(max(SETTLE_SECONDS, REST_SECONDS - (time.monotonic() - read_at)))
