"""The nine cases as pictures: rendered, read by the real OCR in the reader process, judged by the built-in pack."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from ruamel.yaml import YAML

from guard.decide import outcome_of
from guard.judging import read_and_judge
from guard.model import Item, Judged, Kind, Outcome
from guard.reading.client import ReaderClient
from guard.supply.builtin import BUILTIN_PACK, builtin_pack
from rules.judge import Judge
from rules.pack import load
from tests.support.pictures import encode, render_document
from tests.support.program import ROOT

CASES: list[dict[str, Any]] = YAML(typ="safe").load(Path(__file__).parents[1] / "corpus" / "seed_cases.yaml")
HARMLESS = [(case["case"], text) for case in CASES for text in case["harmless"]]


@pytest.fixture(scope="module")
def judge() -> Judge:
    return Judge([load(builtin_pack(), BUILTIN_PACK)])


@pytest.fixture(scope="module")
def reader() -> Iterator[ReaderClient]:
    client = ReaderClient([sys.executable, str(ROOT / "main.py"), "--reader"])
    yield client
    client.close()


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
