"""What the parts of one broker share: the rules in force, timers, workers, and the connection to the guard."""

from __future__ import annotations

import heapq
import itertools
import threading
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from typing import TypeVar

from guard.clipboard.content import Content, read_content
from guard.clipboard.focused_frames import FocusedFrames
from guard.clipboard.one_copy import HeldCopies
from guard.clipboard.port import Arms, Duty
from guard.core import item_names
from guard.core.decide import decide, decide_concealed
from guard.core.model import Decision, FileMark, Judged, Origin, Reason, Target, Unreadable
from guard.core.trial import unenforced
from guard.files.stamps import changed
from guard.ipc.messages import Arm, Armed, FromBroker, Passed
from guard.sentences.catalogue import sentence
from rules.text import Text

LARGE_BYTES = 256 * 1024
"""Bytes; a larger copy is held while a worker parses and judges it: that takes long, and TARGETS cannot wait."""

ANSWER_SECONDS = 5.0
"""An owner that gives nothing for this long has failed: the copy counts as unreadable."""

SETTLE_SECONDS = 0.1
"""PRIMARY changes with every pixel while the user selects; it is read once it has not changed for this long."""

SLOW_SECONDS = 0.15
"""A text that takes longer to arrive is held meanwhile: after this time a person could paste it."""

HOUSEKEEPING_SECONDS = 10.0
"""Time between two checks for a running clipboard manager and for transfers that have stopped."""

JUDGED_CHARACTERS = 32 * 1024 * 1024
"""Characters of one text that are judged; a longer text has a gap, and decide.py says what a gap means."""

T = TypeVar("T")
Assessment = tuple[tuple[Judged, ...], Decision]


class BrokerState:
    """State shared by everything in one broker; used from the broker's thread only.

    While ``manager_runs``, text too is held before its verdict: a clipboard manager reads faster than we judge.
    ``wary``: what is on the clipboard at the start is held without being read (guard.ipc.messages.Arm).
    """

    def __init__(self, duty: Duty, arms: Arms) -> None:
        self.arms = arms
        self.watching = True
        self.wary = duty.wary
        self.kinship = duty.kinship
        self.held_copies = HeldCopies()
        self.focused = FocusedFrames()
        self.dragging = 0
        """The X11 client that something is being dragged out of, 0 for none."""
        self.orphaned = False
        """The guard is gone: the broker of the next guard must judge what is held."""
        self._armings = 0
        self.manager_runs = False
        self.send: Callable[[FromBroker], None] = duty.send
        self._post = duty.mailbox.post
        self._timers: list[tuple[float, int, Callable[[], None]]] = []
        self._order = itertools.count()

    def armed(self, capabilities: tuple[str, ...]) -> None:
        """Report that what is copied from now on is judged by the rules in force."""
        self.send(Armed(capabilities, self.arms.pack, self.arms.lacking))

    # -------------------------------------------------------------- timers and workers
    def later(self, seconds: float, do: Callable[[], None]) -> None:
        """Call ``do`` from the broker's thread after some seconds. It cannot be cancelled: ``do`` must check its state.
        """
        heapq.heappush(self._timers, (time.monotonic() + seconds, next(self._order), do))

    def run_due(self) -> float | None:
        """Call what is due; return the seconds until the next timer, or None when there is none."""
        while self._timers:
            wait = self._timers[0][0] - time.monotonic()
            if wait > 0:
                return wait
            heapq.heappop(self._timers)[2]()
        return None

    def arm_on_worker(self, command: Arm, arm: Callable[[Arm], Arms], then: Callable[[], None]) -> None:
        """Prepare new rules on a thread of its own; until then the old ones judge.

        ``then`` is called from the broker's thread once the new ones are in force. Of several, the one requested last
        stays in force, however long each takes.
        """
        self._armings += 1
        number = self._armings

        def arrive(arms: Arms) -> None:
            if number == self._armings:
                self.arms = arms
                then()

        def work() -> None:
            arms = arm(command)
            self._post(lambda: arrive(arms))

        threading.Thread(target=work, name="arming", daemon=True).start()

    def read_on_worker(self, targets: Mapping[str, Target | None], then: Callable[[Content], None]) -> None:
        """Read what has arrived by now on a thread of its own; ``then`` is called from the broker's thread."""
        arrived = dict(targets)
        self._on_worker(lambda: read_content(arrived), then)

    def assess_on_worker(self, content: Content, then: Callable[[Assessment], None]) -> None:
        """Judge on a thread of its own by the rules in force now; ``then`` is called from the broker's thread."""
        arms = self.arms
        self._on_worker(lambda: assess(content, arms), then)

    def look_on_worker(self, marks: Sequence[FileMark], seconds: float, then: Callable[[bool], None]) -> None:
        """Compare files with their marks on a thread of its own; ``then`` is called once, from the broker's thread,
        with True when they are the same. A file system that does not answer within these seconds counts as different.
        """
        waiting = [then]

        def tell(same: bool) -> None:
            if waiting:
                waiting.pop()(same)

        self._on_worker(lambda: not changed(marks), tell)
        self.later(seconds, lambda: tell(False))

    def _on_worker(self, work: Callable[[], T], then: Callable[[T], None]) -> None:
        def do() -> None:
            result = work()
            self._post(lambda: then(result))

        threading.Thread(target=do, name="worker", daemon=True).start()


def assess(content: Content, arms: Arms) -> Assessment:
    """Judge every text of a copy and decide. What could not be read is Unreadable, never nothing."""
    judged = tuple(_judge(label, text, arms) for label, text in content.texts)
    if content.problem is not None:
        judged += (unreadable(content.problem),)
    return judged, decide(judged, arms.policy)


def unread(arms: Arms, reason: Reason) -> Assessment:
    """Return the decision about a copy that could not be read, or must not be."""
    judged = (unreadable(Unreadable(reason)),)
    return judged, decide(judged, arms.policy)


def concealed(arms: Arms) -> Assessment:
    """Return the decision about a copy that its program marks as nothing to keep: nothing of it is read."""
    return (), decide_concealed(arms.policy)


def passed(capture: str, origin: Origin, judged: Sequence[Judged], decision: Decision, elapsed_ms: float) -> Passed:
    """Return the report of a copy that was judged and left alone, with the rules that matched, each once, in order."""
    rules = tuple(dict.fromkeys(match.rule for item in judged if item.verdict for match in item.verdict.matches))
    return Passed(capture, origin, rules, elapsed_ms, decision.outcome, unenforced(judged, decision))


def unreadable(problem: Unreadable) -> Judged:
    """Return the judged item for a copy that could not be read."""
    return Judged(str(item_names.CONTENT), unreadable=problem)


def _judge(label: str, text: str, arms: Arms) -> Judged:
    started = time.perf_counter()
    read = Text(text[:JUDGED_CHARACTERS])
    verdict = arms.judge(read)
    if len(text) > JUDGED_CHARACTERS:
        rest = sentence("clipboard.rest-of-text", count=len(text) - JUDGED_CHARACTERS)
        verdict = replace(verdict, gaps=(*verdict.gaps, rest))
    return Judged(label, text=read, verdict=verdict, elapsed_ms=(time.perf_counter() - started) * 1000)
