"""Joins the parts of the guard's side of the file gate: the connection, judging opened files, releasing them."""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Callable
from pathlib import Path

from guard.channels.file_index import FileIndex
from guard.clipboard.file_lists import listed
from guard.control.requests import GateState
from guard.core.events import Event, EventKind
from guard.core.model import Case, Kind, Origin, Target
from guard.core.tickets import Granting
from guard.daemon.gate_link import GateLink
from guard.daemon.granting import Clipboard
from guard.daemon.opened_files import OpenedFiles, RefusalEnds
from guard.daemon.ruling import Ruling
from guard.daemon.status import StatusCollector
from guard.file_gate.messages import Unjudged
from guard.ipc.replies import Refused
from guard.sentences.catalogue import sentence
from guard.supply.release_store import Store, packed
from guard.util.clocks import elapsed
from guard.util.path_text import text_path
from rules.sentences.sentence import NOTHING

GONE_SECONDS = 5.0
"""A gate that disappears and is not back after this time is a trouble: the system restarts it within one second."""


class GateSide:
    """The guard's side of the gate. ``status`` is told what the gate does, and that it is gone; ``packs`` is where the
    unit's releases are stored.
    """

    def __init__(self, socket: Path, ruling: Ruling, index: FileIndex, ends: RefusalEnds,
                 status: StatusCollector, packs: Path) -> None:
        self._files = OpenedFiles(ends, self._say)
        self._link = GateLink(socket, ruling, ends.paused, index, self._files.opened, self._unjudged,
                              lambda: packed(Store(packs)))
        self._sink = ends.sink
        self._status = status
        self._there_at: float | None = None
        self._overflown = 0
        self._unjudged_count: Counter[bool] = Counter()

    def start(self) -> None:
        """Start judging opened files."""
        self._files.start()
        self.tend()

    def stop(self, seconds: float) -> None:
        """Stop; what is being judged gets this many seconds to end."""
        self._link.stop()
        self._files.stop(seconds)

    def tend(self) -> None:
        """Connect when a gate is there, and report what it does and when it is gone. Call every second."""
        self._link.tend()
        if self._link.connected:
            self._there_at = elapsed()
            self._status.trouble("file gate", NOTHING)
        elif self._there_at is not None and elapsed() - self._there_at > GONE_SECONDS:
            self._status.trouble("file gate", sentence("guard.file-gate-gone"))
        self._status.trouble("file gate terms", sentence("guard.file-gate-terms-too-long")
                             if self._link.connected and self._link.too_large else NOTHING)
        self._report()

    def letting(self, clipboard: Clipboard) -> Clipboard:
        """Return a Clipboard that releases opened files here and everything else by ``clipboard``."""
        return Letting(clipboard, self._files, lambda: self._link.connected)

    def _say(self, message: object) -> bool:
        return self._link.send(message)

    def _unjudged(self, unjudged: Unjudged) -> None:
        self._unjudged_count[unjudged.refused] += unjudged.count
        self._files.unjudged(unjudged)

    def _report(self) -> None:
        """Put the gate's limits in the status; record a full queue of the kernel, which let opens pass."""
        connected, reached = self._link.connected, self._link.reached
        self._status.gate(GateState(connected, reached.marked if connected else 0, reached.left_out,
                                    reached.overflown, self._unjudged_count[True], self._unjudged_count[False]))
        self._status.trouble("file gate folders", sentence("guard.gate-foreign", folders=reached.foreign)
                             if connected and reached.foreign else NOTHING)
        overflown = self._link.overflown
        if overflown > self._overflown:
            self._sink.append(Event(EventKind.TROUBLE, time.time(), count=overflown - self._overflown,
                                    reason=str(sentence("guard.file-gate-overflown"))))
        self._overflown = overflown


class Letting:
    """Implements guard.daemon.granting.Clipboard, also for items that are opened files. ``there``: is there a gate?"""

    def __init__(self, clipboard: Clipboard, files: OpenedFiles, there: Callable[[], bool]) -> None:
        self._clipboard = clipboard
        self._files = files
        self._there = there

    def check_grant(self, case: Case) -> Refused | None:
        """As guard.daemon.granting.Clipboard; without a gate nobody could be let open a file."""
        if case.origin is not Origin.OPENED:
            return self._clipboard.check_grant(case)
        return self._files.check_let(case) if self._there() else Refused("missing", sentence("guard.file-gate-gone"))

    def grant(self, case: Case, seconds: float, targets: Callable[[], tuple[Target, ...]],
              masked: tuple[Target, ...] = ()) -> Granting:
        """As guard.daemon.granting.Clipboard; an opened file is released as it is, and never brought to the clipboard.
        """
        if case.origin is Origin.OPENED:
            if not masked:
                self._files.let(case)
            return Granting.GIVEN
        return self._clipboard.grant(case, seconds, targets, masked)

    def grant_again(self, case: Case, seconds: float) -> bool:
        """As guard.daemon.granting.Clipboard."""
        return self._clipboard.grant_again(case, seconds)

    def withdraw(self, case: Case) -> None:
        """As guard.daemon.granting.Clipboard."""
        if case.origin is Origin.OPENED:
            self._files.take_back(case)
        else:
            self._clipboard.withdraw(case)

    def offer(self, kind: Kind, targets: tuple[Target, ...]) -> bool:
        """As guard.daemon.granting.Clipboard; a file that may go everywhere is opened by every client."""
        for item in listed(target.untrusted_bytes.decode() for target in targets) if kind is Kind.FILES else ():
            self._files.clear(text_path(item.name))
        return self._clipboard.offer(kind, targets)

    def drop(self, case_id: str) -> None:
        """As guard.daemon.granting.Clipboard."""
        self._clipboard.drop(case_id)
