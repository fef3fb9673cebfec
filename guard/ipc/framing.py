"""Length-prefixed MessagePack frames on a byte stream: four bytes big endian, then that many bytes."""

from __future__ import annotations

import struct
from typing import BinaryIO, Generic, TypeVar

import msgspec

from guard.sentences import wire
from guard.util.undecodable import UNDECODABLE

M = TypeVar("M")

FRAME_LIMIT = 512 * 1024 * 1024
"""Bytes in one frame at most: a 100 MB clipboard in several formats still fits, an endless length does not."""

_FIRST_BYTES = 4 * 1024 * 1024
"""Bytes allocated for a frame before any of it has arrived."""

_LENGTH = struct.Struct(">I")


class FrameError(Exception):
    """The other side sent something that is not a frame of this protocol, or closed in the middle of one."""


class FrameReader(Generic[M]):
    """Reads messages of the given union from a blocking binary stream."""

    def __init__(self, stream: BinaryIO, messages: object, limit: int = FRAME_LIMIT) -> None:
        self._stream = stream
        self._decoder: msgspec.msgpack.Decoder[M] = msgspec.msgpack.Decoder(
            messages, dec_hook=wire.read)
        self._limit = limit

    def read(self) -> M | None:
        """Return the next message, or None at the end of the stream. Raises FrameError."""
        head = self._exactly(_LENGTH.size, at_start=True)
        if head is None:
            return None
        (length,) = _LENGTH.unpack(head)
        if length > self._limit:
            raise FrameError(f"a frame of {length} bytes is over the limit of {self._limit}")
        body = self._exactly(length, at_start=False)
        assert body is not None
        try:
            return self._decoder.decode(body)
        except UNDECODABLE as error:
            raise FrameError(f"a frame does not decode: {type(error).__name__}") from None

    def _exactly(self, size: int, *, at_start: bool) -> bytearray | None:
        filled = 0
        # Grown as it fills: a length is only a claim until that much has arrived.
        buffer = bytearray(min(size, _FIRST_BYTES))
        while filled < size:
            if filled == len(buffer):
                buffer.extend(bytes(min(size - filled, filled)))
            with memoryview(buffer) as view, view[filled:] as rest:
                count = self._stream.readinto(rest)  # type: ignore[attr-defined]  # every binary stream has it
            if not count:
                if at_start and not filled:
                    return None
                raise FrameError("the stream ended in the middle of a frame")
            filled += count
        return buffer


class FrameWriter:
    """Writes messages to a binary stream; each is flushed. Not safe for use from several threads at once."""

    def __init__(self, stream: BinaryIO, limit: int = FRAME_LIMIT) -> None:
        self._stream = stream
        self._encoder = msgspec.msgpack.Encoder(enc_hook=wire.written)
        self._limit = limit

    def write(self, message: object) -> None:
        """Send one message. Raises OSError when the other side is gone and FrameError when the message is too large."""
        body = self._encoder.encode(message)
        if len(body) > self._limit:
            raise FrameError(f"a message of {len(body)} bytes is over the limit of {self._limit}")
        self._stream.write(_LENGTH.pack(len(body)))
        self._stream.write(body)
        self._stream.flush()
