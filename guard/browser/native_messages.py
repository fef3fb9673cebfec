"""The messages between a browser's extension and its native host, framed as browsers do.

Four bytes of length in the byte order of the computer, then JSON (Chrome: "Native messaging"; MDN: "Native messaging").
"""

from __future__ import annotations

import struct
from collections import deque
from collections.abc import Callable, Iterator
from typing import BinaryIO

import msgspec

from guard.util.undecodable import UNDECODABLE

MESSAGE_LIMIT = 32 * 1024 * 1024
"""Bytes of a message of the extension at most; browsers allow more."""

_LENGTH = struct.Struct("=I")
_FIRST_BYTES = 1024 * 1024


class NativeMessageError(Exception):
    """The extension sent what is no message of this protocol, or ended in the middle of one."""


class _Asked(msgspec.Struct, frozen=True, tag_field="kind"):
    """Base of the extension's messages. ``id`` is its number for the answer."""

    id: int


class Site(_Asked, frozen=True, tag="site"):
    """Is what this frame receives judged? ``frame`` and ``top`` are addresses as the browser says them."""

    frame: str
    top: str


class File(msgspec.Struct, frozen=True):
    """A file of an upload; ``size`` in bytes."""

    name: str
    type: str
    size: int


class Piece(_Asked, frozen=True, tag="piece"):
    """Bytes of a file of the upload ``id``, in base64; not answered."""

    file: int
    data: bytes


class Opened(msgspec.Struct, frozen=True):
    """A file of an upload that the browser has open: its place there, ``size`` in bytes, ``modified`` in milliseconds.
    """

    at: int
    name: str
    size: int
    modified: int


class Find(_Asked, frozen=True, tag="find"):
    """Take these files of the upload ``id`` from where the browser has them open."""

    files: tuple[Opened, ...]


class Judge(_Asked, frozen=True, tag="judge"):
    """May the frame have this? ``whole`` False: a part of it was too large to send."""

    frame: str
    top: str
    text: str = ""
    html: str = ""
    files: tuple[File, ...] = ()
    whole: bool = True


class Drop(_Asked, frozen=True, tag="drop"):
    """The page has given up the upload ``id``; not answered."""


class Focus(_Asked, frozen=True, tag="focus"):
    """This frame has the keyboard now; two empty addresses: no page that the extension sees. Not answered."""

    frame: str
    top: str


FromExtension = Site | Piece | Find | Judge | Drop | Focus


class SiteIs(msgspec.Struct, frozen=True):
    """The answer to Site. ``judged`` None: nobody knows yet. ``refuses``: what cannot be judged is refused. ``bytes``
    of an upload are to be sent at most.
    """

    id: int
    judged: bool | None
    refuses: bool
    bytes: int


class Found(msgspec.Struct, frozen=True):
    """The answer to Find: the places of the files that were taken, None when nobody says."""

    id: int
    files: tuple[int, ...] | None


class Verdict(msgspec.Struct, frozen=True):
    """The answer to Judge."""

    id: int
    refused: bool


class MessageReader:
    """Reads the extension's messages from a blocking stream."""

    def __init__(self, stream: BinaryIO) -> None:
        self._stream = stream
        self._decoder: msgspec.json.Decoder[FromExtension] = msgspec.json.Decoder(FromExtension)

    def read(self) -> FromExtension | None:
        """Return the next message, None at the end of the stream. One over the limit is left out, so that no page ends
        what others ask. Raises NativeMessageError.
        """
        while (length := self._length()) is not None:
            if length > MESSAGE_LIMIT:
                deque(self._parts(length), maxlen=0)
                continue
            try:
                return self._decoder.decode(b"".join(self._parts(length)))
            except UNDECODABLE as error:
                raise NativeMessageError(f"a message does not decode: {type(error).__name__}") from None
        return None

    def _length(self) -> int | None:
        """Return the length of the next message, None at the end of the stream."""
        head = self._stream.read(_LENGTH.size)
        if not head:
            return None
        if len(head) < _LENGTH.size:
            raise NativeMessageError("the stream ended in a length")
        length: int = _LENGTH.unpack(head)[0]
        return length

    def _parts(self, length: int) -> Iterator[bytes]:
        """Yield a message as it arrives: a length is only a claim until that much has come."""
        while length > 0:
            part = self._stream.read(min(length, _FIRST_BYTES))
            if not part:
                raise NativeMessageError("the stream ended in a message")
            length -= len(part)
            yield part


def writer(stream: BinaryIO) -> Callable[[object], None]:
    """Return what sends one message and flushes it; it raises OSError when the browser is gone. One thread at a time.
    """
    encoder = msgspec.json.Encoder()

    def write(message: object) -> None:
        body = encoder.encode(message)
        stream.write(_LENGTH.pack(len(body)) + body)
        stream.flush()

    return write
