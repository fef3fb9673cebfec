"""What is stored of one inspected file: which rules, where, masked words. Never its content."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass

from guard.core.decide import SEVERITY, is_passing, outcome_of, unreadable_words
from guard.core.match_place import where
from guard.core.model import Judged, Outcome
from guard.redact.masks import MASK, render
from guard.redact.personal import Personal
from rules.model import ALERTS, Explanation, Match, Nature, Place

MARKS_OF_A_RULE = 20
"""Places per rule and file that are listed; the others are counted."""

SNIPPET = 40
"""Characters of the words that are shown per place."""

_BEGINNING = 8
_SENTENCE = re.compile("[，。；：！？,;]")
"""Words that contain one of these are a sentence, of which only _BEGINNING characters are shown: a rule may decide by
all of it.
"""

_Spot = tuple[str, str, int | None, Place, str]
_PERSONAL = frozenset({Nature.PERSONAL, Nature.CHAT_RECORD})


@dataclass(frozen=True, slots=True)
class Mark:
    """One rule in one place of one file: ``where`` describes the place for people.

    ``page`` counts from 1, ``snippet`` is masked, ``times`` is how often it occurs there.

    ``action`` is warn, block or log (lowered by an exemption).
    """

    rule: str
    name: str
    action: str
    nature: str
    legal_basis: str
    sentence: str
    cases: tuple[int, ...]
    page: int | None
    place: Place
    where: str
    snippet: str
    times: int


@dataclass(frozen=True, slots=True)
class Part:
    """The result for a file's content, or for its name. ``reason`` is for people.

    ``passing``: the next run may read or judge it whole although nothing has changed. ``more`` counts places that are
    not listed.
    """

    outcome: Outcome
    reason: str | None = None
    passing: bool = False
    marks: tuple[Mark, ...] = ()
    more: int = 0


@dataclass(frozen=True, slots=True)
class Finding:
    """One inspected file. ``path`` is absolute and encodes in UTF-8 (guard.util.path_text), ``sha256`` is of its bytes.

    ``content`` is None on the way from a worker when the bytes were known already: the index has it. ``stand_in`` says,
    for people, which OCR engine replaced the requested one when the content was read, "" when none did.
    """

    path: str
    shown: str
    name: Part
    content: Part | None
    sha256: bytes | None = None
    elapsed_ms: float = 0.0
    unchanged: bool = False
    stand_in: str = ""

    @property
    def parts(self) -> tuple[Part, ...]:
        """What was judged: the content, then the name."""
        return (self.name,) if self.content is None else (self.content, self.name)

    @property
    def outcome(self) -> Outcome:
        """The stricter of content and name."""
        return max((part.outcome for part in self.parts), key=SEVERITY.index)

    @property
    def reason(self) -> str | None:
        """Why the content was not read or not judged completely, for people."""
        return self.content.reason if self.content is not None else None


def part_of(judged: Judged) -> Part:
    """Return what is stored of one judged item."""
    marks, more = _marks(judged)
    words = unreadable_words(judged)
    return Part(outcome_of((judged,)), str(words) if words else None, is_passing(judged), marks, more)


def _marks(judged: Judged) -> tuple[tuple[Mark, ...], int]:
    if judged.verdict is None:
        return (), 0
    places: Counter[_Spot] = Counter()
    first: dict[_Spot, Match] = {}
    for match in judged.verdict.matches:
        snippet = _snippet(match, judged.verdict.explanation_of(match.rule))
        place = (match.rule, match.action.value, match.page, match.place, snippet)
        places[place] += 1
        first.setdefault(place, match)
    listed: Counter[str] = Counter()
    marks: list[Mark] = []
    more = 0
    for place, match in sorted(first.items(), key=lambda one: -one[1].action.severity):
        listed[match.rule] += 1
        if listed[match.rule] > MARKS_OF_A_RULE:
            more += places[place]
            continue
        marks.append(_mark(match, judged.verdict.explanation_of(match.rule), place[-1], places[place]))
    return tuple(marks), more


def _mark(match: Match, why: Explanation | None, snippet: str, times: int) -> Mark:
    told: tuple[str, str, str, tuple[int, ...]] = ("", "", "", ())
    if why is not None:
        told = (why.nature.value, why.legal_basis, why.sentence + why.advice, why.cases)
    return Mark(match.rule, match.name, _action(match), *told, match.page, match.place, str(where(match)),
                snippet, times)


def _action(match: Match) -> str:
    return match.action.value if match.action.severity else "log"


def _snippet(match: Match, why: Explanation | None) -> str:
    """Return the deciding words with persons and numbers masked; nothing at all of a document under alert."""
    if why is not None and why.category == ALERTS:
        return MASK
    if why is not None and why.nature in _PERSONAL:
        return match.text[:1] + MASK
    masked = render(match.text, Personal(match.text).masks((), ())).text
    heard = why is not None and why.yields  # a passage that the learnt judge points at says what it is about
    if len(masked) > _BEGINNING and (heard or _SENTENCE.search(masked)):
        return masked[:_BEGINNING] + "…"
    return masked if len(masked) <= SNIPPET else masked[:SNIPPET - 1] + "…"


def marked(finding: Finding) -> Iterator[tuple[Mark, bool]]:
    """Yield every mark of a file, and whether it is in its name."""
    for part in finding.parts:
        for mark in part.marks:
            yield mark, part is finding.name
