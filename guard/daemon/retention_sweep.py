"""Deletes held items whose retention period has ended, or to stay below the size limit. The journal says which and why.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Collection, Iterator, Sequence
from contextlib import contextmanager

from guard.core.events import Event, EventKind
from guard.core.kept_from_deletion import DAY_SECONDS, may_expire, may_make_room
from guard.core.model import Case
from guard.core.policy import Policy
from guard.core.ports import Sink, Vault
from guard.daemon.copy_files import CopyFiles
from guard.sentences.catalogue import joined, sentence
from guard.vault.errors import VaultCode, VaultError
from rules.sentences.sentence import NOTHING, Sentence

_MEGABYTE = 2**20
_HOURS = 24


class RetentionSweep:
    """Keeps vaults within 留存天数 and 留存上限MB. ``trouble`` is told a part, and words for people or NOTHING;
    ``stored`` the number of bytes that are left in all vaults; ``gone`` what has expired. Old ``copies`` go, too.
    """

    def __init__(self, vaults: Sequence[Vault], policy: Callable[[], Policy], sink: Sink,
                 trouble: Callable[[str, Sentence], None], stored: Callable[[int], None], copies: CopyFiles,
                 gone: Callable[[Case], None]) -> None:
        self._vaults = tuple(vaults)
        self._policy = policy
        self._sink = sink
        self._trouble = trouble
        self._stored = stored
        self._copies = copies
        self._gone = gone
        self._full = False
        self._hours = 0

    def hourly(self, but: Collection[str]) -> None:
        """Do what is due; ``but`` are the items that are on the clipboard or selected now. Call once per hour."""
        self._copies.sweep()
        with self._reported("sweep"):
            if self._hours % _HOURS == 0:
                self._expire()
            self._hours += 1  # after an error the same is due in the next hour
            self._drop_unlisted(but)

    def make_room(self) -> None:
        """Delete what may be deleted while the vaults are too large, released items first, then the oldest, none of
        today; report it, and report when what must stay is too large.

        A report stays until the next day, or until there is room again after there was none.
        """
        with self._reported("making room"):
            self._make_room()

    def _expire(self) -> None:
        before = time.time() - self._policy().retention_days * DAY_SECONDS
        for vault, item in self._every(lambda vault: vault.opened_before(before)):
            case = _readable(vault, item)
            if case is not None and may_expire(case):
                self._destroy(vault, item, "expired")
                self._gone(case)
        self._trouble("room", NOTHING)
        self._make_room()

    def _drop_unlisted(self, but: Collection[str]) -> None:
        """Delete what nobody wanted anywhere, a day after it was copied; not ``but``, which can still be pasted.
        It exists where it was copied from.
        """
        before = time.time() - DAY_SECONDS
        for vault, item in self._every(lambda vault: vault.unlisted_before(before)):
            if item not in but:
                self._destroy(vault, item, "copied-only")

    def _make_room(self) -> None:
        limit = self._policy().retention_megabytes
        gone = sum(self._shrink(vault, limit * _MEGABYTE) for vault in self._vaults)
        sizes = [vault.size() for vault in self._vaults]
        self._stored(sum(sizes))
        full = max(sizes) > limit * _MEGABYTE
        if gone or full:
            self._trouble("room", _words(limit, gone, full=full))
        elif self._full:
            self._trouble("room", NOTHING)
        self._full = full

    def _shrink(self, vault: Vault, limit: int) -> int:
        """Delete what may be deleted until at most ``limit`` bytes are left; return how many items."""
        excess, gone = vault.size() - limit, 0
        for item in vault.opened_before(time.time() - DAY_SECONDS) if excess > 0 else ():
            if excess <= 0:
                break
            case = _readable(vault, item)
            if case is not None and may_make_room(case):
                excess -= vault.size_of(item)
                self._destroy(vault, item, "room")
                gone += 1
        return gone

    def _every(self, due: Callable[[Vault], tuple[str, ...]]) -> Iterator[tuple[Vault, str]]:
        for vault in self._vaults:
            for item in due(vault):
                yield vault, item

    def _destroy(self, vault: Vault, item: str, why: str) -> None:
        vault.destroy(item)
        self._sink.append(Event(EventKind.DESTROYED, time.time(), case=item, reason=why))

    @contextmanager
    def _reported(self, part: str) -> Iterator[None]:
        """Tell under this name an error of a vault, and that there is none any more."""
        try:
            yield
        except VaultError as error:
            self._trouble(part, error.words)
        else:
            self._trouble(part, NOTHING)


def _readable(vault: Vault, item: str) -> Case | None:
    """Return the case of an item; None for one that is gone by now, and for a damaged one, which may be 国家秘密 and
    stays.
    """
    try:
        return vault.case(item)
    except VaultError as error:
        if error.code not in {VaultCode.DAMAGED, VaultCode.MISSING}:
            raise
        return None


def _words(limit: int, gone: int, *, full: bool) -> Sentence:
    return joined(sentence("sweep.over-limit", limit=limit),
                  sentence("sweep.cleared", count=gone) if gone else NOTHING,
                  sentence("sweep.rest-is-kept") if full else NOTHING)
