"""Finds out on a thread of its own who opens, where that takes a look at many processes or at a user's file.

Other opens are answered meanwhile. That is so for a program that serves files to others, which opens for whoever waits
for it, for Wine, whose prefix tells which programs it runs, and for a sandbox, whose file with its name may be one that
this gate is asked about.
"""

from __future__ import annotations

import os
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass

from guard.file_gate.openers import Opener, Openers


@dataclass(frozen=True, slots=True)
class WaitingOpen:
    """An open that waits until its deadline (monotonic clock)."""

    descriptor: int
    opener: Opener
    deadline: float


@dataclass(frozen=True, slots=True)
class _Sought:
    """The chat client of a user that waits for a served file, or, with a ``pid``, who that process is."""

    user: int
    pid: int = 0


class LookUps:
    """One look at a time. The gate's thread calls it; ``fileno`` becomes readable when something was found."""

    def __init__(self, openers: Openers) -> None:
        """``openers`` are used by the thread alone."""
        self._openers = openers
        self._thread = ThreadPoolExecutor(1, "look-up")
        self._found = os.eventfd(0, os.EFD_CLOEXEC | os.EFD_NONBLOCK)
        self._next: dict[_Sought, list[WaitingOpen]] = {}
        self._looking: tuple[_Sought, list[WaitingOpen], Future[Opener | None]] | None = None

    def fileno(self) -> int:
        """Return the descriptor to poll."""
        return self._found

    def add(self, open_: WaitingOpen) -> None:
        """Find out whose open this is. One that comes while a look is under way is for the next look: who is behind it
        may not have waited yet.
        """
        opener = open_.opener
        self._next.setdefault(_Sought(opener.user, 0 if opener.serves else opener.pid), []).append(open_)
        self._begin()

    def take(self) -> list[tuple[WaitingOpen, Opener]]:
        """Return the opens of the look that has ended, with whose they are, and begin the next."""
        os.eventfd_read(self._found)
        if self._looking is None or not self._looking[2].done():
            return []
        _, opens, found = self._looking
        self._looking = None
        self._begin()
        opener = found.result()
        return [(each, opener or each.opener) for each in opens]

    def late(self, now: float) -> list[WaitingOpen]:
        """Return the opens whose time is over, and wait for them no more."""
        late: list[WaitingOpen] = []
        for opens in self._lists():
            late += [each for each in opens if each.deadline <= now]
            opens[:] = [each for each in opens if each.deadline > now]
        return late

    def deadlines(self) -> list[float]:
        """Return until when opens wait."""
        return [each.deadline for opens in self._lists() for each in opens]

    def forget(self) -> None:
        """Identify every process again: another policy is in force."""
        self._thread.submit(self._openers.forget)

    def _lists(self) -> list[list[WaitingOpen]]:
        return [*self._next.values(), *([self._looking[1]] if self._looking is not None else ())]

    def _begin(self) -> None:
        if self._looking is not None or not self._next:
            return
        sought = next(iter(self._next))
        found = self._thread.submit(self._find, sought)
        self._looking = sought, self._next.pop(sought), found
        found.add_done_callback(lambda _: os.eventfd_write(self._found, 1))

    def _find(self, sought: _Sought) -> Opener | None:
        if not sought.pid:
            return self._openers.waiting_client(sought.user)
        self._openers.drop(sought.pid)
        return self._openers.of(sought.pid)
