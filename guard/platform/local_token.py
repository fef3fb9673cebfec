"""A local connection where no socket has an owner: loopback TCP, and a secret that only a file contains.

The file is where the Unix socket would be. Whoever can read it may talk to the guard, so it is in the user's own
folder. Both sides prove that they have read it (HMAC of the other's random bytes), and neither sends it.
"""

from __future__ import annotations

import hmac
import secrets
import socket
from pathlib import Path

from guard.platform import atomic_file
from guard.platform.atomic_file import Durability

HANDSHAKE_SECONDS = 5.0
"""How long either side waits for the other's proof."""

_HOST = "127.0.0.1"
_SECRET_BYTES = 32
_HASH = "sha256"


class TokenListener:
    """Listens on a free port of the loopback and writes port and secret to ``path``. Raises OSError."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._secret = secrets.token_bytes(_SECRET_BYTES)
        path.unlink(missing_ok=True)
        self._socket = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
        try:
            self._socket.bind((_HOST, 0))
            self._socket.listen(16)
            self._publish(self._socket.getsockname()[1])
        except OSError:
            self._socket.close()
            raise

    def is_at_its_path(self) -> bool:
        """Return whether the file with port and secret is still there."""
        return self._path.exists()

    def accept(self) -> socket.socket:
        """Wait for the next connection. Raises OSError once this is closed."""
        return self._socket.accept()[0]

    def admits(self, connection: socket.socket) -> bool:
        """Return whether the other side has the secret. Call before anything else is read."""
        try:
            connection.settimeout(HANDSHAKE_SECONDS)
            theirs = _receive(connection)
            ours = secrets.token_bytes(_SECRET_BYTES)
            connection.sendall(_proof(self._secret, b"guard", theirs) + ours)
            proven = hmac.compare_digest(_receive(connection), _proof(self._secret, b"client", ours))
            connection.settimeout(None)
        except OSError:
            return False
        return proven

    def process_of(self, connection: socket.socket) -> int:
        """Return 0: the loopback does not say which process is on the other side."""
        return 0

    def close(self) -> None:
        """Stop listening."""
        self._socket.close()
        self._path.unlink(missing_ok=True)

    def _publish(self, port: int) -> None:
        atomic_file.replace(self._path, f"{port} {self._secret.hex()}\n".encode("ascii"), durability=Durability.NONE)


def connect(path: Path, timeout: float) -> socket.socket | None:
    """Connect to the guard behind this file; None when another program answers on its port. Raises OSError."""
    port, secret = _published(path)
    connection = socket.create_connection((_HOST, port), timeout)
    try:
        ours = secrets.token_bytes(_SECRET_BYTES)
        connection.sendall(ours)
        proof, theirs = _receive(connection), _receive(connection)
        if hmac.compare_digest(proof, _proof(secret, b"guard", ours)):
            connection.sendall(_proof(secret, b"client", theirs))
            return connection
    except OSError:
        connection.close()
        raise
    connection.close()
    return None


def _published(path: Path) -> tuple[int, bytes]:
    port, _, secret = path.read_text("ascii", "replace").partition(" ")
    try:
        return int(port), bytes.fromhex(secret)
    except ValueError:
        raise ConnectionRefusedError(f"{path} is not a guard's file") from None


def _proof(secret: bytes, side: bytes, challenge: bytes) -> bytes:
    return hmac.digest(secret, side + challenge, _HASH)


def _receive(connection: socket.socket) -> bytes:
    parts = b""
    while len(parts) < _SECRET_BYTES:
        part = connection.recv(_SECRET_BYTES - len(parts))
        if not part:
            raise ConnectionResetError("the other side went away before it had proven who it is")
        parts += part
    return parts
