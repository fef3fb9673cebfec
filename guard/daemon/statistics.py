"""Counts the listed items by rule, for their user alone. Pure."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from typing import TYPE_CHECKING

from guard.control.requests import RuleCount
from guard.core.model import CaseSummary

if TYPE_CHECKING:
    from rules.judge.judge import Judge


def count_rules(summaries: Sequence[CaseSummary], judge: Judge, since: float) -> tuple[RuleCount, ...]:
    """Return how often each rule held something since then (seconds since the epoch), the most frequent first, before
    them the rules that protect 国家秘密.
    """
    lately = [summary for summary in summaries if summary.opened_at >= since and summary.listed]
    held = Counter(summary.rule for summary in lately)
    released = Counter(summary.rule for summary in lately if summary.released)
    counts = (RuleCount(rule, judge.names.get(rule, ""), count, released[rule], rule in judge.secret)
              for rule, count in held.most_common())
    return tuple(sorted(counts, key=lambda one: not one.secret))
