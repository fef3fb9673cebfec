"""Pauses, resumes and ends the guard when a client asks, as the policy permits; ends it when it was left.

A pause needs a reason.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass

from guard.control.requests import Reply
from guard.core.events import Event, EventKind
from guard.core.locks import Lock
from guard.core.policy import Policy
from guard.core.ports import Sink
from guard.core.reasons import LONGEST_REASON
from guard.daemon.leaving import Leaving
from guard.daemon.status import StatusCollector
from guard.ipc.replies import Done, Refused
from guard.sentences.catalogue import sentence

BY_CODE = "（凭授权码）"
"""Added to the reason in the journal where a code was spent."""

REPLACED = "另一个密哨接着看守"
"""Why a guard that was left ended for another one, as written in the journal."""

OVER, EARLY = "暂停的时间到了", "提前恢复"
"""Why a pause ended, as written in the journal."""

Spend = Callable[[Lock], Refused | None]
"""Spends the authorisation code that came with a request to stop or to pause; returns why that is not possible."""


@dataclass(frozen=True, slots=True)
class Pausing:
    """``watch`` makes the broker judge or not; ``offer`` leaves a record to a worker, unless too many wait; ``end``
    stops the guard, ``restart`` has it start itself again; ``leaving`` says whether it was left.
    """

    watch: Callable[[bool], None]
    status: StatusCollector
    sink: Sink
    offer: Callable[[Callable[[], None]], bool]
    policy: Callable[[], Policy]
    end: Callable[[], None]
    restart: Callable[[], None]
    leaving: Leaving

    def pause(self, minutes: int, reason: str, spend: Spend) -> Reply:
        """Judge nothing for some minutes, at most those of the policy; ``spend`` spends the code it may ask for."""
        most = self.policy().longest_pause
        if most == 0:
            return Refused("locked", sentence("guard.pause-locked"))
        if minutes < 1:
            return Refused("minutes", sentence("guard.shortest-pause"))
        if minutes > most:
            return Refused("minutes", sentence("guard.longest-pause", minutes=most))
        if not reason.strip():
            return Refused("reason", sentence("guard.pause-needs-reason"))
        coded = self.policy().needs_code(Lock.PAUSE)
        refused = spend(Lock.PAUSE) if coded else None
        if refused is not None:
            return refused
        self.watch(False)
        self.status.paused(time.time() + minutes * 60)
        self.sink.append(Event(EventKind.PAUSED, time.time(), count=minutes, reason=_recorded(reason, coded)))
        return Done(sentence("guard.paused", minutes=minutes))

    def resume(self) -> Reply:
        """Judge again before the pause is over."""
        self.sink.append(self._resumed(EARLY))
        return Done(sentence("guard.resumed"))

    def shut_down(self, reason: str, again: bool, spend: Spend) -> Reply:
        """End the guard; where nobody may stop it, or only with a code, and it is to start again, it starts itself
        again and does not trust the client to do so. ``spend`` spends the code.
        """
        locked, coded = self._must_go_on(), self._needs_code()
        if locked and not again:
            return Refused("locked", sentence("guard.stop-locked"))
        if not reason:
            return Refused("reason", sentence("guard.stop-needs-reason"))
        if again and (locked or coded):
            self._record_end(reason)
            self.restart()
            return Done(sentence("guard.stopped"))
        refused = spend(Lock.STOP) if coded else None
        if refused is not None:
            return refused
        self._end(_recorded(reason, coded))
        return Done(sentence("guard.stopped"))

    def make_way(self) -> Reply:
        """End the guard for another one, unless a tray listens or may still come, or nobody may stop it just so."""
        if not self.leaving.replaceable() or self._must_go_on() or self._needs_code():
            return Refused("needed", sentence("guard.still-needed"))
        self._end(REPLACED)
        return Done(sentence("guard.stopped"))

    def tend(self) -> None:
        """End a pause that is over, and a guard that was left. Call once per second, from one thread."""
        if self.status.pause_over():
            resumed = self._resumed(OVER)
            if not self.offer(lambda: self.sink.append(resumed)):
                self.sink.append(resumed)
        why = self.leaving.turn()
        if why:
            self._end(why)

    def _resumed(self, why: str) -> Event:
        """Judge again and return what is to be recorded of it."""
        self.watch(True)
        self.status.paused(0.0)
        return Event(EventKind.RESUMED, time.time(), reason=why)

    def _must_go_on(self) -> bool:
        """Return whether the policy lets nobody stop the guard and there is a display to guard."""
        policy = self.policy()
        return (policy.longest_pause == 0 or policy.locks(Lock.STOP)) and not self.leaving.display_gone()

    def _needs_code(self) -> bool:
        """Return whether stopping needs a code; nobody is asked for one when there is nothing left to guard."""
        return self.policy().needs_code(Lock.STOP) and not self.leaving.display_gone()

    def _end(self, reason: str) -> None:
        self._record_end(reason)
        self.end()

    def _record_end(self, reason: str) -> None:
        self.sink.append(Event(EventKind.STOPPED, time.time(), reason=reason[:LONGEST_REASON]))


def _recorded(reason: str, coded: bool) -> str:
    """Return a reason as the journal has it."""
    return reason.strip()[:LONGEST_REASON - len(BY_CODE)] + BY_CODE if coded else reason.strip()[:LONGEST_REASON]
