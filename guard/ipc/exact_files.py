"""Gives the unit's key and the indexes of its tables to the processes that judge; all share the memory of an index."""

from __future__ import annotations

import logging
import mmap
from collections.abc import Collection
from pathlib import Path
from typing import TYPE_CHECKING

import msgspec

from rules.model import EXACT

if TYPE_CHECKING:
    from rules.exact.index import ExactIndex

log = logging.getLogger(__name__)


class ExactFile(msgspec.Struct, frozen=True):
    """A proven index in the store of this computer: the name of its table, where it is, its SHA-256."""

    name: str
    path: str
    sha256: str


class Exact(msgspec.Struct, frozen=True):
    """What is found with the unit's key: rows of its tables by these indexes, and hashed words of packs.

    ``key`` is b"" where nothing needs it, or where there is none.
    """

    files: tuple[ExactFile, ...] = ()
    key: bytes = b""


NO_EXACT = Exact()
"""Where nothing needs the unit's key."""


def opened(exact: Exact) -> tuple[ExactIndex, ...]:
    """Return the indexes that can be read. What the loader has proven a moment ago is not hashed again."""
    found = (_opened(file, exact.key) for file in exact.files)
    return tuple(index for index in found if index is not None)


def lacking(exact: Exact, rules: Collection[str]) -> tuple[str, ...]:
    """Return the names of the tables whose index could not be opened, by the ids of rules of the judge that was made:
    a file that was proven may be gone when a broker starts again."""
    return tuple(file.name for file in exact.files if f"{EXACT}·{file.name}" not in rules)


def _opened(file: ExactFile, key: bytes) -> ExactIndex | None:
    from rules.exact.index import ExactError, index_of  # loaded where the unit has sent one

    try:
        with Path(file.path).open("rb") as stream:
            mapped = mmap.mmap(stream.fileno(), 0, access=mmap.ACCESS_READ)
        return index_of(memoryview(mapped), key)
    except (OSError, ValueError, ExactError) as error:
        log.error("an index of the unit's tables cannot be used (%s)", type(error).__name__)
        return None
