"""Cuts a text for which there was not time enough down to its beginning: a long list is stopped as a short one is."""

from __future__ import annotations

from rules.model import Verdict
from rules.text import PARTIAL, Text, Trait, moved

CHARACTERS = 20_000
"""Length of a beginning, which is judged in some tens of milliseconds."""


def beginning(text: Text) -> Text:
    """Return the first lines of a text, of at most CHARACTERS, as a part of it. Of a line that goes far beyond that it
    has a part, too: a heading alone is no beginning.
    """
    end = text.original.rfind("\n", CHARACTERS // 2, CHARACTERS) + 1 or CHARACTERS
    pieces = tuple(moved(text.pieces, 0, end, 0))
    return Text(text.original[:end], pieces, (*text.traits, Trait(PARTIAL)), text.from_picture)


def joined(whole: Verdict, part: Verdict) -> Verdict:
    """Return the verdict on a text that was not judged whole, with what was found in its beginning."""
    found = {(match.rule, match.start, match.end): match for match in (*part.matches, *whole.matches)}
    told = {entry.rule: entry for entry in (*part.explanations, *whole.explanations)}
    action = max((match.action for match in found.values()), key=lambda one: one.severity, default=whole.action)
    return Verdict(action, tuple(found.values()), tuple(told.values()), whole.gaps, whole.pack)
