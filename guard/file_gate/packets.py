"""Messages as packets of a SOCK_SEQPACKET socket: whole or not at all, with at most one descriptor each (unix(7))."""

from __future__ import annotations

import os
import socket
from contextlib import suppress
from pathlib import Path
from typing import Generic, TypeVar

import msgspec

from guard.file_gate.messages import PACKET_LIMIT
from guard.ipc.framing import FrameError
from guard.platform.local_unix import peer_of
from guard.util.undecodable import UNDECODABLE

M = TypeVar("M")

_NONE = -1


class Packets(Generic[M]):
    """One connection. ``messages`` is the union of the other side's message types."""

    def __init__(self, connection: socket.socket, messages: object) -> None:
        self._connection = connection
        self._connection.setsockopt(socket.SOL_SOCKET, socket.SO_SNDBUF, 2 * PACKET_LIMIT)
        self._encoder = msgspec.msgpack.Encoder()
        self._decoder: msgspec.msgpack.Decoder[M] = msgspec.msgpack.Decoder(messages)

    def fileno(self) -> int:
        """Return the descriptor to poll."""
        return self._connection.fileno()

    def send(self, message: object, descriptor: int = _NONE) -> None:
        """Send a message, and a descriptor with it. Raises OSError, BlockingIOError when the other side is too slow."""
        packet = self._encoder.encode(message)
        if len(packet) > PACKET_LIMIT:
            raise FrameError(f"a message of {len(packet)} bytes is over the limit of {PACKET_LIMIT}")
        if descriptor == _NONE:
            self._connection.send(packet)
        else:
            socket.send_fds(self._connection, [packet], [descriptor])

    def receive(self) -> tuple[M, int] | None:
        """Return the next message and its descriptor (-1 for none), which the caller must close; None at the end.

        Raises OSError, and FrameError for what is not a message of this protocol.
        """
        packet, descriptors, flags, _ = socket.recv_fds(self._connection, PACKET_LIMIT, 1)
        descriptor = descriptors[0] if descriptors else _NONE
        for extra in descriptors[1:]:
            os.close(extra)
        if packet and not flags & (socket.MSG_TRUNC | socket.MSG_CTRUNC):
            try:
                return self._decoder.decode(packet), descriptor
            except UNDECODABLE as error:
                _close(descriptor)
                raise FrameError(f"a packet does not decode: {type(error).__name__}") from None
        _close(descriptor)
        if packet:
            raise FrameError("a packet was cut short")
        return None

    def shut_down(self) -> None:
        """End the connection; a thread that waits in ``receive`` continues, and closes it."""
        with suppress(OSError):
            self._connection.shutdown(socket.SHUT_RDWR)

    def close(self) -> None:
        """End the connection."""
        self._connection.close()


def fits(message: object) -> bool:
    """Return whether a message is short enough to be sent."""
    return len(msgspec.msgpack.encode(message)) <= PACKET_LIMIT


def listen(path: Path) -> socket.socket:
    """Return a socket to which every user may connect, as soon as there is something at this path. Raises OSError."""
    part = path.with_name(f".{path.name}")
    part.unlink(missing_ok=True)
    listening = socket.socket(socket.AF_UNIX, socket.SOCK_SEQPACKET | socket.SOCK_NONBLOCK)
    try:
        listening.bind(str(part))
        part.chmod(0o666)
        listening.listen(16)
        part.replace(path)
    except OSError:
        listening.close()
        raise
    return listening


def connect(path: Path) -> socket.socket:
    """Connect to a gate. Raises OSError, PermissionError when it is not root's."""
    connection = socket.socket(socket.AF_UNIX, socket.SOCK_SEQPACKET)
    try:
        connection.connect(str(path))
        if peer_of(connection)[1] != 0:
            raise PermissionError(f"{path} is not root's")
    except OSError:
        connection.close()
        raise
    return connection


def _close(descriptor: int) -> None:
    if descriptor != _NONE:
        os.close(descriptor)
