"""Checks on texts that were read."""

from __future__ import annotations

from rules.text import PARTIAL, Text


def whole(text: Text) -> bool:
    """True when nothing is missing."""
    return all(trait.kind != PARTIAL for trait in text.traits)


def page(text: Text, words: str) -> int | None:
    """The page that contains these words."""
    start = text.original.index(words)
    return text.place(start, start + len(words))[0]
