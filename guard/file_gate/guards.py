"""The guards that are connected to the gate, each for its user: their terms, and the questions they are asked.

The kernel tells whose guard it is. A process that is not this program is not accepted as a guard.
"""

from __future__ import annotations

import logging
import operator
import os
import select
import socket
from collections.abc import Callable, Collection
from contextlib import suppress
from dataclasses import dataclass, replace

import msgspec

from guard.core.policy import LONGEST_WAIT_MS, Mode, Policy
from guard.file_gate.floor import added, held_to, left_out
from guard.file_gate.known import KnownFiles
from guard.file_gate.messages import (
    LET_SECONDS,
    Changed,
    FromGuard,
    Known,
    Let,
    Signed,
    SignedPolicy,
    Terms,
    Unjudged,
    Verdict,
)
from guard.file_gate.packets import Packets
from guard.file_gate.reports import Reports
from guard.file_gate.unit_policy import UnitPolicy
from guard.ipc.framing import FrameError
from guard.platform.local_unix import peer_of
from guard.platform.processes_linux import is_same_program

log = logging.getLogger(__name__)

GUARDS_LIMIT = 16
"""Guards of one user that are connected at the same time, one per display, whether they have sent terms or not."""

GUARDS_LIMIT_OF_ALL = 512
"""The same of all users together: each is a descriptor, of which the kernel needs one for every open as well."""

_FOLDERS_LIMIT = 1_000
"""Folders of one user that are remembered under one signed policy."""


class User:
    """What the gate knows of one user; it stays when the guard goes, so that known files are still held. ``unit``
    returns what the unit signed for this computer.
    """

    def __init__(self, unit: Callable[[], SignedPolicy | None]) -> None:
        self._unit = unit
        self._policy: tuple[tuple[object, ...], Policy] | None = None
        self._paused_at: float | None = None
        self._said: tuple[int, dict[str, None]] = (0, {})
        self.terms: Terms | None = None
        self.known = KnownFiles()
        self.guards: list[Guard] = []
        self.reports = Reports()

    @property
    def guard(self) -> Guard | None:
        """The guard that is asked: the one that connected last."""
        return self.guards[-1] if self.guards else None

    def heed(self, terms: Terms, now: float) -> None:
        """Take a guard's terms. Anything may send them: none can make an open wait longer than a policy file can."""
        gate = terms.policy.file_gate
        if gate.wait_ms > LONGEST_WAIT_MS:
            bounded = replace(terms.policy, file_gate=replace(gate, wait_ms=LONGEST_WAIT_MS))
            terms = msgspec.structs.replace(terms, policy=bounded)
        self.terms = terms
        paused = terms.policy.mode is Mode.MONITOR
        self._paused_at = (now if self._paused_at is None else self._paused_at) if paused else None

    def policy(self, now: float) -> Policy | None:
        """Return the policy by which opens are answered; None before a guard has sent one."""
        if self.terms is None:
            return None
        signed = self._unit()
        if signed is None:
            return self.terms.policy
        paused_for = now - self._paused_at if self._paused_at is not None else 0.0
        key = self.terms, signed, paused_for < signed.policy.longest_pause * 60
        if self._policy is None or not all(map(operator.is_, self._policy[0], key)):
            self._policy = key, held_to(self.terms.policy, signed.policy, paused_for)
        return self._policy[1]

    def folders(self) -> tuple[tuple[str, ...], tuple[str, ...]]:
        """Return the folders to mark and those to leave out. What one guard said under a signed policy counts until
        there is another one: a later one cannot take it back.
        """
        signed = self._unit()
        if self.terms is None or signed is None:
            return (self.terms.folders, self.terms.left_out) if self.terms is not None else ((), ())
        if self._said[0] != signed.version:
            self._said = signed.version, {}
        for folder in (*added(signed), *self.terms.folders):
            if len(self._said[1]) < _FOLDERS_LIMIT:
                self._said[1][folder] = None
        return tuple(self._said[1]), left_out(self.terms, signed)

    def signed_folders(self) -> frozenset[str]:
        """Return the folders that are marked whoever owns them: those that the unit signed."""
        signed = self._unit()
        return frozenset(added(signed)) if signed is not None else frozenset()

    def tell_unjudged(self, message: Unjudged, now: float) -> None:
        """Tell the guard of opens that were answered without a verdict, now or with the next report."""
        due = self.reports.unjudged(message, now)
        if due is not None:
            log.warning("%d files were not judged in time and %s", due.count, "refused" if due.refused else "let pass")
            self._tell(due)

    def tell_rest(self, now: float) -> None:
        """Tell the guard what it was not told so far."""
        for message in self.reports.rest(now):
            self._tell(message)

    def rest_at(self) -> float | None:
        """Return when the rest is to be told to the guard, None when there is none or no guard."""
        return self.reports.waits_until() if self.guards else None

    def _tell(self, message: Unjudged) -> None:
        if self.guard is None or not self.guard.tell(message):
            self.reports.failed(message)


@dataclass(eq=False, slots=True)
class Guard:
    """One connection."""

    pid: int
    user: int
    packets: Packets[FromGuard]

    def tell(self, message: object, descriptor: int = -1) -> bool:
        """Send a message; return False when the guard is gone or does not keep up."""
        try:
            self.packets.send(message, descriptor)
        except (OSError, FrameError):
            return False
        return True


class Guards:
    """Accepts connections and their messages; a file is asked about at a guard of one of ``users``. Not thread-safe."""

    def __init__(self, listening: socket.socket, poller: select.poll, unit: UnitPolicy,
                 judged: Callable[[int, Guard, Verdict], None], changed: Callable[[], None],
                 joined: Callable[[], None], left: Callable[[Guard], None]) -> None:
        """``judged`` is told verdicts, ``changed`` that a user has sent terms, ``joined`` and ``left`` that a guard has
        connected and disconnected.
        """
        self._unit = unit
        self._listening = listening
        self._poller = poller
        self._judged = judged
        self._changed = changed
        self._joined = joined
        self._left = left
        self._connected: dict[int, Guard] = {}
        self.users: dict[int, User] = {}
        poller.register(listening, select.POLLIN)

    def pids(self) -> Collection[int]:
        """Return the processes of the guards. For any thread."""
        return [guard.pid for guard in list(self._connected.values())]

    def take(self, descriptor: int, now: float) -> bool:
        """Handle what has arrived on this descriptor; return False when it is not one of ours."""
        if descriptor == self._listening.fileno():
            self._accept()
            return True
        guard = self._connected.get(descriptor)
        if guard is None:
            return False
        self._hear(guard, now)
        return True

    def _accept(self) -> None:
        try:
            connection, _ = self._listening.accept()
        except OSError:
            return
        pid, uid = peer_of(connection)
        of_user = sum(guard.user == uid for guard in self._connected.values())
        full = of_user >= GUARDS_LIMIT or len(self._connected) >= GUARDS_LIMIT_OF_ALL
        if full or not is_same_program(pid):
            log.warning("refused a connection that is no guard's: process %d of user %d", pid, uid)
            connection.close()
            return
        connection.setblocking(False)
        guard = Guard(pid, uid, Packets(connection, FromGuard))
        self._connected[connection.fileno()] = guard
        self._poller.register(connection, select.POLLIN)
        self.users.setdefault(uid, User(lambda: self._unit.current))
        self._joined()

    def _hear(self, guard: Guard, now: float) -> None:
        try:
            received = guard.packets.receive()
        except BlockingIOError:
            return
        except (OSError, FrameError) as error:
            log.warning("a guard was cut off: %s", type(error).__name__)
            received = None
        if received is None:
            self._cut_off(guard)
            return
        message, descriptor = received
        if isinstance(message, Signed) and descriptor >= 0:
            self._unit.offer(guard.user, message.name, descriptor)
            return
        if descriptor >= 0:
            os.close(descriptor)
        self._take(guard, self.users[guard.user], message, now)

    def _take(self, guard: Guard, user: User, message: FromGuard, now: float) -> None:
        match message:
            case Terms(rules=rules):
                user.heed(message, now)
                user.known.by_rules(rules)
                if guard not in user.guards:
                    user.guards.append(guard)
                user.tell_rest(now)
                self._changed()
            case Verdict(key=key, held_from=held_from, rules=made_by, judged=judged):
                if judged:
                    user.known.put(key, held_from, made_by)
                self._judged(guard.user, guard, message)
            case Known(rules=made_by, files=files):
                for key, held_from in files:
                    user.known.put(key, held_from, made_by)
            case Let(key=key, executable=executable, seconds=seconds):
                user.known.let(key, executable, now + min(seconds, LET_SECONDS))
            case Changed(key=key):
                user.known.forget(key)

    def _cut_off(self, guard: Guard) -> None:
        descriptor = guard.packets.fileno()
        with suppress(KeyError, ValueError):
            self._poller.unregister(descriptor)
        del self._connected[descriptor]
        guard.packets.close()
        with suppress(ValueError):
            self.users[guard.user].guards.remove(guard)
        self._left(guard)
