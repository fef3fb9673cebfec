"""Turns a normalised text into numbers: symbols, classes of characters, strings of them, as hashes of 32 bits."""

from __future__ import annotations

import re
import zlib
from collections.abc import Iterable
from itertools import groupby

import numpy as np
from numpy.typing import NDArray

Numbers = NDArray[np.uint32]

HAN, DIGIT, UPPER, LOWER = 1, 2, 3, 4
"""The classes of characters; every other character is its own class."""

_MIXER, _FINISHER = np.uint32(0x9E3779B1), np.uint32(0x85EBCA77)
_ZERO = 0x30
_RUN = re.compile(r"([0-9]+)|([\u3400-\u9fff]+)|([A-Za-z]+)|(.)\4*", re.DOTALL)
_RARE = re.compile(r"[^\x00-\x7f\u3400-\u9fff]")
_LETTERS = ("", "D", "H", "A")
_CASE = 32


def mix(values: Numbers) -> Numbers:
    """Return well distributed numbers for these."""
    values = values * _MIXER
    return (values ^ (values >> np.uint32(15))) * _FINISHER


def key(words: str, start: int = 0) -> int:
    """Return the hash of a string."""
    return zlib.crc32(words.encode("utf-8", "surrogatepass"), start)


def points(text: str) -> Numbers:
    """Return the code points of a text."""
    return np.frombuffer(text.encode("utf-32-le", "surrogatepass"), np.uint32)


def classes(characters: Numbers) -> Numbers:
    """Return the class of each character."""
    found = characters.copy()
    found[(characters >= 0x3400) & (characters <= 0x9FFF)] = HAN
    found[(characters - 0x30) < 10] = DIGIT
    found[(characters - 0x41) < 26] = UPPER
    found[(characters - 0x61) < 26] = LOWER
    return found


def folded(characters: Numbers, of_class: Numbers) -> Numbers:
    """Return the characters with every digit as 0 and letters in lower case."""
    found = characters.copy()
    found[of_class == DIGIT] = _ZERO
    found[of_class == UPPER] += _CASE
    return found


def strings(symbols: Numbers, longest: int) -> list[Numbers]:
    """Return for strings of one, two, … symbols the hash of each, by its beginning; 0 where it would be too long."""
    found = [symbols]
    for length in range(2, longest + 1):
        longer = np.zeros(len(symbols), np.uint32)
        count = max(0, len(symbols) - length + 1)
        longer[:count] = mix(found[-1][:count] * np.uint32(31) ^ mix(symbols[length - 1:] + np.uint32(length)))
        found.append(longer)
    return found


def shape(words: str, most: int) -> str:
    """Return the runs of classes in a string with their rounded lengths, such as H3D11."""
    runs = list(_runs(words))
    return "".join(f"{letter}{_rounded(letter, length)}" for letter, length in runs[:most]) + "+" * (len(runs) > most)


def outline(words: str) -> str:
    """Return the first runs of classes in a string without their lengths."""
    return "".join(letter for letter, _ in _runs(words))[:10]


def step(number: int) -> int:
    """Return a number in steps that become larger."""
    return sum(number > edge for edge in (0, 1, 2, 3, 4, 6, 8, 11, 15, 20, 30, 50))


def _runs(words: str) -> Iterable[tuple[str, int]]:
    if _RARE.search(words) is None:
        return [(match[4] or _LETTERS[match.lastindex or 0], match.end() - match.start())
                for match in _RUN.finditer(words)]
    return [(letter, len(list(run))) for letter, run in groupby(map(_letter, words))]


def _letter(character: str) -> str:
    if "0" <= character <= "9":
        return "D"
    if "\u3400" <= character <= "\u9fff":
        return "H"
    return "A" if character.isalpha() else character


def _rounded(letter: str, length: int) -> int:
    if letter == "D" or length < 5:
        return length
    return 5 if length < 9 else 9 if length < 20 else 20
