"""Separates the cells of a table row that the detector took for one line.

An identity number and a telephone number that touch are 29 digits and neither of the two. Prose and numbers written in
groups are left alone.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise

import cv2
import numpy as np
from numpy.typing import NDArray

from guard.reading.model import Pixels
from guard.reading.ocr.recognise import Recognised, char_edges

_LONGEST_NUMBER = 19
"""Digits of the longest number in offices, a bank card; more in a row are two numbers."""

_SHORTEST_NUMBER = 10
"""Digits on each side of such a cut: a telephone number of which one digit was not read."""

_DIGIT_GAP = 1.8
"""How many times the usual gap between two digits a gap must be for one number to end and the next to begin."""

_SMALLEST_GAP = 0.12
"""The smallest width of that gap in parts of the line's height."""

_WIDE = 1.0
"""Gap between any two characters, in parts of the line's height, that only two cells have."""

_BESIDE_NUMBER = 0.5
"""The same where a long number begins or ends: in prose it touches its neighbours or has a gap of a quarter."""

_EVEN = 0.25
"""A column is blank when its brightness varies by less than this part of the whole line's."""

_STOPS = "，。、；：！？）》”’】〕,.;:　 "
"""After these characters a gap belongs to the sentence."""

_NUMBERS = re.compile(r"[0-9Xx](?: ?[0-9Xx])*")

_Gap = tuple[int, float]
"""The index of the character after a gap, and the gap's width in parts of the line's height."""


def cuts(crop: Pixels, line: Recognised) -> list[int]:
    """Return the indices of the characters with which another cell begins, ascending."""
    if len(line.text) < 2 or len(line.centres) != len(line.text):
        return []
    numbers = _numbers(line.text)
    steps = np.diff(line.centres) * crop.shape[1]
    if not numbers and steps.max() < _WIDE * crop.shape[0]:
        return []
    gaps = _gaps(crop, line)
    ends = {end for number in numbers for end in number}
    found = {index for index, width in gaps if line.text[index - 1] not in _STOPS and (
        width > _WIDE or (width > _BESIDE_NUMBER and ends & {index, index - 1}))}
    for start, end in numbers:
        found.update(_between_numbers(line.text, start, end, gaps))
    return sorted(found)


def _between_numbers(text: str, start: int, end: int, gaps: Sequence[_Gap]) -> list[int]:
    """Return where a run of digits is cut: at the widest gap that leaves a whole number on both sides, repeatedly.

    Not at every wide one: beside a 1 the gap is twice as wide as between other digits.
    """
    inside = [(index, width) for index, width in gaps if start < index < end]
    whole = [(width, index) for index, width in inside
             if _digits(text[start:index]) >= _SHORTEST_NUMBER <= _digits(text[index:end])]
    if not whole or _digits(text[start:end]) <= _LONGEST_NUMBER:
        return []
    widest, index = max(whole)
    if widest <= max(_SMALLEST_GAP, _DIGIT_GAP * float(np.median([width for _, width in inside]))):
        return []
    return [*_between_numbers(text, start, index, gaps), index, *_between_numbers(text, index, end, gaps)]


def _digits(text: str) -> int:
    return sum(character != " " for character in text)


def spans(crop: Pixels, line: Recognised) -> list[tuple[int, int, float, float]]:
    """Return for each cell its first character, its end, and where it begins and ends in parts of the crop's width."""
    borders = [0, *cuts(crop, line), len(line.text)]
    if len(borders) == 2:
        return [(0, len(line.text), 0.0, 1.0)]
    width = crop.shape[1]
    edges = char_edges(line, 0, width)
    return [(start, end, edges[start] / width, edges[end] / width) for start, end in pairwise(borders)]


def _numbers(text: str) -> list[tuple[int, int]]:
    """Return the runs of digits (or a final X), ignoring spaces, that are as long as a telephone number or longer."""
    return [match.span() for match in _NUMBERS.finditer(text) if _digits(match.group()) >= _SHORTEST_NUMBER]


def _gaps(crop: Pixels, line: Recognised) -> list[_Gap]:
    """Return the widest gap between each two characters that have one."""
    blank = _blank_columns(crop)
    changes = np.flatnonzero(np.diff(np.concatenate(([0], blank.view(np.int8), [0]))))
    starts, ends = changes[::2], changes[1::2]
    after = np.searchsorted(np.array(line.centres) * crop.shape[1], (starts + ends) / 2)
    widest: dict[int, float] = {}
    for index, width in zip(after.tolist(), ((ends - starts) / crop.shape[0]).tolist(), strict=True):
        if 0 < index < len(line.text):
            widest[index] = max(width, widest.get(index, 0.0))
    return list(widest.items())


def _blank_columns(crop: Pixels) -> NDArray[np.bool_]:
    """Return for each column whether it has one brightness, as the line between two cells has."""
    grey = cv2.cvtColor(crop, cv2.COLOR_RGB2GRAY)
    edge = grey.shape[0] // 8
    inner = grey[edge:grey.shape[0] - edge]
    spread = inner.max(axis=0).astype(np.int16) - inner.min(axis=0)
    return np.asarray(spread < max(8.0, _EVEN * float(spread.max(initial=0))))
