"""What OCR engines take and give."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from rules.model import Box
from rules.sentences.sentence import SaidError, Sentence

Pixels = NDArray[np.uint8]
"""One decoded page: height × width × 3, RGB, contiguous; EXIF rotation applied, alpha laid on white."""


@dataclass(frozen=True, slots=True)
class Line:
    """One recognised line: its text, upright bounding box in page pixels and the engine's score from 0 to 1.

    ``char_edges``: see rules.text.Piece; empty when the line is not horizontal or the engine does not know.
    ``degrees``: direction in which the page's text runs, clockwise; 0 to the right, or when the engine does not know.
    ``beside``: on a turned page, whether it stands in one row with the line before it; None where the boxes tell.
    """

    text: str
    box: Box
    confidence: float
    char_edges: tuple[int, ...] = ()
    degrees: float = 0.0
    beside: bool | None = None


class EngineError(SaidError):
    """The OCR engine failed; its words say how, without content."""


class OcrEngine(Protocol):
    """Recognises text in pixels. One file an engine in guard/reading/ocr/, listed in its table."""

    name: str

    def unavailable(self) -> Sentence | None:
        """Return why this engine cannot run here, for people, or None when it can."""

    def recognise(self, pixels: Pixels) -> Sequence[Line]:
        """Return the lines of one page in reading order. Raises EngineError when the engine fails.

        An empty result means that the page has no text, never that something went wrong. Equals the last of ``views``.
        """

    def views(self, pixels: Pixels) -> Iterator[Sequence[Line]]:
        """Yield what is known of one page so far: at least one view, each in reading order.

        Every view has the lines of the one before, unchanged, and the last is the whole page. A caller that has seen
        enough stops iterating and saves the rest of the work. Raises EngineError when the engine fails.
        """
