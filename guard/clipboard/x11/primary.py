"""PRIMARY, what is merely selected: only its text counts, and it stays with its program for as long as it can.

A program that loses PRIMARY shows nothing as selected any more, and copies nothing: whoever marks a sentence to copy it
would find it gone. So it is taken, when it must be, once the user has turned to another program: nobody else is given
it before (but a program that asks on its own, as some clipboard managers do).
"""

from __future__ import annotations

from guard.clipboard import content as contents
from guard.clipboard.desk import assess
from guard.clipboard.x11.copy import Copy
from guard.clipboard.x11.selection import SelectionGuard
from guard.clipboard.x11.snapshot import Snapshot

LOOK_SECONDS = 0.05
"""Between two looks where the user is: a hand needs longer to get from one window to the next and to paste there."""


class PrimaryGuard(SelectionGuard):
    """The guard of PRIMARY."""

    def _hold_unread(self, copy: Copy) -> None:
        """Leave it to its program until it is judged."""

    def _take_undecided(self, copy: Copy, snapshot: Snapshot) -> None:
        if copy.content.texts:
            copy.content = contents.Content(copy.content.texts, problem=copy.content.problem)
            self._settle(copy, assess(copy.content, self._desk.arms))
        else:
            copy.leave()

    def _take_decided(self, copy: Copy, snapshot: Snapshot) -> None:
        if copy is not self._copy:
            return
        if not copy.claimed and not self._desk.watching:
            copy.leave()  # it is looked at again after the pause
        elif not copy.claimed and self._connection.in_use(copy.owner):
            self._desk.later(LOOK_SECONDS, lambda: self._take_decided(copy, snapshot))
        else:
            super()._take_decided(copy, snapshot)
