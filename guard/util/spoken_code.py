"""Encodes bytes as characters that a person can read out: Crockford's base 32, in groups with a check character each.

The check character is a parity over GF(32) with another weight at each place and for the number of the group: one wrong
character, two swapped characters, and two swapped groups are all detected.
"""

from __future__ import annotations

import re

from guard.sentences.catalogue import sentence
from rules.sentences.sentence import SaidError

_ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
_READ_AS = str.maketrans("OIL", "011", " -–—_,，、.。\t\r\n\u3000")
_NUMBERED = re.compile(r"\b\d{1,2}[.．]")
"""The numbers of groups, as the office's tool prints them."""

_BITS = 5
_POLYNOMIAL = 0b100101
"""x⁵ + x² + 1, primitive: the powers of two run through all 31 values."""


class CodeError(SaidError):
    """What was typed is not a code; its words say where it is wrong, for people."""


def characters(size: int) -> int:
    """Return how many characters this many bytes take, without check characters."""
    return -(-size * 8 // _BITS)


def plain(content: bytes) -> str:
    """Return the characters without groups."""
    padding = characters(len(content)) * _BITS - len(content) * 8
    number = int.from_bytes(content, "big") << padding
    return "".join(_ALPHABET[number >> shift & 31]
                   for shift in reversed(range(0, characters(len(content)) * _BITS, _BITS)))


def grouped(content: bytes, length: int) -> tuple[str, ...]:
    """Return groups of ``length`` characters (the last may be shorter), each followed by its check character."""
    text = plain(content)
    return tuple(group + _check(group, number) for number, group in enumerate(_cut(text, length)))


def read(untrusted_text: str, size: int, length: int) -> bytes:
    """Return the ``size`` bytes that were written plain or in groups. Raises CodeError."""
    text = _NUMBERED.sub("", untrusted_text.upper()).translate(_READ_AS)
    wrong = next((character for character in text if character not in _ALPHABET), "")
    if wrong:
        raise CodeError(sentence("code.no-such-character", character=wrong))
    whole, groups = characters(size), -(-characters(size) // length)
    if len(text) == whole + groups:
        text = _checked(text, length)
    if len(text) != whole:
        raise CodeError(sentence("code.wrong-length", found=len(text), whole=whole, grouped=whole + groups))
    number = 0
    for character in text:
        number = number << _BITS | _ALPHABET.index(character)
    padding = whole * _BITS - size * 8
    if number & ((1 << padding) - 1):
        raise CodeError(sentence("code.last-character-wrong"))
    return (number >> padding).to_bytes(size, "big")


def _checked(text: str, length: int) -> str:
    groups = _cut(text, length + 1)
    for number, group in enumerate(groups):
        if _check(group[:-1], number) != group[-1]:
            raise CodeError(sentence("code.group-wrong", number=number + 1, group=group))
    return "".join(group[:-1] for group in groups)


def _cut(text: str, length: int) -> list[str]:
    return [text[start:start + length] for start in range(0, len(text), length)]


def _check(group: str, number: int) -> str:
    parity = number & 31
    for character in group:
        parity = _doubled(parity) ^ _ALPHABET.index(character)
    return _ALPHABET[_doubled(parity)]


def _doubled(value: int) -> int:
    doubled = value << 1
    return doubled ^ _POLYNOMIAL if doubled & 32 else doubled
