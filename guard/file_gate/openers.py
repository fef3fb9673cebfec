"""Identifies the process that opens a file as a destination, and caches it while it lives.

A paste identifies it in the same way. A process is pinned by its open folder in /proc, so that a reused process number
is not mistaken for it; the program that it runs is compared at each open. Under Wine the process is wineserver, whose
prefix tells which programs it serves. A program that serves a file system (FUSE), as the document portal does for
sandboxed programs, opens for whoever waits for it: the kernel tells of each process whether it does.
"""

from __future__ import annotations

import os
import time
from collections import OrderedDict
from collections.abc import Callable, Collection, Sequence
from contextlib import suppress
from dataclasses import dataclass

from guard.core.destination_kinds import base_name, classify, is_general_program, name_around
from guard.core.model import DestinationKind
from guard.core.policy import Policy
from guard.core.tickets import CHAT_KINDS
from guard.platform import proc
from guard.platform.processes_linux import (
    SANDBOXED,
    executable_of,
    is_same_program,
    is_wine,
    names_around,
    parent_of,
    user_of,
)

REMEMBERED = 1_024
"""Processes that are remembered, those that were identified last: one descriptor each."""

GENERAL_SECONDS = 2.0
"""A general program (python, wine) is identified again after this time: its executable alone says too little."""

_ANCESTORS_LIMIT = 16


@dataclass(frozen=True, slots=True)
class Opener:
    """A process that opens a file. ``chats``: its opens need a verdict. ``serves``: others open files through it.
    ``unsure``: who it is takes a look at all processes, or at a file of a sandbox.
    """

    pid: int
    user: int
    kind: DestinationKind
    program: str
    executable: str
    serves: bool = False
    unsure: bool = False

    @property
    def chats(self) -> bool:
        """True for the programs that files are held from."""
        return self.kind in CHAT_KINDS


@dataclass(slots=True)
class _Remembered:
    folder: int
    runs: str
    until: float
    opener: Opener
    passes: bool

    def still(self) -> bool:
        """Return whether it runs the same program, and was identified not too long ago."""
        return self.runs == proc.runs(self.folder) and (not self.until or time.monotonic() < self.until)


class Openers:
    """Not thread-safe. ``policies`` returns those by which a program is a chat client for a user; without one no open
    needs a verdict.
    """

    def __init__(self, policies: Callable[[int], Sequence[Policy]], guards: Callable[[], Collection[int]],
                 whole_program: bool) -> None:
        """``guards`` are the processes of the guards, whose children are ours. ``whole_program``: so is every process
        of this program's executable, which runs nothing else.
        """
        self._policies = policies
        self._guards = guards
        self._whole_program = whole_program
        self._known: OrderedDict[int, _Remembered] = OrderedDict()

    def waiting_client(self, user: int) -> Opener | None:
        """Return the chat client of a user that waits for a program that serves files to open one, a person's before a
        unit's own; None when none does.
        """
        waiting = (pid for pid in proc.everyone() if proc.may_be_of(pid, user) and proc.waits_for_served(pid))
        clients = [client for client in map(self.of, waiting) if client.chats and client.user == user]
        return min(clients, key=lambda client: client.kind is not DestinationKind.CHAT, default=None)

    def of(self, pid: int) -> Opener:
        """Return who this process is. One that has ended meanwhile is an unknown program of no user."""
        return self._remembered(pid) or self._look(pid)

    def passes(self, pid: int) -> bool:
        """Return whether this process is known as one whose opens pass, as those of most programs do."""
        known = self._known.get(pid)
        return known is not None and known.passes and known.still()

    def at_once(self, pid: int) -> Opener:
        """As ``of``, but without a look at all processes or into a sandbox: ``unsure`` where that is needed."""
        known = self._remembered(pid)
        if known is not None:
            return known
        called = proc.called(pid)
        if is_wine(called):
            return _unsure(pid, user_of(pid), called)
        return self._look(pid, into_sandboxes=False)

    def keep(self, opener: Opener) -> None:
        """Remember who a process is that waits in an open; another instance has found out."""
        self.drop(opener.pid)
        with suppress(OSError):
            folder = proc.pinned(opener.pid)
            self._remember(opener, folder, proc.runs(folder))

    def drop(self, pid: int) -> None:
        """Identify this process again."""
        known = self._known.pop(pid, None)
        if known is not None:
            os.close(known.folder)

    def forget(self) -> None:
        """Identify every process again: another policy is in force."""
        for pid in list(self._known):
            self.drop(pid)

    def _remembered(self, pid: int) -> Opener | None:
        known = self._known.get(pid)
        if known is None:
            return None
        if known.still():
            return known.opener
        self.drop(pid)
        return None

    def _look(self, pid: int, *, into_sandboxes: bool = True) -> Opener:
        try:
            folder = proc.pinned(pid)
        except OSError:
            return Opener(pid, -1, DestinationKind.UNKNOWN, "", "")
        runs = proc.runs(folder)
        opener = self._identify(pid, into_sandboxes)
        self._remember(opener, folder, runs)
        return opener

    def _remember(self, opener: Opener, folder: int, runs: str) -> None:
        """Remember who a process is, by its open folder; not one that has ended or whose program cannot be read: such
        a one is like every other. Nor one of which that is not known yet.
        """
        if not runs or opener.unsure:
            os.close(folder)
            return
        until = time.monotonic() + GENERAL_SECONDS if is_general_program(opener.executable) else 0.0
        passes = not (opener.chats or opener.serves)
        self._known[opener.pid] = _Remembered(folder, runs, until, opener, passes)
        if len(self._known) > REMEMBERED:
            self.drop(next(iter(self._known)))

    def _identify(self, pid: int, into_sandboxes: bool) -> Opener:
        user, executable = user_of(pid), executable_of(pid)
        policies = self._policies(user)
        if not policies:
            return Opener(pid, user, DestinationKind.UNKNOWN, "", executable)
        names = names_around(pid, executable, into_sandboxes=into_sandboxes)
        if not into_sandboxes and any(name.startswith(SANDBOXED) for name in (executable, *names)):
            return _unsure(pid, user, executable)
        kinds = [(classify(executable, names, (), policy), policy) for policy in policies]
        kind, policy = next((each for each in kinds if each[0] in CHAT_KINDS), kinds[0])
        if kind in CHAT_KINDS and self._is_ours(pid):
            kind = DestinationKind.UNKNOWN
        serves = kind not in CHAT_KINDS and proc.serves_files(pid)
        return Opener(pid, user, kind, name_around(executable, names, policy), executable, serves)

    def _is_ours(self, pid: int) -> bool:
        """Return whether this is ours: a guard and its reader must never wait for themselves, whoever started them."""
        if pid == os.getpid() or (self._whole_program and is_same_program(pid)):
            return True
        guards = self._guards()
        for _ in range(_ANCESTORS_LIMIT):
            if pid in guards:
                return True
            pid = parent_of(pid)
            if pid <= 1:
                return False
        return False


def _unsure(pid: int, user: int, executable: str) -> Opener:
    return Opener(pid, user, DestinationKind.UNKNOWN, base_name(executable), executable, unsure=True)
