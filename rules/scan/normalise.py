"""Converts a text to one canonical form for all patterns, with the way back to the original's code points.

Width, compatibility forms, traditional characters and star shapes are replaced one to one; invisible characters are
deleted; separators between isolated single characters (机 密) are dropped. Every step is an array operation, except
for short texts in which at most the width changes: plain string operations are cheaper there.
"""

from __future__ import annotations

import re
import sys
import unicodedata
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from itertools import chain
from types import MappingProxyType

import numpy as np
from numpy.typing import NDArray

from rules.scan.traditional import SIMPLIFIED, TRADITIONAL

_CODE_POINTS = sys.maxunicode + 1
_DELETED = 0xFFFFFFFF
_REPLACEMENT = 0xFFFD
_CHINESE, _SEPARATOR = 1, 2
# At most three separators between two isolated characters, in terms of the character classes.
_GAP = re.compile(rb"\x02(?<=\x01\x02)(?<!\x01\x01\x02)\x02{0,2}(?=\x01(?!\x01))")

_STARS = "☆✩✪✫✬✭✮✯✰⭐⋆✶✴✡٭🌟⍟"
_ASTERISKS = "∗⁎✱✲✳﹡"
_DASHES = "—–‐‑‒−﹣"
_LINE_ENDS = "\v\f\x1c\x1d\x1e\x85\u2028\u2029"
_INVISIBLE = "\u00ad\u034f\u115f\u1160\u17b4\u17b5\u180e\u3164\uffa0"
_SEPARATORS = " .·_-*~+/\\^"
_SHORT = 256
_RARE = 0x10000
_RADICALS = (
    "\u2e9f\u2ea0\u2ec1\u2ec4\u2ec5\u2ec6\u2ec9\u2ecb\u2ed1\u2ed3\u2ed4\u2ed8\u2eda\u2edb"
    "\u2edc\u2edd\u2ee2\u2ee3\u2ee4\u2ee5\u2ee6\u2ee8\u2ee9\u2eec\u2eee\u2ef0\u2ef3"
)
_OF_RADICALS = "母民虎西见角贝车长长门青页风飞食马骨鬼鱼鸟麦黄齐齿龙龟"
"""Radicals of the supplement that look like a whole character, as some PDFs have them in its place: NFKC keeps them
(Unicode, EquivalentUnifiedIdeograph.txt)."""
_WIDE = (0x2014, 0x3000, *range(0xFF01, 0xFF5F))
"""Changing characters that ordinary Chinese texts contain: dash, space, and full-width punctuation."""
_SEPARATED = re.compile(rf"[{re.escape(_SEPARATORS)}](?<=[\u3400-\u9fff].)")
# Compatibility characters are in these ranges only; the rest of the code space has no one-to-one form.
_COMPATIBILITY = ((0x80, 0x3400), (0xF900, 0xFB00), (0xFE10, 0xFFF0), (0x1D400, 0x1D800), (0x2F800, 0x2FA20))
_INVISIBLE_RANGES = (
    (0x00, 0x09), (0x0E, 0x1C), (0x7F, 0x80), (0x300, 0x370), (0x20D0, 0x2100), (0xFE00, 0xFE10),
    (0xE0000, 0xE01F0),
)


@dataclass(frozen=True, slots=True)
class Normalised:
    """A normalised text; ``offsets[i]`` is the original code point that ``text[i]`` came from, None when equal."""

    text: str
    offsets: NDArray[np.intp] | None

    def original(self, start: int, end: int) -> tuple[int, int]:
        """Return the span of the original text that became ``text[start:end]``; the span must not be empty."""
        if self.offsets is None:
            return start, end
        return int(self.offsets[start]), int(self.offsets[end - 1]) + 1


def normalise(original: str) -> Normalised:
    """Return the canonical form of any string, lone surrogates included."""
    if len(original) <= _SHORT:
        short = _of_short(original)
        if short is not None:
            return Normalised(short, None)
    table, classes = _tables()
    points = table.take(np.frombuffer(original.encode("utf-32-le", "surrogatepass"), np.uint32))
    kept: NDArray[np.intp] | None = None
    keep = points != _DELETED
    if "\r" in original:
        keep = keep & ~_line_feed_follows(points)
        points = np.where(points == ord("\r"), ord("\n"), points)
    if not keep.all():
        kept = np.flatnonzero(keep)
        points = points[kept]
    gaps = _gaps(classes.take(points))
    if gaps is not None:
        points = points[gaps]
        kept = gaps if kept is None else kept[gaps]
    return Normalised(points.astype("<u4", copy=False).tobytes().decode("utf-32-le"), kept)


def _of_short(original: str) -> str | None:
    """Return the canonical form of a text in which only the width changes; None when more may need to be done."""
    narrow, wide, others = _short_forms()
    if others.search(original):
        return None
    for character in set(wide.findall(original)):
        original = original.replace(character, narrow[character])
    return None if _SEPARATED.search(original) else original


def _line_feed_follows(points: NDArray[np.uint32]) -> NDArray[np.bool_]:
    follows = np.zeros(len(points), bool)
    follows[:-1] = (points[:-1] == ord("\r")) & (points[1:] == ord("\n"))
    return follows


def _gaps(kinds: NDArray[np.uint8]) -> NDArray[np.intp] | None:
    """Return which characters stay after dropping the separators between isolated single characters, or None when all
    stay."""
    chinese = kinds == _CHINESE
    separator = kinds == _SEPARATOR
    if not (chinese[:-1] & separator[1:]).any():
        return None
    gaps = [gap.span() for gap in _GAP.finditer(kinds.tobytes())]
    if not gaps:
        return None
    keep = np.ones(len(kinds), bool)
    for start, end in gaps:
        keep[start:end] = False
    return np.flatnonzero(keep)


@cache
def _tables() -> tuple[NDArray[np.uint32], NDArray[np.uint8]]:
    """Return the replacement of each code point (or _DELETED) and the class of each result: constants, built once."""
    table = np.arange(_CODE_POINTS, dtype=np.uint32)
    points, results = np.array(list(_replacements()), np.uint32).T
    table[points] = results
    for first, last in _INVISIBLE_RANGES:
        table[first:last] = _DELETED
    table[0xD800:0xE000] = _REPLACEMENT
    # A compatibility form may be of a traditional character: its replacement is looked up once more.
    live = points[table[points] != _DELETED]
    table[live] = table[table[live]]
    classes = np.zeros(_CODE_POINTS, np.uint8)
    classes[0x3400:0xA000] = _CHINESE
    classes[[ord(character) for character in _SEPARATORS]] = _SEPARATOR
    return table, classes


@cache
def _short_forms() -> tuple[Mapping[str, str], re.Pattern[str], re.Pattern[str]]:
    """Return the narrow forms of full-width characters, a pattern of them, and one of all others that may change or
    go."""
    table, _ = _tables()
    narrow = MappingProxyType({chr(point): chr(table[point]) for point in _WIDE})
    changing = table[:_RARE] != np.arange(_RARE, dtype=np.uint32)
    changing[list(_WIDE)] = False
    changing[ord("\r")] = True
    edges = np.flatnonzero(np.diff(changing, prepend=False, append=False)).tolist()
    # Unescaped, which is safe in a set: no character that changes has a meaning there, and reading escapes takes
    # longer.
    others = "".join(f"{chr(first)}-{chr(end - 1)}" for first, end in zip(edges[::2], edges[1::2], strict=True))
    return narrow, re.compile(f"[{''.join(narrow)}]"), re.compile(f"[{others}{chr(_RARE)}-{chr(sys.maxunicode)}]")


def _replacements() -> Iterator[tuple[int, int]]:
    for character in chain.from_iterable(map(chr, range(*compatibility)) for compatibility in _COMPATIBILITY):
        is_composed = unicodedata.is_normalized("NFKC", character)
        composed = character if is_composed else unicodedata.normalize("NFKC", character)
        if composed != character and len(composed) == 1:
            yield ord(character), ord(composed)
        elif unicodedata.category(character) == "Cf":
            yield ord(character), _DELETED
    for characters, one in ((_STARS, "★"), (_ASTERISKS, "*"), (_DASHES, "-"), (_LINE_ENDS, "\n")):
        for character in characters:
            yield ord(character), ord(one)
    for radical, character in zip(_RADICALS, _OF_RADICALS, strict=True):
        yield ord(radical), ord(character)
    for character in _INVISIBLE:
        yield ord(character), _DELETED
    yield 0xFEFF, _DELETED
    for traditional, simplified in zip(TRADITIONAL, SIMPLIFIED, strict=True):
        yield ord(traditional), ord(simplified)
