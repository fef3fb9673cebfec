"""Finds the file system of a device (proc_pid_mountinfo(5))."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable
from pathlib import Path

from guard.platform import proc
from guard.util.clocks import elapsed

_NETWORK_TYPES = ("nfs", "cifs", "smb", "9p", "ceph", "afs", "fuse.", "fuse ")
"""Prefixes of the types of network file systems, and of those that programs serve (sshfs, gvfs); a fuseblk is a disk.
"""

_MOUNTS = proc.ROOT / "self" / "mountinfo"

_SECONDS = 1.0
"""How long what the mount table said is taken as it was."""


def on_network(device: int, mounts: Path = _MOUNTS) -> bool:
    """Return whether a device is a network file system; False when it is not listed, and on Windows."""
    return device in _network_devices(mounts)


class NetworkDevices:
    """The same for whoever asks of thousands of files: the mount table is read once a second. Thread-safe.

    ``passed`` returns the elapsed time in seconds.
    """

    def __init__(self, mounts: Path = _MOUNTS, passed: Callable[[], float] = elapsed) -> None:
        self._mounts = mounts
        self._passed = passed
        self._found: tuple[float, frozenset[int]] | None = None

    def __contains__(self, device: object) -> bool:
        now, found = self._passed(), self._found
        if found is None or now - found[0] >= _SECONDS:
            found = self._found = (now, _network_devices(self._mounts))
        return device in found[1]


def _network_devices(mounts: Path) -> frozenset[int]:
    if sys.platform == "win32":
        return frozenset()  # shares have no device numbers there
    try:
        lines = mounts.read_text(encoding="utf-8", errors="replace").splitlines()
    except OSError:
        return frozenset()
    parted = (line.partition(" - ") for line in lines)
    return frozenset(_device(before.split()[2]) for before, _, after in parted if after.startswith(_NETWORK_TYPES))


def _device(written: str) -> int:
    major, _, minor = written.partition(":")
    return os.makedev(int(major), int(minor))
