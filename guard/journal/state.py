"""The journal's evolving key on disk: the number of the next record and the key that will seal it.

``journal.start`` contains the first key, from which every record can be verified. Whoever reads it can forge the whole
journal, so an administrator may move it off the PC; the chain and the stored checkpoints can still be verified.
"""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from pathlib import Path

from guard.journal.errors import JournalError, UnusableJournalError
from guard.journal.record import evolve
from guard.platform import atomic_file
from guard.platform.atomic_file import Durability
from guard.sentences.catalogue import sentence

_KEY_BYTES = 32


@dataclass(frozen=True, slots=True)
class SealState:
    """``key`` seals record ``number``."""

    number: int
    key: bytes

    def at(self, number: int) -> SealState:
        """Return the state evolved forward to a later record."""
        key = self.key
        for _ in range(number - self.number):
            key = evolve(key)
        return SealState(number, key)


def new_start() -> SealState:
    """Return a fresh first state."""
    return SealState(0, secrets.token_bytes(_KEY_BYTES))


def key_path(journal: Path) -> Path:
    """Return where a journal's evolving key is."""
    return journal.with_suffix(".key")


def start_path(journal: Path) -> Path:
    """Return where a journal's first key is."""
    return journal.with_suffix(".start")


def load(path: Path) -> SealState | None:
    """Return the state in a file, or None when there is no file. Raises JournalError when it cannot be read, and
    UnusableJournalError when it is damaged.
    """
    try:
        written = path.read_bytes()
    except FileNotFoundError:
        return None
    except OSError as error:
        raise JournalError(sentence("journal.keys-not-readable", path=path)) from error
    try:
        number, _, key = written.decode("ascii").strip().partition(" ")
        state = SealState(int(number), bytes.fromhex(key))
    except ValueError:
        raise UnusableJournalError(sentence("journal.keys-damaged", name=path.name)) from None
    if state.number < 0 or len(state.key) != _KEY_BYTES:
        raise UnusableJournalError(sentence("journal.keys-damaged", name=path.name))
    return state


def save(path: Path, state: SealState, *, durability: Durability = Durability.CONTENT) -> None:
    """Replace the file; its bytes are on disk when this returns, unless ``durability`` says otherwise. Raises OSError.

    If a power cut undoes the rename, the older state comes back: it evolves forward to the same key.
    """
    atomic_file.replace(path, f"{state.number} {state.key.hex()}\n".encode("ascii"),
                        durability=durability)
