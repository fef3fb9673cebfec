"""The guard's side of the broker: arms it after every start, answers its questions, passes on its reports."""

from __future__ import annotations

import contextlib
import logging
import queue
import subprocess
import sys
import threading
import time
from collections import OrderedDict
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from guard.clipboard.held_words import Kinship
from guard.control.page_requests import FocusFrame
from guard.core.model import Capture, Case, Decision, Judged, Kind, Origin, Outcome, Target, new_id
from guard.core.tickets import Granting
from guard.daemon.granting import NOT_GRANTED
from guard.daemon.last_copy import LastCopy
from guard.daemon.status import StatusCollector
from guard.ipc.children import ChildGoneError, Supervisor
from guard.ipc.heartbeat import SILENT_TURNS, Beat, Heartbeat
from guard.ipc.messages import (
    Arm,
    Armed,
    Asking,
    Decided,
    Drop,
    Flagged,
    Focused,
    Forget,
    FromBroker,
    Grant,
    Granted,
    Passed,
    Ping,
    Place,
    Remember,
    Replaced,
    Restore,
    Served,
    Stop,
    Trouble,
    Watch,
)
from guard.ipc.replies import Refused
from guard.ipc.restarts import BackOff
from guard.platform.processes_linux import parent_of, resume_clipboard_managers, started_at
from guard.sentences.catalogue import sentence
from guard.supply.rules_in_force import InForce
from guard.util import exit_codes
from rules.sentences.sentence import NOTHING

log = logging.getLogger(__name__)

STOP_SECONDS = 3.0

RESTART = BackOff(first_seconds=0.05, longest_seconds=5.0, healthy_seconds=5.0)
"""While no broker runs nothing is judged. A broker that worked is restarted at once, however often it ends; one that
cannot start, as while the display is away, is tried at least every five seconds.
"""

HOSTS_REMEMBERED = 64
"""Native hosts of which is remembered what they said last of the keyboard."""

GRANT_SECONDS = 3.0
"""How many seconds a release waits for the broker to confirm that it will serve the next paste."""


@dataclass(frozen=True, slots=True)
class Reports:
    """Receivers of the broker's reports; each is called on the receiving thread and must return at once.

    ``ready``: the broker guards, or has said why it cannot. ``lacking`` is given the names of the unit's tables whose
    index the broker could not open, none when it has all.
    """

    flagged: Callable[[Capture, Judged, Decision], None]
    asking: Callable[[Capture], None]
    passed: Callable[[Passed], None]
    served: Callable[[Served], None]
    ready: Callable[[], None]
    lacking: Callable[[tuple[str, ...]], None]


class BrokerLink:
    """Keeps one broker process running and armed. Implements guard.daemon.granting.Clipboard."""

    def __init__(self, command: Sequence[str], in_force: Callable[[], InForce], status: StatusCollector,
                 reports: Reports, kinship: Kinship, begun: subprocess.Popen[bytes] | None = None) -> None:
        self._in_force = in_force
        self._status = status
        self._reports = reports
        self._kinship = kinship
        self._watching = True
        self._capabilities: tuple[str, ...] = ()
        self._current = ""
        self._selected = ""
        self._last = LastCopy()
        self._restoring = False
        self._wary = False
        self._why = NOTHING
        """Why the broker that is ending cannot guard, as it said."""
        self._heartbeat = Heartbeat()
        self._focusing = threading.Lock()
        self._focused: OrderedDict[int, Focused] = OrderedDict()
        self._granting = threading.Lock()
        self._brought = ""
        """The item that was brought back last, under the decision that its user answered."""
        self._granted: queue.SimpleQueue[Granted] = queue.SimpleQueue()
        self._supervisor: Supervisor[FromBroker] = Supervisor(
            command, FromBroker, self._received, on_start=self._arm, on_exit=self._exited,
            back_off=RESTART, begun=begun)

    def start(self) -> None:
        """Start the broker; it is armed and, whenever it ends, restarted."""
        self._supervisor.start()

    def stop(self) -> None:
        """End the broker and do not restart it."""
        self._supervisor.stop(STOP_SECONDS, Stop())
        self._status.armed(False)

    def current(self) -> str:
        """Return the capture that is on the clipboard, "" for none that was held or asked about."""
        return self._current

    def pasteable(self) -> tuple[str, ...]:
        """Return the captures that are on the clipboard or selected, of those that were held or asked about."""
        return tuple(capture for capture in (self._current, self._selected) if capture)

    def decided(self, capture: Capture, decision: Decision) -> None:
        """Tell the broker what was decided about a capture it asked about."""
        self._last.decided(capture.id, decision)
        self._send(Decided(capture.id, decision, capture.marks))

    def check_grant(self, case: Case) -> Refused | None:
        """As guard.daemon.granting.Clipboard: whoever guards can bring back what is not on the clipboard."""
        return None if self._status.is_armed() else NOT_GRANTED[Granting.ABSENT]

    def grant(self, case: Case, seconds: float, targets: Callable[[], tuple[Target, ...]],
              masked: tuple[Target, ...] = ()) -> Granting:
        """Let the chat program or page that was refused paste this item once, or ``masked`` in its place.

        Returns when the broker is ready to serve the paste, so that users who are told of the release can paste at
        once.
        An item that is no longer on the clipboard is brought back, replacing what was there; never one that is there
        and was refused, because ``case`` may be older than the decision in force.
        """
        command = _command(case, seconds, masked)
        with self._granting:
            there = self._granted_by(command) if case.id == self._current else Granting.ABSENT
            if there is not Granting.ABSENT or not self._capabilities:
                return there
            self._place(case.id, case.kind, targets(), case.decision)
            self._brought = case.id
            brought = self._granted_by(command)
            return Granting.BROUGHT if brought is Granting.GIVEN else brought

    def grant_again(self, case: Case, seconds: float) -> bool:
        """As guard.daemon.granting.Clipboard: on CLIPBOARD or PRIMARY, whichever this item is on."""
        with self._granting:
            return self._ask(_command(case, seconds)) is Granting.GIVEN

    def withdraw(self, case: Case) -> None:
        """As guard.daemon.granting.Clipboard: the broker does so when it is told of a decision, as it was of that on a
        copy. What was brought back came with the decision of before.
        """
        with self._granting:
            if case.id == self._brought:
                self._last.decided(case.id, case.decision)
                self._send(Decided(case.id, case.decision))

    def offer(self, kind: Kind, targets: tuple[Target, ...]) -> bool:
        """Put on the clipboard what was judged and may go everywhere. Return whether it can be pasted now; a broker
        that cannot tell programs apart offers nothing itself.
        """
        if "by-destination" not in self._capabilities:
            return False
        capture = new_id()
        with self._granting:
            self._place(capture, kind, targets, Decision(Outcome.ALLOW))
            return self._ask(Grant(capture, 0.0, "")) is Granting.GIVEN  # holds nothing; only the answer counts

    def _place(self, capture: str, kind: Kind, targets: tuple[Target, ...], decision: Decision) -> None:
        self._send(Place(capture, kind, targets, decision))
        self._current = capture
        self._last.put(Restore(capture, kind, targets, decision))

    def _granted_by(self, command: Grant) -> Granting:
        """Send a Grant and return its answer; a broker that is slow does it once it gets there."""
        answer = self._ask(command)
        return answer or (Granting.GIVEN if self._capabilities else Granting.ABSENT)

    def _ask(self, command: Grant) -> Granting | None:
        """Send a Grant and wait for its answer; None when none came."""
        while not self._granted.empty():
            self._granted.get()  # drop an answer that came too late for an earlier question
        self._send(command)
        deadline = time.monotonic() + GRANT_SECONDS
        while (rest := deadline - time.monotonic()) > 0:
            try:
                answer = self._granted.get(timeout=rest)
            except queue.Empty:
                break
            if answer.capture == command.capture:
                return answer.granting
        return None

    def drop(self, case_id: str) -> None:
        """Forget the content of a destroyed item."""
        self._last.forget(case_id)
        self._send(Drop(case_id))

    def tell(self, told: Remember | Forget) -> None:
        """Tell the broker what kinship remembers again or forgets; a broker that is starting is told with the rest."""
        self._send(told)

    def focused(self, told: FocusFrame) -> None:
        """Tell the broker which frame of a browser has the keyboard; one that is restarted is told again."""
        focused = Focused(told.host, started_at(told.host), parent_of(told.host), told.frame, told.top)
        with self._focusing:  # the last that is sent is the last that was said
            self._focused.pop(told.host, None)
            self._focused[told.host] = focused
            if len(self._focused) > HOSTS_REMEMBERED:
                self._focused.popitem(last=False)
            self._send(focused)

    def watch(self, enabled: bool) -> None:
        """Pause or resume judging; a broker that is restarted gets the same setting."""
        self._watching = enabled
        self._send(Watch(enabled))

    def tend(self) -> None:
        """End a broker that guards but does not answer, so that it is restarted. Call once per second, from one thread.
        """
        beat = self._heartbeat.turn()
        if beat is Beat.ASK:
            self._supervisor.offer(Ping())
        elif beat is Beat.FROZEN:
            log.error("the broker (process %d) has not answered for %d seconds and is ended", self._supervisor.pid,
                      SILENT_TURNS)
            self._supervisor.kill()

    def arm_again(self) -> None:
        """Send the broker the rules now in force; it judges by the old ones until the new ones are ready."""
        with contextlib.suppress(ChildGoneError):  # the broker is starting, and is armed then
            self._arm()

    def _arm(self) -> None:
        in_force = self._in_force()
        self._supervisor.send(Arm(in_force.packs, in_force.policy, self._wary, self._kinship.remembered(),
                                  in_force.weights, in_force.exact))
        if not self._watching:
            self._supervisor.send(Watch(False))
        with self._focusing:
            for told in self._focused.values():
                self._supervisor.send(told)

    def _send(self, message: object) -> None:
        try:
            self._supervisor.send(message)
        except ChildGoneError:
            # It is being restarted and will then look at the clipboard afresh.
            log.warning("the broker was not there for a %s", type(message).__name__)

    def _received(self, message: FromBroker) -> None:
        self._heartbeat.heard()
        match message:
            case Armed(capabilities=capabilities, pack=pack, lacking=lacking):
                self._capabilities = capabilities
                self._wary = False
                self._status.fact(broker=" ".join(capabilities), pack=pack)
                self._status.trouble("broker", NOTHING)
                self._status.armed(True)
                self._reports.lacking(lacking)
                self._reports.ready()
                self._restore(capabilities)
            case Trouble(what=words):
                self._why = words
                self._status.trouble("broker", words)
                self._reports.ready()
            case Flagged(capture=capture, judged=judged, decision=decision):
                self._copied(capture, decision)
                self._reports.flagged(capture, judged, decision)
            case Asking(capture=capture):
                self._copied(capture)
                self._reports.asking(capture)
            case Passed(origin=origin):
                self._replaced(origin)
                self._reports.passed(message)
            case Served():
                self._reports.served(message)
            case Granted():
                self._granted.put(message)
            case Replaced(capture=replaced):
                self._last.forget(replaced)

    def _copied(self, capture: Capture, decision: Decision | None = None) -> None:
        """Remember only clipboard captures: what is selected or dragged must be brought to the clipboard to be pasted
        by key.
        """
        if capture.origin is Origin.CLIPBOARD:
            self._current = capture.id
            self._last.take(capture, decision)
        elif capture.origin is Origin.PRIMARY:
            self._selected = capture.id

    def _replaced(self, origin: Origin) -> None:
        """Forget what was there before something that is left alone."""
        if origin is Origin.CLIPBOARD:
            self._current = ""
            self._last.forget()
        elif origin is Origin.PRIMARY:
            self._selected = ""

    def _restore(self, capabilities: Sequence[str]) -> None:
        """Give a restarted broker what its predecessor owned; a later Arm of the same broker changes nothing."""
        copy = self._last.restore()
        if copy is not None and self._restoring and "restore" in capabilities:
            self._current = copy.capture
            self._send(copy)
        self._restoring = False

    def _exited(self, code: int) -> None:
        self._heartbeat = Heartbeat()
        self._capabilities = ()
        self._current = self._selected = ""
        self._restoring = True
        self._wary = code == exit_codes.CRASHED
        self._status.armed(False)
        self._status.fact(broker="")
        why, self._why = self._why, NOTHING
        if code != 0:
            log.error("the broker ended with code %d", code)
            said = code == exit_codes.NOT_DONE and why != NOTHING
            self._status.trouble("broker", why if said else sentence("guard.clipboard-restarting"))
            if sys.platform == "linux":
                resume_clipboard_managers(self._in_force().policy)


def _command(case: Case, seconds: float, masked: tuple[Target, ...] = ()) -> Grant:
    refused = case.destination
    executable = refused.executable if refused is not None else ""
    page = refused.page.name if refused is not None and refused.page is not None else ""
    return Grant(case.id, seconds, executable, masked, page, case.decision)
