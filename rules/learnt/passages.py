"""Divides a text into passages, of which each may decide what must be done with the text."""

from __future__ import annotations

import re
from typing import NamedTuple

SHORTEST = 12
"""Least characters of a passage: shorter ones are joined with what follows."""

_SENTENCE = re.compile(r"[^\n。；;！!？?\t]+[\n。；;！!？?\t]*")


class Passage(NamedTuple):
    """``text[start:end]`` of a normalised text, with its score: above 0 it decides more probably than not."""

    start: int
    end: int
    score: float


def divided(text: str) -> list[tuple[int, int]]:
    """Divide a text into sentences, lines and cells; short ones are joined with what follows."""
    found: list[tuple[int, int]] = []
    start: int | None = None
    for sentence in _SENTENCE.finditer(text):
        start = sentence.start() if start is None else start
        if sentence.end() - start >= SHORTEST:
            found.append((start, sentence.end()))
            start = None
    if start is not None:
        rest = (found.pop()[0] if found and len(text) - start < SHORTEST else start, len(text))
        found.append(rest)
    return found or ([(0, len(text))] if text else [])
