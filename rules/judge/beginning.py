"""Judges the beginning of a text for which there was not time enough: a long list is stopped as a short one is."""

from __future__ import annotations

from rules.model import Verdict
from rules.text import PARTIAL, Text, Trait

CHARACTERS = 20_000
"""Length of a beginning, which is judged in some tens of milliseconds."""


def beginning(text: Text) -> Text:
    """Return the first CHARACTERS of a text, as a part of it."""
    pieces = tuple(piece for piece in text.pieces if piece.end <= CHARACTERS)
    return Text(text.original[:CHARACTERS], pieces, (*text.traits, Trait(PARTIAL)), text.from_picture)


def joined(whole: Verdict, part: Verdict) -> Verdict:
    """Return the verdict on a text that was not judged whole, with what was found in its beginning."""
    matches = tuple(dict.fromkeys((*whole.matches, *part.matches)))
    told = {entry.rule: entry for entry in (*part.explanations, *whole.explanations)}
    action = max((whole.action, part.action), key=lambda one: one.severity)
    return Verdict(action, matches, tuple(told.values()), whole.gaps, whole.pack)
