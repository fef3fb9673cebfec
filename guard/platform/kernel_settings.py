"""Reads how the Linux kernel is set: what it was built with, and its limits (proc(5))."""

from __future__ import annotations

import gzip
import platform
from pathlib import Path

from guard.platform import proc


def built_with(option: str) -> bool | None:
    """Return whether the kernel was built with an option, as CONFIG_FANOTIFY; None where it does not say how it was
    built.
    """
    told = proc.ROOT / "config.gz"
    try:
        if told.exists():
            text = gzip.decompress(told.read_bytes()).decode("ascii", "replace")
        else:
            text = Path(f"/boot/config-{platform.release()}").read_text("ascii", "replace")
    except (OSError, EOFError):
        return None
    return f"{option}=y" in text.splitlines()


def user_watches() -> int:
    """Return how many files one user may have watched by inotify(7), all programs together (8,192 on older kernels); 0
    when unknown.
    """
    try:
        return int((proc.ROOT / "sys/fs/inotify/max_user_watches").read_text("ascii"))
    except (OSError, ValueError):
        return 0
