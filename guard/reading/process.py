"""The reader process (``--reader``): questions come in on standard input, answers go out on standard output.

It is disposable: it may be killed at any moment, and everything it knows comes over the pipe.
"""

from __future__ import annotations

import logging
import os
import sys
import traceback
from typing import BinaryIO

from guard.framing import FrameError, FrameReader, FrameWriter
from guard.messages import FromReader, Prepare, Prepared, Read, ReadDone, ToReader
from guard.model import Item, Reading, Reason, Unreadable
from guard.ports import OcrEngine
from guard.reading import items, memory, ocr, sandbox
from rules.text import Text

_log = logging.getLogger(__name__)


def run(stdin: BinaryIO, stdout: BinaryIO) -> int:
    """Answer every message of ``stdin`` on ``stdout`` until it ends; returns the exit code of the process.

    Limits the resources of this process for good, and takes the two standard streams away from every library in it.
    """
    questions, answers = _private(stdin, stdout)
    # Read when numpy is imported: a pool of BLAS threads would only reserve address space here.
    os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
    sandbox.limit_resources()
    memory.keep_pages()
    reader: FrameReader[ToReader] = FrameReader(questions, ToReader)
    writer = FrameWriter(answers)
    worker = Worker()
    try:
        while (message := reader.read()) is not None:
            writer.write(worker.answer(message))
            memory.give_back_when_idle(questions)
    except FrameError as error:
        _log.error("the guard sent something that is not a question: %s", error)
        return 1
    except BrokenPipeError:
        _log.warning("the guard is gone; the reader ends")
    return 0


class Worker:
    """Answers questions one after the other; holds the OCR engine once it is chosen."""

    def __init__(self) -> None:
        self._engine: OcrEngine | None = None
        self._why = ""

    def answer(self, message: ToReader) -> FromReader:
        """Answer one question. Never raises."""
        if isinstance(message, Prepare):
            return self._prepare(message.engine)
        reading = self._read(message)
        if isinstance(reading, Text):
            return ReadDone(message.number, text=reading)
        return ReadDone(message.number, unreadable=reading)

    def _prepare(self, name: str) -> Prepared:
        try:
            self._engine, self._why = ocr.choose(name)
        except ocr.NoEngineError as error:
            self._engine, self._why = None, str(error)
        return Prepared(self._engine.name if self._engine else "", self._why)

    def _read(self, message: Read) -> Reading:
        try:
            return self._read_item(message.item)
        except Exception as error:  # noqa: BLE001  the border of the reader process: one bad input must not end it
            _log_without_content(error)
            return Unreadable(Reason.ENGINE_FAILED, f"读取时出错（{type(error).__name__}），内容没有读完。")

    def _read_item(self, item: Item) -> Reading:
        if self._engine is None and not self._why:
            self._prepare(ocr.DEFAULT)
        return items.read(item, self._engine, self._why)


def _private(stdin: BinaryIO, stdout: BinaryIO) -> tuple[BinaryIO, BinaryIO]:
    """Move the frames to descriptors nobody else knows; a library that prints then prints to standard error."""
    questions = os.fdopen(os.dup(stdin.fileno()), "rb", buffering=0)
    answers = os.fdopen(os.dup(stdout.fileno()), "wb")
    with open(os.devnull, "rb") as nothing:  # noqa: PTH123  a device, not a path of ours
        os.dup2(nothing.fileno(), stdin.fileno())
    os.dup2(sys.__stderr__.fileno() if sys.__stderr__ else answers.fileno(), stdout.fileno())
    return questions, answers


def _log_without_content(error: BaseException) -> None:
    """Log where and what kind of error it was; its message may quote what was read."""
    frames = "".join(traceback.format_tb(error.__traceback__))
    _log.error("reading failed with %s at\n%s", type(error).__name__, frames)
