"""Reads facts about other processes, and stops them for a while."""

from __future__ import annotations

import os
import signal
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path


def resident_megabytes(pid: int) -> int:
    """Return the peak memory of a process (proc(5), VmHWM) in MB; 0 when it has ended."""
    try:
        status = Path(f"/proc/{pid}/status").read_text()
    except OSError:
        return 0
    found = status.partition("VmHWM:")[2].split()
    return int(found[0]) // 1024 if found else 0


def child(parent: int, role: str) -> int:
    """Return the process id of the guard's child in this role, or 0."""
    for entry in Path("/proc").iterdir():
        if not entry.name.isdigit():
            continue
        try:
            facts = (entry / "stat").read_text().rsplit(")", 1)[1].split()
            command = (entry / "cmdline").read_bytes().split(b"\0")
        except OSError:
            continue
        if int(facts[1]) == parent and role.encode() in command:
            return int(entry.name)
    return 0


def megabytes(pid: int, file: str, field: str) -> float:
    """Return a value of /proc/PID/FILE (proc(5): status, smaps_rollup) in MB of 10^6 bytes; 0 when it has none."""
    found = Path(f"/proc/{pid}/{file}").read_text().partition(f"{field}:")[2].split()
    return int(found[0]) * 1024 / 1e6 if found else 0.0


def descriptors(pid: int) -> int:
    """Return how many descriptors a process has open."""
    return len(list(Path(f"/proc/{pid}/fd").iterdir()))


@contextmanager
def stopped(pid: int) -> Iterator[None]:
    """Keep a process from doing anything, as when it hangs; it may be killed meanwhile."""
    os.kill(pid, signal.SIGSTOP)
    try:
        yield
    finally:
        with suppress(ProcessLookupError):
            os.kill(pid, signal.SIGCONT)
