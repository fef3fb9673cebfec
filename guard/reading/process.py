"""Runs the reader process (``--reader``): questions arrive on standard input, answers go to standard output.

It is disposable: it may be killed at any moment, and everything it knows comes over the pipe.
"""

from __future__ import annotations

import logging
import os
import select
import sys
import threading
from typing import BinaryIO

from guard.ipc.framing import FrameError, FrameReader, FrameWriter
from guard.ipc.messages import Prepare, ToReader
from guard.platform import memory
from guard.reading import ocr
from guard.reading.sandbox import Confinement, confine, profiles
from guard.util import exit_codes

_log = logging.getLogger(__name__)


def run(stdin: BinaryIO, stdout: BinaryIO) -> int:
    """Answer every message of ``stdin`` on ``stdout`` until it ends; returns the exit code of the process.

    Confines this process for good at the first message, which names the engine, and hides the two standard streams from
    every library in it.
    """
    questions, answers = _private(stdin, stdout)
    # Read when numpy is imported: a pool of BLAS threads would keep landlock from restricting the whole process.
    os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
    memory.keep_pages()
    reader: FrameReader[ToReader] = FrameReader(questions, ToReader)
    writer = FrameWriter(answers)
    try:
        message = reader.read()
        if message is None:
            return exit_codes.OK
        confinement = _confined(message)
        threading.Thread(target=_end_unheard, args=(answers.fileno(),), name="unheard", daemon=True).start()
        from guard.reading.worker import Worker  # parsers and engines are loaded inside the sandbox

        worker = Worker(confinement)
        while message is not None:
            for answer in worker.answers(message):
                writer.write(answer)
            memory.give_back_when_idle(questions)
            message = reader.read()
    except FrameError as error:
        _log.error("the guard sent something that is not a question: %s", error)
        return exit_codes.NOT_DONE
    except BrokenPipeError:
        _log.info("the guard is gone; the reader ends")
    return exit_codes.OK


def _end_unheard(answers: int) -> None:
    """End this process once nobody can read its answers, even in the middle of a page: a guard that was killed is being
    restarted, and the page would occupy a processor that it needs.
    """
    if hasattr(select, "poll"):
        heard = select.poll()
        heard.register(answers, 0)  # the closing of the other end is reported without being requested
        heard.poll()
        os._exit(exit_codes.OK)


def _confined(first: ToReader) -> Confinement:
    engine = first.engine if isinstance(first, Prepare) else ocr.DEFAULT
    return confine(profiles.of(engine, os.environ.get("TESSDATA_PREFIX", "")))


def _private(stdin: BinaryIO, stdout: BinaryIO) -> tuple[BinaryIO, BinaryIO]:
    """Move the frames to descriptors nobody else knows; a library that prints then prints to standard error."""
    questions = os.fdopen(os.dup(stdin.fileno()), "rb", buffering=0)
    answers = os.fdopen(os.dup(stdout.fileno()), "wb")
    with open(os.devnull, "rb") as nothing:  # noqa: PTH123  a device, not a path of ours
        os.dup2(nothing.fileno(), stdin.fileno())
    os.dup2(sys.__stderr__.fileno() if sys.__stderr__ else answers.fileno(), stdout.fileno())
    return questions, answers
