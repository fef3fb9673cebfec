"""A copy that stays with its program while its user does, and what to do once the user has turned away."""

from __future__ import annotations

import time
from collections.abc import Callable

from guard.clipboard.broker_state import ANSWER_SECONDS, BrokerState
from guard.clipboard.libre_office import is_libre_office
from guard.clipboard.stages import Stage
from guard.clipboard.x11.answering import Answering
from guard.clipboard.x11.copy import Copy
from guard.clipboard.x11.owned import OwnedSelection
from guard.clipboard.x11.presence import LOOK_SECONDS, Presence
from guard.core.destination_kinds import base_name
from guard.core.model import Origin
from guard.platform.proc import called
from guard.platform.x11.connection import Connection

WAKE_SECONDS = 0.1
"""Time until the first check whether an owner sleeps on our requests; LibreOffice answers in a fraction of it. Each
further check comes after twice as long: our requests are events for clipboard managers, too.
"""


class StayingSelection(OwnedSelection):
    """A selection whose copy may stay with its program for a while. What is done then: guard.clipboard.x11.selection.
    """

    def __init__(self, connection: Connection, origin: Origin, state: BrokerState, answering: Answering) -> None:
        super().__init__(connection, origin, state, answering)
        self._presence = Presence(connection)
        self._turning: tuple[Copy, Callable[[], None]] | None = None  # what to do once the user has turned

    def _once_turned(self, copy: Copy, act: Callable[[], None]) -> None:
        """Act once the user has turned from the program that copied to another one, or a program reads all copies."""
        self._turning = copy, act
        self._look_where(copy, act)

    def _look_where(self, copy: Copy, act: Callable[[], None]) -> None:
        """Act, wait or drop it; check again from time to time, and as soon as the user is in another window."""
        if self._turning != (copy, act):
            return
        if copy is not self._copy or copy.claimed or copy.stage is Stage.LEFT:
            self._turning = None
        elif not self._state.watching:
            copy.leave()  # it is read again after the pause
        elif self._turned(copy):
            self._turning = None
            act()
        else:
            self._state.later(LOOK_SECONDS, lambda: self._look_where(copy, act))

    def _turned(self, copy: Copy) -> bool:
        return (self._state.manager_runs and copy.stays) or not self._presence.is_with(
            copy.owner, self._state.dragging, patient=copy.stays or is_libre_office(copy.offered))

    def _act_if_turned(self) -> None:
        if self._turning is not None and self._turned(self._turning[0]):
            (copy, act), self._turning = self._turning, None
            if copy is self._copy and not copy.claimed and copy.stage is not Stage.LEFT:
                act()

    def _is_slow(self, copy: Copy) -> bool:
        """Tell whether this is a copy of LibreOffice of which too little has arrived."""
        asked = copy.stage in {Stage.LISTING, Stage.READING, Stage.JUDGING} and not copy.claimed
        return asked and self.origin is Origin.CLIPBOARD and base_name(
            called(self._connection.client_pid(copy.owner))).startswith("soffice")

    def _if_still(self, copy: Copy, act: Callable[[], None]) -> None:
        """Act unless another copy has come since."""
        if copy is self._copy:
            act()

    def _keep_awake(self, copy: Copy, seconds: float = WAKE_SECONDS) -> None:
        """Make sure that the owner does not sleep on our requests.

        LibreOffice may read them from the socket while it waits for another answer of the server, and then sleeps until
        another event arrives: its list is requested once more, for as long as an answer is awaited.
        """
        self._state.later(seconds, lambda: self._if_still(copy, lambda: self._wake(copy, seconds)))

    def _wake(self, copy: Copy, seconds: float) -> None:
        snapshot = copy.snapshot
        if snapshot is None or copy.claimed or copy.stage is Stage.LEFT or seconds > ANSWER_SECONDS:
            return  # once the selection is ours, we would ask ourselves, and losing it has woken the owner
        sleeps = time.monotonic() - snapshot.progress_at > WAKE_SECONDS / 2 and snapshot.waiting()
        if sleeps and (not snapshot.offered() or is_libre_office(snapshot.offered())):
            snapshot.wake_owner()
        self._keep_awake(copy, 2 * seconds)
