"""Reads a line: PP-OCR's recognition networks, decoded by connectionist temporal classification (CTC)."""

from __future__ import annotations

import math
import unicodedata
from collections.abc import Sequence
from concurrent.futures import Executor
from dataclasses import dataclass

import cv2
import numpy as np

from guard.reading.model import Pixels
from guard.reading.ocr.models import ModelFile, Network, Tensor, dictionary

_HEIGHT = 48
"""Pixels of the network's input height; the width follows the line."""

_BUCKET = 32
"""Input widths are multiples of this, padded with grey: the runtime plans its memory once per width."""

_WIDTHS = (24, 3200)
"""Smallest and largest input width in pixels: one narrow character, and a line of 150 characters."""

_SMALL_CROP = 4
"""Pixels; a crop with a shorter side contains no character."""


@dataclass(frozen=True, slots=True)
class Recognised:
    """The text of one crop, and for each character its score and its centre as a part (0 to 1) of the crop's width."""

    text: str
    scores: tuple[float, ...] = ()
    centres: tuple[float, ...] = ()

    @property
    def score(self) -> float:
        """The mean score of the characters; 0 when there is none."""
        return sum(self.scores) / len(self.scores) if self.scores else 0.0

    def part(self, start: int, end: int) -> Recognised:
        """Return some of the characters; the centres stay parts of the whole crop."""
        return Recognised(self.text[start:end], self.scores[start:end], self.centres[start:end])


_NOTHING = Recognised("")


class Recogniser:
    """Recognises crops of single lines, each in one thread of ``executor``."""

    def __init__(self, network: ModelFile, characters: ModelFile, executor: Executor) -> None:
        self._network = Network(network, 1)
        self._characters = dictionary(characters)
        self._executor = executor

    def recognise(self, crops: Sequence[Pixels]) -> list[Recognised]:
        """Return the text of each crop, in the order of ``crops``. Raises EngineError."""
        # The widest first: the threads then end at about the same time.
        order = sorted(range(len(crops)), key=lambda index: -_aspect(crops[index]))
        found = self._executor.map(lambda index: self._one(crops[index]), order)
        results = dict(zip(order, found, strict=True))
        return [results[index] for index in range(len(crops))]

    def _one(self, crop: Pixels) -> Recognised:
        if min(crop.shape[:2]) < _SMALL_CROP:
            return _NOTHING
        width = input_width(crop)
        method = cv2.INTER_AREA if crop.shape[0] > _HEIGHT * 1.25 else cv2.INTER_LINEAR
        padded = -(-width // _BUCKET) * _BUCKET
        line = np.full((_HEIGHT, padded, 3), 127, np.uint8)
        line[:, :width] = cv2.resize(crop, (width, _HEIGHT), interpolation=method)
        tensor: Tensor = cv2.dnn.blobFromImage(line, 1 / 127.5, None, (127.5, 127.5, 127.5), swapRB=True)
        return self._decode(self._network.run(tensor)[0], padded / width)

    def _decode(self, scores: Tensor, stretch: float) -> Recognised:
        """Read the best path: equal neighbours are one character, class 0 is none (Graves et al. 2006)."""
        classes = scores.argmax(axis=1)
        first = np.ones(len(classes), bool)
        first[1:] = classes[1:] != classes[:-1]
        starts = np.flatnonzero(first)
        ends = np.append(starts[1:], len(classes))
        kept = classes[starts] != 0
        if not kept.any():
            return _NOTHING
        starts, ends = starts[kept], ends[kept]
        text = "".join(self._characters[number] for number in classes[starts])
        centres = np.minimum((starts + ends) / 2 / len(classes) * stretch, 1.0)
        return Recognised(text, tuple(scores[starts, classes[starts]].tolist()), tuple(centres.tolist()))


def input_width(crop: Pixels) -> int:
    """Return how many columns of the network's input a crop takes: the cost of reading it."""
    return min(max(math.ceil(_HEIGHT * _aspect(crop)), _WIDTHS[0]), _WIDTHS[1])


def char_edges(recognised: Recognised, left: int, width: int) -> tuple[int, ...]:
    """Return the x pixels between the characters of a horizontal line whose crop begins at ``left``.

    Between two centres the edge is nearer to the narrower character: Latin letters have half the width of Chinese.
    """
    centres = recognised.centres
    if not centres or len(centres) != len(recognised.text):
        return ()
    parts = [_part(character) for character in recognised.text]
    edges = [left]
    for index in range(1, len(centres)):
        before, after = centres[index - 1], centres[index]
        share = parts[index - 1] / (parts[index - 1] + parts[index])
        edges.append(max(edges[-1], left + round((before + (after - before) * share) * width)))
    return (*edges, max(edges[-1], left + width))


def _part(character: str) -> float:
    """Return the usual width of a character in parts of its line's height."""
    return 1.0 if unicodedata.east_asian_width(character) in "WFA" else 0.5


def _aspect(crop: Pixels) -> float:
    height, width = crop.shape[:2]
    return float(width / max(1, height))
