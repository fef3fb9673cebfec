"""A copy that stays with its program while its user does, and what is to be done once the user has turned away."""

from __future__ import annotations

from collections.abc import Callable

from guard.clipboard.desk import Desk
from guard.clipboard.libre_office import is_libre_office
from guard.clipboard.x11.answering import Answering
from guard.clipboard.x11.connection import Connection
from guard.clipboard.x11.copy import Copy, Stage
from guard.clipboard.x11.owned import OwnedSelection
from guard.clipboard.x11.presence import LOOK_SECONDS, Presence
from guard.model import Origin


class StayingSelection(OwnedSelection):
    """A selection whose copy may stay where it is for a while. What is done then: guard.clipboard.x11.selection."""

    def __init__(self, connection: Connection, origin: Origin, desk: Desk, answering: Answering) -> None:
        super().__init__(connection, origin, desk, answering)
        self._presence = Presence(connection)
        self._turning: tuple[Copy, Callable[[], None]] | None = None  # what is to be done once the user has turned

    def _once_turned(self, copy: Copy, act: Callable[[], None]) -> None:
        """Act once the user has turned to another program than the one that copied, or somebody reads all copies."""
        self._turning = copy, act
        self._look_where(copy, act)

    def _look_where(self, copy: Copy, act: Callable[[], None]) -> None:
        """Act, wait or forget it; again from time to time, and as soon as the user is with another window."""
        if self._turning != (copy, act):
            return
        if copy is not self._copy or copy.claimed or copy.stage is Stage.LEFT:
            self._turning = None
        elif not self._desk.watching:
            copy.leave()  # it is looked at again after the pause
        elif self._turned(copy):
            self._turning = None
            act()
        else:
            self._desk.later(LOOK_SECONDS, lambda: self._look_where(copy, act))

    def _turned(self, copy: Copy) -> bool:
        return (self._desk.manager_runs and copy.stays) or not self._presence.is_with(
            copy.owner, self._desk.dragging, patient=copy.stays or is_libre_office(copy.offered))

    def _act_if_turned(self) -> None:
        if self._turning is not None and self._turned(self._turning[0]):
            (copy, act), self._turning = self._turning, None
            if copy is self._copy and not copy.claimed and copy.stage is not Stage.LEFT:
                act()
