"""Remembers verdicts of files by device, inode, size and times, under the rules in force, per user. Bounded."""

from __future__ import annotations

import time
from collections import OrderedDict

from guard.core.model import DestinationKind
from guard.file_gate.messages import FileKey

KNOWN_LIMIT = 16_384
"""Files that are remembered, the last used: some 300 bytes each."""

LET_LIMIT = 256
"""Releases that are valid at the same time."""

OWN_LIMIT = 1_024
"""Files made by clients that are remembered."""

OWN_SECONDS = 600.0
"""How long a file counts as the client's own after the client made it."""

NEW_NS = 2_000_000_000
"""An empty file that was created at most so many nanoseconds ago is taken for one that who opens it has just made."""

HeldFrom = tuple[DestinationKind, ...]


class KnownFiles:
    """Of one user. Not thread-safe; ``now`` is always the monotonic clock in seconds."""

    def __init__(self) -> None:
        self._rules = ""
        self._files: OrderedDict[FileKey, HeldFrom] = OrderedDict()
        self._let: OrderedDict[tuple[FileKey, str], float] = OrderedDict()
        self._own: OrderedDict[tuple[str, int, int, int], float] = OrderedDict()

    def __len__(self) -> int:
        return len(self._files)

    def by_rules(self, rules: str) -> None:
        """Forget what was judged by other rules than these."""
        if rules != self._rules:
            self._rules = rules
            self._files.clear()

    def put(self, key: FileKey, held_from: HeldFrom, rules: str) -> None:
        """Remember from whom a file is held, if it was judged by the rules in force."""
        if not rules or rules != self._rules:
            return
        self._files[key] = held_from
        self._files.move_to_end(key)
        if len(self._files) > KNOWN_LIMIT:
            self._files.popitem(last=False)

    def get(self, key: FileKey) -> HeldFrom | None:
        """Return from whom a file is held; None for one that is unknown in its current state."""
        found = self._files.get(key)
        if found is not None:
            self._files.move_to_end(key)
        return found

    def forget(self, key: FileKey) -> None:
        """Forget this file."""
        self._files.pop(key, None)

    def let(self, key: FileKey, executable: str, until: float) -> None:
        """Let a program have a file until this time."""
        self._let[key, executable] = until
        self._let.move_to_end((key, executable))
        if len(self._let) > LET_LIMIT:
            self._let.popitem(last=False)

    def is_let(self, key: FileKey, executable: str, now: float) -> bool:
        """Return whether this program may open the file now."""
        return self._let.get((key, executable), 0.0) > now

    def made(self, key: FileKey, executable: str, born_ns: int, now: float) -> None:
        """Note that a program opens an empty file: what it writes there is its own, if the file is new. Other programs
        make empty files, too.
        """
        if not born_ns or abs(time.time_ns() - born_ns) > NEW_NS:
            return
        self._own[executable, key.device, key.inode, born_ns] = now + OWN_SECONDS
        self._own.move_to_end((executable, key.device, key.inode, born_ns))
        if len(self._own) > OWN_LIMIT:
            self._own.popitem(last=False)

    def is_own(self, key: FileKey, executable: str, born_ns: int, now: float) -> bool:
        """Return whether this program made this file itself. The number of a file that was deleted is given again:
        when it was created tells it from the next one, and without that nothing is a program's own.
        """
        return self._own.get((executable, key.device, key.inode, born_ns), 0.0) > now
