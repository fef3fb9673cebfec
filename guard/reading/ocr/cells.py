"""Separates the cells of a table row that the detector took for one line.

An identity number and a telephone number that touch are 29 digits and neither of the two; prose and numbers written
in groups are left alone.
"""

from __future__ import annotations

from itertools import pairwise

import cv2
import numpy as np

from guard.reading.model import Pixels
from guard.reading.ocr.recognise import Recognised, char_edges

_LONGEST_NUMBER = 19
"""Digits of the longest number offices write, a bank card; more in a row are two numbers."""

_WIDE = 1.2
"""Blank between any two characters, in parts of the line's height, that only two cells have."""

_DIGIT_GAP = 1.8
"""How many times as wide as usual the step from digit to digit is where one number ends and the next begins."""

_EVEN = 0.2
"""A column is blank when its brightness varies by less than this part of the whole line's."""

_FULL_STOPS = "，。、；：！？）》”’】〕,.;:"
"""After these a blank belongs to the sentence."""


def cuts(crop: Pixels, line: Recognised) -> list[int]:
    """Return the indices of the characters with which another cell begins, ascending."""
    if len(line.text) < 2 or len(line.centres) != len(line.text):
        return []
    found = set(_between_numbers(line))
    steps = np.diff(line.centres) * crop.shape[1]
    wide = [index + 1 for index, step in enumerate(steps) if step > (_WIDE + 0.4) * crop.shape[0] * 0.8]
    if wide:
        blank = _blank_columns(crop)
        edges = np.array(line.centres) * crop.shape[1]
        found.update(index for index in wide if line.text[index - 1] not in _FULL_STOPS
                     and _longest_run(blank[int(edges[index - 1]):int(edges[index])]) > _WIDE * crop.shape[0] * 0.6)
    return sorted(found)


def _between_numbers(line: Recognised) -> list[int]:
    """Return where a run of too many digits is cut: at each step that is much wider than its others."""
    found: list[int] = []
    start = 0
    for index in range(len(line.text) + 1):
        if index < len(line.text) and (line.text[index].isdigit() or line.text[index] in "Xx"):
            continue
        if index - start > _LONGEST_NUMBER:
            steps = np.diff(line.centres[start:index])
            usual = float(np.median(steps))
            found += [start + place + 1 for place, step in enumerate(steps) if step > _DIGIT_GAP * usual]
        start = index + 1
    return found


def _blank_columns(crop: Pixels) -> np.ndarray[tuple[int, ...], np.dtype[np.bool_]]:
    """Return for each column whether it has one brightness; the line between two cells has."""
    grey = cv2.cvtColor(crop, cv2.COLOR_RGB2GRAY)
    inner = grey[grey.shape[0] // 8:grey.shape[0] - grey.shape[0] // 8]
    spread = inner.max(axis=0).astype(np.int16) - inner.min(axis=0)
    return np.asarray(spread < max(8, _EVEN * float(spread.max(initial=0))))


def _longest_run(columns: np.ndarray[tuple[int, ...], np.dtype[np.bool_]]) -> int:
    longest = run = 0
    for blank in columns:
        run = run + 1 if blank else 0
        longest = max(longest, run)
    return longest


def spans(crop: Pixels, line: Recognised) -> list[tuple[int, int, float, float]]:
    """Return for each cell its first character, its end, and where it begins and ends in parts of the crop's width."""
    borders = [0, *cuts(crop, line), len(line.text)]
    if len(borders) == 2:
        return [(0, len(line.text), 0.0, 1.0)]
    width = crop.shape[1]
    edges = char_edges(line, 0, width)
    return [(start, end, edges[start] / width, edges[end] / width)
            for start, end in pairwise(borders)]
