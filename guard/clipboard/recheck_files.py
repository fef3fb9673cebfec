"""Copied files are looked at again before a paste gets them, on a thread: a share that stops answering stops nobody."""

from __future__ import annotations

from collections.abc import Callable
from typing import Protocol

from guard.clipboard.broker_state import Desk
from guard.clipboard.holding import VERDICT_SECONDS, Holding, Patience
from guard.core.model import Capture, Kind
from guard.ipc.messages import Asking


class Pasted(Protocol):
    """A copy that somebody asks for. ``over``: there is a newer one."""

    holding: Holding
    patience: Patience
    over: bool

    def capture(self, kind: Kind) -> Capture:
        """Return everything as the guard gets it."""


def look_again(copy: Pasted, desk: Desk, answer_waiting: Callable[[], None]) -> None:
    """Call when somebody asks and the files must be looked at first. As soon as it is known, while a paste waits for a
    verdict at the latest, ``answer_waiting`` is called: with the decision in force, or with none and the guard asked
    again when the files are not those that were judged.
    """
    files = copy.holding.files
    if files.looking:
        return

    def looked(same: bool) -> None:
        if copy.over or copy.holding.dropped or copy.holding.files is not files:
            return
        files.looking, files.same = False, same
        if same:
            copy.patience = Patience()  # who waited is answered now: a verdict for the next paste has its own time
        else:
            copy.holding.outdated()
            desk.send(Asking(copy.capture(Kind.FILES)))
        answer_waiting()
        files.same = False

    files.looking = True
    desk.look_on_worker(files.marks, VERDICT_SECONDS, looked)
