"""Answers each open of a file in a marked folder, in one loop that never waits for another process.

Opens of programs that are not chat clients are answered at once and leave no trace. The gate opens no content: a guard
gets a descriptor that identifies the file (O_PATH), and opens it with its own rights. guard/core/decide.py decides.
"""

from __future__ import annotations

import logging
import os
import select
import socket
import time
from collections import Counter
from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass, field, replace
from itertools import count
from math import inf

from guard.core.decide import refuses_open, waits
from guard.core.model import Destination, DestinationKind
from guard.core.policy import GateMode, Policy
from guard.file_gate import deadman
from guard.file_gate.fanotify import NO_DESCRIPTOR, PermissionGroup
from guard.file_gate.guards import Guard, Guards, User
from guard.file_gate.look_ups import LookUps, WaitingOpen
from guard.file_gate.marking import Marker
from guard.file_gate.messages import FileKey, Opened, Reached, Unjudged, Verdict
from guard.file_gate.openers import Opener, Openers
from guard.file_gate.roots import Wish
from guard.file_gate.unit_policy import UnitPolicy
from guard.platform import proc
from guard.platform.birth_time import born_ns
from guard.util.path_text import path_text

log = logging.getLogger(__name__)

WAITING_LIMIT = 128
"""Opens of one user that wait for a verdict at the same time; one more is answered as unjudged. Nobody uses up what is
another user's.
"""

WAITING_LIMIT_OF_ALL = 1_024
"""The same of all users together: each keeps a descriptor open."""

_LATE_MS = 5
"""Added to the sleep until the first deadline, so that it has passed."""


_LINGER_SECONDS = 200e-6
"""How long the next open is awaited without sleep: on a computer at rest a processor takes as long to wake up."""

_TURN_SECONDS = 0.02
"""How long opens that follow each other are answered without a look at guards and deadlines."""

QUESTION_SECONDS = 60.0
"""A guard that has not answered after this time is asked again."""


@dataclass(slots=True)
class _Question:
    """A file that a guard was asked about, and the opens that wait for the verdict. It outlives them: the next open of
    the file waits for the same verdict.
    """

    guard: Guard
    key: FileKey
    over: float
    opens: list[WaitingOpen] = field(default_factory=list)


class Gate:
    """One for the whole computer. ``whole_program``: processes of this program's executable run nothing else.
    ``unit`` makes what the unit signed; it is given what to call on its own thread when that is something else.
    """

    def __init__(self, group: PermissionGroup, listening: socket.socket, whole_program: bool,
                 unit: Callable[[Callable[[], None]], UnitPolicy]) -> None:
        self._group = group
        self._poller, self._opens = select.poll(), select.poll()
        self._resigned = os.eventfd(0, os.EFD_CLOEXEC | os.EFD_NONBLOCK)
        self._unit = unit(lambda: os.eventfd_write(self._resigned, 1))
        self._guards = Guards(listening, self._poller, self._unit, self._judged, self._changed, self._identify_again,
                              self._left)
        openers = [Openers(self._policies, self._guards.pids, whole_program) for _ in range(2)]
        self._openers, self._look_ups = openers[0], LookUps(openers[1])
        self._marker = Marker(group, self._reached)
        self._numbers = count(1)
        self._questions: dict[int, _Question] = {}
        self._asked: dict[tuple[int, FileKey], int] = {}
        self._waiting: Counter[int] = Counter()
        self._overflown = 0
        self._reach = (0, 0)
        self._foreign: Mapping[int, tuple[str, ...]] = {}

    def run(self) -> None:
        """Answer opens for ever."""
        for poller in (self._poller, self._opens):
            poller.register(self._group, select.POLLIN)
        self._poller.register(self._resigned, select.POLLIN)
        self._poller.register(self._look_ups, select.POLLIN)
        self._marker.start()
        self._unit.start()
        while True:
            ready = self._poller.poll(self._sleep_ms())
            deadman.arm()
            for descriptor, _ in ready:
                if descriptor == self._group.fileno():
                    self._take_opens()
                elif descriptor == self._look_ups.fileno():
                    self._looked_up()
                elif descriptor == self._resigned:
                    os.eventfd_read(descriptor)
                    self._changed()
                else:
                    self._guards.take(descriptor, time.monotonic())
            self._expire()
            self._tell_rest()
            if not self._waiting.total():
                deadman.disarm()

    def _sleep_ms(self) -> float | None:
        ends = [each.deadline for question in self._questions.values() for each in question.opens]
        ends += self._look_ups.deadlines()
        ends += [at for user in self._guards.users.values() if (at := user.rest_at()) is not None]
        return max(0.0, (min(ends) - time.monotonic()) * 1000 + _LATE_MS) if ends else None

    # -------------------------------------------------------------- opens
    def _take_opens(self) -> None:
        """Answer what waits, and what follows at once: programs that read a folder open one file after the other."""
        now = time.perf_counter()
        until, rest = now + _TURN_SECONDS, now
        while now < until and now - rest < _LINGER_SECONDS:
            if self._opens.poll(0):
                opens: list[tuple[int, int]] = []
                with suppress(OSError):  # the process that waited was killed meanwhile
                    opens = self._group.read()
                self._take(opens)
                now = rest = time.perf_counter()
            else:
                os.sched_yield()
                now = time.perf_counter()

    def _take(self, opens: list[tuple[int, int]]) -> None:
        passes, answer = self._openers.passes, self._group.answer
        for descriptor, pid in opens:
            if descriptor != NO_DESCRIPTOR and passes(pid):
                answer(descriptor, allowed=True)
                continue
            if descriptor == NO_DESCRIPTOR:
                self._overflown += 1
                log.warning("the kernel's queue was full: some opens passed without being asked about")
                self._tell_reach()
                continue
            opener = self._openers.at_once(pid)
            if opener.serves or opener.unsure:
                self._look_up(descriptor, opener)
            elif opener.chats:
                self._opened(descriptor, opener)
            else:
                self._group.answer(descriptor, allowed=True)

    def _look_up(self, descriptor: int, opener: Opener) -> None:
        """Find out whose open this is, unless nobody could be refused it."""
        user = self._guards.users.get(opener.user)
        now = time.monotonic()
        policy = user.policy(now) if user is not None else None
        if user is None or policy is None or policy.file_gate.mode is GateMode.OFF or user.known.get(
                FileKey.of(os.fstat(descriptor))) == ():
            self._group.answer(descriptor, allowed=True)
        elif self._is_full(opener.user):
            self._unjudged(descriptor, replace(opener, kind=DestinationKind.CHAT))
        else:
            self._waiting[opener.user] += 1
            self._look_ups.add(WaitingOpen(descriptor, opener, now + policy.file_gate.wait_ms / 1000))

    def _looked_up(self) -> None:
        """Answer the opens of which it is known now whose they are."""
        for each, opener in self._look_ups.take():
            self._waiting[each.opener.user] -= 1
            if each.opener.unsure:
                self._openers.keep(opener)
            if opener.chats:
                self._opened(each.descriptor, opener, each.deadline)
            else:
                self._group.answer(each.descriptor, allowed=True)

    def _opened(self, descriptor: int, opener: Opener, deadline: float = inf) -> None:
        user = self._guards.users.get(opener.user)
        now = time.monotonic()
        policy = user.policy(now) if user is not None else None
        if user is None or policy is None or policy.file_gate.mode is GateMode.OFF:
            self._group.answer(descriptor, allowed=True)
            return
        key, born = FileKey.of(os.fstat(descriptor)), born_ns(descriptor)
        if not key.size:
            user.known.made(key, opener.executable, born, now)
        if not key.size or user.known.is_own(key, opener.executable, born, now) or user.known.is_let(
                key, opener.executable, now):
            self._group.answer(descriptor, allowed=True)
            return
        held_from = user.known.get(key)
        if held_from is None:
            self._ask(descriptor, opener, user, policy, key, deadline)
            return
        if opener.kind in held_from and user.guard is not None and user.reports.is_due(key, opener.executable, now):
            self._tell(user.guard, 0, key, opener, descriptor)
        self._answer(descriptor, opener, policy, held_from)

    def _ask(self, descriptor: int, opener: Opener, user: User, policy: Policy, key: FileKey,
             deadline: float) -> None:
        now = time.monotonic()
        asked = self._question(descriptor, opener, user, key, now)
        if not waits(policy):
            self._group.answer(descriptor, allowed=True)
        elif asked is None or self._is_full(opener.user):
            self._unjudged(descriptor, opener)
        else:
            asked.opens.append(WaitingOpen(descriptor, opener, min(deadline, now + policy.file_gate.wait_ms / 1000)))
            self._waiting[opener.user] += 1

    def _is_full(self, user: int) -> bool:
        return self._waiting[user] >= WAITING_LIMIT or self._waiting.total() >= WAITING_LIMIT_OF_ALL

    def _question(self, descriptor: int, opener: Opener, user: User, key: FileKey, now: float) -> _Question | None:
        """Return the pending question, or a new one; None when there is no guard to ask."""
        for number in [number for number, question in self._questions.items() if question.over <= now]:
            for each in self._end(number):
                self._unjudged(each.descriptor, each.opener)
        asked = self._questions.get(self._asked.get((opener.user, key), 0))
        if asked is not None or user.guard is None:
            return asked
        number = next(self._numbers)
        of_user = sum(question.guard.user == opener.user for question in self._questions.values())
        if of_user >= WAITING_LIMIT or not self._tell(user.guard, number, key, opener, descriptor):
            return None
        asked = self._questions[number] = _Question(user.guard, key, now + QUESTION_SECONDS)
        self._asked[opener.user, key] = number
        return asked

    def _tell(self, guard: Guard, number: int, key: FileKey, opener: Opener, descriptor: int) -> bool:
        """Send an open to a guard; ``number`` 0: it has been answered."""
        file = proc.path_of(descriptor)
        destination = Destination(opener.kind, opener.program, opener.pid, opener.executable)
        handle = os.open(file, os.O_PATH | os.O_CLOEXEC)
        try:
            return guard.tell(Opened(number, key, destination, path_text(file.readlink()), not number), handle)
        finally:
            os.close(handle)

    def _answer(self, descriptor: int, opener: Opener, policy: Policy,
                held_from: tuple[DestinationKind, ...] | None) -> bool:
        """Answer an open by what is known of its file; return whether it was refused."""
        refused = refuses_open(held_from, opener.kind, policy)
        self._group.answer(descriptor, allowed=not refused)
        return refused

    def _unjudged(self, descriptor: int, opener: Opener) -> None:
        """Answer an open that was not judged in time, as the policy says, and tell the guard so that the user learns of
        it.
        """
        user = self._guards.users[opener.user]
        policy = user.policy(time.monotonic())
        assert policy is not None
        path = path_text(proc.path_of(descriptor).readlink())
        refused = self._answer(descriptor, opener, policy, None)
        user.tell_unjudged(Unjudged(1, refused, opener.program, path), time.monotonic())

    # -------------------------------------------------------------- guards
    def _judged(self, user: int, guard: Guard, verdict: Verdict) -> None:
        question = self._questions.get(verdict.number)
        if question is None or question.guard is not guard or question.key != verdict.key:
            return
        policy = self._guards.users[user].policy(time.monotonic())
        assert policy is not None
        for each in self._end(verdict.number):
            if verdict.judged:
                self._answer(each.descriptor, each.opener, policy, verdict.held_from)
            else:
                self._unjudged(each.descriptor, each.opener)

    def _end(self, number: int) -> list[WaitingOpen]:
        question = self._questions.pop(number)
        self._asked.pop((question.guard.user, question.key), None)
        self._waiting[question.guard.user] -= len(question.opens)
        return question.opens

    def _expire(self) -> None:
        if not self._waiting.total():
            return
        now = time.monotonic()
        for each in self._look_ups.late(now):
            self._waiting[each.opener.user] -= 1
            self._unjudged(each.descriptor, replace(each.opener, kind=DestinationKind.CHAT))
        for question in self._questions.values():
            late = [each for each in question.opens if each.deadline <= now]
            question.opens = [each for each in question.opens if each.deadline > now]
            self._waiting[question.guard.user] -= len(late)
            for each in late:
                self._unjudged(each.descriptor, each.opener)

    def _left(self, guard: Guard) -> None:
        for number in [number for number, question in self._questions.items() if question.guard is guard]:
            for each in self._end(number):
                self._unjudged(each.descriptor, each.opener)

    def _policies(self, user: int) -> tuple[Policy, ...]:
        """Return the policies that say what a chat client is: a guard's own, and that of the unit."""
        found = self._guards.users.get(user)
        if found is None or found.terms is None:
            return ()
        signed = self._unit.current
        return (found.terms.policy, signed.policy) if signed is not None else (found.terms.policy,)

    # -------------------------------------------------------------- marks
    def _changed(self) -> None:
        """Mark what the users' terms request now, and identify all programs again."""
        self._identify_again()
        now = time.monotonic()
        wishes: list[Wish] = []
        for uid, user in self._guards.users.items():
            if (policy := user.policy(now)) is not None and policy.file_gate.mode is not GateMode.OFF:
                marked, left_out = user.folders()
                signed, names = user.signed_folders(), frozenset(left_out)
                wishes += [Wish(folder, uid, names, folder in signed) for folder in marked]
        self._marker.want(tuple(wishes))

    def _identify_again(self) -> None:
        self._openers.forget()
        self._look_ups.forget()

    def _reached(self, marked: int, left_out: int, foreign: Mapping[int, tuple[str, ...]]) -> None:
        """Take the marker's report, on its thread."""
        self._reach, self._foreign = (marked, left_out), foreign
        self._tell_reach()

    def _tell_reach(self) -> None:
        for uid, user in list(self._guards.users.items()):
            for guard in user.guards[-1:]:  # the gate's own thread may drop it meanwhile
                guard.tell(Reached(*self._reach, self._overflown, self._foreign.get(uid, ())))

    def _tell_rest(self) -> None:
        now = time.monotonic()
        for user in self._guards.users.values():
            at = user.rest_at()
            if at is not None and at <= now:
                user.tell_rest(now)
