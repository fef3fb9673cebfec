"""Remembers the orders of the unit and how far this computer is with each, so that none is replayed or begun twice."""

from __future__ import annotations

import hashlib
import time
from collections.abc import Callable, Iterable
from pathlib import Path

import msgspec

from guard.core.inspection_order import InspectionOrder, Step
from guard.platform import atomic_file
from guard.sentences import wire
from guard.sentences.catalogue import sentence
from rules.sentences.sentence import NOTHING, Sentence

KEPT = 200
"""Orders that are remembered; of more, the oldest are forgotten."""

_LIMIT = 4 * 1024 * 1024
"""Bytes of the file at most."""


class Known(msgspec.Struct, frozen=True):
    """One order that was in a signed index, for whatever computer. ``digest`` is of all that the order says but its
    withdrawal. ``mine`` is what this computer does about it, None for an order for others. Times are in seconds since
    the epoch.
    """

    number: int
    id: str
    digest: str
    withdrawn: bool
    mine: Taken | None = None


class Taken(msgspec.Struct, frozen=True):
    """An order for this computer. ``reason`` is its user's for stopping it, ``why`` that it is not carried out."""

    order: InspectionOrder
    step: Step
    at: float
    done: int = 0
    total: int = 0
    reason: str = ""
    why: Sentence = NOTHING


_ENTRIES = msgspec.msgpack.Decoder(tuple[Known, ...], dec_hook=wire.read)
_ENCODER = msgspec.msgpack.Encoder(enc_hook=wire.written)


def digest_of(order: InspectionOrder) -> str:
    """Return the SHA-256 of what an order says, whether it was withdrawn or not."""
    return hashlib.sha256(msgspec.msgpack.encode(msgspec.structs.replace(order, withdrawn=""))).hexdigest()


def known_objection(order: InspectionOrder, known: Iterable[Known]) -> Sentence:
    """Return why an order cannot follow what is known, without words when it can: it was never seen although newer ones
    were, it says something else than before, or it was withdrawn.
    """
    entries = tuple(known)
    same = next((one for one in entries if one.number == order.number), None)
    if same is None:
        newest = max((one.number for one in entries), default=0)
        return sentence("orders.replayed", number=order.number) if order.number < newest else NOTHING
    if same.digest != digest_of(order):
        return sentence("orders.other-content", number=order.number)
    return sentence("orders.revived", number=order.number) if same.withdrawn and not order.withdrawn else NOTHING


class OrderLedger:
    """One file of the user's, for one thread at a time. A damaged file counts as empty. Writing raises OSError; then
    nothing has changed.

    ``index`` is the file with what inspections have read (guard.inspect.index).
    """

    def __init__(self, path: Path, index: Path, now: Callable[[], float] = time.time) -> None:
        self.path, self.index = path, index
        self._now = now
        self._entries: tuple[Known, ...] | None = None

    def entries(self) -> tuple[Known, ...]:
        """Return every order that was seen, by number."""
        if self._entries is None:
            self._entries = atomic_file.read(self.path, _LIMIT, _ENTRIES) or ()
        return self._entries

    def taken(self) -> tuple[Taken, ...]:
        """Return the orders for this computer, by number."""
        return tuple(entry.mine for entry in self.entries() if entry.mine is not None)

    def keep(self, entry: Known) -> None:
        """Store an order, in place of what was known of its number."""
        others = [one for one in self.entries() if one.number != entry.number]
        self._write(tuple(sorted((*others, entry), key=lambda one: one.number)))

    def change(self, number: int, **values: object) -> Taken:
        """Change what this computer does about an order; return that."""
        entry = next(one for one in self.entries() if one.number == number and one.mine is not None)
        assert entry.mine is not None
        if "step" in values:
            values.setdefault("at", self._now())
        mine = msgspec.structs.replace(entry.mine, **values)
        self.keep(msgspec.structs.replace(entry, mine=mine))
        return mine

    def _write(self, entries: tuple[Known, ...]) -> None:
        entries = entries[-KEPT:]
        atomic_file.replace(self.path, _ENCODER.encode(entries), durability=atomic_file.Durability.CONTENT)
        self._entries = entries
