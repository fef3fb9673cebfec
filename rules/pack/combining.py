"""Expands 前 × 后: one entry of a word list for every combination of its parts, as "别、不要 × 外传、转发"."""

from __future__ import annotations

import re
from itertools import product
from math import prod

from rules.sentences.catalogue import sentence
from rules.sentences.sentence import SaidValueError

MOST_COMBINATIONS = 2000
"""Most words of one entry."""

MOST_IN_A_PACK = 200_000
"""Most words of all products of a pack."""

_TIMES = re.compile(r"[ \u3000]+×[ \u3000]+")
_UNSPACED = re.compile(r"(?<!×)×(?!×)")
_BETWEEN = re.compile("、")
_COMMA = re.compile("[，,]")
_SEPARATED = re.compile(
    r"[\u4e00-\u9fff]{2}[ ]?([，；;、/|,｜﹐︐､])[ ]?[\u4e00-\u9fff]{2}|[\u4e00-\u9fff] ([xX*✕✖]) [\u4e00-\u9fff]")
"""Characters between two Chinese words of one entry: a list's comma, or a mistyped ×."""
_HALF = re.compile(r"^×[ \u3000]|[ \u3000]×$")
_OPTIONAL = re.compile(r"[（(]可无[）)]$")


class CombiningError(SaidValueError):
    """An entry that is not readable as written; the message says what to change."""


def is_combined(entry: str) -> bool:
    """Return whether an entry is written as a product."""
    return "×" in entry and _TIMES.search(entry) is not None


def parts(entry: str) -> tuple[tuple[str, ...], ...]:
    """Return the words of each part of a product, with "" in a part that may be omitted.

    Raises CombiningError.
    """
    return tuple(_words(part) for part in _TIMES.split(entry.strip()))


def separator_in(entry: str) -> str:
    """Return the character that separates several words of an entry, so that nobody writes it as one word; "" for
    none."""
    found = ("，" in entry and "，") or _SEPARATED.search(entry)
    return found if isinstance(found, str) else (found[1] or found[2]) if found else ""


def spelled(entry: str) -> tuple[str, ...]:
    """Return every word of an entry: itself, or the combinations in order. Raises CombiningError."""
    if "×" not in entry:
        return (entry,)
    if not is_combined(entry):
        if _HALF.search(entry) and len(entry.strip()) > 1:
            raise CombiningError(sentence("lists.product-word-empty", part=entry.strip()))
        if "、" in entry and _UNSPACED.search(entry):
            raise CombiningError(sentence("lists.product-spaces", entry=entry))
        return (entry,)
    if _COMMA.search(entry):
        raise CombiningError(sentence("lists.product-comma", entry=entry))
    found = parts(entry)
    count = combinations(entry)
    if count > MOST_COMBINATIONS:
        raise CombiningError(sentence("lists.product-too-many", entry=entry, count=count, limit=MOST_COMBINATIONS))
    return tuple(dict.fromkeys(word for word in map("".join, product(*found)) if word))


def combinations(entry: str) -> int:
    """Return how many words the parts of an entry combine to, without making them; 0 for what is no product."""
    if not is_combined(entry):
        return 0
    return prod(part.count("、") + 1 + (_OPTIONAL.search(part) is not None) for part in _TIMES.split(entry))


def written_words(entry: str) -> int:
    """Return how many words a reader sees in an entry: those of all parts, not their combinations."""
    return sum(len(_BETWEEN.split(part)) for part in _TIMES.split(entry)) if is_combined(entry) else 1


def _words(part: str) -> tuple[str, ...]:
    optional = _OPTIONAL.search(part)
    words = [word.strip() for word in _BETWEEN.split(part[:optional.start()] if optional else part)]
    if not all(words):
        raise CombiningError(sentence("lists.product-word-empty", part=part.strip()))
    return ("", *words) if optional else tuple(words)
