"""Watching one selection: read, judge, take over when flagged, keep until the next copy."""

from __future__ import annotations

import logging
import time
from functools import partial

from guard.clipboard import content as contents
from guard.clipboard.broker_state import (
    ANSWER_SECONDS,
    LARGE_BYTES,
    SETTLE_SECONDS,
    SLOW_SECONDS,
    Assessment,
    Desk,
    assess,
    rules_of,
    unread,
)
from guard.clipboard.rich_text import NAMES
from guard.clipboard.wayland.answering import Answering
from guard.clipboard.wayland.connection import Asked, Changed, Connection
from guard.clipboard.wayland.copy import Copy, Stage, by_name
from guard.clipboard.wayland.pipes import Pipes
from guard.core.model import Kind, Origin, Reason, Target
from guard.ipc.messages import Decided, Grant, Passed, Place
from guard.platform.processes_linux import lives

log = logging.getLogger(__name__)


class SelectionGuard:
    """One of CLIPBOARD and PRIMARY. Pictures and files are taken over before their verdict, on CLIPBOARD only."""

    def __init__(self, origin: Origin, connection: Connection, desk: Desk, pipes: Pipes, answering: Answering) -> None:
        self.origin = origin
        self._connection = connection
        self._desk = desk
        self._pipes = pipes
        self._answering = answering
        self._seen = Changed(origin, 0)
        self._copy: Copy | None = None
        self._wary = desk.wary

    @property
    def owns(self) -> bool:
        """True while the selection is ours."""
        return self._copy is not None and self._copy.source != 0

    @property
    def holds(self) -> bool:
        """True while something is ours that at least one destination must not get, or is not decided yet."""
        decision = self._copy.holding.decision if self._copy is not None else None
        return self.owns and (decision is None or decision.hold)

    def look(self) -> None:
        """Judge what is there now, unless it is ours."""
        if not self.owns:
            self._start(self._seen)

    # -------------------------------------------------------------- events
    def changed(self, change: Changed) -> None:
        """The selection has new content, ours or another's."""
        if self._connection.ours(change):
            self._confirmed()
            return
        self._seen = change
        if self._copy is not None and self._copy.source and self._copy.owned_ms is None:
            # It was there for the moment in which we took over the one before it, and is gone: it cannot be read.
            log.warning("a copy was overwritten by the one before it")
            return
        self._start(change)

    def requested(self, asked: Asked) -> bool:
        """Answer a request if it is about the copy we hold; False when it is not."""
        if self._copy is None or self._copy.source != asked.source:
            return False
        self._answering.requested(self._copy, asked)
        return True

    def _start(self, change: Changed) -> None:
        self._supersede()
        if not change.offer or not self._desk.watching:
            return
        copy = Copy(origin=self.origin, offer=change.offer, offered=change.names, unread=self._wary)
        self._copy, self._wary = copy, False
        if self.origin is Origin.PRIMARY:
            self._desk.later(SETTLE_SECONDS, lambda: self._begin(copy))
        else:
            self._begin(copy)

    def _begin(self, copy: Copy) -> None:
        if copy is not self._copy:
            return
        copy.reading = contents.names_to_read(copy.offered, selected=self.origin is Origin.PRIMARY)
        self._ask(copy, copy.reading)
        if self._desk.manager_runs and copy.reading and self.origin is Origin.CLIPBOARD:
            self._take(copy)
        self._desk.later(SLOW_SECONDS, lambda: self._hold_unread(copy))
        self._desk.later(ANSWER_SECONDS, lambda: self._check_progress(copy))
        self._advance(copy)

    def _supersede(self) -> None:
        """The old copy is over: whoever still waits for it gets nothing, what was taken over is still reported."""
        copy, self._copy = self._copy, None
        if copy is None:
            return
        copy.over = True
        self._answering.refuse_waiting(copy)
        if copy.stage is Stage.FETCHING and copy.owned_ms is not None:
            self._report(copy)
        self._connection.forget(copy.source)
        self._stop_reading(copy)
        copy.content, copy.targets = contents.Content(), {}  # timers know it for some seconds more

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

    def _check_progress(self, copy: Copy) -> None:
        if copy is not self._copy or not copy.reads:
            return
        still = min(self._pipes.still(descriptor) for descriptor in copy.reads.values())
        if still < ANSWER_SECONDS:
            self._desk.later(ANSWER_SECONDS - still, lambda: self._check_progress(copy))
            return
        log.warning("the owner of %s left %d requests unanswered", self.origin, len(copy.reads))
        copy.slow = True
        self._stop_reading(copy)

    def _stop_reading(self, copy: Copy) -> None:
        for descriptor in tuple(copy.reads.values()):
            self._pipes.cancel(descriptor)

    # -------------------------------------------------------------- from stage to stage
    def _advance(self, copy: Copy) -> None:
        """Go as far as what has arrived allows."""
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
            self._take(copy)

    def _read(self, copy: Copy) -> None:
        if copy.unread:
            self._settle(copy, unread(self._desk.arms, Reason.MALFORMED))
            return
        if _is_large(copy):
            copy.stage = Stage.JUDGING
            if _is_large(copy, besides=NAMES):
                self._take(copy)
            self._desk.read_on_worker(copy.targets, partial(self._read_aside, copy))
        else:
            self._have_read(copy, contents.read_content(copy.targets))

    def _read_aside(self, copy: Copy, content: contents.Content) -> None:
        """A worker has taken a large copy apart."""
        if copy is self._copy:
            self._have_read(copy, content)
            self._advance(copy)

    def _have_read(self, copy: Copy, content: contents.Content) -> None:
        copy.content = content
        others = contents.other_texts(copy.offered, copy.reading)
        if not content.texts and not content.files and others and not copy.slow:
            copy.stage = Stage.READING
            copy.reading += others
            self._ask(copy, others)
        elif copy.slow and not content.items():
            self._settle(copy, unread(self._desk.arms, Reason.NO_ANSWER))
        elif content.files or contents.is_picture(content, copy.offered):
            self._take_undecided(copy)
        elif not content.items() and not copy.source:
            copy.stage = Stage.LEFT
        elif _is_large(copy):
            copy.stage = Stage.JUDGING
            self._desk.assess_on_worker(content, partial(self._settle, copy))
        else:
            self._settle(copy, assess(content, self._desk.arms))

    def _settle(self, copy: Copy, assessment: Assessment) -> None:
        """A text has its verdict: take it over, or leave it (or serve it faithfully when it is ours already)."""
        if copy is not self._copy:
            return
        copy.judged, decision = assessment
        copy.holding.decision = decision
        if not decision.hold:
            self._desk.send(Passed(copy.id, copy.origin, rules_of(copy.judged), copy.elapsed_ms(), decision.outcome))
            copy.reported = True
            if not copy.source:
                copy.stage, copy.content, copy.targets = Stage.LEFT, contents.Content(), {}
                return
        if decision.hold:
            self._desk.standing.settled(copy, self.origin)
        self._take(copy)
        copy.stage = Stage.FETCHING
        self._advance(copy)
        copy.remember(self._desk.arms)

    def _take_undecided(self, copy: Copy) -> None:
        """Pictures and files: ours before their verdict, because it takes longer than a hand needs to paste.

        Of what is merely selected only the text counts.
        """
        if self.origin is Origin.PRIMARY:
            if copy.content.texts:
                copy.content = contents.Content(copy.content.texts, problem=copy.content.problem)
                self._settle(copy, assess(copy.content, self._desk.arms))
            else:
                copy.stage = Stage.LEFT
            return
        self._take(copy)
        copy.stage = Stage.FETCHING

    def _take(self, copy: Copy) -> None:
        """Ask for everything, then take over: the source still answers what it was asked before."""
        if copy.source or self._connection.has_newer(self.origin):
            return
        has_text = not contents.is_picture(copy.content, copy.offered) and bool(
            copy.content.texts or copy.content.files or contents.other_texts(copy.offered, ()))
        self._ask(copy, contents.names_to_keep(copy.offered, has_text=has_text))
        copy.source = self._connection.own(self.origin, copy.names())

    def _confirmed(self) -> None:
        copy = self._copy
        if copy is not None and copy.owned_ms is None:
            copy.owned_ms = copy.elapsed_ms()
            self._advance(copy)

    def _report(self, copy: Copy) -> None:
        """Tell the guard, once."""
        if not copy.reported:
            copy.reported = True
            self._desk.send(copy.report(self.origin, copy.targets, copy.offered, copy.owned_ms))

    # -------------------------------------------------------------- commands
    def decided(self, command: Decided) -> None:
        """Take the guard's decision about the copy it was asked about."""
        copy = self._copy
        if copy is not None and copy.id == command.capture:
            copy.holding.decided(command)
            self._answering.answer_waiting(copy)

    def grant(self, command: Grant) -> bool:
        """Let a chat client paste this capture once; False when it is not here or may not be released."""
        copy = self._copy
        if copy is None or copy.id != command.capture or not copy.source:
            return False
        return copy.holding.grant(time.monotonic(), command.seconds, command.bearer, lives, command.masked)

    def drop(self, capture: str) -> None:
        """Forget the content of this capture; everyone gets the notice."""
        copy = self._copy
        if copy is not None and copy.id == capture and copy.source:
            copy.holding.drop()
            copy.stage = Stage.HELD
            self._stop_reading(copy)
            copy.content, copy.targets = contents.Content(), {}
            self._answering.answer_waiting(copy)

    def place(self, command: Place) -> None:
        """Put this content on the clipboard, held under its decision."""
        self._supersede()
        copy = Copy(origin=self.origin, stage=Stage.HELD, reported=True, id=command.capture)
        copy.holding.decision = command.decision
        copy.targets = by_name(command.targets)
        copy.offered = tuple(copy.targets)
        if command.kind is Kind.TEXT:
            copy.content = contents.plain_text(copy.targets)
        self._desk.standing.brought(copy, self.origin)
        copy.source = self._connection.own(self.origin, copy.offered)
        self._copy = copy

    def release(self) -> None:
        """Leave the selection empty, if it is ours."""
        if self.owns:
            self._supersede()
            self._connection.give_up(self.origin)


def _is_large(copy: Copy, besides: tuple[str, ...] = ()) -> bool:
    return sum(len(target.untrusted_bytes) for name, target in copy.targets.items()
               if name not in besides) > LARGE_BYTES
