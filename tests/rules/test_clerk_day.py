"""Tests a day in the office: allowed work goes on working."""

from __future__ import annotations

from typing import Any

import pytest

from rules.judge.judge import Judge
from rules.model import Action
from rules.text import Text
from tests.support.corpus import clerk_day

DAY = clerk_day()


@pytest.mark.parametrize("entry", DAY, ids=lambda entry: entry["name"])
def test_ordinary_content_is_not_stopped(entry: dict[str, Any], judge: Judge) -> None:
    verdict = judge.judge(Text(entry["text"]))
    found = [(match.rule, match.action, match.text) for match in verdict.matches]
    assert verdict.action.severity <= Action(entry["at_most"]).severity, found
