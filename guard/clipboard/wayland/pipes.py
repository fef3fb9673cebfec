"""Transfers content through many pipes at once, without waiting for any of them."""

from __future__ import annotations

import os
import selectors
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Protocol

BYTES_LIMIT = 512 * 1024 * 1024
"""Bytes kept of one type; a larger one is treated as refused."""

CHUNK_BYTES = 1024 * 1024


class Waitable(Protocol):
    """What a loop can wait for."""

    def fileno(self) -> int:
        """Return the descriptor that becomes readable."""


@dataclass(slots=True)
class _Reading:
    done: Callable[[bytes | None], None]
    untrusted_bytes: bytearray = field(default_factory=bytearray)
    progress_at: float = field(default_factory=time.monotonic)


@dataclass(slots=True)
class _Writing:
    rest: memoryview


class Pipes:
    """Every transfer of one broker, and waiting for them."""

    def __init__(self, *others: Waitable) -> None:
        """``others`` are waited for beside the pipes."""
        self._selector = selectors.DefaultSelector()
        for other in others:
            self._selector.register(other.fileno(), selectors.EVENT_READ)

    @property
    def writes(self) -> bool:
        """True while a program still reads what it asked for."""
        return any(isinstance(key.data, _Writing) for key in self._selector.get_map().values())

    def read(self, descriptor: int, done: Callable[[bytes | None], None]) -> None:
        """Read to the end, then call ``done`` with the bytes; with None when it was cancelled or too large."""
        self._selector.register(descriptor, selectors.EVENT_READ, _Reading(done))

    def write(self, descriptor: int, data: bytes) -> None:
        """Write all of it, then close."""
        os.set_blocking(descriptor, False)
        writing = _Writing(memoryview(data))
        if not self._push(descriptor, writing):
            self._selector.register(descriptor, selectors.EVENT_WRITE, writing)

    def still(self, descriptor: int) -> float:
        """Return the seconds since something was last read here; 0 when this transfer is over."""
        key = self._selector.get_map().get(descriptor)
        return time.monotonic() - key.data.progress_at if key is not None and isinstance(key.data, _Reading) else 0.0

    def cancel(self, descriptor: int) -> None:
        """Read no further; ``done`` is called with None."""
        key = self._selector.get_map().get(descriptor)
        if key is not None and isinstance(key.data, _Reading):
            self._finish(descriptor, key.data, None)

    def turn(self, timeout: float | None) -> None:
        """Wait for anything to happen, and continue every transfer that can continue."""
        for key, _ in self._selector.select(timeout):
            if isinstance(key.data, _Reading):
                self._pull(key.fd, key.data)
            elif isinstance(key.data, _Writing) and self._push(key.fd, key.data, registered=True):
                continue

    def _pull(self, descriptor: int, reading: _Reading) -> None:
        try:
            part = os.read(descriptor, CHUNK_BYTES)
        except BlockingIOError:
            return
        except ConnectionResetError:  # a socket was closed with our proof unread (guard.clipboard.wayland.successor)
            part = b""
        reading.untrusted_bytes += part
        reading.progress_at = time.monotonic()
        if not part:
            self._finish(descriptor, reading, bytes(reading.untrusted_bytes))
        elif len(reading.untrusted_bytes) > BYTES_LIMIT:
            self._finish(descriptor, reading, None)

    def _finish(self, descriptor: int, reading: _Reading, data: bytes | None) -> None:
        self._selector.unregister(descriptor)
        os.close(descriptor)
        reading.done(data)

    def _push(self, descriptor: int, writing: _Writing, *, registered: bool = False) -> bool:
        """Write as much as possible; return True when that was all, or nobody reads any more: then it is closed."""
        try:
            while writing.rest:
                writing.rest = writing.rest[os.write(descriptor, writing.rest):]
        except BlockingIOError:
            return False
        except OSError:
            pass  # the reader has closed its end: nothing to do
        if registered:
            self._selector.unregister(descriptor)
        os.close(descriptor)
        return True
