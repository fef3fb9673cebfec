"""Answers requestors: TARGETS, TIMESTAMP, MULTIPLE and data, large data in pieces (ICCCM sections 2.2 to 2.7)."""

from __future__ import annotations

import struct
import time
from collections.abc import Callable, Iterable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace

from guard.core.model import Target
from guard.platform.x11 import protocol
from guard.platform.x11.connection import CHUNK_BYTES, Connection, Property
from guard.platform.x11.events import SelectionRequest

TRANSFER_SECONDS = 30.0
"""A requestor that takes no further piece for this long is gone."""

_PAIRS_LIMIT = 512
"""Targets of one MULTIPLE: each name needs a question to the server, while all others wait."""

_ALWAYS = ("TARGETS", "TIMESTAMP", "MULTIPLE")
_NOTICE_NAMES = ("UTF8_STRING", "text/plain;charset=utf-8", "text/plain", "TEXT")


@dataclass(frozen=True, slots=True)
class Offer:
    """What one requestor may have: ``names`` go into TARGETS, ``targets`` is served, ``time`` is when we took over."""

    names: Sequence[str]
    targets: Mapping[str, Target]
    time: int


def notice_offer(notice: str, since: int) -> Offer:
    """Return what is served in place of held content: plain text only, nothing at all when the notice is empty.

    STRING is left out unless the notice is Latin-1: STRING cannot contain more (ICCCM section 2.6.2).
    """
    if not notice:
        return Offer((), {}, since)
    utf8 = notice.encode()
    targets = {name: Target(name, name if name.startswith("text/") else "UTF8_STRING", 8, utf8)
               for name in _NOTICE_NAMES}
    with suppress(UnicodeEncodeError):
        targets["STRING"] = Target("STRING", "STRING", 8, notice.encode("latin-1"))
    return Offer(tuple(targets), targets, since)


def emptied(offer: Offer) -> Offer:
    """Return an offer of the same targets without content."""
    return replace(offer, targets={name: replace(target, untrusted_bytes=b"")
                                   for name, target in offer.targets.items()})


def masked_offer(masked: Sequence[Target], since: int) -> Offer:
    """Return what is served in place of held content that was released masked: the copy and nothing of the original."""
    targets = {target.name: target for target in masked}
    return Offer(tuple(targets), targets, since)


@dataclass(slots=True)
class _Transfer:
    """What must still be given in pieces."""

    value: Property
    offset: int
    moved_at: float


class Server:
    """Writes answers to requestors and finishes transfers in pieces, also after the content was replaced."""

    def __init__(self, connection: Connection, watched: Callable[[int], bool]) -> None:
        """``watched`` windows are also watched by others, and must stay watched."""
        self._connection = connection
        self._watched = watched
        self._transfers: dict[tuple[int, int], _Transfer] = {}

    def refuse(self, asked: SelectionRequest) -> None:
        """Answer a SelectionRequest with nothing."""
        self._connection.answer_request(asked, 0)

    def serve(self, asked: SelectionRequest, offer: Offer) -> None:
        """Answer a SelectionRequest from an offer; refuse what is not in it."""
        place = asked.property or asked.target  # an obsolete client gives no property (ICCCM section 2.2)
        requestor = asked.requestor
        name = self._connection.atom_name(asked.target)
        if name == "MULTIPLE":
            done = bool(asked.property) and self._serve_multiple(requestor, asked.property, offer)
        else:
            done = self._put(requestor, place, name, offer)
        self._connection.answer_request(asked, place if done else 0)

    def wanted(self, asked: SelectionRequest) -> tuple[str, ...]:
        """Return the names of the targets that a request is about: one, or those of a MULTIPLE."""
        name = self._connection.atom_name(asked.target)
        if name != "MULTIPLE":
            return (name,)
        pairs = self._pairs(asked.requestor, asked.property) if asked.property else None
        return tuple(self._connection.atom_name(target) for target in pairs.words()[::2]) if pairs is not None else ()

    def _pairs(self, requestor: int, place: int) -> Property | None:
        """Return the property of a MULTIPLE, None for one that is not a list of pairs or is too long."""
        value = self._connection.read_property(requestor, place)
        words = value.words() if value is not None else ()
        return value if words and not len(words) % 2 and len(words) <= 2 * _PAIRS_LIMIT else None

    def _serve_multiple(self, requestor: int, place: int, offer: Offer) -> bool:
        value = self._pairs(requestor, place)
        if value is None:
            return False
        words = value.words()
        answered = list(words)
        for position in range(0, len(words), 2):
            name = self._connection.atom_name(words[position])
            if name == "MULTIPLE" or not self._put(requestor, words[position + 1], name, offer):
                answered[position + 1] = 0
        self._connection.change_property(requestor, place, _words(value.type, answered))
        return True

    def _put(self, requestor: int, place: int, name: str, offer: Offer) -> bool:
        connection = self._connection
        if name == "TARGETS":
            atoms = [connection.atom(entry) for entry in dict.fromkeys((*_ALWAYS, *offer.names))]
            connection.change_property(requestor, place, _words(protocol.ATOM, atoms))
            return True
        if name == "TIMESTAMP":
            connection.change_property(requestor, place, _words(protocol.INTEGER, [offer.time]))
            return True
        target = offer.targets.get(name)
        if target is None:
            return False
        value = Property(connection.atom(target.type), target.format, target.untrusted_bytes)
        if len(value.untrusted_bytes) <= CHUNK_BYTES:
            connection.change_property(requestor, place, value)
            return True
        # Watch first: the requestor may delete the property as soon as it is there.
        connection.watch_window(requestor)
        self._transfers[requestor, place] = _Transfer(value, 0, time.monotonic())
        announced = min(len(value.untrusted_bytes), 0x7FFFFFFF)
        connection.change_property(requestor, place, _words(connection.atom("INCR"), [announced]))
        return True

    # -------------------------------------------------------------- transfers
    def property_deleted(self, window: int, place: int) -> bool:
        """Give the next piece: the requestor has taken the last one. Return False when this is no transfer of ours."""
        transfer = self._transfers.get((window, place))
        if transfer is None:
            return False
        data = transfer.value.untrusted_bytes
        piece = data[transfer.offset:transfer.offset + CHUNK_BYTES]
        self._connection.change_property(window, place, Property(transfer.value.type, transfer.value.format, piece))
        transfer.offset += len(piece)
        transfer.moved_at = time.monotonic()
        if not piece:
            del self._transfers[window, place]
            self._unwatch([window])
        return True

    def forget(self, windows: Iterable[int]) -> None:
        """Drop the transfers to windows that are gone."""
        gone = set(windows)
        for key in [key for key in self._transfers if key[0] in gone]:
            del self._transfers[key]

    def expire(self, now: float) -> None:
        """Drop the transfers that have not moved for TRANSFER_SECONDS of the monotonic clock."""
        stale = [key for key, transfer in self._transfers.items() if now - transfer.moved_at > TRANSFER_SECONDS]
        for key in stale:
            del self._transfers[key]
        self._unwatch(window for window, _ in stale)

    def _unwatch(self, windows: Iterable[int]) -> None:
        busy = {window for window, _ in self._transfers}
        for window in set(windows) - busy:
            if not self._watched(window):
                self._connection.watch_window_no_more(window)

    @property
    def busy(self) -> bool:
        """True while a transfer is under way."""
        return bool(self._transfers)


def _words(kind: int, values: Sequence[int]) -> Property:
    return Property(kind, 32, struct.pack(f"={len(values)}I", *values))
