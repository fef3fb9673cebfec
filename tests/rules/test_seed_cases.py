"""Tests the nine leaks: each is caught, its harmless look-alikes are not, and the article itself may be read."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from ruamel.yaml import YAML

from rules.judge.judge import Judge
from rules.model import Action
from rules.text import Text

CORPUS = Path(__file__).parents[1] / "corpus"
CASES: list[dict[str, Any]] = YAML(typ="safe", pure=True).load((CORPUS / "seed_cases.yaml").read_text(encoding="utf-8"))
ARTICLE = (CORPUS / "seed_article.txt").read_text(encoding="utf-8")


def _harmless() -> Iterator[Any]:
    for case in CASES:
        for number, text in enumerate(case["harmless"], 1):
            yield pytest.param(text, id=f"case {case['case']}, look-alike {number}")


def test_there_are_nine_cases_with_three_look_alikes_each() -> None:
    assert [case["case"] for case in CASES] == list(range(1, 10))
    assert all(len(case["harmless"]) == 3 for case in CASES)


@pytest.mark.parametrize("case", CASES, ids=lambda case: f"case {case['case']}")
def test_each_case_is_caught_by_its_rule(case: dict[str, Any], judge: Judge) -> None:
    verdict = judge.judge(Text(case["text"]))
    assert verdict.action == Action(case["action"])
    assert (case["rule"], verdict.action) in {(match.rule, match.action) for match in verdict.matches}
    explanation = verdict.explanation_of(case["rule"])
    assert explanation is not None
    assert case["case"] in explanation.cases


@pytest.mark.parametrize("case", CASES, ids=lambda case: f"case {case['case']}")
def test_each_case_stays_stopped_when_the_learnt_judge_has_weighed_it(case: dict[str, Any], weighed: Judge) -> None:
    verdict = weighed.judge(Text(case["text"]))
    assert verdict.action.severity >= Action(case["action"]).severity
    assert case["rule"] in {match.rule for match in verdict.matches if match.action.severity >= Action.WARN.severity}


@pytest.mark.parametrize("case", CASES, ids=lambda case: f"case {case['case']}")
def test_each_case_can_be_rendered_as_a_picture(case: dict[str, Any]) -> None:
    for text in (case["text"], *case["harmless"]):
        lines = text.splitlines()
        assert len(lines) <= 25
        assert max(map(len, lines)) <= 40


@pytest.mark.parametrize("text", list(_harmless()))
def test_a_look_alike_is_let_through(text: str, judge: Judge, weighed: Judge) -> None:
    for verdict in (judge.judge(Text(text)), weighed.judge(Text(text))):
        assert verdict.action.severity <= Action.LOG.severity, [(match.rule, match.text) for match in verdict.matches]


def test_the_article_that_tells_of_the_cases_is_only_logged(judge: Judge) -> None:
    verdict = judge.judge(Text(ARTICLE))
    assert verdict.action is Action.LOG
    assert {match.action for match in verdict.matches} == {Action.LOG}
