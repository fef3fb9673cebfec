"""Connects the tray to the guard, in one place. Each connection has its own thread; the GUI thread never waits.

The first connection receives events, the second asks, the others ask for what takes time: pictures, which the guard
has decoded, masked copies, checks of what somebody means to send, and renewing the rules. All are made again, with
growing pauses, when the guard went away.
"""

from __future__ import annotations

import queue
import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import shiboken6
from PySide6.QtCore import QObject, Signal

from guard.channels.notices import DialogLeft, DialogSeen, Sighted
from guard.control.endpoint import Client, ControlError
from guard.control.offered_requests import MaskOffered, SelfCheck
from guard.control.requests import (
    CaseOpened,
    GetStatus,
    MaskCase,
    Push,
    Reply,
    Request,
    ShowCase,
    StatusChanged,
    StatusReply,
    TakeMasked,
    Update,
)
from guard.feedback.answers import FeedbackAnswered
from guard.ipc.replies import Refused
from guard.util.growing_pauses import GrowingPause
from guard.util.os_errors import why
from ui.i18n.say import say
from ui.kit.sentences import told

Then = Callable[[Reply], None]
"""Called in the GUI thread with the answer; when the guard cannot be asked, with Refused("connection", words)."""

_UNANSWERED = "connection"

ANSWER_SECONDS = 10.0
"""Seconds the guard may take for one answer: opening a large held picture is the slowest."""

MASKED_SECONDS = 60.0
"""Seconds for a masked copy: a picture is painted, read and judged up to twice."""

CHECK_SECONDS = 600.0
"""Seconds for a self-check: two hundred documents are read one after the other."""

PICTURE_SECONDS = 20.0
"""Seconds for a picture to look at: a process is started and given its deadline to decode it."""

UPDATE_SECONDS = 600.0
"""Seconds for renewing the rules: several servers are asked, and every example of every pack is run."""

LAST_SECONDS = 5.0
"""Seconds that closing leaves for what was asked before: somebody may just have had fifty items destroyed."""

_ANSWER_SECONDS = {"ask": ANSWER_SECONDS, "show": PICTURE_SECONDS, "make": MASKED_SECONDS, "check": CHECK_SECONDS,
                   "update": UPDATE_SECONDS, "listen": ANSWER_SECONDS}
_PAUSES = GrowingPause(first_seconds=0.1, longest_seconds=15.0)
_STARTING_SECONDS = 20.0
"""Seconds that a guard started here may take before it counts as missing, and is looked for less often."""


def _queue_of(request: Request) -> str:
    match request:
        case ShowCase(pixels=pixels) if pixels:
            return "show"
        case MaskCase() | MaskOffered() | TakeMasked():
            return "make"
        case SelfCheck():
            return "check"
        case Update():
            return "update"
    return "ask"


def _passed_over(_reply: Reply) -> None:
    """Take an answer that nobody needs."""


def unanswered(reply: Reply) -> bool:
    """Return whether the guard could not be asked: once it is back, it may answer."""
    return isinstance(reply, Refused) and reply.code == _UNANSWERED


@dataclass(frozen=True, slots=True)
class _Question:
    request: Request
    then: Then
    owner: QObject


class Bridge(QObject):
    """Reports the guard's events and asks it.

    ``connection_lost`` is emitted once each time the guard has gone away, or was not there at first, with words for
    people; the next ``status_changed`` shows that it is back. A guard started here gets time to start before that.
    """

    connected = Signal()
    """A guard answers that may be another one than before: the held items must be listed again."""
    status_changed = Signal(object)
    """Status"""
    case_opened = Signal(object, bool)
    """Case, and whether to notify"""
    case_changed = Signal(object)
    """CaseSummary"""
    sighted = Signal(object)
    """ChannelNotice"""
    dialog_seen = Signal(object)
    """FileDialog"""
    dialog_left = Signal(object)
    """The number of its window"""
    feedback_answered = Signal(object)
    """Tuple of Given: what the 保密办 has answered just now."""
    connection_lost = Signal(str)

    _answered = Signal(object, object)

    def __init__(self, socket: Path, start_guard: Callable[[], None] | None = None,
                 parent: QObject | None = None) -> None:
        """``start_guard`` is called repeatedly, in a thread of the bridge, while nobody answers at ``socket``.

        It does nothing while a guard is being started, and raises OSError when none can be.
        """
        super().__init__(parent)
        self._socket = socket
        self._start_guard = start_guard
        self._closing, self._ended = threading.Event(), threading.Event()
        self._lock = threading.Lock()
        self._clients: dict[str, Client] = {}
        self._questions: dict[str, queue.Queue[_Question | None]] = {
            purpose: queue.Queue() for purpose in _ANSWER_SECONDS if purpose != "listen"}
        self._threads = {"listen": threading.Thread(target=self._listen, name="bridge-listen", daemon=True)}
        for purpose in self._questions:
            self._threads[purpose] = threading.Thread(target=self._ask_all, args=(purpose,), name=f"bridge-{purpose}",
                                                      daemon=True)
        self._answered.connect(self._deliver)

    def start(self) -> None:
        """Start listening and asking."""
        for thread in self._threads.values():
            thread.start()

    def close(self) -> None:
        """End the connections and wait for their threads; answers come to nobody.

        What ``ask`` was given already is carried out, if that takes no longer than LAST_SECONDS. Copies, checks and
        updates are broken off.
        """
        self._closing.set()
        for questions in self._questions.values():
            questions.put(None)
        self._hang_up(*(purpose for purpose in _ANSWER_SECONDS if purpose != "ask"))
        if self._threads["ask"].is_alive():
            self._threads["ask"].join(LAST_SECONDS)
        self._ended.set()
        self._hang_up("ask")
        for thread in self._threads.values():
            if thread.is_alive():
                thread.join()

    # ------------------------------------------------------------------ asking
    def ask(self, request: Request, owner: QObject, then: Then = _passed_over) -> None:
        """Ask; ``then`` gets the answer, unless ``owner`` has been deleted meanwhile.

        What takes the guard long has a queue of its own (``_queue_of``), so that other questions do not wait for it.
        """
        self._questions[_queue_of(request)].put(_Question(request, then, owner))

    def ask_status(self) -> None:
        """Request one more ``status_changed``, as after a change of language."""
        def answered(reply: Reply) -> None:
            if isinstance(reply, StatusReply):
                self.status_changed.emit(reply.status)

        self.ask(GetStatus(), self, answered)

    def _deliver(self, question: _Question, reply: Reply) -> None:
        if shiboken6.isValid(question.owner):
            question.then(reply)

    # ------------------------------------------------------------------ in the threads
    def _listen(self) -> None:
        pause = _PAUSES.first_seconds
        reported = False
        expected = patient = self._guard_expected()
        while not self._closing.is_set():
            words = ""
            try:
                client = self._connect("listen")
                for push in self._pushes(client):
                    reported, expected, patient, pause = False, 0.0, 0.0, _PAUSES.first_seconds
                    self._tell(push)
            except ControlError as error:
                words = told(error.words)
            except OSError:
                words = ""  # closed by ``close`` while it was being set up
            if self._closing.is_set():
                return
            for purpose in _ANSWER_SECONDS:
                self._forget(purpose)
            if not reported and time.monotonic() >= expected:
                reported = True
                self.connection_lost.emit(words or say("密哨刚才停了，正在重新连接。"))
            patient = patient or self._guard_expected()
            if not self._start():
                reported, patient = True, time.monotonic()
            self._closing.wait(pause)
            if time.monotonic() >= patient:
                pause = _PAUSES.after(pause)

    def _pushes(self, client: Client) -> Iterator[Push]:
        """Yield the guard's events; from then on nothing is missed between these and the list of held items."""
        new = True
        for push in client.subscribe():
            yield push
            if new:
                new = False
                self.connected.emit()

    def _guard_expected(self) -> float:
        """Return until when a guard that is started now may be there; without a starter, now."""
        return time.monotonic() + (_STARTING_SECONDS if self._start_guard is not None else 0.0)

    def _start(self) -> bool:
        """Return whether the guard was started, or somebody else is starting it."""
        try:
            if self._start_guard is not None:
                self._start_guard()
        except OSError as error:
            self.connection_lost.emit(say("没能启动密哨：{why}。请重新安装，或联系管理员。",
                                          why=told(why(error))))
            return False
        return True

    def _tell(self, push: Push) -> None:
        if isinstance(push, StatusChanged):
            self.status_changed.emit(push.status)
        elif isinstance(push, CaseOpened):
            self.case_opened.emit(push.case, push.notify)
        elif isinstance(push, Sighted):
            self.sighted.emit(push.sighting)
        elif isinstance(push, DialogSeen):
            self.dialog_seen.emit(push.dialog)
        elif isinstance(push, DialogLeft):
            self.dialog_left.emit(push.window)
        elif isinstance(push, FeedbackAnswered):
            self.feedback_answered.emit(push.entries)
        else:
            self.case_changed.emit(push.case)

    def _ask_all(self, purpose: str) -> None:
        questions = self._questions[purpose]
        while self._ask_one(purpose, questions.get()):
            continue

    def _ask_one(self, purpose: str, question: _Question | None) -> bool:
        """Ask one question and deliver its answer; return whether there may be a next one.

        Nothing of it is kept here while waiting for the next one: it may show held content, in a window long closed.
        """
        if question is None or self._over(purpose):
            return False
        try:
            client = self._clients.get(purpose) or self._connect(purpose)
            reply = client.ask(question.request)
        except ControlError as error:
            # A late answer would be taken for the next question's: the connection is not used again.
            self._forget(purpose)
            reply = Refused(_UNANSWERED, error.words)
        if not self._closing.is_set():
            self._answered.emit(question, reply)
        return True

    def _connect(self, purpose: str) -> Client:
        client = Client.connect(self._socket, _ANSWER_SECONDS[purpose])
        with self._lock:
            self._clients[purpose] = client
            if self._over(purpose):
                client.close()
        return client

    def _over(self, purpose: str) -> bool:
        return (self._ended if purpose == "ask" else self._closing).is_set()

    def _hang_up(self, *purposes: str) -> None:
        with self._lock:
            for client in filter(None, map(self._clients.get, purposes)):
                client.close()

    def _forget(self, purpose: str) -> None:
        with self._lock:
            client = self._clients.pop(purpose, None)
        if client is not None:
            client.close()
