"""Detects when a chat client opens a flagged file on Linux: attached by its file picker, dropped into its window.

The system reports that a file was opened but not by whom; who has it open is looked up at once. A client that has read
and closed it by then is not found: docs/known-limits.md has the figures.
"""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable, Iterable
from pathlib import Path

from guard.channels.chat_processes_linux import ChatProcesses
from guard.channels.file_index import FLAGGED_LIMIT, Flagged
from guard.core.policy import Policy
from guard.platform import proc
from guard.platform.inotify import IN_IGNORED, IN_OPEN, FileEvents
from guard.platform.mounts import on_network

log = logging.getLogger(__name__)

REFRESH_SECONDS = 5.0
"""How old the list of chat clients may be when a file is opened: a client just started is found a little later."""

_STOP_SECONDS = 2.0
"""How long stopping waits for a share that does not answer."""


class Openings:
    """Watches flagged files; calls ``opened`` with the file and the chat client's name, on a thread of its own."""

    def __init__(self, policy: Callable[[], Policy], opened: Callable[[Flagged, str], None]) -> None:
        self._chats = ChatProcesses(policy)
        self._opened = opened
        self._changed = threading.Condition()
        self._waiting: dict[Path, Flagged | None] = {}
        """Files that are still to be watched, None: watched no more."""
        self._files: dict[int, Flagged] = {}
        self._stopping = threading.Event()
        self._events: FileEvents | None = None
        self._threads = [threading.Thread(target=self._run, name="openings", daemon=True),
                         threading.Thread(target=self._refresh, name="chat-processes", daemon=True)]
        self._watching = threading.Thread(target=self._watch, name="openings-watches", daemon=True)

    def start(self, files: Iterable[Flagged]) -> None:
        """Start with these files, the newest last, those of shares after all others; returns at once. Where the system
        cannot tell, nothing is ever reported.
        """
        try:
            self._events = FileEvents()
        except OSError as error:
            log.warning("who opens flagged files is not seen: %s", error.strerror)
            return
        self._chats.refresh()
        files = tuple(files)
        far = {device for device in {file.device for file in files} if on_network(device)}
        for file in sorted(files, key=lambda file: file.device in far):
            self.add(file)
        for thread in (*self._threads, self._watching):
            thread.start()

    def stop(self) -> None:
        """Stop; nothing is reported after this returns."""
        self._stopping.set()
        if self._events is None:
            return
        self._events.wake()
        with self._changed:
            self._changed.notify()
        for thread in self._threads:
            thread.join()
        self._watching.join(_STOP_SECONDS)
        if not self._watching.is_alive():
            self._events.close()
        self._events = None

    def add(self, file: Flagged) -> None:
        """Watch one more file soon, in place of the oldest of more than FLAGGED_LIMIT; one that is gone is left out."""
        self._want(file.path, file)

    def drop(self, path: Path) -> None:
        """Watch the file that had this path no more."""
        self._want(path, None)

    def _want(self, path: Path, file: Flagged | None) -> None:
        if self._events is None:
            return
        with self._changed:
            self._waiting.pop(path, None)
            if len(self._waiting) >= FLAGGED_LIMIT:
                del self._waiting[next(iter(self._waiting))]
            self._waiting[path] = file
            self._changed.notify()

    def _watch(self) -> None:
        """Add and drop watches one after the other, so that a file that was dropped while it was added is not watched.
        The only thread that waits for a share that does not answer.
        """
        events = self._events
        assert events is not None
        while True:
            with self._changed:
                self._changed.wait_for(lambda: self._waiting or self._stopping.is_set())
                if self._stopping.is_set():
                    return
                path = next(iter(self._waiting))
                file = self._waiting.pop(path)
            if file is not None:
                self._add(events, file)
            else:
                self._remove(events, path)

    def _add(self, events: FileEvents, file: Flagged) -> None:
        try:
            watch = events.add(file.path, IN_OPEN)
        except OSError as error:
            log.info("a flagged file is not watched: %s", error.strerror)
            return
        with self._changed:
            self._files.pop(watch, None)
            self._files[watch] = file
            if len(self._files) > FLAGGED_LIMIT:
                oldest = next(iter(self._files))
                del self._files[oldest]
                events.remove(oldest)

    def _remove(self, events: FileEvents, path: Path) -> None:
        with self._changed:
            for watch in [watch for watch, file in self._files.items() if file.path == path]:
                del self._files[watch]
                events.remove(watch)

    def _run(self) -> None:
        assert self._events is not None
        while not self._stopping.is_set():
            for event in self._events.wait():
                with self._changed:
                    file = self._files.get(event.watch)
                    if event.mask & IN_IGNORED:
                        self._files.pop(event.watch, None)
                if file is not None and event.mask & IN_OPEN:
                    self._look(file)

    def _look(self, file: Flagged) -> None:
        program = self._chats.who_has((file.device, file.inode))
        if program:
            self._opened(file, program)

    def _refresh(self) -> None:
        seen: list[str] = []
        while not self._stopping.wait(REFRESH_SECONDS):
            # A process runs its program some moments after it was created: twice after the last one.
            seen = [*seen[-2:], proc.newest()] if self._files else []
            if self._files and (len(seen) < 3 or not seen[-1] or len(set(seen)) > 1):
                self._chats.refresh()
