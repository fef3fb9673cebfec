"""Keeps the copy that the broker owns: otherwise a broker that is killed takes the clipboard's content with it."""

from __future__ import annotations

import threading

import msgspec

from guard.core.model import Capture, Decision
from guard.ipc.messages import Restore

KEPT_BYTES = 64 * 1024 * 1024
"""Bytes; a larger copy is not kept twice and is lost when the broker dies, unless it was held (then the vault has it).
"""


class LastCopy:
    """What a new broker gets to offer again. Thread-safe."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._kept: Restore | None = None

    def take(self, capture: Capture, decision: Decision | None = None) -> None:
        """Remember that the broker now owns this capture of the clipboard; ``decision`` is None while it is undecided.
        """
        self.put(Restore(capture.id, capture.kind, capture.targets, decision))

    def put(self, copy: Restore) -> None:
        """Remember that the broker now owns this content."""
        size = sum(len(target.untrusted_bytes) for target in copy.targets)
        with self._lock:
            self._kept = copy if size <= KEPT_BYTES else None

    def decided(self, capture: str, decision: Decision) -> None:
        """Remember the decision about a capture, if it is still the last one."""
        with self._lock:
            if self._kept is not None and self._kept.capture == capture:
                self._kept = msgspec.structs.replace(self._kept, decision=decision)

    def forget(self, capture: str = "") -> None:
        """Forget this capture; "" forgets whatever is kept."""
        with self._lock:
            if self._kept is not None and capture in ("", self._kept.capture):
                self._kept = None

    def restore(self) -> Restore | None:
        """Return what a new broker must offer again, or None."""
        with self._lock:
            return self._kept
