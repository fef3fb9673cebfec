"""tar archives: POSIX, GNU and the older form."""

from __future__ import annotations

import io
import tarfile
from collections.abc import Iterator
from contextlib import closing
from typing import IO

from guard.model import Item
from guard.reading.containers.members import member, words
from guard.reading.containers.names import of_surrogates
from guard.reading.documents.budget import Budget
from guard.reading.documents.errors import DamagedError


def read(untrusted_bytes: bytes, budget: Budget) -> Iterator[Item]:
    """Yield every member in the order of the archive."""
    yield from read_stream(io.BytesIO(untrusted_bytes), len(untrusted_bytes), budget)


def read_stream(stream: IO[bytes], packed: int, budget: Budget) -> Iterator[Item]:
    """Yield every member of an archive that is unpacked while it is read; ``packed``: the bytes it is unpacked from."""
    try:
        with tarfile.open(fileobj=stream, mode="r|", encoding="utf-8", errors="surrogateescape") as archive:
            for info in archive:
                budget.open_part()
                yield _item(archive, info, packed, budget)
    except tarfile.TarError as error:
        raise DamagedError("文件不完整或已损坏") from error


def _item(archive: tarfile.TarFile, info: tarfile.TarInfo, packed: int, budget: Budget) -> Item:
    name = of_surrogates(info.name)
    content = archive.extractfile(info) if info.isreg() else None
    if content is None:
        return words(f"{name}\n{of_surrogates(info.linkname)}")
    return member(name, lambda: closing(content), packed, budget)
