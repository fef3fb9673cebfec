"""Carries out the unit's orders to inspect folders, one at a time, in a process that ends when somebody comes back."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

import msgspec

from guard.core.inspection_order import InspectionOrder
from guard.ipc.children import Child, ChildGoneError
from guard.ipc.replies import Done, Refused
from guard.ordered.desk import OrderDesk
from guard.ordered.folders import written
from guard.ordered.ledger import Taken
from guard.ordered.requests import AboutInspection, GetInspections, GoOn, Inspecting, InspectionList
from guard.ordered.work import Finished, Progress, Unusable, Work
from guard.sentences.catalogue import sentence
from guard.supply.rules_in_force import InForce
from guard.util.clocks import elapsed
from guard.util.growing_pauses import GrowingPause
from guard.util.os_errors import why
from guard.util.path_text import path_text
from rules.sentences.sentence import NOTHING, Sentence

Heard = Progress | Finished | Unusable
"""What the process of an inspection says."""

LOOK_SECONDS = 1.0
"""How often it is looked whether somebody uses the computer: so long a file may still be read after that."""

AGAIN_SECONDS = 60.0
"""Time until orders are looked at again that were over by a clock that may be wrong, or whose end was not stored."""

FAILED_PAUSES = GrowingPause(first_seconds=60.0, longest_seconds=3600.0)
"""Time until an inspection is tried again that could not go on; what was read meanwhile starts from the first pause."""

TELL_SECONDS = 5.0
"""How often windows are told how far it is."""

REPORT_SECONDS = 3600.0
"""How often it is recorded how far it is."""

STORE_SECONDS = 5.0
"""How often it is stored how far it is; the index itself is written every second."""

_STOP_SECONDS = 2.0


class Idle(Protocol):
    """Tells whether nobody uses the computer."""

    def objection(self) -> Sentence:
        """Return why the computer is not idle now, without words when it is."""

    def close(self) -> None:
        """End what is open."""


@dataclass(frozen=True, slots=True)
class Ends:
    """What carrying out an order needs of the guard. ``paused``: nothing is judged now; ``tell`` is given every order
    for this computer, ``trouble`` a part and what does not work about it. ``idle`` is called when it is first needed.
    """

    command: Sequence[str]
    in_force: Callable[[], InForce]
    paused: Callable[[], bool]
    tell: Callable[[tuple[Inspecting, ...]], None]
    trouble: Callable[[str, Sentence], None]
    idle: Callable[[], Idle]


class OrderedInspections:
    """Thread-safe; its thread sleeps while there is no order to carry out."""

    def __init__(self, ends: Ends, desk: OrderDesk) -> None:
        self._ends = ends
        self._desk = desk
        self._index = desk.ledger.index
        self._idle: Idle | None = None
        self._lock = threading.RLock()
        self._woken, self._ended = threading.Event(), threading.Event()
        self._thread = threading.Thread(target=self._run, name="ordered-inspections", daemon=True)
        self._child: Child[Heard] | None = None
        self._number = self._begun = self._missing = 0
        self._latest = (0, 0)
        """Files done and in all of the order that is under way."""
        self._now = 0
        """The order whose user does not want to wait until the computer is idle."""
        self._waiting = NOTHING
        self._storing_fails = False
        self._unable = 0
        """The order whose process last said that it cannot work, or ended unexpectedly."""
        self._untaken: tuple[Sequence[InspectionOrder], Sequence[str]] | None = None
        """Orders that came and were not all taken: stored, and by a clock that may be relied on."""
        self._not_before = self._failed_pause = self._told = self._reported = self._stored = 0.0

    def start(self) -> None:
        """Carry out what was taken; returns at once."""
        self._thread.start()

    def stop(self) -> None:
        """End what is under way; it goes on after the next start."""
        self._ended.set()
        self._woken.set()
        if self._thread.is_alive():
            self._thread.join(_STOP_SECONDS)
        self._end_child()
        if self._idle is not None:
            self._idle.close()

    def take(self, orders: Sequence[InspectionOrder], groups: Sequence[str]) -> None:
        """Take the orders that came with the rules, as far as they are for this computer. What is under way begins
        again, under the rules in force now.
        """
        with self._storing(), self._lock:
            self._end_child()
            self._untaken = orders, groups
            self._not_before = self._failed_pause = 0.0
            self._take()
        self._tell()
        self._wake()

    def answer(self, request: AboutInspection) -> InspectionList | Done | Refused:
        """Do what somebody asks; raises OSError where it cannot be stored."""
        if isinstance(request, GetInspections):
            with self._lock:
                return InspectionList(self._entries())
        with self._lock:
            reply = self._desk.asked(request)
            if isinstance(reply, Done):
                self._now = request.number if isinstance(request, GoOn) and request.now else 0
                self._not_before = self._failed_pause = 0.0
                if not isinstance(request, GoOn) and request.number == self._number:
                    self._end_child()
        self._tell()
        self._wake()
        return reply

    # -------------------------------------------------------------- the thread
    def _run(self) -> None:
        while not self._ended.is_set():
            self._woken.clear()
            unfinished = True
            with self._storing(), self._lock:
                self._take()
                self._desk.expire()
                self._turn()
                unfinished = self._desk.unfinished()
            if elapsed() - self._told >= TELL_SECONDS:
                self._tell()
            self._woken.wait(LOOK_SECONDS if unfinished else AGAIN_SECONDS if self._untaken is not None else None)

    def _take(self) -> None:
        """Take what came and was not all taken yet."""
        if self._untaken is not None and self._desk.take(*self._untaken):
            self._untaken = None

    def _turn(self) -> None:
        """Start what may run now and end what may not."""
        if self._unable and not self._desk.is_open(self._unable):
            self._able()
        taken = self._desk.next()
        objection = self._objection(taken) if taken is not None else NOTHING
        if objection != self._waiting:
            self._waiting, self._told = objection, 0.0
        if taken is None or objection or (self._child is not None and taken.order.number != self._number):
            self._end_child()
        elif self._child is None and elapsed() >= self._not_before:
            self._begin(taken)

    def _objection(self, taken: Taken) -> Sentence:
        """Return why nothing may be read for an order now."""
        if objection := self._desk.out_of_time(taken):
            return objection
        if self._ends.paused():
            return sentence("orders.wait-paused")
        if taken.order.number == self._now:
            return NOTHING
        self._idle = self._idle or self._ends.idle()
        return self._idle.objection()

    def _begin(self, taken: Taken) -> None:
        found, self._missing = self._desk.begin(taken)
        self._told = 0.0
        if not found:
            return
        self._number, self._begun = taken.order.number, self._begun + 1
        self._latest = (taken.done, taken.total)
        turn = self._begun
        try:
            child: Child[Heard] = Child(self._ends.command, Heard, lambda message: self._heard(turn, message),
                                        lambda code: self._left(turn, code))
        except OSError as error:
            self._fail(sentence("orders.failed", code=why(error)))
            return
        self._child = child
        work = Work(written(found), path_text(Path.home()), path_text(self._index))
        threading.Thread(target=_send, args=(child, self._ends.in_force(), work), name="ordered-work",
                         daemon=True).start()

    # -------------------------------------------------------------- its process
    def _heard(self, turn: int, message: Heard) -> None:
        """Take what a process says, unless it was ended meanwhile."""
        with self._storing(), self._lock:
            if self._child is None or turn != self._begun or not self._desk.is_open(self._number):
                return
            match message:
                case Progress(done=done, total=total):
                    self._progress(done, total)
                case Finished(result=result):
                    self._not_before = elapsed() + AGAIN_SECONDS  # where it cannot be stored, it is tried again then
                    self._desk.finished(self._number, msgspec.structs.replace(result, missing=self._missing))
                    self._not_before = 0.0
                    self._wake()
                case Unusable(words=words):
                    self._fail(words)

    def _progress(self, done: int, total: int) -> None:
        self._able()
        self._latest = (done, total)
        now = elapsed()
        if now - self._stored >= STORE_SECONDS or done == total:
            taken = self._store_progress()
            if now - self._reported >= REPORT_SECONDS:
                self._reported = now
                self._desk.report(taken)
        if now - self._told >= TELL_SECONDS:
            self._tell()

    def _store_progress(self) -> Taken:
        self._stored = elapsed()
        return self._desk.progress(self._number, *self._latest)

    def _left(self, turn: int, code: int) -> None:
        with self._lock:
            if self._child is None or turn != self._begun:
                return  # it was ended here
            self._child = None
            if self._desk.is_open(self._number) and elapsed() >= self._not_before:
                self._fail(sentence("orders.failed", code=code))

    def _fail(self, words: Sentence) -> None:
        self._failed_pause = FAILED_PAUSES.after(self._failed_pause)
        self._unable, self._not_before = self._number, elapsed() + self._failed_pause
        self._ends.trouble("inspection", words)

    def _able(self) -> None:
        """Say that nothing fails: the order that did goes on, or has ended."""
        if self._unable:
            self._unable, self._not_before, self._failed_pause = 0, 0.0, 0.0
            self._ends.trouble("inspection", NOTHING)

    def _end_child(self) -> None:
        with self._lock:
            child, self._child = self._child, None
            if child is None:
                return
            child.kill()
            with self._storing():
                self._store_progress()

    # -------------------------------------------------------------- telling
    def _entries(self) -> tuple[Inspecting, ...]:
        if self._child is None:
            return self._desk.entries(0, self._waiting)
        done, total = self._latest
        return tuple(msgspec.structs.replace(one, done=done, total=total) if one.working else one
                     for one in self._desk.entries(self._number, self._waiting))

    def _tell(self) -> None:
        with self._lock:
            self._told = elapsed()
            entries = self._entries()
        self._ends.tell(entries)

    def _wake(self) -> None:
        self._told = 0.0
        self._woken.set()

    @contextmanager
    def _storing(self) -> Iterator[None]:
        """Tell what cannot be stored, in place of an error: it is tried again."""
        try:
            yield
        except OSError as error:
            self._storing_fails = True
            self._ends.trouble("order ledger", sentence("orders.not-stored", why=why(error)))
        else:
            if self._storing_fails:
                self._storing_fails = False
                self._ends.trouble("order ledger", NOTHING)


def _send(child: Child[Heard], in_force: InForce, work: Work) -> None:
    """Give a child its rules and its work; it may be ended meanwhile."""
    with suppress(ChildGoneError):
        child.send(in_force)
        child.send(work)
