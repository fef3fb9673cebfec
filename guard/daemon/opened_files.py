"""Judges the files that chat clients open, as the file gate reports them, and holds them like a refused paste.

The file stays where it is; what is held is its path, and releasing the item lets that client open the file.
"""

from __future__ import annotations

import os
import threading
import time
from collections import OrderedDict
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, replace
from pathlib import Path

from guard.channels.notices import Channel
from guard.channels.service import EgressChannels
from guard.control.requests import CaseOpened, Push
from guard.core.decide import SEVERITY, waits
from guard.core.events import Event, EventKind
from guard.core.model import (
    Answer,
    Capture,
    Case,
    CaseState,
    Decision,
    DestinationKind,
    Item,
    Kind,
    Origin,
    Outcome,
    Target,
    new_id,
)
from guard.core.ports import Sink
from guard.daemon.browsing import Browsing
from guard.daemon.judged_key import judged_key, target_of
from guard.daemon.quarantine import Quarantine
from guard.file_gate.messages import LET_SECONDS, FileKey, Let, Opened, Unjudged, Verdict
from guard.files.items import name_of
from guard.ipc.replies import Refused
from guard.pipeline.pipeline import Pipeline
from guard.platform import proc
from guard.reading.rereading import Rereading
from guard.sentences.catalogue import sentence
from guard.util.path_text import label, path_text, text_path
from guard.util.worker_pool import Workers
from guard.vault import VaultCode, VaultError

JUDGED_AT_ONCE = 2
_CASES_LIMIT = 500
_LIST = "text/uri-list"


@dataclass(frozen=True, slots=True)
class RefusalEnds:
    """What the rest of the guard does for what is refused elsewhere than at the clipboard. ``finish`` is told each
    case; while ``paused`` nothing is judged.
    """

    pipeline: Pipeline
    quarantine: Quarantine
    channels: EgressChannels
    sink: Sink
    publish: Callable[[Push], None]
    finish: Callable[[Case | None], None]
    paused: Callable[[], bool]
    failed: Callable[[OSError], None]


class OpenedFiles:
    """Judges on threads of its own. ``say`` sends a message to the gate."""

    def __init__(self, ends: RefusalEnds, say: Callable[[object], bool]) -> None:
        self._ends = replace(ends, pipeline=replace(ends.pipeline, reader=Rereading(ends.pipeline.reader)))
        self._say = say
        self._workers = Workers(JUDGED_AT_ONCE, ends.failed)
        self._browsing = Browsing()
        self._lock = threading.Lock()
        self._cases: OrderedDict[FileKey, str] = OrderedDict()

    def start(self) -> None:
        """Start the threads."""
        self._workers.start()

    def stop(self, seconds: float) -> None:
        """Stop, and wait at most this long for what is being judged."""
        self._workers.stop(seconds)

    def opened(self, opened: Opened, descriptor: int) -> None:
        """Take the gate's report of an open; returns at once. Closes the descriptor."""
        def work() -> None:
            try:
                self._take(opened, descriptor)
            except Exception:
                self._not_judged(opened)
                raise
            finally:
                os.close(descriptor)

        if self._ends.paused() or not self._workers.offer(work):
            os.close(descriptor)
            self._not_judged(opened)

    def unjudged(self, unjudged: Unjudged) -> None:
        """Record and report that a client was answered without a verdict."""
        channel = Channel.NOT_JUDGED if unjudged.refused else Channel.UNJUDGED
        self._ends.sink.append(Event(EventKind.SIGHTED, time.time(), outcome=Outcome.UNREADABLE.value,
                                     destination=unjudged.program, count=unjudged.count, reason=channel.value))
        if unjudged.path:
            self._ends.channels.unjudged(text_path(unjudged.path), unjudged.program, refused=unjudged.refused)

    def check_let(self, case: Case) -> Refused | None:
        """Return why no client could be let open what was judged, None when one could. Raises VaultError."""
        return None if self._known(case) is not None else Refused("missing", sentence("guard.opened-file-not-known"))

    def let(self, case: Case) -> None:
        """Let the client that was refused open the content of a case that was judged for LET_SECONDS. Raises
        VaultError, also when there is no gate.
        """
        if not self._let_for(case, LET_SECONDS):
            raise VaultError(VaultCode.MISSING, sentence("guard.file-gate-gone"))

    def take_back(self, case: Case) -> None:
        """Refuse again what was let: the item is held more strictly by now."""
        with suppress(VaultError):
            self._let_for(case, 0.0)

    def _let_for(self, case: Case, seconds: float) -> bool:
        """Return False when nobody could be told."""
        known = self._known(case)
        return known is not None and self._say(Let(*known, seconds))

    def _known(self, case: Case) -> tuple[FileKey, str] | None:
        """Return the content that was judged and the executable of the client that was refused it."""
        key = judged_key(self._ends.quarantine.targets(case))
        return None if key is None or case.destination is None else (key, case.destination.executable)

    def clear(self, path: Path) -> None:
        """Have every client open this file: it is a copy that was judged when it was made."""
        with suppress(OSError):
            self._say(Verdict(0, FileKey.of(path.stat()), (), self._ends.pipeline.rules().identity))

    def _take(self, opened: Opened, descriptor: int) -> None:
        held = self._held(opened)
        if opened.answered and held is not None and self._tell(held.id, opened):
            return
        pipeline = self._ends.pipeline
        capture = _capture(opened, descriptor)
        path = text_path(opened.path)
        if not waits(pipeline.rules().policy):
            decision = pipeline.look(capture)
            self._answer(opened, decision)
            if SEVERITY.index(decision.outcome) >= SEVERITY.index(Outcome.WARN):
                self._ends.channels.opened(path, decision, opened.destination.program)
            return
        if held is not None or opened.destination.kind is not DestinationKind.CHAT:
            case = self._renewed(opened, capture, held)
        else:
            case = replace(pipeline, decided=lambda _, decision: self._answer(opened, decision),
                           notify=lambda held: self._notify(held, opened)).take(capture)
        self._ends.finish(case)
        if case is not None:
            self._ends.channels.flagged((path,), case.decision)

    def _renewed(self, opened: Opened, capture: Capture, held: Case | None) -> Case | None:
        """Answer an open, and return a new case where the client is refused what the one that is ``held`` does not say:
        a case is held from every destination of its decision, so it is made only where this client is refused.
        """
        pipeline = self._ends.pipeline
        judged, decision = pipeline.judge(capture)
        self._answer(opened, decision)
        refused = opened.destination.kind in decision.held_from
        if not refused or (held is not None and _alike(held.decision, decision) and self._tell(held.id, opened)):
            pipeline.note(capture, judged, decision)
            return None
        return replace(pipeline, notify=lambda held: self._notify(held, opened)).take_judged(capture, judged, decision)

    def _not_judged(self, opened: Opened) -> None:
        self._say(Verdict(opened.number, opened.key, (), judged=False))

    def _answer(self, opened: Opened, decision: Decision) -> None:
        self._say(Verdict(opened.number, opened.key, decision.held_from, decision.judged_with))
        if decision.outcome is Outcome.ALLOW:
            self._ends.channels.clean(text_path(opened.path))

    def _notify(self, held: Case, opened: Opened) -> None:
        with self._lock:
            self._cases[opened.key] = held.id
            if len(self._cases) > _CASES_LIMIT:
                self._cases.popitem(last=False)
        self._tell(held.id, opened)

    def _held(self, opened: Opened) -> Case | None:
        """Return the case of a file that was refused before, None when none is still held."""
        with self._lock:
            case_id = self._cases.get(opened.key, "")
        try:
            case = self._ends.quarantine.case(case_id) if case_id else None
        except VaultError:
            return None
        return case if case is not None and case.state is CaseState.HELD else None

    def _tell(self, case_id: str, opened: Opened) -> bool:
        """Record that a client was refused, and warn unless it only lists a folder."""
        destination = opened.destination
        self._ends.sink.append(Event(EventKind.SERVED, time.time(), case=case_id, destination=destination.program,
                                     answer=Answer.NOTICE.value, reason=destination.executable))
        try:
            case = self._ends.quarantine.change(case_id, lambda current: replace(current, destination=destination))
        except VaultError:
            return False
        warns = self._browsing.warns(destination.executable, text_path(opened.path), time.monotonic())
        self._ends.publish(CaseOpened(case, notify=case.decision.notify and warns))
        return True


def _alike(one: Decision, other: Decision) -> bool:
    """Return whether a person would be told the same of both and could release both in the same way."""
    return (one.outcome, one.release, one.nature, one.rule) == (other.outcome, other.release, other.nature, other.rule)


def _capture(opened: Opened, descriptor: int) -> Capture:
    """Return an opened file as the capture that a copy by a file manager would make; its content comes by the
    descriptor.
    """
    path = text_path(opened.path)
    content = Item(label(path), Kind.FILES, path=opened.path, read_at=path_text(proc.path_of(descriptor)))
    address = f"{path.as_uri()}\r\n".encode()
    return Capture(new_id(), Origin.OPENED, Kind.FILES, time.time(), (name_of(path), content),
                   (Target(_LIST, _LIST, 8, address), target_of(opened.key)))
