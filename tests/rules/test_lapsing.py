"""Tests after which days the same rules judge otherwise."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

from rules.definition import Override, Pack
from rules.judge.judge import Judge
from rules.model import Action
from tests.rules.test_exempted import exempting
from tests.support.false_alarms import NOVEL

FIRST, SECOND = date(2027, 6, 30), date(2027, 9, 30)
DAY = timedelta(1)


def overriding(pack: Pack, until: date) -> Pack:
    """Return a pack with a 科室规则 for its first rule."""
    first, *rest = pack.rules
    return replace(pack, rules=(replace(first, override=Override(Action.LOG, until)), *rest))


def test_only_the_days_after_an_entry_ended_are_told_apart(builtin: Pack) -> None:
    days = [FIRST - DAY, FIRST, FIRST + DAY, SECOND, SECOND + DAY, SECOND + 100 * DAY]
    judge = Judge([overriding(builtin, SECOND), exempting(NOVEL, until=FIRST)], iter(days).__next__)
    seen = [judge.lapsed for _ in days]
    assert seen == ["", "", *["2027-06-30"] * 2, *["2027-09-30"] * 2]


def test_rules_without_such_entries_never_change(judge: Judge) -> None:
    assert judge.lapsed == ""
