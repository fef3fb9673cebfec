"""Reads tar archives: POSIX, GNU and the older form."""

from __future__ import annotations

import io
import tarfile
from collections.abc import Iterator
from contextlib import closing

from guard.core.model import Item
from guard.reading.containers.members import Stream, member, words
from guard.reading.containers.names import of_surrogates
from guard.reading.documents.budget import Budget
from guard.reading.documents.errors import DamagedError
from guard.sentences.catalogue import sentence

_END = bytes(512)
"""An empty block ends the archive (POSIX pax, ustar interchange format); a truncated one has none."""


def read(untrusted_bytes: bytes, budget: Budget) -> Iterator[Item]:
    """Yield every member in the order of the archive."""
    yield from read_stream(io.BytesIO(untrusted_bytes), len(untrusted_bytes), budget)


class _Counted(io.RawIOBase):
    """Counts what is unpacked, also what the library skips; ``ended``: the last bytes were those that end a tar.

    A stream that has failed is not read again: older Pythons then go on with memory that was freed, or write beyond it
    (CVE-2026-6100, CVE-2026-9669).
    """

    def __init__(self, stream: Stream, packed: int, budget: Budget) -> None:
        self._stream, self._packed, self._budget = stream, packed, budget
        self._unpacked = 0
        self._has_failed = False
        self.ended = False

    def read(self, size: int = -1, /) -> bytes:
        """Return some bytes; raises OverBudgetError, and DamagedError once the stream has failed."""
        if self._has_failed:
            raise DamagedError(sentence("reading.damaged"))
        self._has_failed = True
        data = self._stream.read(size)
        self._has_failed = False
        self._unpacked += len(data)
        self._budget.unpack(len(data), self._unpacked, self._packed)
        if data:
            self.ended = _END in data
        return data


class _Header(tarfile.TarInfo):
    """A member whose header must be one.

    ``tarfile`` takes anything else for the end of the archive, while other programs search for the next header. With a
    header misread (CVE-2025-13462) content is where it should be.
    """

    @classmethod
    def frombuf(cls, buf: bytes | bytearray, encoding: str, errors: str) -> _Header:
        """Return the member of a header (tarfile.TarInfo); raises DamagedError."""
        try:
            return super().frombuf(buf, encoding, errors)
        except tarfile.HeaderError as error:
            if len(buf) == len(_END) and any(buf):
                raise DamagedError(sentence("reading.damaged")) from error
            raise  # the end, or a file that was cut off


def read_stream(stream: Stream, packed: int, budget: Budget) -> Iterator[Item]:
    """Yield every member of an archive that is unpacked while it is read; ``packed``: the size it is unpacked from, in
    bytes.
    """
    counted = _Counted(stream, packed, budget)
    try:
        with tarfile.open(fileobj=counted, mode="r|", encoding="utf-8", errors="surrogateescape",
                          tarinfo=_Header) as archive:
            for info in archive:
                budget.open_part()
                yield _item(archive, info, packed, budget)
    except tarfile.TarError as error:
        raise DamagedError(sentence("reading.damaged")) from error
    if not counted.ended:
        raise DamagedError(sentence("reading.file-incomplete"))


def _item(archive: tarfile.TarFile, info: tarfile.TarInfo, packed: int, budget: Budget) -> Item:
    name = of_surrogates(info.name)
    content = archive.extractfile(info) if info.isreg() else None
    if content is None:
        return words(f"{name}\n{of_surrogates(info.linkname)}")
    return member(name, lambda: closing(content), packed, budget)
