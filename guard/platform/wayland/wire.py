"""Implements the part of Wayland's wire protocol that is needed here: messages, strings, file descriptors.

Source: the Wayland book, chapter 「Wire protocol」 (wayland.freedesktop.org). Words are 32 bits in the machine's byte
order; a message is the object, then its size and its opcode in one word, then the arguments. Pure Python: no binding
has wheels for every processor that this runs on (ADR 13).
"""

from __future__ import annotations

import os
import select
import socket
import struct
from collections import deque
from dataclasses import dataclass
from pathlib import Path

from guard.platform.display import wayland_socket
from guard.platform.errors import BrokerError
from guard.sentences.catalogue import sentence

_HEADER_BYTES = 8
_READ_BYTES = 64 * 1024
_DESCRIPTORS_LIMIT = 28  # per message of a socket, as in libwayland
_SEND_SECONDS = 5.0
_ANSWER_SECONDS = 10.0
_GONE = sentence("wayland.gone")


@dataclass(slots=True)
class Event:
    """One event; its arguments are taken in their order."""

    target: int
    opcode: int
    untrusted_bytes: bytes

    def word(self) -> int:
        """Take an unsigned word. Raises BrokerError when there is none."""
        if len(self.untrusted_bytes) < 4:
            raise BrokerError(sentence("wayland.malformed"))
        (value,) = struct.unpack_from("=I", self.untrusted_bytes)
        self.untrusted_bytes = self.untrusted_bytes[4:]
        return int(value)

    def text(self) -> str:
        """Take a string."""
        length = self.word()
        text = self.untrusted_bytes[:length].rstrip(b"\0").decode("utf-8", "replace")
        self.untrusted_bytes = self.untrusted_bytes[(length + 3) // 4 * 4:]
        return text


def word(value: int) -> bytes:
    """Encode an unsigned word, an object or a new object."""
    return struct.pack("=I", value)


def text(value: str) -> bytes:
    """Encode a string: its length with the terminating zero, then its bytes padded to whole words."""
    data = value.encode() + b"\0"
    return word(len(data)) + data + b"\0" * (-len(data) % 4)


class Wire:
    """The socket to the compositor. Waits for none that does not read or answer for more than some seconds."""

    def __init__(self) -> None:
        """Connect to $WAYLAND_DISPLAY. Raises BrokerError."""
        address = _address()
        self._socket = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
        try:
            self._socket.connect(str(address))
        except OSError:
            self._socket.close()
            raise BrokerError(sentence("wayland.not-reached")) from None
        self._socket.setblocking(False)  # recv_fds of Python 3.11 ignores flags
        self._unread = b""
        self._descriptors: deque[int] = deque()
        self._free: list[int] = []
        self._next = 2  # 1 is the display

    def fileno(self) -> int:
        """Return what becomes readable when an event arrives."""
        return self._socket.fileno()

    def peer(self) -> int:
        """Return the process id of the compositor, as the kernel knows it."""
        (pid, _, _) = struct.unpack("=iII", self._socket.getsockopt(socket.SOL_SOCKET, socket.SO_PEERCRED, 12))
        return int(pid)

    def new(self) -> int:
        """Return a number for a new object."""
        if self._free:
            return self._free.pop()
        self._next += 1
        return self._next - 1

    def free(self, number: int) -> None:
        """Mark the number of an object that the compositor has forgotten as free again (wl_display.delete_id)."""
        self._free.append(number)

    def send(self, target: int, opcode: int, *arguments: bytes, descriptor: int | None = None) -> None:
        """Send a request. Raises BrokerError when the compositor is gone."""
        body = b"".join(arguments)
        message = struct.pack("=II", target, (_HEADER_BYTES + len(body)) << 16 | opcode) + body
        descriptors = [] if descriptor is None else [descriptor]
        try:
            while message:
                if not select.select([], [self._socket], [], _SEND_SECONDS)[1]:
                    raise BrokerError(sentence("wayland.stuck"))
                message = message[socket.send_fds(self._socket, [message], descriptors):]
                descriptors = []
        except OSError:
            raise BrokerError(_GONE) from None

    def events(self, *, wait: bool = False) -> list[Event]:
        """Return the events that have arrived; ``wait``: wait for at least some bytes. Raises BrokerError, also when
        none come.
        """
        if wait and not select.select([self._socket], [], [], _ANSWER_SECONDS)[0]:
            raise BrokerError(sentence("wayland.stuck"))
        while True:
            try:
                data, descriptors, _, _ = socket.recv_fds(self._socket, _READ_BYTES, _DESCRIPTORS_LIMIT)
            except BlockingIOError:
                break
            except OSError:
                raise BrokerError(_GONE) from None
            self._descriptors.extend(descriptors)
            if not data:
                raise BrokerError(_GONE)
            self._unread += data
        return self._whole()

    def _whole(self) -> list[Event]:
        found: list[Event] = []
        while len(self._unread) >= _HEADER_BYTES:
            target, size_and_opcode = struct.unpack_from("=II", self._unread)
            size = max(_HEADER_BYTES, size_and_opcode >> 16)
            if len(self._unread) < size:
                break
            found.append(Event(target, size_and_opcode & 0xFFFF, self._unread[_HEADER_BYTES:size]))
            self._unread = self._unread[size:]
        return found

    def descriptor(self) -> int:
        """Take the next file descriptor that came with an event. The caller closes it."""
        if not self._descriptors:
            raise BrokerError(sentence("wayland.malformed"))
        return self._descriptors.popleft()

    def close(self) -> None:
        """Disconnect; what we own ends with the connection."""
        self._socket.close()
        while self._descriptors:
            os.close(self._descriptors.popleft())


def _address() -> Path:
    if not os.environ.get("WAYLAND_DISPLAY"):
        raise BrokerError(sentence("wayland.no-session"))
    return wayland_socket(os.environ)
