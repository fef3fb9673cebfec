r"""Defines the named character classes of RE2: ``[:alpha:]`` and the like, and Perl's ``\d``, ``\s``, ``\w``.

All of them are ASCII only. From RE2's syntax page; tests/rules/test_re2_parser.py asks RE2 for each.
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from rules.scan.re2_nodes import Range

LAST_POINT = 0x10FFFF

_DIGITS: tuple[Range, ...] = ((48, 57),)
_UPPER: tuple[Range, ...] = ((65, 90),)
_LOWER: tuple[Range, ...] = ((97, 122),)
_WORD: tuple[Range, ...] = (*_DIGITS, *_UPPER, (95, 95), *_LOWER)


def all_but(ranges: tuple[Range, ...]) -> tuple[Range, ...]:
    """Return the complement of ascending ranges among all code points."""
    bounds = [-1, *(bound for low, high in ranges for bound in (low, high)), LAST_POINT + 1]
    pairs = zip(bounds[::2], bounds[1::2], strict=True)
    return tuple((high + 1, low - 1) for high, low in pairs if high + 1 < low)


ASCII_CLASSES: Mapping[str, tuple[Range, ...]] = MappingProxyType({
    "alnum": (*_DIGITS, *_UPPER, *_LOWER),
    "alpha": (*_UPPER, *_LOWER),
    "ascii": ((0, 127),),
    "blank": ((9, 9), (32, 32)),
    "cntrl": ((0, 31), (127, 127)),
    "digit": _DIGITS,
    "graph": ((33, 126),),
    "lower": _LOWER,
    "print": ((32, 126),),
    "punct": ((33, 47), (58, 64), (91, 96), (123, 126)),
    "space": ((9, 13), (32, 32)),
    "upper": _UPPER,
    "word": _WORD,
    "xdigit": (*_DIGITS, (65, 70), (97, 102)),
})
"""Names inside ``[:…:]`` and their ranges, ascending."""

_SPACE: tuple[Range, ...] = ((9, 10), (12, 13), (32, 32))

PERL_CLASSES: Mapping[str, tuple[Range, ...]] = MappingProxyType({
    "d": _DIGITS, "D": all_but(_DIGITS), "s": _SPACE, "S": all_but(_SPACE), "w": _WORD, "W": all_but(_WORD),
})
"""Letters behind a backslash and their ranges, ascending."""
