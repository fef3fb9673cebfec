"""Defines the form of a hashed word: a word of which a pack carries only a keyed digest (ADR 58).

Inside the program a hashed word is a string like any other word of a list. It begins with a character that no
normalised text contains, so that nothing mistakes it for words.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable

Lookup = Callable[[str], Iterable[tuple[str, int]]]
"""Returns for a normalised text each hashed word in it with the code point where it begins."""

WRITTEN = r"[1-9][0-9]?-[0-9a-f]{16}"
"""How a pack file has a hashed word: its length in characters, and 64 bits of its digest."""

_MARK = "\0"


def hashed_word(written: str) -> str:
    """Return the word that a pack file has in the form WRITTEN."""
    return f"{_MARK}{written}"


def is_hashed(word: str) -> bool:
    """Return whether a word of a list is a digest."""
    return word.startswith(_MARK)


def length_of(word: str) -> int:
    """Return the length of a word in code points, of a hashed one that of what was hashed."""
    return int(word[1:word.index("-")]) if is_hashed(word) else len(word)


def digest_in(word: str) -> int:
    """Return the digest of a hashed word."""
    return int(word[word.index("-") + 1:], 16)
