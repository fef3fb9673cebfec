"""Finds the folder that a program's file dialog shows, if possible.

No protocol of the desktop tells it, but the dialogs of GTK and Qt watch it (inotify(7), proc_pid_fdinfo(5)).
"""

from __future__ import annotations

import os
import re
from collections.abc import Iterable
from contextlib import suppress
from pathlib import Path

from guard.platform import proc

_WATCH = re.compile(r"^inotify wd:\S+ ino:([0-9a-f]+) sdev:([0-9a-f]+) ", re.MULTILINE)
_MINOR_BITS = 20


def watched(pid: int) -> frozenset[tuple[int, int]]:
    """Return device and inode of all that a process watches; nothing for one that may not be examined."""
    found: set[tuple[int, int]] = set()
    for descriptor in proc.descriptors(pid):
        if proc.target(descriptor) == "anon_inode:inotify":
            text = proc.read(pid, f"fdinfo/{descriptor.name}").decode("ascii", "replace")
            found.update((_device(device), int(inode, 16)) for inode, device in _WATCH.findall(text))
    return frozenset(found)


def among(folders: Iterable[Path], identities: frozenset[tuple[int, int]]) -> frozenset[Path]:
    """Return those of the folders that have one of these devices and inodes."""
    found: set[Path] = set()
    for folder in folders:
        with suppress(OSError):
            facts = folder.stat()
            if (facts.st_dev, facts.st_ino) in identities:
                found.add(folder)
    return frozenset(found)


def _device(kernel: str) -> int:
    """Convert a device number: the kernel writes it in another form than ``os.stat`` returns it."""
    number = int(kernel, 16)
    return os.makedev(number >> _MINOR_BITS, number & ((1 << _MINOR_BITS) - 1))
