"""Reads 7z archives with py7zr, which pushes the members as it unpacks them, so they are kept until all are there."""

from __future__ import annotations

import io
from collections import Counter
from collections.abc import Iterator
from pathlib import PurePosixPath

import py7zr
from py7zr.exceptions import ArchiveError
from py7zr.helpers import check_archive_path
from py7zr.io import Py7zIO, WriterFactory

from guard.core.model import Item, Kind, Reason, Unreadable
from guard.reading import limits
from guard.reading.containers.members import ENCRYPTED, words
from guard.reading.documents.budget import Budget
from guard.reading.documents.errors import PARSING_ERRORS, DamagedError, EncryptedError, OverBudgetError
from guard.sentences.catalogue import sentence
from guard.util.sizes import megabytes

_DAMAGED = Unreadable(Reason.DAMAGED, sentence("reading.seven-zip-damaged"))
_OUTSIDE = Unreadable(Reason.DAMAGED, sentence("reading.outside-archive"))


def read(untrusted_bytes: bytes, budget: Budget) -> Iterator[Item]:
    """Yield every member in the order of the archive."""
    try:
        archive = py7zr.SevenZipFile(io.BytesIO(untrusted_bytes))
    except py7zr.PasswordRequired as error:
        raise EncryptedError(sentence("reading.names-encrypted")) from error
    except ArchiveError as error:
        raise DamagedError(sentence("reading.damaged")) from error
    with archive:
        yield from _members(archive, _Kept(len(untrusted_bytes), budget), budget)


def _members(archive: py7zr.SevenZipFile, kept: _Kept, budget: Budget) -> Iterator[Item]:
    infos = archive.list()
    encrypted = archive.needs_password()
    failure = ENCRYPTED if encrypted else _unpack(archive, kept)
    seen: Counter[str] = Counter()
    for info in infos:
        budget.open_part()
        name = info.filename
        # py7zr distinguishes members of the same name in this way.
        given = f"{name}_{seen[name] - 1}" if seen[name] else name
        seen[name] += 1
        if info.is_directory:
            yield words(name)
        elif not encrypted and not check_archive_path(name):
            yield Item(name, Kind.FILES, problem=_OUTSIDE)
        elif (content := kept.content(given)) is not None or failure is None:
            yield Item(name, Kind.FILES, content or b"")
        else:
            yield Item(name, Kind.FILES, problem=failure)


def _unpack(archive: py7zr.SevenZipFile, kept: _Kept) -> Unreadable | None:
    """Unpack everything with a harmless name; return why that ended early."""
    try:
        archive.extract(targets=[name for name in archive.getnames() if check_archive_path(name)], factory=kept)
    except py7zr.PasswordRequired:
        return ENCRYPTED
    except OverBudgetError as error:
        return Unreadable(Reason.TOO_LARGE, sentence("reading.member-over-budget", why=error.words))
    except (ArchiveError, *PARSING_ERRORS):
        return _DAMAGED
    return None


class _Kept(WriterFactory):
    """What was unpacked, by name; raises OverBudgetError when that becomes too much."""

    def __init__(self, packed: int, budget: Budget) -> None:
        self._packed, self._budget = packed, budget
        self._members: dict[str, _Member] = {}
        self._bytes = 0

    def create(self, filename: str) -> Py7zIO:
        """Return the writer for the member with this name."""
        return self._members.setdefault(filename, _Member(self))

    def content(self, name: str) -> bytes | None:
        """Return a member that was unpacked to its end."""
        member = self._members.get(PurePosixPath(name).as_posix())
        return bytes(member.data) if member is not None and member.whole else None

    def count(self, size: int) -> None:
        """Count bytes before they are kept."""
        self._bytes += size
        self._budget.unpack(size, self._bytes, self._packed)
        if self._bytes > limits.KEPT_BYTES:
            raise OverBudgetError(sentence("reading.unpacked-over-mb", limit=megabytes(limits.KEPT_BYTES)))


class _Member(Py7zIO):
    """The bytes of one member; py7zr closes it when it has verified them."""

    def __init__(self, kept: _Kept) -> None:
        self.data = bytearray()
        self.whole = False
        self._kept = kept

    def write(self, s: bytes | bytearray) -> int:
        self._kept.count(len(s))
        self.data += s
        return len(s)

    def read(self, size: int | None = None) -> bytes:
        return b""

    def seek(self, offset: int, whence: int = 0) -> int:
        return 0

    def flush(self) -> None:
        """Do nothing: there is no buffer."""

    def size(self) -> int:
        return len(self.data)

    def close(self) -> None:
        self.whole = True
