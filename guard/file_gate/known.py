"""What is known of files: by device, inode, size and times, under the rules in force, and for one user. Bounded."""

from __future__ import annotations

from collections import OrderedDict

from guard.core.model import DestinationKind
from guard.file_gate.messages import FileKey

KNOWN_LIMIT = 16_384
"""Files that are known, those used last: some 300 bytes each."""

LET_LIMIT = 256
"""Leaves that stand at the same time."""

OWN_LIMIT = 1_024
"""Files that clients have made and that are kept in mind."""

OWN_SECONDS = 600.0
"""For so long a file counts as the client's own that it made."""

HeldFrom = tuple[DestinationKind, ...]


class KnownFiles:
    """Of one user. Not thread-safe; ``now`` is always the monotonic clock in seconds."""

    def __init__(self) -> None:
        self._rules = ""
        self._files: OrderedDict[FileKey, HeldFrom] = OrderedDict()
        self._let: OrderedDict[tuple[FileKey, str], float] = OrderedDict()
        self._own: OrderedDict[tuple[str, int, int], float] = OrderedDict()

    def __len__(self) -> int:
        return len(self._files)

    def by_rules(self, rules: str) -> None:
        """Forget what was judged by other rules than these."""
        if rules != self._rules:
            self._rules = rules
            self._files.clear()

    def put(self, key: FileKey, held_from: HeldFrom) -> None:
        """Remember whom a file is held from."""
        self._files[key] = held_from
        self._files.move_to_end(key)
        if len(self._files) > KNOWN_LIMIT:
            self._files.popitem(last=False)

    def get(self, key: FileKey) -> HeldFrom | None:
        """Return whom a file is held from; None for one that is not known as it is now."""
        found = self._files.get(key)
        if found is not None:
            self._files.move_to_end(key)
        return found

    def forget(self, key: FileKey) -> None:
        """Know this file no more."""
        self._files.pop(key, None)

    def let(self, key: FileKey, executable: str, until: float) -> None:
        """Let a program have a file until this time."""
        self._let[key, executable] = until
        if len(self._let) > LET_LIMIT:
            self._let.popitem(last=False)

    def is_let(self, key: FileKey, executable: str, now: float) -> bool:
        """Return whether this program may have the file now."""
        return self._let.get((key, executable), 0.0) > now

    def made(self, key: FileKey, executable: str, now: float) -> None:
        """Note that a program opens an empty file: what it writes there is its own."""
        self._own[executable, key.device, key.inode] = now + OWN_SECONDS
        if len(self._own) > OWN_LIMIT:
            self._own.popitem(last=False)

    def is_own(self, key: FileKey, executable: str, now: float) -> bool:
        """Return whether a program has made this file itself."""
        return self._own.get((executable, key.device, key.inode), 0.0) > now
