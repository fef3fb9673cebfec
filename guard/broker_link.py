"""The guard's side of the broker: arms it after every start, answers what it asks, passes on what it reports."""

from __future__ import annotations

import logging
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from guard.children import ChildGoneError, Supervisor
from guard.messages import (
    Arm,
    Armed,
    Asking,
    Decided,
    Drop,
    Flagged,
    FromBroker,
    Grant,
    Passed,
    Place,
    Served,
    Stop,
    Trouble,
    Watch,
)
from guard.model import Capture, Case, Decision, Judged, Target
from guard.standing import Standing
from guard.supply.active import Supply

log = logging.getLogger(__name__)

STOP_SECONDS = 3.0


@dataclass(frozen=True, slots=True)
class Reports:
    """Where the broker's reports go; each is called on the receiving thread and returns at once."""

    flagged: Callable[[Capture, Judged, Decision], None]
    asking: Callable[[Capture], None]
    passed: Callable[[Passed], None]
    served: Callable[[Served], None]


class BrokerLink:
    """Keeps one broker process running and armed (guard.answering.Clipboard)."""

    def __init__(self, command: Sequence[str], supply: Callable[[], Supply], standing: Standing,
                 reports: Reports) -> None:
        self._supply = supply
        self._standing = standing
        self._reports = reports
        self._watching = True
        self._current = ""
        self._supervisor: Supervisor[FromBroker] = Supervisor(
            command, FromBroker, self._received, on_start=self._arm, on_exit=self._exited)

    def start(self) -> None:
        """Start the broker; it is armed and, whenever it ends, started again."""
        self._supervisor.start()

    def stop(self) -> None:
        """End the broker for good."""
        self._send(Stop())
        self._supervisor.stop(STOP_SECONDS)
        self._standing.armed(False)

    def decided(self, capture: Capture, decision: Decision) -> None:
        """Tell the broker what was decided about a capture it asked about."""
        self._send(Decided(capture.id, decision))

    def grant(self, case: Case, seconds: float, targets: Callable[[], tuple[Target, ...]]) -> None:
        """Let chat programs paste this item once; brings it back to the clipboard when it is no longer there."""
        if case.id != self._current:
            self._send(Place(case.id, case.kind, targets(), case.decision))
            self._current = case.id
        self._send(Grant(case.id, seconds))

    def drop(self, case_id: str) -> None:
        """Forget the content of a destroyed item."""
        self._send(Drop(case_id))

    def watch(self, enabled: bool) -> None:
        """Pause or resume judging; kept for a broker that is started again."""
        self._watching = enabled
        self._send(Watch(enabled))

    def _arm(self) -> None:
        supply = self._supply()
        self._supervisor.send(Arm(tuple(pack.content for pack in supply.packs), supply.policy))
        if not self._watching:
            self._supervisor.send(Watch(False))

    def _send(self, message: object) -> None:
        try:
            self._supervisor.send(message)
        except ChildGoneError:
            # It is being started again and will look at the clipboard afresh.
            log.warning("the broker was not there for a %s", type(message).__name__)

    def _received(self, message: FromBroker) -> None:
        match message:
            case Armed(capabilities=capabilities, pack=pack):
                self._standing.fact(broker=" ".join(capabilities), pack=pack)
                self._standing.trouble("broker", "")
                self._standing.armed(True)
            case Trouble(what=words):
                self._standing.trouble("broker", words)
            case Flagged(capture=capture, judged=judged, decision=decision):
                self._current = capture.id
                self._reports.flagged(capture, judged, decision)
            case Asking(capture=capture):
                self._current = capture.id
                self._reports.asking(capture)
            case Passed():
                self._current = ""
                self._reports.passed(message)
            case Served():
                self._reports.served(message)

    def _exited(self, code: int) -> None:
        self._current = ""
        self._standing.armed(False)
        if code != 0:
            log.error("the broker ended with code %d", code)
            self._standing.trouble("broker", "剪贴板暂时没有看守，正在重新启动。")
