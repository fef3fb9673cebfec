"""Joins texts with harmless ones, as small talk or a notice comes before or after a text in one copy.

The scores are not learnt from them: what that gains here it loses on all other texts. The weigher is, so that it
recognises a deciding passage beside harmless text.
"""

from __future__ import annotations

import zlib
from collections.abc import Iterator, Sequence
from dataclasses import replace

from rules.text import Text
from tests.learning.material import JOINED, Learnable

_KINDS = frozenset({"doc", "chat", "snippet", "mail", "other", "ocr"})
_LONGEST, _LONGEST_BESIDE = 400, 800
_SHARE = 3
"""One in this many texts that are short enough is joined with another."""
_BETWEEN = ("\n", "\n\n", "\n\n\n")


def joined_of(texts: Sequence[Learnable]) -> Iterator[Learnable]:
    """Yield texts of one writer beside harmless ones of the same; they are chosen by their ids alone."""
    harmless = [one for one in texts if one.action is None and one.kind in _KINDS
                and len(one.text.original) <= _LONGEST_BESIDE]
    for one in texts:
        number = zlib.crc32(one.id.encode())
        if not harmless or number % _SHARE or one.kind not in _KINDS or len(one.text.original) > _LONGEST:
            continue
        beside = harmless[number // 7 % len(harmless)]
        if beside.id != one.id:
            parts = [one.text.original, beside.text.original]
            between = _BETWEEN[number // 11 % len(_BETWEEN)]
            yield replace(one, text=Text(between.join(parts if number // 13 % 2 else parts[::-1])), kind=JOINED,
                          id=f"{one.id}+{beside.id}")
