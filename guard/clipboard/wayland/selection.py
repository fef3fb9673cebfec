"""Watches one selection: reads, judges, takes over when flagged, keeps until the next copy."""

from __future__ import annotations

import logging
from functools import partial

from guard.clipboard import content as contents
from guard.clipboard.broker_state import (
    ANSWER_SECONDS,
    LARGE_BYTES,
    SETTLE_SECONDS,
    SLOW_SECONDS,
    BrokerState,
)
from guard.clipboard.rich_text import NAMES
from guard.clipboard.selection import StagedSelection
from guard.clipboard.stages import Stage
from guard.clipboard.wayland.answering import Answering
from guard.clipboard.wayland.connection import Asked, Changed, Connection
from guard.clipboard.wayland.copy import Copy, by_name
from guard.clipboard.wayland.pipes import Pipes
from guard.core.model import Kind, Origin, Target
from guard.ipc.messages import Place, Replaced, Restore

log = logging.getLogger(__name__)


class SelectionGuard(StagedSelection[Copy]):
    """A selection: CLIPBOARD as it is, PRIMARY through guard.clipboard.wayland.primary."""

    _answering: Answering

    def __init__(self, origin: Origin, connection: Connection, state: BrokerState, pipes: Pipes,
                 answering: Answering) -> None:
        super().__init__(origin, state, answering)
        self._connection = connection
        self._pipes = pipes
        self._seen = Changed(origin, 0)

    def look(self) -> None:
        """Judge what is there now, unless it is ours."""
        if not self.owns:
            self._start(self._seen)

    # -------------------------------------------------------------- events
    def changed(self, change: Changed) -> None:
        """Handle new content of the selection, ours or another's."""
        if change.source:
            if self._copy is not None and self._copy.source == change.source:
                self._confirmed()
            return
        self._seen = change
        if self._copy is not None and self._copy.source and self._copy.owned_ms is None:
            # It was there only while we took over the copy before it, and is gone: it cannot be read.
            log.warning("a copy was overwritten by the one before it")
            return
        self._start(change)

    def cancelled(self, source: int) -> None:
        """Give up the copy of a source that is no longer the selection."""
        if self._copy is not None and self._copy.source == source:
            self._supersede()

    def user_moved(self) -> None:
        """Do what waits for the user to be in another window."""

    def requested(self, asked: Asked) -> bool:
        """Answer a request if it is about the copy we hold; return False when it is not."""
        if self._copy is None or self._copy.source != asked.source:
            return False
        self._answering.read_by(self._copy, asked)
        return True

    def _start(self, change: Changed) -> None:
        self._supersede()
        if not change.offer:
            self._wary = False  # what the broker before it may have ended at is gone
            return
        if not self._state.watching:
            return
        copy = Copy(origin=self.origin, offer=change.offer, offered=change.names, unread=self._wary)
        self._copy, self._wary = copy, False
        if self.origin is Origin.PRIMARY:
            self._state.later(SETTLE_SECONDS, lambda: self._begin(copy))
        else:
            self._begin(copy)

    def _begin(self, copy: Copy) -> None:
        if copy is not self._copy:
            return
        copy.reading = contents.names_to_read(copy.offered, selected=self.origin is Origin.PRIMARY)
        self._ask(copy, copy.reading)
        if self._state.manager_runs and copy.reading and self.origin is Origin.CLIPBOARD:
            self._take(copy)
        self._state.later(SLOW_SECONDS, lambda: self._hold_unread(copy))
        self._state.later(ANSWER_SECONDS, lambda: self._check_progress(copy))
        self._advance(copy)

    def _supersede(self) -> None:
        """End the old copy: requests that wait for it get nothing; what was taken over is still reported."""
        copy = self._superseded()
        if copy is None:
            return
        if copy.stage is Stage.FETCHING and copy.owned_ms is not None:
            self._report(copy)
        if self.origin is Origin.CLIPBOARD and copy.reported and copy.source:
            self._state.send(Replaced(copy.id))
        self._connection.forget(copy.source)
        self._stop_reading(copy)
        copy.content, copy.targets = contents.Content(), {}  # timers refer to it for some seconds more

    def _is_ours(self, copy: Copy) -> bool:
        return copy.source != 0

    def _leave(self, copy: Copy) -> None:
        copy.stage, copy.content, copy.targets = Stage.LEFT, contents.Content(), {}

    def _forget(self, copy: Copy) -> None:
        copy.holding.drop()
        copy.stage = Stage.HELD
        self._stop_reading(copy)
        copy.content, copy.targets = contents.Content(), {}

    # -------------------------------------------------------------- reading
    def _ask(self, copy: Copy, names: tuple[str, ...]) -> None:
        for name in names:
            if name not in copy.targets and name not in copy.reads:
                copy.reads[name] = self._connection.receive(copy.offer, name)
                self._pipes.read(copy.reads[name], partial(self._arrived, copy, name))

    def _arrived(self, copy: Copy, name: str, untrusted_bytes: bytes | None) -> None:
        copy.reads.pop(name, None)
        if untrusted_bytes:
            copy.targets[name] = Target(name, name, 8, untrusted_bytes)
        self._advance(copy)

    def _results(self, copy: Copy) -> dict[str, Target]:
        return copy.targets

    def _is_large(self, copy: Copy) -> bool:
        return _bytes(copy) > LARGE_BYTES

    def _unanswered(self, copy: Copy) -> bool:
        return copy.slow

    def _quiet_seconds(self, copy: Copy) -> float | None:
        return min((self._pipes.still(descriptor) for descriptor in copy.reads.values()), default=None)

    def _give_up(self, copy: Copy) -> int:
        copy.slow, waited_for = True, len(copy.reads)
        self._stop_reading(copy)
        return waited_for

    def _stop_reading(self, copy: Copy) -> None:
        for descriptor in tuple(copy.reads.values()):
            self._pipes.cancel(descriptor)

    # -------------------------------------------------------------- from stage to stage
    def _advance(self, copy: Copy) -> None:
        if copy is not self._copy:
            return
        if copy.stage is Stage.READING and not any(name in copy.reads for name in copy.reading):
            self._read(copy)
        if copy.stage is Stage.FETCHING and not copy.reads and copy.owned_ms is not None:
            copy.stage = Stage.HELD
            self._report(copy)
        self._answering.answer_waiting(copy)

    def _hold_unread(self, copy: Copy) -> None:
        """Own a text that has not been read yet."""
        if copy is self._copy and (copy.stage is Stage.JUDGING or (copy.stage is Stage.READING and copy.reads)):
            self._hold(copy)

    def _read(self, copy: Copy) -> None:
        if not copy.unread and _bytes(copy, besides=NAMES) > LARGE_BYTES:
            self._hold(copy)
        super()._read(copy)

    def _hold(self, copy: Copy) -> None:
        """Own a text before its verdict."""
        self._take(copy)

    def _take(self, copy: Copy) -> None:
        if copy.source or self._connection.has_newer(self.origin):
            return
        self._ask(copy, self._names_to_keep(copy))
        copy.source = self._connection.own(self.origin, copy.names())

    # -------------------------------------------------------------- commands
    def place(self, command: Place) -> None:
        """Put this content on the clipboard, held under its decision."""
        self._offer(command)

    def restore(self, command: Restore) -> None:
        """Offer what the previous broker owned, unless somebody has copied since."""
        if self._connection.is_empty(self.origin):
            self._offer(command)
        else:
            self._state.send(Replaced(command.capture))

    def _offer(self, command: Place | Restore) -> None:
        self._supersede()
        copy = Copy(origin=self.origin, stage=Stage.HELD, reported=True, id=command.capture)
        copy.holding.decision = command.decision
        copy.targets = by_name(command.targets)
        copy.offered = tuple(copy.targets)
        if command.kind is Kind.TEXT:
            copy.content = contents.plain_text(copy.targets)
        self._state.held_copies.brought(copy, self.origin)
        copy.source = self._connection.own(self.origin, copy.offered)
        self._copy = copy

    def release(self) -> None:
        """Leave the selection empty, if it is ours."""
        if self.owns:
            self._supersede()
            self._connection.give_up(self.origin)


def _bytes(copy: Copy, besides: tuple[str, ...] = ()) -> int:
    return sum(len(target.untrusted_bytes) for name, target in copy.targets.items() if name not in besides)
