"""Draws the paths of a page of an OFD (GB/T 33190-2016, 9): letters that a program has converted to outlines."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise

import cv2
import numpy as np
import numpy.typing as npt

from guard.reading.documents.errors import DamagedError
from guard.reading.documents.ofd.objects import Outline
from guard.reading.model import Pixels
from guard.sentences.catalogue import sentence

_PIXELS_PER_MILLIMETRE = 200 / 25.4
_LONG_SIDE = 2400
"""Pixels of the longer side of the drawing at most."""

_MARGIN = 3.0
"""Millimetres around it."""

_LETTER, _LETTERS = 6, 24
"""Steps of an outline from which it may be a letter, and of all of them together from which they may be a word."""

_STEPS = np.linspace(0.0, 1.0, 9)[1:, None]
"""Where a curve is divided into lines."""

_NUMBERS = {"S": 2, "M": 2, "L": 2, "Q": 4, "B": 6, "A": 7, "C": 0}
"""How many numbers follow each step (table 35)."""

_WORDS = re.compile(r"[A-Za-z]|[-+0-9.]+(?:[eE][-+]?\d+)?")

Points = npt.NDArray[np.float64]


def may_be_words(outlines: Sequence[Outline]) -> bool:
    """Tell whether these may be letters: a table or a box has few steps."""
    steps = (sum(map(outline.drawn.count, "LQBA")) for outline in outlines if outline.filled)
    return sum(count for count in steps if count >= _LETTER) >= _LETTERS


def drawn(outlines: Sequence[Outline]) -> Pixels:
    """Return these paths, filled or as lines, black on white. Raises DamagedError for what is not a path."""
    paths = [([_placed(figure, outline) for figure in _figures(outline.drawn)], outline.filled) for outline in outlines]
    figures = [figure for path, _ in paths for figure in path if len(figure)]
    if not figures:
        return np.full((1, 1, 3), 255, np.uint8)
    everything = np.concatenate(figures)
    low, high = everything.min(axis=0) - _MARGIN, everything.max(axis=0) + _MARGIN
    scale = min(_PIXELS_PER_MILLIMETRE, _LONG_SIDE / max(1.0, *(high - low)))
    width, height = np.ceil((high - low) * scale).astype(int).clip(1, _LONG_SIDE)
    pixels = np.full((int(height), int(width), 3), 255, np.uint8)
    for path, filled in paths:
        points = [np.round((figure - low) * scale * 16).astype(np.int32) for figure in path if len(figure) > 1]
        if points and filled:
            cv2.fillPoly(pixels, points, (0, 0, 0), cv2.LINE_AA, 4)
        elif points:
            cv2.polylines(pixels, points, isClosed=False, color=(0, 0, 0), thickness=1, lineType=cv2.LINE_AA, shift=4)
    return pixels


def _figures(untrusted_path: str) -> Iterator[Points]:
    """Yield the figures of a path as lines; an arc is replaced by the line between its ends."""
    figure: list[Points] = []
    words = iter(_WORDS.findall(untrusted_path))
    for step in words:
        try:
            at = np.array([float(next(words)) for _ in range(_NUMBERS[step])])
        except (KeyError, ValueError, StopIteration) as error:
            raise DamagedError(sentence("reading.shape-damaged")) from error
        at = at[5 if step == "A" else 0:].reshape(-1, 2)
        if step in "SM" or not figure:
            if figure:
                yield np.concatenate(figure)
            figure = [at[-1:]] if len(at) else []
        elif step == "C":
            figure.append(figure[0][:1])
        else:
            figure.append(_curve(np.concatenate((figure[-1][-1:], at))))
    if figure:
        yield np.concatenate(figure)


def _curve(control: Points) -> Points:
    """Return points of a Bézier curve after its first, by the algorithm of de Casteljau; two points are a line."""
    if len(control) == 2:
        return control[1:]
    layer = [np.broadcast_to(point, (len(_STEPS), 2)) for point in control]
    while len(layer) > 1:
        layer = [(1 - _STEPS) * one + _STEPS * other for one, other in pairwise(layer)]
    return layer[0]


def _placed(figure: Points, outline: Outline) -> Points:
    a, b, c, d, e, f = outline.matrix
    with np.errstate(all="ignore"):  # what is not finite is found below
        moved: Points = figure @ np.array([[a, b], [c, d]]) + (e + outline.x, f + outline.y)
    if not np.isfinite(moved).all():
        raise DamagedError(sentence("reading.shape-damaged"))
    return np.clip(moved, -1e4, 1e4)
