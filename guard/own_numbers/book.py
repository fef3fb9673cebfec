"""Stores the hashes of 我的信息 on disk: no numbers, only their hashes under a key of this user's own."""

from __future__ import annotations

import hashlib
import hmac
import time
from dataclasses import dataclass
from pathlib import Path

import msgspec

from guard.core.own_numbers import MOST, NOBODY, Own, OwnEntry, OwnKind, digest, number_of
from guard.platform import atomic_file
from guard.sentences.catalogue import sentence
from guard.vault.errors import VaultError
from guard.vault.keys import KeySource
from rules.sentences.sentence import SaidError

_PURPOSE = b"mishao own numbers 1"
_LIMIT = 64 * 1024
"""Bytes of the file at most."""

_ENTRIES = msgspec.msgpack.Decoder(tuple[OwnEntry, ...])


class OwnRefusedError(SaidError):
    """A number was not registered; its words say why, for people."""


@dataclass(frozen=True, slots=True)
class OwnBook:
    """The file and the source of its key: derived from the vault's, which is never used directly. Not thread-safe."""

    path: Path
    keys: KeySource

    def own(self) -> Own:
        """Return what decide.py needs; no numbers when file or key cannot be read: then the user is asked."""
        entries = self.entries()
        if not entries:
            return NOBODY
        try:
            return Own(self._key(), tuple(entry.digest for entry in entries))
        except (VaultError, OwnRefusedError):
            return NOBODY

    def entries(self) -> tuple[OwnEntry, ...]:
        """Return what is registered, oldest first; nothing of a file that is damaged."""
        return atomic_file.read(self.path, _LIMIT, _ENTRIES) or ()

    def damaged(self) -> bool:
        """Tell whether there is a file that cannot be read; what is added then replaces it."""
        return atomic_file.is_damaged(self.path, _LIMIT, _ENTRIES)

    def add(self, kind: OwnKind, untrusted_number: str) -> None:
        """Register a number. Raises OwnRefusedError, VaultError and OSError."""
        number = number_of(kind, untrusted_number)
        if number is None:
            raise OwnRefusedError(sentence("own.not-valid", kind=kind))
        entries = self.entries()
        known_as = digest(self._key(), number)
        if any(entry.digest == known_as for entry in entries):
            raise OwnRefusedError(sentence("own.registered-already"))
        if sum(entry.kind is kind for entry in entries) >= MOST[kind]:
            raise OwnRefusedError(sentence("own.too-many", kind=kind, most=MOST[kind]))
        self._write((*entries, OwnEntry(kind, time.time(), known_as)))

    def remove(self, known_as: bytes) -> None:
        """Forget a number; a number that is not there is no error. Raises OSError."""
        self._write(tuple(entry for entry in self.entries() if entry.digest != known_as))

    def _key(self) -> bytes:
        master = self.keys.load()
        if master is None:
            raise OwnRefusedError(sentence("own.no-key"))
        return hmac.new(master, _PURPOSE, hashlib.sha256).digest()

    def _write(self, entries: tuple[OwnEntry, ...]) -> None:
        atomic_file.replace(self.path, msgspec.msgpack.encode(entries))
