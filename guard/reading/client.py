"""The guard's side of the reader: one question at a time to a disposable child process, each with a deadline."""

from __future__ import annotations

import logging
import queue
import threading
from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from itertools import count

from guard.children import Child, ChildGoneError
from guard.framing import FrameError
from guard.messages import FromReader, Prepare, Prepared, Read, ReadDone
from guard.model import Item, Reading, Reason, Unreadable
from guard.reading import limits
from rules.text import Text

_log = logging.getLogger(__name__)

_STOP_SECONDS = 2.0

_CLOSED = Unreadable(Reason.ENGINE_FAILED, "读取程序已经关闭，内容没有读取。")


@dataclass(frozen=True, slots=True)
class _Ended:
    """Stands in the queue of answers after the last one: the child has ended."""

    code: int


class _Session:
    """One life of the reader process. Not thread-safe; its answers arrive in ``answers``."""

    def __init__(self, command: Sequence[str], environment: Mapping[str, str] | None, engine: str) -> None:
        self.answers: queue.SimpleQueue[FromReader | _Ended] = queue.SimpleQueue()
        self.child: Child[FromReader] = Child(
            command, FromReader, self.answers.put, lambda code: self.answers.put(_Ended(code)), environment=environment)
        self.prepared: Prepared | None = None
        with suppress(ChildGoneError):
            # The answer, or the end of the child, is seen when it is waited for.
            self.child.send(Prepare(engine))

    def exchange(self, message: object) -> FromReader | _Ended:
        """Send a message and return the answer, or the end of the child."""
        try:
            self.child.send(message)
        except ChildGoneError:
            self.child.kill()
        return self.answers.get()


class ReaderClient:
    """Reads items in a reader process (guard.ports.Reader). Thread-safe; the process starts with the first use.

    ``command`` starts the program as a reader, for example ``[sys.executable, "main.py", "--reader"]``. A reading that
    takes longer than ``read_seconds`` ends the process and is Unreadable(TIMED_OUT); a process that ends by itself is
    Unreadable(ENGINE_FAILED). Either way a new one is started at once. Several threads take turns.
    """

    def __init__(self, command: Sequence[str], *, engine: str = "cascade", read_seconds: float = limits.READ_SECONDS,
                 prepare_seconds: float = limits.PREPARE_SECONDS,
                 environment: Mapping[str, str] | None = None) -> None:
        self._command = tuple(command)
        self._engine = engine
        self._read_seconds = read_seconds
        self._prepare_seconds = prepare_seconds
        self._environment = environment
        self._turn = threading.Lock()
        self._numbers = count(1)
        self._session: _Session | None = None
        self._closed = False

    @property
    def pid(self) -> int:
        """The process id of the reader that runs now, or 0."""
        session = self._session
        return session.child.pid if session is not None and session.child.running else 0

    def read(self, item: Item) -> Reading:
        """Read one item. Never raises for bad input or a bad reader: the result is then Unreadable."""
        if item.problem is not None:
            return item.problem
        if item.untrusted_text is not None:
            return Text(item.untrusted_text)
        if len(item.untrusted_bytes) > limits.ITEM_BYTES:
            return Unreadable(Reason.TOO_LARGE, f"超过 {limits.ITEM_BYTES // 2**20} MB，没有读取。请拆分后再试。")
        with self._turn:
            return self._read(item)

    def prepare(self, engine: str) -> Prepared:
        """Use this OCR engine from now on and load it; returns the engine that really works, "" when none does."""
        with self._turn:
            if self._session is not None and (engine != self._engine or not self._session.child.running):
                self._end()
            self._engine = engine
            problem = self._ready()
            if problem is None and self._session is not None and self._session.prepared is not None:
                return self._session.prepared
            return Prepared("", problem.detail if problem else "")

    def close(self) -> None:
        """End the reader process, and with it a reading that is under way; a later one is Unreadable(ENGINE_FAILED)."""
        self._closed = True
        if not self._turn.acquire(blocking=False):
            session = self._session
            if session is not None:
                session.child.kill()
            self._turn.acquire()
        try:
            self._end()
        finally:
            self._turn.release()

    def _read(self, item: Item) -> Reading:
        problem = self._ready()
        session = self._session
        if problem is not None or session is None:
            return problem or _failed()
        number = next(self._numbers)
        # A file name may hold bytes that are no UTF-8; the reader needs it for messages only.
        safe = replace(item, name=item.name.encode("utf-8", "replace").decode())
        with session.child.deadline(self._read_seconds) as deadline:
            try:
                answer = session.exchange(Read(number, safe))
            except FrameError:
                return Unreadable(Reason.TOO_LARGE, "内容太大，没有读取。请拆分后再试。")
        match answer:
            case ReadDone(number=answered, text=Text() as text) if answered == number:
                return text
            case ReadDone(number=answered, unreadable=Unreadable() as unreadable) if answered == number:
                return unreadable
        self._end()
        self._start()
        if self._closed:
            return _CLOSED
        if deadline.passed:
            return Unreadable(Reason.TIMED_OUT, f"读取超过 {self._read_seconds:g} 秒，已停止。请裁小或拆分后再试。")
        return _failed(answer)

    def _ready(self) -> Unreadable | None:
        """Make sure that a prepared reader runs; return why there is none."""
        if self._closed:
            return _CLOSED
        if self._session is None or not self._session.child.running:
            self._end()
            self._start()
        session = self._session
        if session is None:
            return Unreadable(Reason.ENGINE_FAILED, "读取程序无法启动，请运行 doctor 检查安装。")
        if session.prepared is not None:
            return None
        with session.child.deadline(self._prepare_seconds) as deadline:
            answer = session.answers.get()
        if isinstance(answer, Prepared):
            session.prepared = answer
            return None
        self._end()
        if deadline.passed:
            return Unreadable(Reason.TIMED_OUT, f"读取程序 {self._prepare_seconds:g} 秒内没有就绪，请运行 doctor。")
        return _failed(answer)

    def _start(self) -> None:
        """Start a reader without waiting for it."""
        if self._closed:
            return
        try:
            self._session = _Session(self._command, self._environment, self._engine)
        except OSError as error:
            _log.error("the reader %s cannot be started: %s", self._command[0], error.strerror)
            self._session = None

    def _end(self) -> None:
        """End the reader that runs now, if any: politely when it is idle, by force when it is not."""
        session, self._session = self._session, None
        if session is not None:
            session.child.stop(_STOP_SECONDS if session.prepared is not None and session.answers.empty() else 0.0)


def _failed(answer: FromReader | _Ended | None = None) -> Unreadable:
    """Say that the reader ended or answered out of turn."""
    code = f"（返回码 {answer.code}）" if isinstance(answer, _Ended) else ""
    return Unreadable(Reason.ENGINE_FAILED, f"读取程序意外中止{code}，内容没有读完。请重试，仍然如此请联系管理员。")
