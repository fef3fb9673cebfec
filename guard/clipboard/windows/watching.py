"""Watches the clipboard: reads, judges, takes over when flagged, keeps until the next copy.

A text is read, judged and taken over while we have the clipboard open: no program reads in between.
"""

from __future__ import annotations

import logging
import time
from collections.abc import Callable

from guard.clipboard.broker_state import (
    ANSWER_SECONDS,
    LARGE_BYTES,
    Assessment,
    BrokerState,
    assess,
    concealed,
    passed,
    unread,
)
from guard.clipboard.concealed import WINDOWS_HISTORY, is_concealed_on_windows
from guard.clipboard.taken_copy import worst
from guard.clipboard.windows.clipboard import Clipboard, NoAnswerError, Source
from guard.clipboard.windows.copy import Copy
from guard.clipboard.windows.formats import (
    FILES,
    HELD,
    HTML,
    RTF,
    TEXT,
    content_of,
    has_picture,
    is_picture,
    names_to_keep,
    placed,
    to_target,
    with_picture,
)
from guard.clipboard.windows.serving import BUSY_PAUSES, Serving
from guard.core.model import Decision, Kind, Origin, Reason
from guard.core.tickets import Granting
from guard.ipc.messages import Asking, Decided, Flagged, Grant, Place, Restore
from guard.platform.processes_windows import lives

INSIST_SECONDS = 1.0
"""How long a command tries to open the clipboard. An item that could not be placed is not granted and placed again."""

SLOW_SECONDS = 1.0
"""An owner that takes longer and then gives nothing did not answer; one that is quicker refused."""

_PATIENCE_SECONDS = (ANSWER_SECONDS, 0.5, 0.0)
"""How long a copy is read at first, after its owner did not answer in time, and after it did not once more. What it
gave late is there at once then; for the rest the copy counts as not answered.
"""

BYTES_LIMIT = 512 * 1024 * 1024
"""Bytes kept of one format; a larger one is treated as refused."""

_JUDGED = (FILES, TEXT, HTML, RTF)

log = logging.getLogger(__name__)


class Watching:
    """The copy on the clipboard, from its notification to that of the next one."""

    def __init__(self, clipboard: Clipboard, state: BrokerState, serving: Serving) -> None:
        self._clipboard = clipboard
        self._state = state
        self._serving = serving
        self._copy: Copy | None = None
        self._seen = 0
        self._wary = state.wary

    @property
    def owns(self) -> bool:
        """True while we promise the clipboard's content."""
        return self._copy is not None and self._copy.promised and self._clipboard.ours

    # -------------------------------------------------------------- a new copy
    def changed(self) -> None:
        """Handle a change of the clipboard: by another program, or by us."""
        if self._clipboard.ours:
            self._seen = self._clipboard.sequence
            return
        sequence = self._clipboard.sequence
        if sequence == self._seen:
            return
        self._forget()
        if self._state.watching:
            self._read(Copy(sequence=sequence), BUSY_PAUSES.first_seconds)

    def look(self) -> None:
        """Judge what is there now, unless it is held or judging is paused."""
        if self._state.watching and not self.owns:
            self._forget()
            self._seen = 0
            self._read(Copy(sequence=self._clipboard.sequence, unread=self._wary), BUSY_PAUSES.first_seconds)
        self._wary = False

    def asked(self, number: int) -> None:
        """Answer a program that waits for a promised format."""
        if self._copy is not None and self._copy.promised:
            self._serving.asked(self._copy, number)

    def _forget(self) -> None:
        if self._copy is not None:
            self._copy.promised = False
        self._copy = None

    def _read(self, copy: Copy, pause: float) -> None:
        """Read, judge and take over, now or as soon as the clipboard can be opened and its owner has answered. The
        number of the content changes with each part that its owner renders.
        """
        if self._is_read():
            return
        done = False
        with self._clipboard.opened_to_read(_PATIENCE_SECONDS[copy.unanswered]) as source:
            if source is not None and not (done := self._is_read()):
                if copy.sequence != self._clipboard.sequence:
                    copy = Copy(sequence=self._clipboard.sequence)
                done = self._judge(copy, source)
        if not done:
            self._state.later(pause, lambda: self._read(copy, BUSY_PAUSES.after(pause)))

    def _is_read(self) -> bool:
        """True when what is there now was read."""
        return self._copy is not None or self._clipboard.sequence == self._seen

    # -------------------------------------------------------------- while it is open
    def _judge(self, copy: Copy, source: Source) -> bool:
        """Return False when its owner has not answered in time."""
        self._copy = copy
        try:
            self._judge_open(copy, source, source.offered())
        except NoAnswerError:
            copy.unanswered += 1
            self._copy = None
            return False
        self._seen = self._clipboard.sequence
        return True

    def _judge_open(self, copy: Copy, source: Source, offered: tuple[str, ...]) -> None:
        if self._is_concealed(source, offered):
            copy.concealed = True
            self._settle(copy, source, offered, concealed(self._state.arms))
            return
        if copy.unread:
            self._settle(copy, source, offered, unread(self._state.arms, Reason.MALFORMED))
            return
        judged = tuple(name for name in _JUDGED if name in offered)
        started = time.monotonic()
        self._fetch(copy, source, judged)
        slow = bool(copy.unanswered) or time.monotonic() - started > SLOW_SECONDS
        copy.content = content_of(copy.targets)
        if not source.asks and not copy.targets.keys() >= set(judged):
            self._settle(copy, source, offered, unread(self._state.arms, Reason.NO_ANSWER))
        elif copy.content.files or is_picture(copy.content, offered):
            self._take(copy, source, offered)
            self._ask(copy)
        elif not copy.content.items():
            if slow and TEXT in offered:
                self._settle(copy, source, offered, unread(self._state.arms, Reason.NO_ANSWER))
            else:
                self._forget()
        elif sum(len(target.untrusted_bytes) for name, target in copy.targets.items() if name != RTF) > LARGE_BYTES:
            self._take(copy, source, offered)
            self._state.assess_on_worker(copy.content, lambda result: self._judged(copy, result))
        else:
            self._settle(copy, source, offered, assess(copy.content, self._state.arms))

    def _is_concealed(self, source: Source, offered: tuple[str, ...]) -> bool:
        if HELD in offered:
            return False  # the broker before us asked to be left out of histories, not its program
        history = source.read(WINDOWS_HISTORY, BYTES_LIMIT) if WINDOWS_HISTORY in offered and source.asks else None
        return is_concealed_on_windows(offered, history)

    def _fetch(self, copy: Copy, source: Source, names: tuple[str, ...]) -> None:
        for name in names:
            if name in copy.targets or not source.asks:
                continue
            untrusted_bytes = source.read(name, BYTES_LIMIT)
            if untrusted_bytes is not None:
                copy.targets[name] = to_target(name, untrusted_bytes)

    def _take(self, copy: Copy, source: Source, offered: tuple[str, ...]) -> None:
        names = names_to_keep(offered, copy.content)
        self._fetch(copy, source, names)
        copy.targets = {name: copy.targets[name] for name in names if name in copy.targets}
        source.promise(copy.names())
        self._serving.promised(copy)

    def _settle(self, copy: Copy, source: Source, offered: tuple[str, ...], assessment: Assessment) -> None:
        copy.judged, decision = assessment
        copy.holding.decision = decision
        if decision.hold:
            self._take(copy, source, offered)
        if decision.hold and not copy.concealed:
            self._flag(copy, decision)
        else:
            self._pass(copy, decision)
        if not decision.hold:
            self._forget()

    # -------------------------------------------------------------- reports
    def _flag(self, copy: Copy, decision: Decision) -> None:
        copy.remember(self._state.arms)
        judged = worst(copy.judged)
        self._state.send(Flagged(copy.capture(Kind.TEXT), judged, decision, copy.elapsed_ms()))

    def _pass(self, copy: Copy, decision: Decision) -> None:
        self._state.send(passed(copy.id, Origin.CLIPBOARD, copy.judged, decision, copy.elapsed_ms()))

    def _ask(self, copy: Copy) -> None:
        if not copy.content.files or has_picture(tuple(copy.targets)):
            copy.content = with_picture(copy.content, copy.targets)
        self._state.send(Asking(copy.capture(Kind.FILES if copy.content.files else Kind.PICTURE)))

    def _judged(self, copy: Copy, assessment: Assessment) -> None:
        """Take a worker's verdict on a large text that is ours already."""
        if copy is not self._copy:
            return
        copy.judged, decision = assessment
        copy.holding.decision = decision
        if decision.hold:
            self._flag(copy, decision)
        else:
            self._pass(copy, decision)
            self._give_back(copy, BUSY_PAUSES.first_seconds)

    # -------------------------------------------------------------- commands
    def decided(self, command: Decided) -> None:
        """Take the guard's decision about the copy it was asked about."""
        copy = self._copy
        if copy is None or copy.id != command.capture:
            return
        copy.holding.decided(command)
        if not command.decision.hold:
            self._give_back(copy, BUSY_PAUSES.first_seconds)

    def grant(self, command: Grant) -> Granting:
        """Let a chat client paste this capture once."""
        copy = self._copy
        if copy is None or copy.id != command.capture or not self.owns:
            return Granting.ABSENT
        if not copy.holding.grant(time.monotonic(), command.seconds, command.bearer, lives, command.masked,
                                  command.decision):
            return Granting.REFUSED
        renewed = _insist(lambda: self._serving.renew(copy))  # what was given before is still there for everyone
        return Granting.GIVEN if renewed else Granting.ABSENT

    def drop(self, capture: str) -> None:
        """Forget the content of this capture; every program gets the notice."""
        copy = self._copy
        if copy is not None and copy.id == capture:
            copy.holding.drop()
            copy.targets = {name: to_target(name, b"") for name in copy.targets}
            copy.content = type(copy.content)()

    def place(self, command: Place) -> None:
        """Put this content on the clipboard, held under its decision."""
        self._forget()
        copy = Copy(sequence=0, targets=placed(command.targets), id=command.capture)
        copy.holding.decision = command.decision
        self._copy = copy
        _insist(lambda: self._put(copy))

    def restore(self, command: Restore) -> None:
        """Never called: "restore" is not among the capabilities."""

    def stop(self) -> bool:
        """Return True: the process can end at once, because release() leaves on the clipboard what may stay there."""
        return True

    def _put(self, copy: Copy) -> bool:
        with self._clipboard.opened() as opened:
            if opened:
                self._clipboard.promise(copy.names())
                self._serving.promised(copy)
        return opened

    def _give_back(self, copy: Copy, pause: float) -> None:
        """Put the whole original there for everyone when it is clean, so that it needs us no longer."""
        if copy is self._copy and not self._let_go():
            self._state.later(pause, lambda: self._give_back(copy, BUSY_PAUSES.after(pause)))

    def release(self) -> None:
        """Leave nothing of ours on the clipboard that is held; what is clean stays there for everyone."""
        if not _insist(self._let_go):
            log.warning("another program keeps the clipboard open; what was held goes with this process")

    def _let_go(self) -> bool:
        copy = self._copy
        if copy is None or not self.owns:
            return True
        decision = copy.holding.decision
        with self._clipboard.opened() as opened:
            if opened and self._clipboard.ours:
                self._clipboard.replace({} if decision is None or decision.hold else copy.originals())
                self._forget()
        return opened


def _insist(do: Callable[[], bool]) -> bool:
    """Try for INSIST_SECONDS until the clipboard could be opened; return True when it was done."""
    until = time.monotonic() + INSIST_SECONDS
    while not do():
        if time.monotonic() >= until:
            return False
        time.sleep(BUSY_PAUSES.first_seconds)
    return True
