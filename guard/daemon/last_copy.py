"""The copy that the broker owns, kept by the guard: a broker that is killed takes the clipboard with it."""

from __future__ import annotations

import threading

import msgspec

from guard.core.model import Capture, Decision
from guard.ipc.messages import Restore

KEPT_BYTES = 64 * 1024 * 1024
"""A larger copy is not kept a second time; when the broker dies it is lost, unless it was held (then it is kept)."""


class LastCopy:
    """What to give a new broker. Safe to use from several threads."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._kept: Restore | None = None

    def take(self, capture: Capture, decision: Decision | None = None) -> None:
        """The broker owns this capture of the clipboard now; ``decision`` is None while it is not decided."""
        self.put(Restore(capture.id, capture.kind, capture.targets, decision))

    def put(self, copy: Restore) -> None:
        """The broker owns this content now."""
        size = sum(len(target.untrusted_bytes) for target in copy.targets)
        with self._lock:
            self._kept = copy if size <= KEPT_BYTES else None

    def decided(self, capture: str, decision: Decision) -> None:
        """Remember what was decided about a capture, if it is still the last one."""
        with self._lock:
            if self._kept is not None and self._kept.capture == capture:
                self._kept = msgspec.structs.replace(self._kept, decision=decision)

    def forget(self, capture: str = "") -> None:
        """Keep this capture no longer; "" for whatever is kept."""
        with self._lock:
            if self._kept is not None and capture in ("", self._kept.capture):
                self._kept = None

    def restore(self) -> Restore | None:
        """Return what a new broker is to offer again, or None."""
        with self._lock:
            return self._kept
