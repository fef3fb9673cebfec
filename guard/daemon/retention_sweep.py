"""Deletes held items whose retention period has ended, or to stay below the size limit. The journal says which and why.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence

from guard.core.events import Event, EventKind
from guard.core.policy import Policy
from guard.core.ports import Sink, Vault
from guard.daemon.copy_files import CopyFiles
from guard.sentences.catalogue import joined, sentence
from guard.vault.errors import VaultError
from rules.sentences.sentence import NOTHING, Sentence

_MEGABYTE = 2**20
_HOURS = 24


class RetentionSweep:
    """Keeps vaults within 留存天数 and 留存上限MB. ``trouble`` is told a part, and words for people or NOTHING;
    ``stored`` the number of bytes that are left in all vaults. Old ``copies`` go, too.
    """

    def __init__(self, vaults: Sequence[Vault], policy: Callable[[], Policy], sink: Sink,
                 trouble: Callable[[str, Sentence], None], stored: Callable[[int], None], copies: CopyFiles) -> None:
        self._vaults = tuple(vaults)
        self._policy = policy
        self._sink = sink
        self._trouble = trouble
        self._stored = stored
        self._copies = copies
        self._full = False
        self._hours = 0

    def hourly(self, but: str) -> None:
        """Do what is due; ``but`` is the item that is on the clipboard now. Call once per hour."""
        if self._hours % _HOURS == 0:
            self.expire()
        self._hours += 1
        self._copies.sweep()
        self.drop_unlisted(but)

    def expire(self) -> None:
        """Delete the items whose time has ended, then make room. Call once per day."""
        days = self._policy().retention_days
        try:
            for vault in self._vaults:
                self._gone(vault.expire(time.time(), days), "expired")
        except VaultError as error:
            self._trouble("vault", error.words)
            return
        self._trouble("room", NOTHING)
        self.make_room()

    def drop_unlisted(self, but: str) -> None:
        """Delete what nobody wanted anywhere, a day after it was copied; not ``but``."""
        try:
            for vault in self._vaults:
                self._gone(vault.drop_unlisted(time.time(), but), "copied-only")
        except VaultError as error:
            self._trouble("vault", error.words)

    def make_room(self) -> None:
        """Delete what may be deleted while the vaults are too large; report it, and report when what must stay is too
        large.

        A report stays until the next day, or until there is room again after there was none.
        """
        limit = self._policy().retention_megabytes
        try:
            gone = sum(self._gone(vault.shrink(time.time(), limit * _MEGABYTE), "room") for vault in self._vaults)
            sizes = [vault.size() for vault in self._vaults]
        except VaultError as error:
            self._trouble("vault", error.words)
            return
        self._stored(sum(sizes))
        full = max(sizes) > limit * _MEGABYTE
        if gone or full:
            self._trouble("room", _words(limit, gone, full=full))
        elif self._full:
            self._trouble("room", NOTHING)
        self._full = full

    def _gone(self, cases: Sequence[str], why: str) -> int:
        for case_id in cases:
            self._sink.append(Event(EventKind.DESTROYED, time.time(), case=case_id, reason=why))
        return len(cases)


def _words(limit: int, gone: int, *, full: bool) -> Sentence:
    return joined(sentence("sweep.over-limit", limit=limit),
                  sentence("sweep.cleared", count=gone) if gone else NOTHING,
                  sentence("sweep.rest-is-kept") if full else NOTHING)
