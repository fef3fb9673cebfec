"""One selection and its copy: who owns it, and the guard's commands for it."""

from __future__ import annotations

from guard.clipboard import content as contents
from guard.clipboard.broker_state import BrokerState
from guard.clipboard.selection import StagedSelection
from guard.clipboard.stages import Stage
from guard.clipboard.x11.answering import Answering
from guard.clipboard.x11.copy import Copy
from guard.core.model import Kind, Origin
from guard.ipc.messages import Place, Replaced, Restore
from guard.platform.x11.connection import Connection

LASTING_MS = 1000.0
"""A program that is there this long after its copy did not run for that copy alone."""


class OwnedSelection(StagedSelection[Copy]):
    """CLIPBOARD or PRIMARY. How a copy arrives here: guard.clipboard.x11.selection."""

    def __init__(self, connection: Connection, origin: Origin, state: BrokerState, answering: Answering) -> None:
        super().__init__(origin, state, answering)
        self.selection = connection.atom("CLIPBOARD" if origin is Origin.CLIPBOARD else "PRIMARY")
        self._connection = connection

    @property
    def taking(self) -> bool:
        """True while a copy is read, judged or taken over: no other program may be quicker."""
        return self._copy is not None and self._copy.undecided

    @property
    def clean(self) -> bool:
        """True when what was copied last may go everywhere."""
        return self._copy is None or self._copy.clean

    def place(self, command: Place) -> None:
        """Put this content on the clipboard, held under its decision."""
        self._offer(command, self._connection.server_time())

    def restore(self, command: Restore) -> None:
        """Offer what the previous broker owned, unless somebody has copied since."""
        since = self._connection.server_time()  # first: a copy made from here on is newer, and the server keeps it
        if self._connection.owner(self.selection):
            self._state.send(Replaced(command.capture))
        else:
            self._offer(command, since)

    def _offer(self, command: Place | Restore, since: int) -> None:
        self._supersede()
        copy = Copy(self.selection, since, origin=self.origin, stage=Stage.HELD, claimed=True, reported=True,
                    id=command.capture)
        copy.holding.decision = command.decision
        copy.placed = {target.name: target for target in command.targets if target.name not in contents.NOT_CONTENT}
        if command.kind is Kind.TEXT:
            copy.content = contents.plain_text(copy.placed)
        self._state.held_copies.brought(copy, self.origin)
        self._copy = copy
        self._connection.take_selection(self.selection, copy.since)

    def release(self) -> None:
        """Leave the selection without owner, if it is ours."""
        if self._copy is not None and self._copy.claimed:
            since = self._copy.since
            self._supersede()
            self._connection.give_up_selection(self.selection, since)

    def owner_gone(self, window: int) -> None:
        """End what a password manager copied together with it, as without us. A program that ends as soon as it has
        lost the selection has only copied.
        """
        copy = self._copy
        if copy is not None and copy.concealed and copy.owner == window and copy.elapsed_ms() > LASTING_MS:
            self.release()

    # -------------------------------------------------------------- the copy
    def _supersede(self) -> None:
        """End the old copy: requests that wait for it get nothing. What was judged or taken over is reported."""
        copy = self._superseded()
        if copy is None:
            return
        if copy.stage is Stage.FETCHING and (copy.owned_ms is not None or copy.holding.decision is not None):
            self._report(copy)
        if self.origin is Origin.CLIPBOARD and copy.reported and (copy.claimed or copy.stage is Stage.FETCHING):
            self._state.send(Replaced(copy.id))
        copy.leave()  # timers refer to it for some seconds more, and must not keep what was copied

    def _is_ours(self, copy: Copy) -> bool:
        return copy.claimed

    def _program(self, copy: Copy) -> int:
        return copy.owner & self._connection.client_mask

    def _leave(self, copy: Copy) -> None:
        copy.leave()

    def _forget(self, copy: Copy) -> None:
        copy.forget()

