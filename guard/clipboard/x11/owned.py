"""One selection and the copy that stands on it: whose it is, and what the guard orders done with it."""

from __future__ import annotations

import time

from guard.clipboard import content as contents
from guard.clipboard.broker_state import Desk
from guard.clipboard.x11.answering import Answering
from guard.clipboard.x11.copy import Copy, Stage
from guard.core.model import Kind, Origin
from guard.ipc.messages import Decided, Grant, Place, Replaced, Restore
from guard.platform.processes_linux import lives
from guard.platform.x11.connection import Connection


class OwnedSelection:
    """CLIPBOARD or PRIMARY. How a copy comes here: guard.clipboard.x11.selection."""

    def __init__(self, connection: Connection, origin: Origin, desk: Desk, answering: Answering) -> None:
        self.origin = origin
        self.selection = connection.atom("CLIPBOARD" if origin is Origin.CLIPBOARD else "PRIMARY")
        self._connection = connection
        self._desk = desk
        self._answering = answering
        self._copy: Copy | None = None

    @property
    def owns(self) -> bool:
        """True while the selection is ours."""
        return self._copy is not None and self._copy.claimed

    @property
    def holds(self) -> bool:
        """True while something is ours that at least one destination must not get, or is not decided yet."""
        return self._copy is not None and self._copy.held

    @property
    def taking(self) -> bool:
        """True while a copy is read, judged or taken over: nobody is to be quicker."""
        return self._copy is not None and self._copy.undecided

    @property
    def clean(self) -> bool:
        """True when what was copied last may go everywhere."""
        return self._copy is None or self._copy.clean

    def decided(self, command: Decided) -> None:
        """Take the guard's decision about the copy it was asked about."""
        copy = self._copy
        if copy is not None and copy.id == command.capture:
            copy.holding.decided(command)
            self._answering.answer_waiting(copy)
            self._ask_again(copy)

    def grant(self, command: Grant) -> bool:
        """Let a chat client paste this capture once; False when it is not here or may not be released."""
        copy = self._copy
        if copy is None or copy.id != command.capture or not copy.claimed:
            return False
        given = copy.holding.grant(time.monotonic(), command.seconds, command.bearer, lives, command.masked)
        if given:
            self._ask_again(copy)
        return given

    def _ask_again(self, copy: Copy) -> None:
        if copy.holding.was_refused:
            self._answering.offer_afresh(copy)

    def drop(self, capture: str) -> None:
        """Forget the content of this capture; everyone gets the notice."""
        copy = self._copy
        if copy is None or copy.id != capture or not copy.claimed:
            return
        copy.forget()
        self._answering.answer_waiting(copy)

    def place(self, command: Place) -> None:
        """Put this content on the clipboard, held under its decision."""
        self._offer(command, self._connection.server_time())

    def restore(self, command: Restore) -> None:
        """Offer what a broker before this one owned, unless somebody has copied since."""
        since = self._connection.server_time()  # first: a copy made from here on is newer, and the server keeps it
        if self._connection.owner(self.selection):
            self._desk.send(Replaced(command.capture))
        else:
            self._offer(command, since)

    def _offer(self, command: Place | Restore, since: int) -> None:
        self._supersede()
        copy = Copy(self.origin, self.selection, since, stage=Stage.HELD, claimed=True, reported=True,
                    id=command.capture)
        copy.holding.decision = command.decision
        copy.placed = {target.name: target for target in command.targets if target.name not in contents.NOT_CONTENT}
        if command.kind is Kind.TEXT:
            copy.content = contents.plain_text(copy.placed)
        self._desk.standing.brought(copy, self.origin)
        self._copy = copy
        self._connection.take_selection(self.selection, copy.since)

    def release(self) -> None:
        """Leave the selection without owner, if it is ours."""
        if self._copy is not None and self._copy.claimed:
            since = self._copy.since
            self._supersede()
            self._connection.give_up_selection(self.selection, since)

    # -------------------------------------------------------------- the copy
    def _supersede(self) -> None:
        """The old copy is over: who still waits for it gets nothing. What was judged or taken over is reported."""
        copy, self._copy = self._copy, None
        if copy is None:
            return
        copy.over = True
        self._answering.refuse_waiting(copy)
        if copy.stage is Stage.FETCHING and (copy.owned_ms is not None or copy.holding.decision is not None):
            self._report(copy)
        if self.origin is Origin.CLIPBOARD and copy.reported and (copy.claimed or copy.stage is Stage.FETCHING):
            self._desk.send(Replaced(copy.id))
        copy.leave()  # timers know it for some seconds more, and are not to keep what was copied

    def _report(self, copy: Copy) -> None:
        """Tell the guard, once."""
        if not copy.reported:
            copy.reported = True
            self._desk.send(copy.report(self.origin, copy.targets(), copy.offered, copy.owned_ms))
