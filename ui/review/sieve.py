"""Selects which held items the list shows, in which order and under which headings. Pure."""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import Enum, auto

from guard.core.model import CaseSummary, Outcome
from ui.i18n.dates import day
from ui.i18n.say import say

_DAY = 86400.0


class Grouping(Enum):
    """Which items share a heading."""

    DAY = auto()
    RULE = auto()


@dataclass(frozen=True, slots=True)
class Sieve:
    """The filter; empty fields allow everything. ``days`` counts back from now, 0 is no limit."""

    words: str = ""
    outcome: Outcome | None = None
    rule: str | None = None
    days: int = 0
    grouping: Grouping = Grouping.DAY


@dataclass(frozen=True, slots=True)
class Group:
    """A heading of the list."""

    words: str


Entry = Group | CaseSummary


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


def grouped(summaries: Sequence[CaseSummary], grouping: Grouping, now: float,
            rule_name: Callable[[str], str]) -> list[Entry]:
    """Return the items, given newest first, with the headings between them."""
    return _by_day(summaries, now) if grouping is Grouping.DAY else _by_rule(summaries, rule_name)


def counts(summaries: Iterable[CaseSummary]) -> Mapping[Outcome, int]:
    """Return how many items there are of each outcome."""
    return Counter(summary.outcome for summary in summaries)


def _by_day(summaries: Sequence[CaseSummary], now: float) -> list[Entry]:
    entries: list[Entry] = []
    morning = float("inf")
    for summary in summaries:
        # The calendar is computed once per day, not once per item: there may be ten thousand of them.
        if summary.opened_at < morning:
            entries.append(Group(day(summary.opened_at, now)))
            morning = _morning(summary.opened_at)
        entries.append(summary)
    return entries


def _by_rule(summaries: Sequence[CaseSummary], rule_name: Callable[[str], str]) -> list[Entry]:
    rules: dict[str, list[CaseSummary]] = {}
    for summary in summaries:
        rules.setdefault(summary.rule, []).append(summary)
    entries: list[Entry] = []
    for rule, items in rules.items():
        entries.append(Group(say("{name} · {count} 项", name=rule_name(rule), count=len(items))))
        entries += items
    return entries


def _morning(at: float) -> float:
    local = time.localtime(at)
    return time.mktime((local.tm_year, local.tm_mon, local.tm_mday, 0, 0, 0, 0, 0, -1))
