"""The input and output of OCR engines."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from rules.model import Box
from rules.sentences.sentence import SaidError

Pixels = NDArray[np.uint8]
"""One decoded page: height × width × 3, RGB, contiguous; EXIF rotation applied, transparency on a background."""


@dataclass(frozen=True, slots=True)
class Line:
    """One recognised line: its text, upright bounding box in page pixels and the engine's score from 0 to 1.

    ``char_edges``: see rules.text.Piece; empty when the line is not horizontal or the engine does not know.
    ``degrees``: direction in which the page's text runs, clockwise; 0 to the right, or when the engine does not know.
    ``beside``: on a turned page, whether it is in one row with the line before it; None where the boxes tell.
    """

    text: str
    box: Box
    confidence: float
    char_edges: tuple[int, ...] = ()
    degrees: float = 0.0
    beside: bool | None = None


class EngineError(SaidError):
    """The OCR engine failed; its words say how, without content."""
