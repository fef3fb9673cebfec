"""A local connection over a Unix socket: the system tells whose process is at its other end."""

from __future__ import annotations

import os
import socket
import struct
from contextlib import ExitStack, suppress
from pathlib import Path

_CREDENTIALS = struct.Struct("3i")


class UnixListener:
    """Listens on an owner-only socket at ``path``. Raises OSError."""

    def __init__(self, path: Path) -> None:
        self._path = path
        path.unlink(missing_ok=True)
        self._socket = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
        try:
            self._socket.bind(str(path))
            path.chmod(0o600)
            self._socket.listen(16)
            self._made = _file(path)
        except OSError:
            self._socket.close()
            raise

    def is_at_its_path(self) -> bool:
        """Return whether the socket's file is still the one that this made."""
        with suppress(OSError):
            return _file(self._path) == self._made
        return False

    def accept(self) -> socket.socket:
        """Wait for the next connection. Raises OSError once this is closed."""
        return self._socket.accept()[0]

    def admits(self, connection: socket.socket) -> bool:
        """Return whether the other side is a process of this user. Call before anything else is read."""
        return _ours(connection)

    def process_of(self, connection: socket.socket) -> int:
        """Return the number of the process on the other side, according to the kernel."""
        return peer_of(connection)[0]

    def close(self) -> None:
        """Stop listening."""
        with suppress(OSError):
            self._socket.shutdown(socket.SHUT_RDWR)
        self._socket.close()
        self._path.unlink(missing_ok=True)


def _file(path: Path) -> tuple[int, int]:
    facts = path.lstat()
    return facts.st_dev, facts.st_ino


def connect(path: Path, timeout: float) -> socket.socket | None:
    """Connect to the guard behind this socket; None when it belongs to another user. Raises OSError."""
    connection = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
    connection.settimeout(timeout)
    with ExitStack() as undo:
        undo.callback(connection.close)
        connection.connect(str(path))
        if _ours(connection):
            undo.pop_all()
            return connection
    return None


def peer_of(connection: socket.socket) -> tuple[int, int]:
    """Return process and user at the other end, according to the kernel (SO_PEERCRED, unix(7))."""
    raw = connection.getsockopt(socket.SOL_SOCKET, socket.SO_PEERCRED, _CREDENTIALS.size)
    pid, user, _ = _CREDENTIALS.unpack(raw)
    return int(pid), int(user)


def _ours(connection: socket.socket) -> bool:
    """True when the process at the other end runs as this user."""
    return peer_of(connection)[1] == os.getuid()
