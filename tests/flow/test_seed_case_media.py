"""Tests the nine cases as pictures and as files, read in the reader process and judged as in the program."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import docx
import pytest
from ruamel.yaml import YAML

from guard.core.decide import outcome_of
from guard.core.model import Item, Judged, Kind, Outcome
from guard.pipeline.judging import read_and_judge
from guard.reading.client import ReaderClient
from rules.judge.judge import Judge
from rules.model import Action
from tests.support.office_files import saved
from tests.support.pictures import encode, render_document

CASES: list[dict[str, Any]] = YAML(typ="safe").load(Path(__file__).parents[1] / "corpus" / "seed_cases.yaml")
HARMLESS = [(case["case"], text) for case in CASES for text in case["harmless"]]


def seen(text: str, reader: ReaderClient, judge: Judge) -> Judged:
    picture = encode(render_document(text, width=1100, size=26))
    return read_and_judge(Item("case.png", Kind.PICTURE, untrusted_bytes=picture), reader, judge)


def test_there_are_nine_cases_with_three_look_alikes_each() -> None:
    assert [case["case"] for case in CASES] == list(range(1, 10))
    assert all(len(case["harmless"]) >= 3 for case in CASES)


@pytest.mark.parametrize("case", CASES, ids=lambda case: f"case-{case['case']}")
def test_the_picture_of_a_case_is_caught_by_its_rule(case: dict[str, Any], reader: ReaderClient, judge: Judge) -> None:
    judged = seen(case["text"], reader, judge)
    assert outcome_of([judged]).value == case["action"]
    assert judged.verdict is not None
    caught = [match for match in judged.verdict.matches if match.rule == case["rule"]]
    assert caught
    assert all(match.page == 1 and match.boxes for match in caught)


@pytest.mark.parametrize(("case", "text"), HARMLESS, ids=lambda value: str(value)[:12].replace("\n", " "))
def test_the_picture_of_a_look_alike_passes(case: int, text: str, reader: ReaderClient, judge: Judge) -> None:
    assert outcome_of([seen(text, reader, judge)]) is Outcome.ALLOW, case


def filed(text: str, reader: ReaderClient, judge: Judge) -> Judged:
    document = docx.Document()
    for line in text.splitlines():
        document.add_paragraph(line)
    return read_and_judge(Item("来文.docx", Kind.FILES, untrusted_bytes=saved(document)), reader, judge)


@pytest.mark.parametrize("case", CASES, ids=lambda case: f"case-{case['case']}")
def test_a_file_of_a_case_is_caught_by_its_rule(case: dict[str, Any], reader: ReaderClient, weighed: Judge) -> None:
    judged = filed(case["text"], reader, weighed)
    assert judged.verdict is not None
    assert judged.verdict.action.severity >= Action(case["action"]).severity
    assert case["rule"] in {match.rule for match in judged.verdict.matches
                            if match.action.severity >= Action.WARN.severity}


@pytest.mark.parametrize(("case", "text"), HARMLESS, ids=lambda value: str(value)[:12].replace("\n", " "))
def test_a_file_of_a_look_alike_passes(case: int, text: str, reader: ReaderClient, weighed: Judge) -> None:
    assert outcome_of([filed(text, reader, weighed)]) is Outcome.ALLOW, case
