"""Answers the reader's questions. Imported after the process is confined, and with it every parser and engine."""

from __future__ import annotations

import logging
import time
import traceback
from collections.abc import Callable, Generator, Iterator
from dataclasses import dataclass, replace
from typing import TypeVar

from guard.core.model import Item, Reading, Reason, Unreadable
from guard.ipc.messages import (
    NO_ENGINE,
    AboutPicture,
    Bind,
    Draw,
    FromReader,
    Prepare,
    Prepared,
    Read,
    ReadDone,
    ReadPart,
    Redact,
    Redacted,
    Show,
    Shown,
    Straighten,
    ToReader,
)
from guard.ipc.raster import Raster
from guard.reading import items, ocr, redaction, scans, showing
from guard.reading.ocr.engine import OcrEngine
from guard.reading.patience import clock
from guard.reading.sandbox import Confinement, profiles
from guard.reading.shared import take
from guard.sentences.catalogue import sentence
from rules.sentences.sentence import NOTHING
from rules.text import Text

T = TypeVar("T")

_Making = Redact | Straighten | Draw | Bind
"""What is answered by a picture or a PDF."""

PART_SECONDS, PART_SHARE = 0.025, 4
"""Shortest time between two parts, and how many times as long as passing on the last one took: judging a page costs the
guard a few milliseconds on a processor that also reads, and a long page more.
"""

PART_CHARACTERS, JUDGED_PER_SECOND = 250_000, 3_500_000
"""Characters of a part up to which it is always worth a judgement, and how many the guard judges in a second: a longer
one that was read faster than that would keep it busy when the whole is there.
"""

_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class _Part:
    """A text that will be followed by more."""

    text: Text


class Worker:
    """Answers questions one after the other; holds the OCR engine once it is chosen. Reports ``confinement``."""

    def __init__(self, confinement: Confinement) -> None:
        self._confinement = confinement
        self._engine: OcrEngine | None = None
        self._why = NOTHING
        self._shared = -1
        self._patience = 0.0

    def answers(self, message: ToReader) -> Iterator[FromReader]:
        """Answer one question: with one message, or for a reading with parts before it. Never raises."""
        if isinstance(message, Prepare):
            self._shared, self._patience = message.shared, message.patience
            yield self._prepare(message.engine)
        elif isinstance(message, _Making):
            made = _guarded(lambda: self._made(message))
            yield Redacted(message.number, *((made, None) if isinstance(made, bytes) else (None, made)))
        elif isinstance(message, Show):
            shown = _guarded(lambda: showing.show(self._item(message).untrusted_bytes, message.pixels))
            yield Shown(message.number, *((shown, None) if isinstance(shown, Raster) else (None, shown)))
        else:
            yield from self._read(message)

    def _read(self, message: Read) -> Iterator[FromReader]:
        """Yield parts, not more often than is worth a judgement, and finally the reading of the item."""
        started = time.monotonic()
        growing = self._views(message)
        result = _guarded(lambda: _next(growing))
        last_length, next_part = 0, started
        while isinstance(result, _Part):
            begun, length = time.monotonic(), len(result.text.original)
            worth = length <= max(PART_CHARACTERS, JUDGED_PER_SECOND * (begun - started))
            if length > last_length and worth and begun >= next_part:
                yield ReadPart(message.number, result.text)
                given = time.monotonic()
                last_length = length
                next_part = given + max(PART_SECONDS, PART_SHARE * (given - begun))
            result = _guarded(lambda: _next(growing))
        if isinstance(result, Text):
            yield ReadDone(message.number, text=result)
        else:
            yield ReadDone(message.number, unreadable=result)

    def _prepare(self, name: str) -> Prepared:
        if name == NO_ENGINE:
            self._engine, self._why = None, sentence("reading.shows-only")
            return Prepared(NO_ENGINE, NOTHING, self._confinement)
        try:
            # An engine whose program this sandbox does not let start would give a wrong reason for not working.
            without = () if name in profiles.STARTS_PROGRAMS else profiles.STARTS_PROGRAMS
            self._engine, self._why = ocr.choose(name, without)
        except ocr.NoEngineError as error:
            self._engine, self._why = None, error.words
        return Prepared(self._engine.name if self._engine else "", self._why, self._confinement)

    def _made(self, message: _Making) -> bytes | Unreadable:
        """Return the picture or the PDF that a message asks for."""
        content = self._item(message).untrusted_bytes
        match message:
            case Redact(fills=fills):
                return redaction.fill(content, fills)
            case Straighten():
                return redaction.straighten(content, self._engine)
            case Draw(page=page):
                return scans.page(content, page)
            case Bind(others=others):
                return scans.bound((content, *others))

    def _views(self, message: Read) -> Generator[Text, None, Reading]:
        if self._engine is None and not self._why:
            self._prepare(ocr.DEFAULT)
        return (yield from items.views(self._item(message), self._engine, self._why,
                                       clock=clock(self._patience)))

    def _item(self, message: AboutPicture) -> Item:
        """Return the item with its bytes, wherever the guard has put them."""
        if not message.shared:
            return message.item
        return replace(message.item, untrusted_bytes=take(self._shared, message.shared))


def _next(growing: Generator[Text, None, Reading]) -> _Part | Reading:
    """Return the next part, or the reading when there are no more."""
    try:
        return _Part(next(growing))
    except StopIteration as ended:
        reading: Reading = ended.value
        return reading


def _guarded(work: Callable[[], T]) -> T | Unreadable:
    try:
        return work()
    except Exception as error:  # noqa: BLE001  the border of the reader process: one bad input must not end it
        _log_without_content(error)
        return Unreadable(Reason.ENGINE_FAILED, sentence("reading.failed", why=type(error).__name__))


def _log_without_content(error: BaseException) -> None:
    """Log the place and the kind of an error; its message may quote what was read."""
    frames = "".join(traceback.format_tb(error.__traceback__))
    _log.error("reading failed with %s at\n%s", type(error).__name__, frames)
