"""Cuts the words of evidence that a warning shows: at most three lines, personal data masked. Pure."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import groupby

from guard.core.match_place import where_briefly
from guard.core.model import Case
from rules.model import EXACT, Match, Nature, Verdict
from ui.items.legend import state_of
from ui.kit.display_text import ELLIPSIS, MASK, Span, joined, lines
from ui.kit.sentences import told

CHARACTERS = 80
LINES = 3

_UNITS_PER_LINE = 52
_BEFORE = 20
_WHOLE_LINE = 30
_UNBROKEN = 12


@dataclass(frozen=True, slots=True)
class Excerpt:
    """Text with the spans to mark. ``where`` says in words where the first mark is, or is empty."""

    text: str
    spans: tuple[Span, ...]
    where: str
    hides: bool


def excerpt(case: Case, *, masked: bool = True) -> Excerpt | None:
    """Return the evidence of an item, or None when it has no text with a mark."""
    judged, first = case.deciding() or (None, None)
    if first is None or judged is None or judged.text is None or judged.verdict is None:
        return None
    return _cut(judged.text.original, first, judged.verdict, case.hidden, masked=masked)


def _cut(untrusted_text: str, first: Match, verdict: Verdict, hidden: Sequence[tuple[int, int]], *,
         masked: bool) -> Excerpt:
    """Cut the part around a match; ``hidden`` are parts about people, which are not what decided."""
    begin, end = _window(untrusted_text, first)
    private = [0] * (end - begin)
    for number, (start, behind) in enumerate(hidden if masked else (), 1):
        for place in range(max(start, begin), min(behind, end)):
            private[place - begin] = number
    owners: list[Match | None] = [None] * (end - begin)
    for match in (*verdict.matches, first):
        for place in range(max(match.start, begin), min(match.end, end)):
            owners[place - begin] = match
    parts: list[str] = [ELLIPSIS] if begin and untrusted_text[begin - 1] != "\n" else []
    spans: list[Span] = []
    hides = False
    at = len("".join(parts))
    for _, group in groupby(range(begin, end), key=_key(owners, private, verdict, begin)):
        places = list(group)
        owner = owners[places[0] - begin]
        part = untrusted_text[places[0]:places[-1] + 1]
        hides_part = private[places[0] - begin] > 0 or (masked and _is_personal(owner, verdict))
        shown = MASK if hides_part else _shown(part, owner)  # one character of an illness or a name already tells
        hides = hides or MASK in shown
        state = state_of(owner.action) if owner else None
        if state:
            spans.append(Span(at, at + len(shown), state))
        parts.append(shown)
        at += len(shown)
    if end < len(untrusted_text) and untrusted_text[end] != "\n":
        parts.append(ELLIPSIS)
    return Excerpt("".join(parts).rstrip("\n "), tuple(spans), told(where_briefly(first)), hides)


def _key(owners: Sequence[Match | None], private: Sequence[int], verdict: Verdict,
         begin: int) -> Callable[[int], tuple[int, int]]:
    """Return what tells two parts that are shown apart: a personal match hides all of itself at once."""
    def key(place: int) -> tuple[int, int]:
        owner = owners[place - begin]
        return id(owner), 0 if _is_personal(owner, verdict) else private[place - begin]

    return key


def _is_personal(match: Match | None, verdict: Verdict) -> bool:
    explanation = verdict.explanation_of(match.rule) if match is not None else None
    return explanation is not None and (explanation.nature is Nature.PERSONAL or explanation.category == EXACT)


def _shown(untrusted_part: str, match: Match | None) -> str:
    if match is None:
        return re.sub(r"\n\s*\n", "\n", lines(untrusted_part))
    part = lines(untrusted_part)
    return joined(part) if len(part) <= _UNBROKEN and "\n" not in part else part


def _window(untrusted_text: str, first: Match) -> tuple[int, int]:
    """Return the part to show: from the start of the mark's line when that is near, for three lines or 80 characters.
    """
    begin = untrusted_text.rfind("\n", 0, first.start) + 1
    if first.start - begin > _WHOLE_LINE:
        begin = first.start - _BEFORE
    row, units, at = 1, 0, begin
    limit = min(len(untrusted_text), max(begin + CHARACTERS, first.start + 1))
    while at < limit:
        character = untrusted_text[at]
        width = 2 if unicodedata.east_asian_width(character) in "WFA" else 1
        units += width
        if character == "\n" or units > _UNITS_PER_LINE:
            blank = character == "\n" and units <= 1
            row, units = row + (0 if blank else 1), 0 if character == "\n" else width
            if row > LINES:
                break
        at += 1
    return begin, at
