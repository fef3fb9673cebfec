"""The engine ``rapidocr``: RapidOCR as published, with its own models, made silent and kept off the network."""

from __future__ import annotations

import logging
from collections.abc import Iterator, Sequence
from importlib.util import find_spec
from typing import Any

import cv2
import numpy as np

from guard.reading.model import EngineError, Line, Pixels
from guard.reading.ocr import models
from guard.sentences.catalogue import sentence
from rules.model import Box
from rules.sentences.sentence import Sentence

_LONG_SIDE = 4096
"""Pixels up to which a page is not shrunk. RapidOCR's own 2,000 halves a 4K screen until small print is lost."""


class RapidOcr:
    """The OcrEngine ``rapidocr``."""

    name = "rapidocr"

    def __init__(self) -> None:
        self._engine: Any = None
        self._result: Any = None
        self._errors: tuple[type[Exception], ...] = ()

    def unavailable(self) -> Sentence | None:
        """Load the engine; return why that is impossible, or None."""
        try:
            self._load()
        except EngineError as error:
            return error.words
        return None

    def recognise(self, pixels: Pixels) -> Sequence[Line]:
        """Return the lines of one page in reading order. Raises EngineError."""
        if min(pixels.shape[:2]) < 2:
            return ()
        engine = self._load()
        page = cv2.cvtColor(pixels, cv2.COLOR_RGB2BGR)
        try:
            result = engine(page, return_word_box=True, return_single_char_box=True)
        except self._errors as error:
            raise EngineError(sentence("engine.rapidocr", why=type(error).__name__)) from None
        if not isinstance(result, self._result):
            # Lines were found but not recognised: it reports that by returning the result of the previous step.
            raise EngineError(sentence("engine.rapidocr-found-only"))
        if result.boxes is None or result.txts is None:
            return ()
        words = result.word_results if len(result.word_results) == len(result.txts) else [()] * len(result.txts)
        return [_line(*entry) for entry in zip(result.boxes, result.txts, result.scores, words, strict=True)]

    def views(self, pixels: Pixels) -> Iterator[Sequence[Line]]:
        """Yield the whole page, once. Raises EngineError."""
        yield self.recognise(pixels)

    def _load(self) -> Any:
        if self._engine is None:
            self._engine, self._result, self._errors = _create()
        return self._engine


def _create() -> tuple[Any, Any, tuple[type[Exception], ...]]:
    """Return a silent RapidOCR, the class of its results, and the exceptions it raises. Raises EngineError."""
    if models.packed() and find_spec("rapidocr") is None:
        raise EngineError(sentence("engine.not-packaged"))
    files = {"Det": models.RAPIDOCR_DETECTION, "Rec": models.RAPIDOCR_RECOGNITION, "Cls": models.RAPIDOCR_DIRECTION}
    for file in files.values():
        file.load()
    try:
        from rapidocr import RapidOCR
        from rapidocr.inference_engine.onnxruntime.main import ONNXRuntimeError
        from rapidocr.main import RapidOCRError
        from rapidocr.utils.output import RapidOCROutput
    except ImportError as error:
        raise EngineError(sentence("engine.library-missing", name=str(error.name),
                                   then=models.again("rapidocr"))) from None
    logging.getLogger("RapidOCR").disabled = True
    # With explicit paths it never checks whether a model should be downloaded.
    paths = {f"{step}.model_path": str(file.locate()) for step, file in files.items()}
    threads = {"EngineConfig.onnxruntime.intra_op_num_threads": models.workers()}
    engine = RapidOCR(params={"Global.log_level": "critical", "Global.max_side_len": _LONG_SIDE, **threads, **paths})
    errors = (ONNXRuntimeError, RapidOCRError, cv2.error, ValueError, TypeError, IndexError, ArithmeticError)
    return engine, RapidOCROutput, errors


def _line(corners: Any, text: str, score: float, words: Sequence[Any]) -> Line:
    """Convert one result (four corners, text, score, characters with their corners) to a line."""
    left, top = np.floor(np.min(corners, axis=0)).astype(int).tolist()
    right, bottom = np.ceil(np.max(corners, axis=0)).astype(int).tolist()
    left, top = max(0, left), max(0, top)
    box = Box(left, top, max(1, right - left), max(1, bottom - top))
    return Line(text, box, float(score), _char_edges(text, box, words))


def _char_edges(text: str, box: Box, words: Sequence[Any]) -> tuple[int, ...]:
    """Return the edges between the characters when there is one box for each and the line is horizontal."""
    if "".join(word[0] for word in words) != text or len(words) != len(text) or box.height > 2 * box.width:
        return ()
    lefts = [int(min(corner[0] for corner in word[2])) for word in words]
    edges = [box.x]
    for left in lefts[1:]:
        edges.append(min(max(edges[-1], left), box.x + box.width))
    return (*edges, box.x + box.width)
