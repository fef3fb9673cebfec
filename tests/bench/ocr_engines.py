"""Defines the engines that bench_ocr compares, each in its own process that reads one picture at a time.

``cascade`` is the engine of this repository; the other two are the usual alternatives, called the way their
documentation shows, without the tiling this repository does before any engine.
"""

from __future__ import annotations

import multiprocessing
import os
import sys
import sysconfig
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from multiprocessing.connection import Connection
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

Pixels = NDArray[np.uint8]
BENCH = Path(__file__).parents[2] / ".build" / "bench"


@dataclass(frozen=True)
class Asked:
    """A picture, whether earlier results must be forgotten first, and the strings that would block."""

    pixels: Pixels
    forget: bool = True
    blocking: tuple[str, ...] = ()


@dataclass(frozen=True)
class Answered:
    """The lines, milliseconds until the last of them and until the first view that has a blocking string.

    ``cpu`` is the milliseconds of processor time of all threads and programs the engine used.
    """

    lines: tuple[str, ...]
    milliseconds: float
    first: float | None = None
    cpu: float = 0.0


class Child:
    """One engine in its own process, which finds the libraries of a folder before all others."""

    def __init__(self, name: str, libraries: str = "") -> None:
        self.name = name
        context = multiprocessing.get_context("spawn")
        self._ours, theirs = context.Pipe()
        self._process = context.Process(target=_serve, args=(name, theirs), daemon=True)
        with _found_first(libraries):
            self._process.start()

    def read(self, asked: Asked) -> Answered:
        self._ours.send(asked)
        answered = self._ours.recv()
        assert isinstance(answered, Answered)
        return answered

    def close(self) -> None:
        self._ours.send(None)
        self._process.join()


@contextmanager
def _found_first(folder: str) -> Iterator[None]:
    """A spawned process uses the search path that its parent has at that moment."""
    before = sys.path.copy()
    if folder:
        sys.path.insert(0, str(Path(folder).resolve()))
    try:
        yield
    finally:
        sys.path[:] = before


def _serve(name: str, questions: Connection) -> None:
    os.environ["OMP_THREAD_LIMIT"] = "1"
    os.environ["OPENBLAS_NUM_THREADS"] = "1"
    answer = _MAKERS[name]()
    while (asked := questions.recv()) is not None:
        begun = _cpu()
        answered = answer(asked)
        questions.send(replace(answered, cpu=_cpu() - begun))


def _cascade() -> Callable[[Asked], Answered]:
    from guard.platform import memory
    from guard.reading import tiles
    from guard.reading.ocr.cascade import Cascade

    memory.keep_pages()
    engine = Cascade()
    engine.unavailable()

    def answer(asked: Asked) -> Answered:
        if asked.forget:
            engine.forget()
        lines: list[str] = []
        first = None
        begun = time.perf_counter()
        for tile in tiles.cut(asked.pixels):
            view: tuple[str, ...] = ()
            for seen in engine.views(tile.pixels):
                view = tuple(line.text for line in tiles.own_lines(tile, seen))
                if first is None and any(word in text for text in view for word in asked.blocking):
                    first = _since(begun)
            lines += view
        return Answered(tuple(lines), _since(begun), first)

    return answer


def _rapidocr() -> Callable[[Asked], Answered]:
    from rapidocr import RapidOCR

    engine = RapidOCR(params={"Global.log_level": "critical"})

    def answer(asked: Asked) -> Answered:
        page = np.ascontiguousarray(asked.pixels[..., ::-1])
        begun = time.perf_counter()
        result = engine(page)
        return Answered(tuple(getattr(result, "txts", None) or ()), _since(begun))

    return answer


def _tesseract() -> Callable[[Asked], Answered]:
    import pytesseract
    from PIL import Image

    def answer(asked: Asked) -> Answered:
        page = Image.fromarray(asked.pixels)
        begun = time.perf_counter()
        text = pytesseract.image_to_string(page, lang="chi_sim+eng")
        return Answered(tuple(text.splitlines()), _since(begun))

    return answer


def _cpu() -> float:
    used = os.times()
    return (used.user + used.system + used.children_user + used.children_system) * 1000


def _since(begun: float) -> float:
    return (time.perf_counter() - begun) * 1000


LIBRARIES = {"rapidocr": str(Path(sysconfig.get_path("platlib", vars={"platbase": str(BENCH)})))}
"""The folder of libraries of an engine that is not installed beside ours: requirements-bench.lock."""

_MAKERS = {"cascade": _cascade, "rapidocr": _rapidocr, "pytesseract": _tesseract}
NAMES = tuple(_MAKERS)
