"""What X11 and Wayland share of answering requests: at once, or within the time that a client waits.

How a request arrives and is served: guard.clipboard.x11.answering, guard.clipboard.wayland.answering.
"""

from __future__ import annotations

import time
from abc import ABC, abstractmethod
from collections.abc import Callable
from typing import Any, Generic, TypeVar

from guard.clipboard.broker_state import BrokerState
from guard.clipboard.holding import VERDICT_SECONDS, Asker, Patience
from guard.clipboard.stages import R, StagedCopy, Waiting
from guard.core.model import Answer, DestinationKind, Kind
from guard.ipc.messages import Asking

C = TypeVar("C", bound=StagedCopy[Any])


class Answers(ABC, Generic[C, R]):
    """Answers requests on behalf of every selection of one broker."""

    def __init__(self, state: BrokerState) -> None:
        self._state = state

    @abstractmethod
    def refuse(self, asked: R) -> None:
        """Answer with nothing: the selection is no longer ours."""

    @abstractmethod
    def _answer(self, copy: C, asked: R, *, overdue: bool) -> bool:
        """Answer if that is possible now; ``overdue`` requests are always answered."""

    def ask_again(self, copy: C) -> None:
        """Called when a client that was refused would get a different answer from now on."""

    def refuse_waiting(self, copy: C) -> None:
        """Answer all requests that still wait for this copy with nothing."""
        waiting, copy.queue = copy.queue, []
        for entry in waiting:
            self.refuse(entry.asked)

    def requested(self, copy: C, asked: R) -> None:
        """Answer a request for a copy of ours, or let it wait."""
        if self._answer(copy, asked, overdue=False):
            return
        seconds = copy.holding.seconds_to_wait
        copy.queue.append(Waiting(asked, time.monotonic() + seconds))
        self._state.later(seconds, lambda: self.answer_waiting(copy))

    def answer_waiting(self, copy: C) -> None:
        """Answer the waiting requests that can be answered now, and those that have waited long enough."""
        waiting, copy.queue = copy.queue, []
        for entry in waiting:
            if not self._answer(copy, entry.asked, overdue=time.monotonic() >= entry.until):
                copy.queue.append(entry)

    def _decided(self, copy: C, asker: Asker, now: float) -> Answer | None:
        """Return the answer to this client, or None while there is none: files are checked again before they are given.
        """
        kind = asker.destination.kind
        if kind is DestinationKind.CLIPBOARD_MANAGER:
            self._state.manager_runs = True
        answer = copy.holding.answer(kind, asker.client, now)
        if not copy.holding.to_look_at(kind):
            return answer
        _look_again(copy, self._state, lambda: self.answer_waiting(copy))
        return None

    @staticmethod
    def _may_wait(copy: C, asker: Asker, now: float, *, overdue: bool) -> bool:
        """Tell whether a client may wait for an answer that is not there yet."""
        looking = copy.holding.to_look_at(asker.destination.kind)
        return not overdue and (now < copy.patience.until(asker.client, now) or looking)


def _look_again(copy: StagedCopy[Any], state: BrokerState, answer_waiting: Callable[[], None]) -> None:
    """Check copied files again on a thread, so that a network share that stops answering blocks nobody.

    Call when a client asks and the files must be checked first. ``answer_waiting`` is called as soon as the result is
    known, at the latest while a paste waits for a verdict. The decision stays in force, or, when the files are no
    longer those that were judged, there is none and the guard is asked again.
    """
    files = copy.holding.files
    if files.looking:
        return

    def looked(same: bool) -> None:
        if copy.over or copy.holding.dropped or copy.holding.files is not files:
            return
        files.looking, files.same = False, same
        if same:
            copy.patience = Patience()  # answer waiting clients now: the next paste has its own deadline
        else:
            copy.holding.outdated()
            state.send(Asking(copy.capture(Kind.FILES)))
        answer_waiting()
        files.same = False

    files.looking = True
    state.look_on_worker(files.marks, VERDICT_SECONDS, looked)
