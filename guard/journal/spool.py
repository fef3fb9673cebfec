"""Reads the journal onward from a place: the file of records is itself the spool of what must still be sent."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from pathlib import Path

import msgspec

from guard.core.events import Event
from guard.journal.record import decode, digest, event_of
from guard.platform import atomic_file
from guard.platform.atomic_file import Durability
from guard.util.undecodable import UNDECODABLE


class Place(msgspec.Struct, frozen=True):
    """Between two records of one journal: ``number`` is the next one's, ``offset`` where it begins, in bytes.

    ``chain`` distinguishes this journal from another that was begun at the same path.
    """

    chain: str = ""
    number: int = 0
    offset: int = 0


@dataclass(frozen=True, slots=True)
class Spooled:
    """One record with the SHA-256 of its line: stored by the receiver, it is a checkpoint. ``after`` is the next place.

    ``event`` is None for a record of a newer version.
    """

    number: int
    digest: str
    event: Event | None
    after: Place


class Spool:
    """Reads whole lines only; a line that is being written is read the next time."""

    def __init__(self, journal: Path) -> None:
        self._path = journal

    def read(self, place: Place, most: int) -> tuple[Spooled, ...]:
        """Return up to ``most`` records from a place on, or from the first one of another journal. Raises OSError."""
        try:
            with self._path.open("rb") as file:
                chain = _chain(file.readline())
                if not chain:
                    return ()
                place = place if place.chain == chain else Place(chain)
                file.seek(place.offset)
                found: list[Spooled] = []
                for line in file:
                    if len(found) == most or not line.endswith(b"\n"):
                        break
                    place = Place(chain, place.number + 1, place.offset + len(line))
                    found.append(_spooled(line[:-1], place))
                return tuple(found)
        except FileNotFoundError:
            return ()


def _chain(first_line: bytes) -> str:
    return hashlib.sha256(first_line).hexdigest()[:16] if first_line.endswith(b"\n") else ""


def _spooled(line: bytes, after: Place) -> Spooled:
    fields = decode(line)
    number = int(str(fields["n"])) if fields is not None else after.number - 1
    return Spooled(number, digest(line), event_of(fields) if fields is not None else None, after)


def load_place(path: Path) -> Place:
    """Return the stored place; the beginning when there is none that can be read."""
    try:
        return msgspec.json.decode(path.read_bytes(), type=Place)
    except (OSError, *UNDECODABLE):
        return Place()


def keep_place(path: Path, place: Place) -> None:
    """Store a place. Not synced: an older one that comes back after a crash only sends some records twice."""
    atomic_file.replace(path, msgspec.json.encode(place), durability=Durability.NONE)
