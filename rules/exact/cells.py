"""Brings cells of a table and stretches of a text to one form: letters and digits alone, upper case, no separators."""

from __future__ import annotations

import re
import sys
from functools import cache
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from rules.scan.normalise import normalise

LONGEST = 47
"""Characters of a value that count; a longer one (an address) is known by its beginning."""

SHORTEST_WORD, SHORTEST_CODE, FEWEST_DIGITS = 2, 5, 4
"""Characters of the shortest word and code, and digits of a code: anything shorter is in every text."""

ANCHOR = 5
"""Characters by which a longer word is looked up first; shorter ones are looked up whole."""

_BMP = 0x10000
_BEYOND = 0xFFFF
_PART = re.compile("[0-9A-Za-z]+")
_COUNTRY = re.compile(r"[^0-9A-Za-z+]*(?:\+86|0086|86(?![0-9A-Za-z]))")
_MOBILE = re.compile("1[3-9][0-9]{9}")
"""A mobile number, which a text may have without the country before it. A bare 8613… may be any other number."""

MOST_PARTS = 5
"""Parts of a code that are written apart, as in 138 0000 0000."""
JOINING = " -./_"
"""What is between two parts of a code, one of these."""
_IN_PARTS = re.compile(
    rf"[^0-9A-Za-z]*[0-9A-Za-z]+(?:[{re.escape(JOINING)}][0-9A-Za-z]+){{0,{MOST_PARTS - 1}}}[^0-9A-Za-z]*")


class Cell(NamedTuple):
    """A value in its one form. A code consists of ASCII letters and digits, with digits in each of its parts, which are
    written as one or with a separator between them; it counts only as a whole, not inside a longer number. Everything
    else is a word."""

    text: str
    code: bool


def cell_of(written: str) -> Cell | None:
    """Return the value of a cell; None when it is too short to tell anything."""
    normalised = normalise(written).text
    squeezed = normalised.translate(_forms())[:LONGEST]
    parts = _PART.findall(normalised)
    digits = sum(character in "0123456789" for character in squeezed)
    country = _COUNTRY.match(normalised)
    own = normalised[country.end():].translate(_forms()) if country is not None else ""
    if _MOBILE.fullmatch(own):
        return Cell(own, True)
    is_code = (squeezed.isascii() and digits >= FEWEST_DIGITS and all(re.search("[0-9]", part) for part in parts)
               and _IN_PARTS.fullmatch(normalised) is not None)
    if len(squeezed) < (SHORTEST_CODE if is_code else SHORTEST_WORD):
        return None
    if not is_code and len(squeezed) < ANCHOR and not all(map(is_ideograph, squeezed)):
        return None
    return Cell(squeezed, is_code)


def is_ideograph(character: str) -> bool:
    """Return whether short words may contain this character."""
    return ord(character) >= FIRST_IDEOGRAPH


FIRST_IDEOGRAPH = 0x3400


def points_of(text: str) -> NDArray[np.uint32]:
    """Return the code points of a text."""
    return np.frombuffer(text.encode("utf-32-le", "surrogatepass"), np.uint32)


def squeeze(points: NDArray[np.uint32]) -> tuple[NDArray[np.uint16], NDArray[np.intp]]:
    """Return the letters and digits of a text in upper case, and where each of them is."""
    letters = _letters().take(np.minimum(points, _BEYOND))
    kept = np.flatnonzero(letters)
    return letters[kept], kept


class _Forms(dict[int, str | None]):
    """The one form of each character, looked up once each: a table has millions of cells."""

    def __missing__(self, point: int) -> str | None:
        letter = int(_letters()[min(point, _BEYOND)])
        form = self[point] = chr(letter) if letter else None
        return form


@cache
def _forms() -> _Forms:
    return _Forms()


@cache
def _letters() -> NDArray[np.uint16]:
    """Return for each code point of the basic plane its upper case, 0 for what is no letter or digit: a constant.

    Everything beyond that plane (rare ideographs of names) is one character.
    """
    table = np.zeros(_BMP, np.uint16)
    for point in range(min(_BMP, sys.maxunicode)):
        character = chr(point)
        if character.isalnum():
            upper = character.upper()
            table[point] = ord(upper) if len(upper) == 1 and ord(upper) < _BMP else point
    table[_BEYOND] = _BEYOND
    return table
