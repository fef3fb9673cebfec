"""Finds the file system of a device (proc_pid_mountinfo(5))."""

from __future__ import annotations

import os
import sys
from pathlib import Path

from guard.platform import proc

_NETWORK_TYPES = ("nfs", "cifs", "smb", "9p", "ceph", "afs", "fuse.", "fuse ")
"""Prefixes of the types of network file systems, and of those that programs serve (sshfs, gvfs); a fuseblk is a disk.
"""


def on_network(device: int, mounts: Path = proc.ROOT / "self" / "mountinfo") -> bool:
    """Return whether a device is a network file system (proc_pid_mountinfo(5)); False when it is not listed, and on
    Windows."""
    if sys.platform == "win32":
        return False  # shares have no device numbers there
    try:
        lines = mounts.read_text(encoding="utf-8", errors="replace").splitlines()
    except OSError:
        return False
    wanted = f"{os.major(device)}:{os.minor(device)}"
    for line in lines:
        before, _, after = line.partition(" - ")
        if before.split()[2] == wanted:
            return after.startswith(_NETWORK_TYPES)
    return False
