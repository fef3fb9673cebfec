"""Puts the held items under headings: by day, or by the rule that held them. Pure."""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from enum import Enum, auto

from guard.core.model import CaseSummary
from ui.i18n.dates import day
from ui.i18n.say import say


class Grouping(Enum):
    """Which items share a heading."""

    DAY = auto()
    RULE = auto()


@dataclass(frozen=True, slots=True)
class Group:
    """A heading of the list."""

    words: str


Entry = Group | CaseSummary


def grouped(summaries: Sequence[CaseSummary], grouping: Grouping, now: float,
            rule_name: Callable[[str], str]) -> list[Entry]:
    """Return the items, given newest first, with the headings between them."""
    if grouping is Grouping.DAY:
        groups = [(day(items[0].opened_at, now), items) for items in _by_day(summaries)]
    else:
        groups = [(rule_name(rule), items) for rule, items in _by_rule(summaries).items()]
    entries: list[Entry] = []
    for name, items in groups:
        entries += [Group(say("{name} · {count} 项", name=name, count=len(items))), *items]
    return entries


def _by_day(summaries: Sequence[CaseSummary]) -> list[list[CaseSummary]]:
    days: list[list[CaseSummary]] = []
    morning = float("inf")
    for summary in summaries:
        # The calendar is computed once per day, not once per item: there may be ten thousand of them.
        if summary.opened_at < morning:
            days.append([])
            morning = _morning(summary.opened_at)
        days[-1].append(summary)
    return days


def _by_rule(summaries: Sequence[CaseSummary]) -> dict[str, list[CaseSummary]]:
    rules: dict[str, list[CaseSummary]] = {}
    for summary in summaries:
        rules.setdefault(summary.rule, []).append(summary)
    return rules


def _morning(at: float) -> float:
    local = time.localtime(at)
    return time.mktime((local.tm_year, local.tm_mon, local.tm_mday, 0, 0, 0, 0, 0, -1))
