"""Child processes of the guard: starts them, exchanges messages over pipes, enforces deadlines, restarts them.

Shared by broker and reader. A child is this program again with a hidden first argument; its standard input and output
carry frames (guard/ipc/framing.py) and its standard error is ours. On POSIX it leads its own process group, so that
what it started ends with it.
"""

from __future__ import annotations

import logging
import os
import signal
import subprocess
import threading
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from typing import BinaryIO, Generic, TypeVar, cast

from guard.ipc.framing import FrameError, FrameReader, FrameWriter
from guard.ipc.restarts import BackOff, Restarts

M = TypeVar("M")

NOT_STARTED = 127
"""The return code reported for a child whose program could not be started at all; shells use the same number."""

_SILENT_SECONDS = 2.0
"""How long a child may live on after it closed its output: it can answer nothing any more."""

_LEAST_MORE_SECONDS = 0.2
"""A child that is given more time is given at least this much."""

_log = logging.getLogger(__name__)


class ChildGoneError(Exception):
    """The child process has ended or never started; the message could not be delivered."""


class Deadline:
    """Tells whether the time of a ``Child.deadline`` block ran out. ``passed`` becomes True before the child is killed.
    """

    def __init__(self) -> None:
        self._passed = threading.Event()

    @property
    def passed(self) -> bool:
        """True once the time has run out."""
        return self._passed.is_set()

    def expire(self) -> None:
        """Note that the time has run out."""
        self._passed.set()


def begin(command: Sequence[str], environment: Mapping[str, str] | None = None,
          descriptors: Sequence[int] = ()) -> subprocess.Popen[bytes]:
    """Start the process of a child, which waits for its first message. Raises OSError."""
    return subprocess.Popen(
        list(command), stdin=subprocess.PIPE, stdout=subprocess.PIPE,
        env=None if environment is None else dict(environment), pass_fds=tuple(descriptors),
        start_new_session=True, creationflags=getattr(subprocess, "CREATE_NO_WINDOW", 0))


class Child(Generic[M]):
    """One child process and the messages exchanged with it, from its start to its end.

    ``messages`` is the union of types the child may send. ``on_message`` and then, exactly once, ``on_exit`` with the
    return code (negative: the signal) are called from the receiving thread. A child that sends anything but frames of
    that union is killed. It inherits ``descriptors`` under their numbers. The constructor starts the process, unless it
    was ``begun`` before, and raises OSError when that is impossible.
    """

    def __init__(self, command: Sequence[str], messages: object, on_message: Callable[[M], None],
                 on_exit: Callable[[int], None], *, environment: Mapping[str, str] | None = None,
                 descriptors: Sequence[int] = (), begun: subprocess.Popen[bytes] | None = None) -> None:
        self._on_message = on_message
        self._on_exit = on_exit
        self._sending = threading.Lock()
        self._reaping = threading.Lock()
        self._reaped = False
        self._ended = threading.Event()
        self._process = begun or begin(command, environment, descriptors)
        self._input = cast(BinaryIO, self._process.stdin)
        self._output = cast(BinaryIO, self._process.stdout)
        self._writer = FrameWriter(self._input)
        self._frames: FrameReader[M] = FrameReader(self._output, messages)
        self._receiver = threading.Thread(target=self._receive, name=f"child-{self._process.pid}", daemon=True)
        self._receiver.start()

    @property
    def pid(self) -> int:
        """The process id."""
        return self._process.pid

    @property
    def running(self) -> bool:
        """False once the process has been waited for."""
        return not self._ended.is_set()

    @property
    def code(self) -> int:
        """The return code of a child that has been waited for."""
        return self._process.returncode

    def send(self, message: object) -> None:
        """Send one message; blocks while the pipe is full (use ``deadline``). Raises ChildGoneError, and FrameError."""
        with self._sending:
            self._write(message)

    def offer(self, message: object) -> bool:
        """Send a short message, or return False when another one is still being sent. Raises as ``send`` does."""
        if not self._sending.acquire(blocking=False):
            return False
        try:
            self._write(message)
        finally:
            self._sending.release()
        return True

    def _write(self, message: object) -> None:
        try:
            self._writer.write(message)
        except (OSError, ValueError) as error:
            with suppress(OSError):
                self._input.close()
            raise ChildGoneError(f"child process {self.pid} is gone: {type(error).__name__}") from None

    @contextmanager
    def deadline(self, seconds: float, more: Callable[[], float] = lambda: 0.0) -> Iterator[Deadline]:
        """Kill the child when the block has not ended after ``seconds``; the block then sees the child end.

        When they have passed, and each time again, ``more`` returns how many seconds longer it is given, 0 for none.
        """
        deadline, over = Deadline(), threading.Event()

        def expire() -> None:
            wait = seconds
            while not over.wait(wait):
                wait = more()
                if wait <= 0:
                    deadline.expire()
                    self.kill()
                    return
                wait = max(wait, _LEAST_MORE_SECONDS)

        watching = threading.Thread(target=expire, name=f"deadline-{self.pid}", daemon=True)
        watching.start()
        try:
            yield deadline
        finally:
            over.set()
            watching.join()

    def kill(self) -> None:
        """End the process and everything in its group at once; harmless when it has ended already."""
        with self._reaping:
            if not self._reaped:
                self._kill_group()

    def wait(self, seconds: float | None = None) -> bool:
        """Return True when the process has ended and ``on_exit`` has returned; False after ``seconds`` without that."""
        if threading.current_thread() is self._receiver:
            return False
        self._receiver.join(seconds)
        return not self._receiver.is_alive()

    def stop(self, seconds: float) -> None:
        """Close the child's input, give it ``seconds`` to end by itself, then kill it. Returns when it has ended."""
        if self._sending.acquire(timeout=seconds):
            try:
                with suppress(OSError):
                    self._input.close()
            finally:
                self._sending.release()
        else:
            self.kill()
        if not self.wait(seconds):
            self.kill()
            self.wait()

    def _receive(self) -> None:
        try:
            while (message := self._frames.read()) is not None:
                self._on_message(message)
        except FrameError as error:
            _log.error("child process %d broke the protocol and is ended: %s", self.pid, error)
            self.kill()
        finally:
            code = self._reap()
            self._ended.set()
            self._on_exit(code)

    def _reap(self) -> int:
        """Wait for the process, end what it left behind, and return its return code."""
        timer = threading.Timer(_SILENT_SECONDS, self.kill)
        timer.daemon = True
        timer.start()
        if hasattr(os, "waitid"):
            # Not reaped yet: its number cannot be given to another process before its group is ended.
            os.waitid(os.P_PID, self.pid, os.WEXITED | os.WNOWAIT)
        else:
            self._process.wait()
        timer.cancel()
        with self._reaping:
            self._kill_group()
            code = self._process.wait()
            self._reaped = True
        self._output.close()
        if self._sending.acquire(blocking=False):
            # A thread that is still sending gets its own broken pipe and closes nothing.
            with suppress(OSError):
                self._input.close()
            self._sending.release()
        return code

    def _kill_group(self) -> None:
        if hasattr(os, "killpg"):
            with suppress(ProcessLookupError, PermissionError):
                os.killpg(self.pid, signal.SIGKILL)
        else:
            with suppress(OSError):
                self._process.kill()


class Supervisor(Generic[M]):
    """Keeps one child running: starts it, and restarts it with a growing pause whenever it ends.

    ``on_start`` runs after each start, before the guard may send anything else, and may call ``send``. ``on_exit`` gets
    the return code of each end (NOT_STARTED when the program could not be started). Both run on other threads.
    ``begun`` is the process of the first child, if it was started before.
    """

    def __init__(self, command: Sequence[str], messages: object, on_message: Callable[[M], None], *,
                 on_start: Callable[[], None], on_exit: Callable[[int], None], back_off: BackOff | None = None,
                 environment: Mapping[str, str] | None = None,
                 begun: subprocess.Popen[bytes] | None = None) -> None:
        self._command = tuple(command)
        self._begun = begun
        self._messages = messages
        self._on_message = on_message
        self._on_start = on_start
        self._on_exit = on_exit
        self._restarts = Restarts(back_off or BackOff())
        self._environment = environment
        self._lock = threading.Lock()
        self._child: Child[M] | None = None
        self._stopping = threading.Event()
        self._thread = threading.Thread(target=self._supervise, name="child-supervisor", daemon=True)

    @property
    def pid(self) -> int:
        """The process id of the running child, or 0."""
        child = self._child
        return child.pid if child is not None and child.running else 0

    def start(self) -> None:
        """Start the child. Call once."""
        self._thread.start()

    def send(self, message: object) -> None:
        """Send a message to the running child. Raises ChildGoneError when none runs."""
        child = self._child
        if child is None:
            raise ChildGoneError("no child process runs at the moment")
        child.send(message)

    def offer(self, message: object) -> None:
        """Send a short message to the running child, unless none runs or another message is being sent."""
        child = self._child
        if child is not None:
            with suppress(ChildGoneError):
                child.offer(message)

    def kill(self) -> None:
        """Kill the running child, for example at a deadline; it is restarted."""
        child = self._child
        if child is not None:
            child.kill()

    def stop(self, seconds: float, last: object) -> None:
        """Stop the child for good by a ``last`` message; it is killed when it does not take that, or has not ended,
        after ``seconds``. Returns when it has ended.
        """
        with self._lock:
            self._stopping.set()
            child = self._child
        if child is not None:
            with suppress(ChildGoneError), child.deadline(seconds):
                child.send(last)
            child.stop(seconds)
        if self._thread.is_alive() and threading.current_thread() is not self._thread:
            self._thread.join()

    def _supervise(self) -> None:
        while not self._stopping.is_set():
            self._restarts.started()
            self._restarts.ended(self._run_once())
            self._stopping.wait(self._restarts.wait())

    def _run_once(self) -> int:
        """Start one child and return its return code when it has ended."""
        with self._lock:
            if self._stopping.is_set():
                return 0
            begun, self._begun = self._begun, None
            try:
                child = Child(self._command, self._messages, self._on_message, self._on_exit,
                              environment=self._environment, begun=begun)
            except OSError as error:
                _log.error("%s cannot be started: %s", self._command[0], error.strerror)
                self._on_exit(NOT_STARTED)
                return NOT_STARTED
            self._child = child
        with suppress(ChildGoneError):
            self._on_start()
        child.wait()
        self._child = None
        return child.code
