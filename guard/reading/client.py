"""The guard's side of the reader: one question at a time to a disposable child process, each with a deadline."""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable, Generator, Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import count

from guard.core.model import Fill, Item, Reading, Reason, Unreadable
from guard.ipc.children import NOT_STARTED
from guard.ipc.framing import FrameError
from guard.ipc.messages import (
    NO_ENGINE,
    AboutPicture,
    Bind,
    Draw,
    FromReader,
    Prepared,
    Read,
    ReadDone,
    ReadPart,
    Redact,
    Redacted,
    Show,
    Shown,
    Straighten,
)
from guard.ipc.raster import Raster
from guard.ipc.restarts import BackOff, Restarts
from guard.reading import limits
from guard.reading.growing import final
from guard.reading.patience import more
from guard.reading.sandbox import profiles
from guard.reading.session import Ended, Session
from guard.sentences.catalogue import joined, sentence
from guard.util.sizes import megabytes
from rules.sentences.sentence import NOTHING, Sentence
from rules.text import PARTIAL, Text, Trait

RESTART = BackOff(first_seconds=0.5, longest_seconds=5.0, healthy_seconds=30.0)
"""For a reader that ended before it was ready: without this each of thousands of pictures in a folder would start one.
"""

_log = logging.getLogger(__name__)

_TOO_LARGE = Unreadable(Reason.TOO_LARGE, sentence("reading.item-over-mb", limit=megabytes(limits.ITEM_BYTES)))
_CLOSED = Unreadable(Reason.ENGINE_FAILED, sentence("reading.reader-closed"))


class ReaderClient:
    """Reads items in a reader process (guard.core.ports.Reader). Thread-safe; the process starts with the first use.

    ``command`` starts the program as a reader, for example ``[sys.executable, "main.py", "--reader"]``.
    ``read_unconfined`` False: where nothing confines the reader it is given nothing to read, and every item is
    Unreadable(UNCONFINED). A reading that takes longer than ``read_seconds`` ends the process and is
    Unreadable(TIMED_OUT); a process that ends by itself is Unreadable(ENGINE_FAILED). If a part was read before, that
    is returned instead as partial, with the reason. A new process is started at once; one that ended before it was
    ready, more than once, is started less and less often, and questions get an answer meanwhile. ``patience``: how many
    times its seconds by the clock a reader may take to have them of a processor. Several threads take turns. ``tend``
    ends a process that was idle for ``idle_seconds`` and replaces one that has read ``pages_per_life`` pages, between
    two items; the next reading starts it again.
    """

    def __init__(self, command: Sequence[str], *, engine: str = "cascade", read_seconds: float = limits.READ_SECONDS,
                 prepare_seconds: float = limits.PREPARE_SECONDS, read_unconfined: bool = False,
                 idle_seconds: float = limits.IDLE_SECONDS, pages_per_life: int = limits.PAGES_PER_LIFE,
                 patience: float = 0.0, environment: Mapping[str, str] | None = None) -> None:
        self._command = tuple(command)
        self._engine = engine
        self._read_seconds = read_seconds
        self._prepare_seconds = prepare_seconds
        self._read_unconfined = read_unconfined
        self._idle_seconds = idle_seconds
        self._patience = patience
        self._pages_per_life = pages_per_life
        self._environment = environment
        self._turn = threading.Lock()
        self._numbers = count(1)
        self._session: Session | None = None
        self._restarts = Restarts(RESTART)
        self._unready: Unreadable | None = None
        self._closed = False

    @property
    def engine(self) -> str:
        """The engine that was requested last."""
        return self._engine

    @property
    def stand_in(self) -> Sentence:
        """Which engine replaces the requested one and why; NOTHING when none does, or none was loaded."""
        prepared = self._session.prepared if self._session is not None else None
        return prepared.stand_in(self._engine) if prepared is not None else NOTHING

    @property
    def pid(self) -> int:
        """The process id of the running reader, or 0."""
        session = self._session
        return session.child.pid if session is not None and session.child.running else 0

    def read(self, item: Item) -> Reading:
        """Read one item. Never raises for bad input or a bad reader: the result is then Unreadable."""
        return final(self._growing(item))

    def parts(self, item: Item) -> Iterator[Reading]:
        """Read one item, and yield what was read so far on the way; the last is what ``read`` returns.

        Each one before it has a trait PARTIAL. The reader is busy until the last; stopping earlier ends its process.
        """
        reading = yield from self._growing(item)
        yield reading

    def fill(self, item: Item, fills: Sequence[Fill]) -> bytes | Unreadable:
        """Return a picture as a PNG with these boxes of its pixels painted over; never raises, as ``read``."""
        return self._changed(item, lambda number, safe: Redact(number, safe, tuple(fills)))

    def straighten(self, item: Item) -> bytes | Unreadable:
        """Return a picture as a PNG turned until its text is level; never raises, as ``read``."""
        return self._changed(item, Straighten)

    def draw(self, item: Item, page: int) -> bytes | Unreadable:
        """Return a page of a scan, counted from 1, as a PNG; Unreadable(NOT_FOUND) behind its last; never raises."""
        return self._changed(item, lambda number, safe: Draw(number, safe, page))

    def bind(self, first: Item, others: Sequence[bytes]) -> bytes | Unreadable:
        """Return a PDF whose pages are these pictures; never raises, as ``read``."""
        return self._changed(first, lambda number, safe: Bind(number, safe, tuple(others)))

    def _changed(self, item: Item, question: Callable[[int, Item], AboutPicture]) -> bytes | Unreadable:
        with self._turn:
            answer = final(self._ask(item, question))
        if isinstance(answer, Redacted):
            return answer.png or answer.unreadable or _failed()
        return answer if isinstance(answer, Unreadable) else _failed()

    def show(self, item: Item, pixels: int) -> Raster | Unreadable:
        """Return at most this many pixels of a picture's first frame, for display; never raises, as ``read``."""
        if len(item.untrusted_bytes) > limits.ITEM_BYTES:
            return _TOO_LARGE
        with self._turn:
            answer = final(self._ask(item, lambda number, safe: Show(number, safe, pixels)))
        if isinstance(answer, Shown):
            raster = answer.raster
            return raster if raster is not None and raster.sound(pixels) else answer.unreadable or _failed()
        return answer if isinstance(answer, Unreadable) else _failed()

    def prepare(self, engine: str) -> Prepared:
        """Use this OCR engine from now on and load it; return the engine that really works, "" when none does."""
        with self._turn:
            if self._session is not None and (engine != self._engine or not self._session.child.running):
                self._end()
            self._engine, self._unready = engine, None
            problem = self._ready()
            if problem is None and self._session is not None and self._session.prepared is not None:
                return self._session.prepared
            return Prepared("", problem.detail if problem else NOTHING)

    def ready(self) -> Sentence:
        """Load the engine requested last; return ``stand_in``."""
        self.prepare(self._engine)
        return self.stand_in

    def warm(self) -> None:
        """Start the reader in advance, so that the next reading need not wait for it; returns at once."""
        if self._turn.acquire(blocking=False):
            try:
                if self._session is None or not self._session.child.running:
                    if self._unready is None or not self._restarts.wait():
                        self._restart()
                else:
                    self._session.touch()
            finally:
                self._turn.release()

    def tend(self) -> None:
        """End a reader that is idle, and replace one that has done much work or uses too much memory; never one that
        reads.

        Call about once per second.
        """
        if self._turn.acquire(blocking=False):
            try:
                self._tend()
            finally:
                self._turn.release()

    def _tend(self) -> None:
        session = self._session
        if session is None:
            return
        if session.idle_seconds >= self._idle_seconds:
            self._end()
        elif session.pages >= self._pages_per_life or session.has_grown():
            self._restart()

    def close(self) -> None:
        """End the reader process, and with it a reading in progress; a later one is Unreadable(ENGINE_FAILED)."""
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

    def _growing(self, item: Item) -> Generator[Text, None, Reading]:
        """Yield the text as it grows and return the reading."""
        if item.problem is not None:
            return item.problem
        if item.untrusted_text is not None:
            return Text(item.untrusted_text)
        if len(item.untrusted_bytes) > limits.ITEM_BYTES:
            return _TOO_LARGE
        with self._turn:
            answer = yield from self._ask(item, Read)
        if isinstance(answer, ReadDone):
            return answer.text or answer.unreadable or _failed()
        return answer if isinstance(answer, Unreadable) else _failed()

    def _ask(self, item: Item, question: Callable[[int, Item], AboutPicture],
             ) -> Generator[Text, None, ReadDone | Redacted | Shown | Unreadable]:
        problem = self._ready()
        session = self._session
        if problem is not None or session is None or session.prepared is None:
            return problem or _failed()
        if not (session.prepared.confinement.holds or self._read_unconfined):
            return Unreadable(Reason.UNCONFINED, sentence("reading.ask-doctor"))
        number = next(self._numbers)
        # A file name may contain bytes that are not UTF-8; the reader needs it for messages only.
        safe = replace(item, name=item.name.encode("utf-8", "replace").decode())
        answer: FromReader | Ended | None = None
        part: Text | None = None
        try:
            with session.child.deadline(self._read_seconds, self._more(self._read_seconds)) as deadline:
                session.ask(question(number, safe))
                while isinstance(answer := session.answer(), ReadPart) and answer.number == number:
                    part = answer.text
                    yield _partial(part)
            if isinstance(answer, ReadDone | Redacted | Shown) and answer.number == number:
                if deadline.passed:  # it was answered just before it was killed, and may not be asked again
                    self._restart()
                return answer
        except FrameError:
            return Unreadable(Reason.TOO_LARGE, sentence("reading.item-too-large"))
        except GeneratorExit:
            self._restart()
            raise
        self._restart()
        if self._closed:
            return _CLOSED
        problem = Unreadable(Reason.TIMED_OUT, sentence("reading.stopped-after", seconds=f"{self._read_seconds:g}")) \
            if deadline.passed else _failed(answer)
        return problem if part is None else ReadDone(number, text=_partial(part, problem.detail))

    def _ready(self) -> Unreadable | None:
        """Make sure that a prepared reader runs; return why there is none."""
        if self._closed:
            return _CLOSED
        if self._session is None or not self._session.child.running or self._session.pages >= self._pages_per_life:
            if self._unready is not None and self._restarts.wait():
                return self._unready
            self._restart()
        problem = self._unready = self._prepared()
        prepared = self._session.prepared if self._session is not None else None
        if self._session is not None and prepared is not None and not prepared.engine \
                and self._session.engine not in (NO_ENGINE, *profiles.STARTS_PROGRAMS):
            return self._stand_in(prepared.why)
        return problem

    def _stand_in(self, why: Sentence) -> Unreadable | None:
        """Try the engine that needs a program of the system, in its own sandbox, when no other engine works."""
        self._end()
        self._start(profiles.STARTS_PROGRAMS[0])
        problem = self._prepared()
        if self._session is not None and self._session.prepared is not None:
            prepared = self._session.prepared
            self._session.prepared = Prepared(prepared.engine, joined(why, prepared.why), prepared.confinement)
        return problem

    def _prepared(self) -> Unreadable | None:
        """Wait until the started reader is ready; return why it is not."""
        session = self._session
        if session is None:
            self._restarts.ended(NOT_STARTED)
            return Unreadable(Reason.ENGINE_FAILED, sentence("reading.reader-not-started"))
        if session.prepared is not None:
            return None
        with session.child.deadline(self._prepare_seconds, self._more(self._prepare_seconds)) as deadline:
            answer = session.answer()
        if isinstance(answer, Prepared) and not deadline.passed:
            session.ready(answer)
            self._restarts = Restarts(RESTART)
            return None
        self._end()
        self._restarts.ended(answer.code if isinstance(answer, Ended) else 0)
        if deadline.passed:
            seconds = f"{self._prepare_seconds:g}"
            return Unreadable(Reason.TIMED_OUT, sentence("reading.reader-not-ready", seconds=seconds))
        return _failed(answer)

    def _more(self, seconds: float) -> Callable[[], float]:
        """Return how much longer the running reader is given after these seconds."""
        return more(self.pid, seconds, self._patience)

    def _start(self, engine: str = "") -> None:
        """Start a reader without waiting for it, with ``engine`` instead of the requested one when it is given."""
        if self._closed:
            return
        self._restarts.started()
        try:
            self._session = Session(self._command, self._environment, engine or self._engine, self._patience)
        except OSError as error:
            _log.error("the reader %s cannot be started: %s", self._command[0], error.strerror)
            self._session = None

    def _restart(self) -> None:
        self._end()
        self._start()

    def _end(self) -> None:
        """End the running reader, if any."""
        session, self._session = self._session, None
        if session is not None:
            session.end()


def _partial(text: Text, why: Sentence = NOTHING) -> Text:
    """Return a text with the trait PARTIAL, because more of it follows, whatever the reader said of it."""
    if not why and any(trait.kind == PARTIAL for trait in text.traits):
        return text
    others = (trait for trait in text.traits if trait.kind != PARTIAL)
    return replace(text, traits=(*others, Trait(PARTIAL, detail=why)))


def _failed(answer: FromReader | Ended | None = None) -> Unreadable:
    """Return Unreadable: the reader ended or answered out of turn."""
    words = (sentence("reading.reader-ended", code=answer.code) if isinstance(answer, Ended)
             else sentence("reading.reader-ended-plainly"))
    return Unreadable(Reason.ENGINE_FAILED, words)
