"""PRIMARY, what is merely selected: only its text counts, and it stays with its program for as long as it can.

A program that loses PRIMARY shows nothing as selected any more, and copies nothing: whoever marks a sentence to copy it
would find it gone. So it is taken, when it must be, once the user has turned to another program: nobody else is given
it before (but a program that asks on its own, as some clipboard managers do).
"""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from guard.clipboard import content as contents
from guard.clipboard.desk import ANSWER_SECONDS, assess
from guard.clipboard.libre_office import is_libre_office
from guard.clipboard.x11.connection import Pointer
from guard.clipboard.x11.copy import Copy, Stage
from guard.clipboard.x11.selection import SelectionGuard
from guard.clipboard.x11.snapshot import Snapshot

LOOK_SECONDS = 0.05
"""Between two looks where the user is: a hand needs longer to get from one window to the next and to paste there."""


class PrimaryGuard(SelectionGuard):
    """The guard of PRIMARY."""

    _resting: Pointer | None = None
    """The pointer where it was when the selection was made, None once it has moved, or when nobody knows."""

    def owner_changed(self, owner: int, since: int) -> None:
        """A new owner (guard.clipboard.x11.selection.SelectionGuard.owner_changed)."""
        before = self._copy
        super().owner_changed(owner, since)
        if self._copy is not before:
            self._resting = self._connection.pointer()

    def look(self) -> None:
        """Judge what is there now: whether the pointer has moved since that was selected, nobody knows."""
        before = self._copy
        super().look()
        if self._copy is not before:
            self._resting = None

    def _listed(self, copy: Copy, snapshot: Snapshot) -> None:
        """Ask LibreOffice for what is selected only once somebody could paste it: it makes a document of it for whoever
        asks, and ends when that goes away under the pointer together with the window it came from.
        """
        if not is_libre_office(snapshot.offered()):
            super()._listed(copy, snapshot)
            return
        copy.stage = Stage.SELECTED
        self._once_turned(copy, lambda: self._ask(copy, snapshot))

    def _ask(self, copy: Copy, snapshot: Snapshot) -> None:
        super()._listed(copy, snapshot)
        self._desk.later(ANSWER_SECONDS, lambda: self._check_progress(copy))

    def _once_turned(self, copy: Copy, act: Callable[[], None]) -> None:
        """Act once the user has turned to another program than the one that selected."""
        if copy is not self._copy:
            return
        if not self._desk.watching:
            copy.leave()  # it is looked at again after the pause
        elif self._in_use(copy.owner):
            self._desk.later(LOOK_SECONDS, lambda: self._once_turned(copy, act))
        else:
            act()

    def _hold_unread(self, copy: Copy) -> None:
        """Leave it to its program until it is judged."""

    def _take_undecided(self, copy: Copy, snapshot: Snapshot) -> None:
        if copy.content.texts:
            copy.content = contents.Content(copy.content.texts, problem=copy.content.problem)
            self._settle(copy, assess(copy.content, self._desk.arms))
        else:
            copy.leave()

    def _take_decided(self, copy: Copy, snapshot: Snapshot) -> None:
        take = partial(super()._take_decided, copy, snapshot)
        if copy.claimed:
            take()
        else:
            self._once_turned(copy, take)

    def _in_use(self, window: int) -> bool:
        """Tell whether the user is with the program that a window belongs to: it has the keyboard or the pointer, and
        no other program has, or drags out of it. A pointer that lies still where it lay when the selection was made is
        with nobody.
        """
        if self._desk.dragging == window & self._connection.client_mask:
            return True  # a program that loses it would not know any more what it gives, or is to delete, at the drop
        where = self._connection.whereabouts()
        if where is None:
            return False
        rests = self._rests(where.pointer) and not where.keys_follow
        with_user = ({where.focused} if rests and where.focused else {where.focused, where.pointed}) - {0}
        return bool(with_user) and all(self._connection.are_of_one_program(client, window) for client in with_user)

    def _rests(self, pointer: Pointer) -> bool:
        """Tell whether the pointer has not moved since the selection was made, which a pressed button still does."""
        made = self._resting
        if made is not None and (pointer.place == made.place or (made.selecting and pointer.selecting)):
            self._resting = pointer
        else:
            self._resting = None
        return self._resting is not None
