"""PRIMARY, what is merely selected: only its text counts, and it stays with its program as long as possible.

A program that loses PRIMARY shows nothing as selected any more, and copies nothing: a user who selects a sentence to
copy it would find the selection gone. So it is taken, when it must be, once the user has turned to another program:
nobody else is given it before (except a program that asks on its own, as some clipboard managers do).
"""

from __future__ import annotations

from functools import partial

from guard.clipboard.broker_state import ANSWER_SECONDS
from guard.clipboard.libre_office import is_libre_office
from guard.clipboard.stages import Stage
from guard.clipboard.x11.copy import Copy
from guard.clipboard.x11.selection import SelectionGuard
from guard.clipboard.x11.snapshot import Snapshot


class PrimaryGuard(SelectionGuard):
    """The guard of PRIMARY."""

    def _listed(self, copy: Copy, snapshot: Snapshot) -> None:
        """Ask LibreOffice for what is selected only once somebody could paste it: it makes a document of it for every
        request, and ends when that disappears under the pointer together with the window it came from.
        """
        if not is_libre_office(snapshot.offered()):
            super()._listed(copy, snapshot)
            return
        copy.stage, copy.offered = Stage.SELECTED, snapshot.offered()
        self._once_turned(copy, lambda: self._listed_late(copy, snapshot))

    def _listed_late(self, copy: Copy, snapshot: Snapshot) -> None:
        super()._listed(copy, snapshot)
        self._state.later(ANSWER_SECONDS, lambda: self._check_progress(copy))

    def _hold_unread(self, copy: Copy) -> None:
        """Leave it to its program until it is judged."""

    def _take_decided(self, copy: Copy) -> None:
        take = partial(super()._take_decided, copy)
        if copy.claimed:
            take()
        else:
            self._once_turned(copy, take)
