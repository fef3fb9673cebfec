"""Detects when a chat client opens a flagged file on Windows: attached by its file picker, dropped into its window.

Windows does not notify ordinary users of opened files. So the open files of the chat clients are polled: a client that
has read and closed a file in between is not found.
"""

from __future__ import annotations

import logging
import threading
import time
from collections.abc import Callable, Iterable, Mapping
from pathlib import Path

from guard.channels.chat_processes_windows import ChatProcesses
from guard.channels.file_index import FLAGGED_LIMIT, Flagged
from guard.core.policy import Policy
from guard.platform.open_files_windows import File, OpenFiles

log = logging.getLogger(__name__)

POLL_SECONDS = 0.5
"""Time between two looks, while a chat client runs."""

REFRESH_SECONDS = 5.0
"""How long a chat client that was just started may go unnoticed."""

_SHARE = 0.05
"""Largest share of one processor: on a computer with very many open files it polls less often."""


class Openings:
    """Watches flagged files; calls ``opened`` with the file and the chat client's name, on a thread of its own."""

    def __init__(self, policy: Callable[[], Policy], opened: Callable[[Flagged, str], None]) -> None:
        self._chats = ChatProcesses(policy)
        self._opened = opened
        self._lock = threading.Lock()
        self._files: dict[File, Flagged] = {}
        self._open: frozenset[tuple[int, File]] = frozenset()
        self._stopping = threading.Event()
        self._thread = threading.Thread(target=self._run, name="openings", daemon=True)

    def start(self, files: Iterable[Flagged]) -> None:
        """Start with these files, the newest last; returns at once."""
        for file in files:
            self.add(file)
        self._thread.start()

    def stop(self) -> None:
        """Stop; nothing is reported after this returns."""
        self._stopping.set()
        self._thread.join()

    def add(self, file: Flagged) -> None:
        """Watch one more file, in place of the oldest of more than FLAGGED_LIMIT."""
        with self._lock:
            self._files.pop((file.device, file.inode), None)
            self._files[file.device, file.inode] = file
            if len(self._files) > FLAGGED_LIMIT:
                del self._files[next(iter(self._files))]

    def drop(self, path: Path) -> None:
        """Watch the file that had this path no more."""
        with self._lock:
            self._files = {key: file for key, file in self._files.items() if file.path != path}

    def _run(self) -> None:
        handles = OpenFiles()
        chats: Mapping[int, str] = {}
        refresh, pause = 0.0, POLL_SECONDS
        try:
            while not self._stopping.wait(pause):
                begun = time.thread_time()
                if time.monotonic() >= refresh:
                    chats = self._chats.running() if self._files else {}
                    refresh = time.monotonic() + REFRESH_SECONDS
                if chats:
                    self._look(handles, chats)
                pause = max(POLL_SECONDS, (time.thread_time() - begun) / _SHARE)
        except OSError as error:
            log.warning("who opens flagged files is not seen: %s", error.strerror)
        finally:
            handles.close()

    def _look(self, handles: OpenFiles, chats: Mapping[int, str]) -> None:
        with self._lock:
            files = dict(self._files)
        now = frozenset(opened for opened in handles.of(chats.keys()) if opened[1] in files)
        for pid, file in now - self._open:
            self._opened(files[file], chats[pid])
        self._open = now
