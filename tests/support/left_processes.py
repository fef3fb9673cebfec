"""Finds the processes that were started here and still run, and waits until processes have ended."""

from __future__ import annotations

import os
import select
import time
from collections.abc import Iterable
from pathlib import Path

MARK = "MISHAO_STARTED_BY"
"""The environment variable by whose value the processes of a session are known, whoever has become their parent."""


def started_by(mark: str) -> dict[int, str]:
    """Return the processes with this mark in their environment (proc(5)), without this one: id → command line."""
    found: dict[int, str] = {}
    for entry in Path("/proc").iterdir():
        if entry.name.isdigit() and int(entry.name) != os.getpid():
            try:
                if f"{MARK}={mark}".encode() in (entry / "environ").read_bytes().split(b"\0"):
                    found[int(entry.name)] = (entry / "cmdline").read_bytes().replace(b"\0", b" ").decode().strip()
            except OSError:
                continue  # it has just ended, or is another user's
    return found


def ended(pids: Iterable[int], seconds: float) -> bool:
    """Wait until all of these processes have ended (pidfd_open(2)); return False after ``seconds``."""
    until = time.monotonic() + seconds
    return all(_ended(pid, until - time.monotonic()) for pid in pids)


def _ended(pid: int, seconds: float) -> bool:
    try:
        descriptor = os.pidfd_open(pid)
    except ProcessLookupError:
        return True
    try:
        waiting = select.poll()
        waiting.register(descriptor, select.POLLIN)
        return bool(waiting.poll(max(0.0, seconds) * 1000))
    finally:
        os.close(descriptor)
