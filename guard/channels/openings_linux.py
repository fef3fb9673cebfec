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

log = logging.getLogger(__name__)

REFRESH_SECONDS = 5.0
"""How old the list of chat clients may be when a file is opened: a client just started is found a little later."""


class Openings:
    """Watches flagged files; calls ``opened`` with the file and the chat client's name, on a thread of its own."""

    def __init__(self, policy: Callable[[], Policy], opened: Callable[[Flagged, str], None]) -> None:
        self._chats = ChatProcesses(policy)
        self._opened = opened
        self._lock = threading.Lock()
        self._files: dict[int, Flagged] = {}
        self._stopping = threading.Event()
        self._events: FileEvents | None = None
        self._threads = [threading.Thread(target=self._run, name="openings", daemon=True),
                         threading.Thread(target=self._refresh, name="chat-processes", daemon=True)]

    def start(self, files: Iterable[Flagged]) -> None:
        """Start with these files, the newest last; returns at once. Where the system cannot tell, nothing is ever
        reported.
        """
        try:
            self._events = FileEvents()
        except OSError as error:
            log.warning("who opens flagged files is not seen: %s", error.strerror)
            return
        self._chats.refresh()
        for file in files:
            self.add(file)
        for thread in self._threads:
            thread.start()

    def stop(self) -> None:
        """Stop; nothing is reported after this returns."""
        self._stopping.set()
        if self._events is None:
            return
        self._events.wake()
        for thread in self._threads:
            thread.join()
        self._events.close()
        self._events = None

    def add(self, file: Flagged) -> None:
        """Watch one more file, in place of the oldest of more than FLAGGED_LIMIT; one that is gone is left out."""
        events = self._events
        if events is None:
            return
        with self._lock:
            try:
                watch = events.add(file.path, IN_OPEN)
            except OSError as error:
                log.info("a flagged file is not watched: %s", error.strerror)
                return
            self._files.pop(watch, None)
            self._files[watch] = file
            if len(self._files) > FLAGGED_LIMIT:
                oldest = next(iter(self._files))
                del self._files[oldest]
                events.remove(oldest)

    def drop(self, path: Path) -> None:
        """Watch the file that had this path no more."""
        events = self._events
        if events is None:
            return
        with self._lock:
            watches = [watch for watch, file in self._files.items() if file.path == path]
            for watch in watches:
                del self._files[watch]
                events.remove(watch)

    def _run(self) -> None:
        assert self._events is not None
        while not self._stopping.is_set():
            for event in self._events.wait():
                with self._lock:
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
