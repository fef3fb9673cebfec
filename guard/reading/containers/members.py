"""Turns one member of an archive into an item: its bytes within the budget, or why there are none."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractContextManager
from typing import Protocol

from guard.core.model import Item, Kind, Reason, Unreadable
from guard.reading import limits
from guard.reading.documents.budget import Budget
from guard.reading.documents.errors import PARSING_ERRORS, DocumentError, OverBudgetError
from guard.sentences.catalogue import sentence
from guard.util.sizes import megabytes

_CHUNK = 1 << 16


class Stream(Protocol):
    """What bytes can be read from."""

    def read(self, size: int, /) -> bytes:
        """Return at most this many bytes, none at the end."""


ENCRYPTED = Unreadable(Reason.ENCRYPTED, sentence("reading.member-encrypted"))


def member(name: str, opened: Callable[[], AbstractContextManager[Stream]], packed: int, budget: Budget) -> Item:
    """Return the member with this name. ``packed``: its size in the archive in bytes.

    A member that cannot be read is an item with a problem: later ones may be readable.
    """
    try:
        with opened() as stream:
            return Item(name, Kind.FILES, read_whole(stream, packed, budget))
    except OverBudgetError as error:
        problem = Unreadable(Reason.TOO_LARGE, sentence("reading.member-over-budget", why=error.words))
    except NotImplementedError:
        problem = Unreadable(Reason.UNSUPPORTED, sentence("reading.member-compression"))
    except (DocumentError, *PARSING_ERRORS):
        problem = Unreadable(Reason.DAMAGED, sentence("reading.member-damaged"))
    return Item(name, Kind.FILES, problem=problem)


def read_whole(stream: Stream, packed: int, budget: Budget) -> bytes:
    """Return all bytes of a stream, counted against the budget; raises OverBudgetError."""
    whole = bytearray()
    while chunk := stream.read(_CHUNK):
        whole += chunk
        budget.unpack(len(chunk), len(whole), packed)
        if len(whole) > limits.PART_BYTES:
            raise OverBudgetError(sentence("reading.over-mb", limit=megabytes(limits.PART_BYTES)))
    return bytes(whole)


def words(untrusted_text: str) -> Item:
    """Return words that a container itself shows: a folder's name, a mail's subject."""
    return Item("", Kind.TEXT, untrusted_text=untrusted_text)
