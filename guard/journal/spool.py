"""Reads the journal onward from a place: the file of records is itself the spool of what must still be sent."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

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
        self._moved: tuple[Place, Place] | None = None
        """A place that was not there, and where it was found: the whole journal was read for that."""

    def read(self, place: Place, most: int) -> tuple[Spooled, ...]:
        """Return up to ``most`` records from a place on, or from the first one of another journal. Raises OSError.

        A place that is no longer where its record begins, because the end of the journal was cut off, is searched for.
        """
        try:
            with self._path.open("rb") as file:
                chain = _chain(file.readline())
                if not chain:
                    return ()
                place = place if place.chain == chain else Place(chain)
                place = self._found(file, place)
                file.seek(place.offset)
                found: list[Spooled] = []
                for line in file:
                    if len(found) == most or not line.endswith(b"\n"):
                        break
                    found.append(_spooled(line[:-1], place))
                    place = found[-1].after
                return tuple(found)
        except FileNotFoundError:
            return ()

    def _found(self, file: BinaryIO, place: Place) -> Place:
        """Return a place, or where its record is now."""
        known = self._moved[1] if self._moved is not None and self._moved[0] == place else place
        if _is_there(file, known):
            return known
        found = _searched(file, place)
        self._moved = place, found
        return found


def _chain(first_line: bytes) -> str:
    return hashlib.sha256(first_line).hexdigest()[:16] if first_line.endswith(b"\n") else ""


def _is_there(file: BinaryIO, place: Place) -> bool:
    """Return whether the next record begins at this place, or will when it is written."""
    if place.offset == 0:
        return True
    file.seek(place.offset - 1)
    if file.read(1) != b"\n":
        return False
    number = _number(file.readline())
    return number is None or number == place.number


def _searched(file: BinaryIO, place: Place) -> Place:
    """Return where the first record begins that comes at this place or later."""
    file.seek(0)
    offset = 0
    for line in file:
        number = _number(line)
        if not line.endswith(b"\n") or (number is not None and number >= place.number):
            break
        offset += len(line)
    return Place(place.chain, place.number, offset)


def _number(line: bytes) -> int | None:
    """Return the number of a record, None for a line that is not whole, or none of ours."""
    fields = decode(line[:-1]) if line.endswith(b"\n") else None
    return None if fields is None else int(str(fields["n"]))


def _spooled(line: bytes, at: Place) -> Spooled:
    fields = decode(line)
    number = int(str(fields["n"])) if fields is not None else at.number
    after = Place(at.chain, number + 1, at.offset + len(line) + 1)
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
