"""Finds in a text the values that are in one row of a table, close to each other.

At most 200 characters are from the first to the end of the last.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from rules.deadline import Deadline
from rules.exact.cells import (
    ANCHOR,
    FEWEST_DIGITS,
    FIRST_IDEOGRAPH,
    JOINING,
    LONGEST,
    MOST_PARTS,
    SHORTEST_CODE,
    SHORTEST_WORD,
    points_of,
    squeeze,
)
from rules.exact.digests import ANCHOR_MARK, Digesting, Digests
from rules.exact.index import ExactIndex

REACH = 200
"""Characters of the normalised text within which both values of a pair must be: a line of a list, a form."""

SHORTEST_TEXT = SHORTEST_WORD + SHORTEST_WORD
"""Characters of the shortest text in which there can be two values."""

_PIECE, _OVERLAP = 20_000, 500
_MOST_NEIGHBOURS = 120
"""Values after one with which it is compared: a text with more of them within reach repeats itself."""
_PAIRS = 100_000
_FEWEST = 2
_JOINING = dict.fromkeys(map(ord, JOINING))
_SPACE, _PLUS, _ZERO, _EIGHT, _NINE = map(ord, " +089")
_CALLED_BY_ZEROS = np.array([ord(digit) for digit in "0086"], np.uint32)
_WIDE = 3
"""Digits that one part has at least where parts have spaces between them: a column of small numbers is no number."""
_ABROAD, _COUNTRY = 13, 2
"""Digits of a mobile number as it is called from abroad, +8613800001234, and of its country; 00 may be there for +."""


class Row(NamedTuple):
    """Two values of one row: the positions of both in the normalised text, the earlier first."""

    start: int
    end: int
    other_start: int
    other_end: int


class _Values(NamedTuple):
    """What may be values of a table, in order of position."""

    starts: NDArray[np.intp]
    ends: NDArray[np.intp]
    digests: Digests


_NOTHING = _Values(np.zeros(0, np.intp), np.zeros(0, np.intp), np.zeros((0, 2), np.uint64))


def rows_in(text: str, index: ExactIndex, deadline: Deadline) -> list[Row]:
    """Return the pairs of values in one row, in order of position. Raises OutOfTime."""
    points = points_of(text)
    digesting = Digesting(index.keys)
    found: set[Row] = set()
    for begin in range(0, max(1, len(points)), _PIECE):
        deadline.check()
        first = max(0, begin - _OVERLAP)
        piece = slice(first, begin + _PIECE)
        codes = _codes(text[piece], points[piece], index, digesting)
        values = _together(_words(points[piece], index, digesting), codes)
        for row in _rows(values, index, digesting, deadline):
            found.add(Row(*(first + place for place in row)))
    return sorted(found)


def _rows(values: _Values, index: ExactIndex, digesting: Digesting, deadline: Deadline) -> Iterator[Row]:
    starts, ends = values.starts, values.ends
    if len(starts) < _FEWEST:
        return
    here = np.arange(len(starts))
    counts = np.minimum(np.searchsorted(starts, starts + REACH) - here - 1, _MOST_NEIGHBOURS)
    behind = counts.cumsum()
    for begin in range(0, int(behind[-1]), _PAIRS):
        deadline.check()
        numbers = np.arange(begin, min(begin + _PAIRS, int(behind[-1])))
        first = np.searchsorted(behind, numbers, side="right")
        second = first + 1 + numbers - (behind[first] - counts[first])
        fitting = ((starts[second] >= ends[first]) & (ends[second] - starts[first] <= REACH)
                   & (values.digests[first] != values.digests[second]).any(axis=1))
        first, second = first[fitting], second[fitting]
        held = index.holds(digesting.of_pairs(values.digests[first], values.digests[second]))
        for one, other in zip(first[held].tolist(), second[held].tolist(), strict=True):
            yield Row(int(starts[one]), int(ends[one]), int(starts[other]), int(ends[other]))


def _together(*parts: _Values) -> _Values:
    starts = np.concatenate([part.starts for part in parts])
    order = starts.argsort(kind="stable")
    return _Values(starts[order], np.concatenate([part.ends for part in parts])[order],
                   np.concatenate([part.digests for part in parts])[order])


def _words(points: NDArray[np.uint32], index: ExactIndex, digesting: Digesting) -> _Values:
    """Return the words that may be values: every run of ideographs, and what begins with an anchor."""
    letters, places = squeeze(points)
    ideograph = letters >= FIRST_IDEOGRAPH
    starts, lengths = [], tuple(range(SHORTEST_WORD, ANCHOR))
    marks = lengths
    run = ideograph[:-1] & ideograph[1:]
    for length in lengths:
        starts.append(run.nonzero()[0])
        run = run[:-1] & ideograph[length:]
    if index.header.lengths:
        starts.append(np.arange(max(0, len(letters) - ANCHOR + 1)))
        lengths, marks = (*lengths, ANCHOR), (*marks, ANCHOR_MARK)
    digests = digesting.of_runs(letters, starts, lengths, marks)
    known = index.may_be_words(digests)
    begins = np.concatenate(starts)[known]
    sizes = np.repeat(lengths, [len(one) for one in starts])[known]
    short = sizes < ANCHOR
    first, last, found = begins[short], begins[short] + sizes[short] - 1, digests[known[short]]
    anchors = begins[~short]
    if len(anchors):
        anchors = anchors[index.may_be_anchors(digests[known[~short]])]
    if len(anchors):
        longer = _longer(letters, anchors, index, digesting)
        first, last, found = (np.concatenate(both) for both in zip((first, last, found), longer, strict=True))
    apart = ~_inside_a_number(points, places[first], places[last])
    return _Values(places[first][apart], places[last][apart] + 1, found[apart])


def _inside_a_number(points: NDArray[np.uint32], first: NDArray[np.intp], last: NDArray[np.intp]) -> NDArray[np.bool_]:
    """Return for each first and last place whether either cuts a run of digits: another number has it by chance."""
    digit = np.pad((points >= _ZERO) & (points <= _NINE), 1)
    return np.asarray((digit[first] & digit[first + 1]) | (digit[last + 1] & digit[last + 2]))


def _longer(letters: NDArray[np.uint16], anchors: NDArray[np.intp], index: ExactIndex,
            digesting: Digesting) -> tuple[NDArray[np.intp], NDArray[np.intp], Digests]:
    """Return first and last places and digests of the longer words that begin with an anchor."""
    lengths = np.array(index.header.lengths, np.intp)
    begins = np.repeat(anchors, len(lengths))
    sizes = np.tile(lengths, len(anchors))
    whole = begins + sizes <= len(letters)
    begins, sizes = begins[whole], sizes[whole]
    within = np.arange(LONGEST)
    padded = np.concatenate((letters, np.zeros(LONGEST, np.uint16)))
    characters = np.where(within < sizes[:, None], padded[begins[:, None] + within], np.uint16(0))
    digests = digesting.of_values(characters, sizes)
    known = index.may_be_words(digests)
    return begins[known], begins[known] + sizes[known] - 1, digests[known]


def _codes(text: str, points: NDArray[np.uint32], index: ExactIndex, digesting: Digesting) -> _Values:
    """Return the whole numbers that may be values, also those written in several parts."""
    found = [(start, end) for start, end in _stretches(points) if end - start >= SHORTEST_CODE]
    if not found:
        return _NOTHING
    digests = digesting.of_strings([text[start:end].translate(_JOINING).upper()[:LONGEST] for start, end in found])
    known = index.may_be_codes(digests)
    places = np.array(found, np.intp).reshape(-1, 2)[known]
    return _Values(places[:, 0], places[:, 1], digests[known])


def _country(points: NDArray[np.uint32], start: int, end: int) -> int:
    """Return how many digits of a run call the country of a mobile number, 0 for none: +86 or 0086."""
    if end - start == _ABROAD and start and points[start - 1] == _PLUS and points[start] == _EIGHT:
        return _COUNTRY
    before = len(_CALLED_BY_ZEROS)
    by_zeros = (end - start == _ABROAD - _COUNTRY + before
                and np.array_equal(points[start:start + before], _CALLED_BY_ZEROS))
    return before if by_zeros else 0


def _stretches(points: NDArray[np.uint32]) -> Iterator[tuple[int, int]]:
    """Yield start and end of each run of ASCII letters and digits with enough digits, and of several with one separator
    between them; also without letters (QQ12345678, tel13800001234) or +86 or 0086 before the first digit."""
    digit = (points >= _ZERO) & (points <= _NINE)
    if not digit.any():
        return
    upper = points & ~np.uint32(0x20)
    alike = digit | ((upper >= ord("A")) & (upper <= ord("Z")))
    edges = np.diff(alike, prepend=False, append=False).nonzero()[0]
    digits: list[int] = [0, *np.cumsum(digit).tolist()]
    of_digits = digit.nonzero()[0]
    runs = [(start, end) for start, end in zip(edges[::2].tolist(), edges[1::2].tolist(), strict=True)
            if digits[end] > digits[start]]
    for number, (start, end) in enumerate(runs):
        if digits[end] - digits[start] >= FEWEST_DIGITS:
            yield start, end
            begins = int(of_digits[digits[start]])
            if begins > start:
                yield begins, end
            elif (country := _country(points, start, end)):
                yield start + country, end
        widest, spaced = digits[end] - digits[start], False
        for begin, last in runs[number + 1:number + MOST_PARTS]:
            if begin != end + 1 or points[end] not in _JOINING or last - start > LONGEST:
                break
            widest, spaced = max(widest, digits[last] - digits[begin]), spaced or points[end] == _SPACE
            end = last  # noqa: PLW2901 - the stretch grows
            if digits[end] - digits[start] >= FEWEST_DIGITS and (widest >= _WIDE or not spaced):
                yield start, end
