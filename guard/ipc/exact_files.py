"""Names the indexes of the unit's tables to the processes that judge, and maps them: all share the same memory."""

from __future__ import annotations

import logging
import mmap
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import msgspec

if TYPE_CHECKING:
    from rules.exact.index import ExactIndex

log = logging.getLogger(__name__)


class ExactFile(msgspec.Struct, frozen=True):
    """A proven index in the store of this computer, its SHA-256, and the key of the unit."""

    path: str
    sha256: str
    key: bytes


def opened(files: Sequence[ExactFile]) -> tuple[ExactIndex, ...]:
    """Return the indexes that can be read. What the loader has proven a moment ago is not hashed again."""
    return tuple(_opened(files)) if files else ()


def _opened(files: Sequence[ExactFile]) -> Iterator[ExactIndex]:
    from rules.exact.index import ExactError, index_of  # loaded where the unit has sent one

    for file in files:
        try:
            with Path(file.path).open("rb") as stream:
                mapped = mmap.mmap(stream.fileno(), 0, access=mmap.ACCESS_READ)
            yield index_of(memoryview(mapped), file.key)
        except (OSError, ValueError, ExactError) as error:
            log.error("an index of the unit's tables cannot be used (%s)", type(error).__name__)
