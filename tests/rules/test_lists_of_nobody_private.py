"""Tests lists and notices that name people, animals or numbers and contain nothing private: they may be sent."""

from __future__ import annotations

from pathlib import Path

import pytest
from ruamel.yaml import YAML

from rules.judge.judge import Judge
from rules.model import Action
from rules.text import Text

HARMLESS: dict[str, str] = YAML(typ="safe", pure=True).load(
    (Path(__file__).parents[1] / "corpus" / "lists_of_nobody_private.yaml").read_text("utf-8"))


MISTAKEN = pytest.mark.xfail(strict=True, reason="the learnt judge takes names with a colon for a list of people")


@pytest.mark.parametrize("name", [pytest.param(name, marks=MISTAKEN if name == "scores of a match" else ())
                                  for name in HARMLESS])
def test_what_tells_nothing_private_may_go_out(name: str, weighed: Judge) -> None:
    verdict = weighed.judge(Text(HARMLESS[name]))
    assert verdict.action.severity <= Action.LOG.severity, [(match.rule, match.text) for match in verdict.matches]


def test_two_patients_of_a_hospital_in_the_words_of_a_vet_are_people(weighed: Judge) -> None:
    text = (
        "今天住院：\n王富贵，男，73岁，12床，冠心病，心脏杂音，儿子电话13974366218\n"
        "李白，女，51岁，15床，乳腺癌术后第3天，怕生"
    )
    assert weighed.judge(Text(text)).action is Action.BLOCK
