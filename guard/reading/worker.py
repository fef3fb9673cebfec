"""Answers the reader's questions. Imported after the process is confined, and with it every parser and engine."""

from __future__ import annotations

import logging
import traceback
from collections.abc import Callable
from typing import TypeVar

from guard.messages import FromReader, Prepare, Prepared, ReadDone, Redact, Redacted, ToReader
from guard.model import Item, Reading, Reason, Unreadable
from guard.ports import OcrEngine
from guard.reading import items, ocr, redaction
from guard.reading.sandbox import Confinement, profiles
from rules.text import Text

T = TypeVar("T")

_log = logging.getLogger(__name__)


class Worker:
    """Answers questions one after the other; holds the OCR engine once it is chosen. Reports ``confinement``."""

    def __init__(self, confinement: Confinement) -> None:
        self._confinement = confinement
        self._engine: OcrEngine | None = None
        self._why = ""

    def answer(self, message: ToReader) -> FromReader:
        """Answer one question. Never raises."""
        if isinstance(message, Prepare):
            return self._prepare(message.engine)
        if isinstance(message, Redact):
            filled = _guarded(lambda: redaction.fill(message.item.untrusted_bytes, message.boxes))
            return Redacted(message.number, *((filled, None) if isinstance(filled, bytes) else (None, filled)))
        reading = _guarded(lambda: self._read_item(message.item))
        if isinstance(reading, Text):
            return ReadDone(message.number, text=reading)
        return ReadDone(message.number, unreadable=reading)

    def _prepare(self, name: str) -> Prepared:
        try:
            # An engine whose program this sandbox does not let start would give a wrong reason for not working.
            without = () if name in profiles.STARTS_PROGRAMS else profiles.STARTS_PROGRAMS
            self._engine, self._why = ocr.choose(name, without)
        except ocr.NoEngineError as error:
            self._engine, self._why = None, str(error)
        return Prepared(self._engine.name if self._engine else "", self._why, self._confinement)

    def _read_item(self, item: Item) -> Reading:
        if self._engine is None and not self._why:
            self._prepare(ocr.DEFAULT)
        return items.read(item, self._engine, self._why)


def _guarded(work: Callable[[], T]) -> T | Unreadable:
    try:
        return work()
    except Exception as error:  # noqa: BLE001  the border of the reader process: one bad input must not end it
        _log_without_content(error)
        return Unreadable(Reason.ENGINE_FAILED, f"读取时出错（{type(error).__name__}），内容没有读完。")


def _log_without_content(error: BaseException) -> None:
    """Log where and what kind of error it was; its message may quote what was read."""
    frames = "".join(traceback.format_tb(error.__traceback__))
    _log.error("reading failed with %s at\n%s", type(error).__name__, frames)
