"""What tests ask about other processes."""

from __future__ import annotations

from pathlib import Path


def resident_megabytes(pid: int) -> int:
    """Return the most memory that a process has held so far (proc(5), VmHWM); 0 when it has ended."""
    try:
        status = Path(f"/proc/{pid}/status").read_text()
    except OSError:
        return 0
    found = status.partition("VmHWM:")[2].split()
    return int(found[0]) // 1024 if found else 0
