"""Selects which held items the list shows: by words, kind, rule and age. Pure."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass

from guard.core.model import CaseSummary, Outcome
from ui.review.grouping import Grouping

_DAY = 86400.0


@dataclass(frozen=True, slots=True)
class Sieve:
    """The filter; empty fields allow everything. ``days`` counts back from now, 0 is no limit."""

    words: str = ""
    outcome: Outcome | None = None
    rule: str | None = None
    days: int = 0
    grouping: Grouping = Grouping.DAY


def sift(summaries: Iterable[CaseSummary], sieve: Sieve, now: float,
         words_of: Callable[[CaseSummary], str]) -> list[CaseSummary]:
    """Return the items that the sieve allows; ``words_of`` returns an item's searchable words, in lower case."""
    wanted = sieve.words.lower().split()
    since = now - sieve.days * _DAY if sieve.days else 0.0
    return [summary for summary in summaries
            if summary.opened_at >= since
            and (sieve.outcome is None or summary.outcome is sieve.outcome)
            and (sieve.rule is None or summary.rule == sieve.rule)
            and (not wanted or all(word in words_of(summary) for word in wanted))]


def counts(summaries: Iterable[CaseSummary]) -> Mapping[Outcome, int]:
    """Return how many items there are of each outcome."""
    return Counter(summary.outcome for summary in summaries)
