"""One life of the reader process, seen from the guard: the messages sent, and the answers in order."""

from __future__ import annotations

import threading
import time
from collections import deque
from collections.abc import Mapping, Sequence
from contextlib import ExitStack, suppress
from dataclasses import dataclass, replace

import msgspec

from guard.ipc.children import Child, ChildGoneError
from guard.ipc.framing import FrameError
from guard.ipc.messages import AboutPicture, FromReader, Prepare, Prepared, ReadDone, ReadPart, Shown
from guard.platform import memory, proc
from guard.reading import limits, sandbox, shared

STOP_SECONDS = 2.0
"""How long an idle reader may take to end by itself."""

_WAITING_LIMIT = 16
"""Answers that may wait; one question is asked at a time, so a reader that sends more is faulty."""


@dataclass(frozen=True, slots=True)
class Ended:
    """After the last answer: the child has ended with this return code."""

    code: int


class _Answers:
    """The child's messages, in order. Of successive parts only the newest waits: it contains the others, as does the
    whole text.
    """

    def __init__(self) -> None:
        self._waiting: deque[FromReader | Ended] = deque()
        self._came = threading.Condition()

    def put(self, answer: FromReader | Ended) -> None:
        """Add an answer. Raises FrameError when far too many wait: the child is then ended."""
        with self._came:
            grown = isinstance(answer, ReadPart) or (isinstance(answer, ReadDone) and answer.text is not None)
            if grown and self._waiting and isinstance(self._waiting[-1], ReadPart):
                self._waiting.pop()
            if len(self._waiting) >= _WAITING_LIMIT and not isinstance(answer, Ended):
                raise FrameError("more answers than questions")
            self._waiting.append(answer)
            self._came.notify()

    def get(self) -> FromReader | Ended:
        """Wait for the next answer and return it; every child ends at some time."""
        with self._came:
            self._came.wait_for(lambda: self._waiting)
            return self._waiting.popleft()

    def empty(self) -> bool:
        """Return whether nothing waits."""
        with self._came:
            return not self._waiting


class Session:
    """One life of the reader process with one engine. Not thread-safe. Raises OSError when it cannot be started."""

    def __init__(self, command: Sequence[str], environment: Mapping[str, str] | None, engine: str,
                 patience: float = 0.0) -> None:
        command, self._around = sandbox.enclosed(command, engine)
        self.engine = engine
        self.prepared: Prepared | None = None
        self.pages = 0
        self._used_at = time.monotonic()
        self._answers = _Answers()
        self._shared = _shared_memory()
        with ExitStack() as undo:
            if self._shared is not None:
                undo.callback(self._shared.close)
            self.child: Child[FromReader] = Child(
                command, FromReader, self._answers.put, lambda code: self._answers.put(Ended(code)),
                environment=environment, descriptors=() if self._shared is None else (self._shared.descriptor,))
            undo.pop_all()
        with suppress(ChildGoneError):
            # The answer, or the end of the child, is noticed when it is waited for.
            self.child.send(Prepare(engine, -1 if self._shared is None else self._shared.descriptor, patience))

    def ask(self, message: AboutPicture) -> None:
        """Send a question. A child that is gone is noticed in the answer. Raises FrameError for one that is too large.
        """
        self._used_at = time.monotonic()
        try:
            self.child.send(self._shortened(message))
        except ChildGoneError:
            self.child.kill()

    def answer(self) -> FromReader | Ended:
        """Wait for the next answer, or for the end of the child."""
        answer = self._answers.get()
        self._used_at = time.monotonic()
        if self._shared is not None and not isinstance(answer, ReadPart):
            self._shared.clear()
        if isinstance(answer, ReadDone):
            pieces = answer.text.pieces if answer.text is not None else ()
            self.pages += max((piece.page or 1 for piece in pieces), default=1)
        elif isinstance(answer, Shown):
            self.pages += 1
        return answer

    def touch(self) -> None:
        """Count this moment as use: the process will soon be needed."""
        self._used_at = time.monotonic()

    @property
    def idle_seconds(self) -> float:
        """Seconds since something was last asked or answered."""
        return time.monotonic() - self._used_at

    def has_grown(self) -> bool:
        """Return whether the process, which has been idle, uses more memory than it should."""
        settled = self.idle_seconds > 2 * memory.IDLE_SECONDS
        return settled and proc.resident_bytes(self.child.pid) > limits.RESTING_BYTES

    def ready(self, answer: Prepared) -> None:
        """Keep what the process reported about itself, with what the guard put around it."""
        confinement = answer.confinement.within(self._around) if self._around else answer.confinement
        self.prepared = Prepared(answer.engine, answer.why, confinement)

    def end(self) -> None:
        """End the process: with a request when it is idle, by force when it is not."""
        self.child.stop(STOP_SECONDS if self.prepared is not None and self._answers.empty() else 0.0)
        if self._shared is not None:
            self._shared.close()
            self._shared = None

    def _shortened(self, message: AboutPicture) -> AboutPicture:
        """Move the bytes of a large item to the shared memory; on failure they go through the pipe."""
        untrusted_bytes = message.item.untrusted_bytes
        if self._shared is None or len(untrusted_bytes) < shared.WORTH_BYTES:
            return message
        try:
            size = self._shared.put(untrusted_bytes)
        except OSError:
            return message
        return msgspec.structs.replace(message, item=replace(message.item, untrusted_bytes=b""), shared=size)


def _shared_memory() -> shared.SharedMemory | None:
    try:
        return shared.SharedMemory()
    except OSError:
        return None
