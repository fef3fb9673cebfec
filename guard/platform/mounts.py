"""Finds the file system of a device or of a path, without touching it (proc_pid_mountinfo(5))."""

from __future__ import annotations

import os
import re
import select
import sys
from collections.abc import Callable
from dataclasses import dataclass
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


class MountPoints:
    """The places where file systems are mounted now. Whoever looks at a path may wait for ever where its file system
    does not answer; here nothing is touched. The table is read again when the kernel says that it has changed. Not
    thread-safe.
    """

    def __init__(self, mounts: Path = _MOUNTS) -> None:
        """Raises OSError."""
        self._file = mounts.open("rb")
        self._changed = select.poll()
        self._changed.register(self._file, select.POLLPRI)
        self._places = _places(_text(self._file.read()))

    def __contains__(self, path: object) -> bool:
        """Return whether a file system is mounted at this path."""
        return path in self._now()

    def is_on_network(self, path: str) -> bool:
        """Return whether a path with no symbolic link in it is in a network file system."""
        places = self._now()
        while path not in places and path not in ("/", ""):
            path = path.rpartition("/")[0] or "/"
        return places.get(path, False)

    def close(self) -> None:
        """Read no more."""
        self._file.close()

    def _now(self) -> dict[str, bool]:
        if self._changed.poll(0):
            self._file.seek(0)
            self._places = _places(_text(self._file.read()))
        return self._places


@dataclass(frozen=True, slots=True)
class _Mount:
    device: int
    place: str
    network: bool


def _places(table: str) -> dict[str, bool]:
    """Return the mount points with whether the file system that is seen there, the last, is one of the network."""
    return {mount.place: mount.network for mount in _mounts(table)}


def _network_devices(mounts: Path) -> frozenset[int]:
    if sys.platform == "win32":
        return frozenset()  # shares have no device numbers there
    try:
        table = _text(mounts.read_bytes())
    except OSError:
        return frozenset()
    return frozenset(mount.device for mount in _mounts(table) if mount.network)


def _text(table: bytes) -> str:
    return table.decode("utf-8", "surrogateescape")


def _mounts(table: str) -> list[_Mount]:
    """Return the mounts of a table, in order. In the names a space, a tab, a line feed and a backslash are octal; other
    characters at which Python would split lines may be in them, as any user may mount where such a name is.
    """
    found = []
    for line in filter(None, table.split("\n")):
        before, _, after = line.partition(" - ")
        _, _, device, _, place, *_ = before.split(" ")
        major, _, minor = device.partition(":")
        plain = re.sub(r"\\(\d{3})", lambda octal: chr(int(octal[1], 8)), place)
        found.append(_Mount(os.makedev(int(major), int(minor)), plain, after.startswith(_NETWORK_TYPES)))
    return found
