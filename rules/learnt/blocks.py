"""Divides a text into blocks: what blank lines set apart, as whoever copies more than one thing at once finds them."""

from __future__ import annotations

import re

LONGEST = 20_000
"""Length in characters of a text that is divided at most: a longer one is a document of many blocks, of which each
would have its chance to be stopped wrongly."""

_BLANK_LINES = re.compile(r"\n[ \t]*\n\s*")


def blocks(text: str) -> list[tuple[int, int]]:
    """Return where the blocks of a normalised text begin and end; none where it is one alone or longer than LONGEST."""
    if len(text) > LONGEST:
        return []
    found: list[tuple[int, int]] = []
    start = 0
    for blank in _BLANK_LINES.finditer(text):
        if text[start:blank.start()].strip():
            found.append((start, blank.start()))
            start = blank.end()
    if text[start:].strip():
        found.append((start, len(text)))
    return found if len(found) > 1 else []
