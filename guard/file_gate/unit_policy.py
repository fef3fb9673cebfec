"""Keeps what the unit signed for this computer: verified by a process of its own, remembered over restarts.

Whoever speaks for a user can send a release, but only a newer one of those that the unit signed for this computer
counts, and none is needed again.
"""

from __future__ import annotations

import logging
import os
import subprocess
import threading
import time
from collections import OrderedDict, deque
from collections.abc import Callable, Sequence
from io import BytesIO
from pathlib import Path

import msgspec

from guard.file_gate.messages import SignedPolicy
from guard.ipc.framing import FrameError, FrameReader
from guard.platform import atomic_file

log = logging.getLogger(__name__)

VERIFY_SECONDS = 30.0
"""After this time the process that verifies is killed."""

PAUSE_SECONDS = 5.0
"""After a release that is not the unit's, none is verified for this time."""

_STATE_LIMIT = 4 * 1024 * 1024


class UnitPolicy:
    """``command`` starts the process that verifies; () where nothing is verified. ``root`` identifies the root of trust
    of this computer, "" without one. ``changed`` is told on a thread of its own.
    """

    def __init__(self, command: Sequence[str], state: Path, root: str, changed: Callable[[], None]) -> None:
        self._command = command if root else ()
        self._state = state
        self._changed = changed
        self._lock = threading.Lock()
        self._waiting: OrderedDict[int, tuple[str, int]] = OrderedDict()
        self._seen: deque[tuple[int, str]] = deque(maxlen=64)
        self._wake = threading.Event()
        kept = atomic_file.read(state, _STATE_LIMIT, msgspec.msgpack.Decoder(SignedPolicy)) if root else None
        self.current: SignedPolicy | None = kept if kept is not None and kept.root == root else None

    def start(self) -> None:
        """Start; returns at once."""
        if self._command:
            threading.Thread(target=self._run, name="unit-policy", daemon=True).start()

    def offer(self, user: int, name: str, descriptor: int) -> None:
        """Take a release to verify, in place of one of that user that waits; returns at once. Closes the descriptor."""
        if not self._command or (user, name) in self._seen:
            os.close(descriptor)
            return
        with self._lock:
            _, replaced = self._waiting.pop(user, ("", -1))
            self._waiting[user] = name, descriptor
        if replaced >= 0:
            os.close(replaced)
        self._wake.set()

    def _run(self) -> None:
        while True:
            self._wake.wait()
            self._wake.clear()
            while (waiting := self._next()) is not None:
                user, (name, descriptor) = waiting
                found = self._verified(descriptor)
                os.close(descriptor)
                if found is None:
                    time.sleep(PAUSE_SECONDS)
                else:
                    self._seen.append((user, name))
                    self._take(found)

    def _next(self) -> tuple[int, tuple[str, int]] | None:
        with self._lock:
            return self._waiting.popitem(last=False) if self._waiting else None

    def _verified(self, descriptor: int) -> SignedPolicy | None:
        try:
            done = subprocess.run(self._command, stdin=descriptor, stdout=subprocess.PIPE, timeout=VERIFY_SECONDS,
                                  check=False)
            frames: FrameReader[SignedPolicy] = FrameReader(BytesIO(done.stdout), SignedPolicy)
            found = frames.read() if done.returncode == 0 else None
        except (OSError, subprocess.TimeoutExpired, FrameError):
            found = None
        if found is None:
            log.warning("a release that a guard sent is not one of the unit's for this computer")
        return found

    def _take(self, found: SignedPolicy) -> None:
        if self.current is not None and self.current.root == found.root and found.version < self.current.version:
            log.warning("a release that a guard sent is older than the one that counts here")
            return
        self.current = found
        try:
            atomic_file.replace(self._state, msgspec.msgpack.encode(found))
        except OSError as error:
            log.warning("what the unit signed is not kept over a restart: %s", error.strerror)
        self._changed()
