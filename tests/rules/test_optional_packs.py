"""Tests that the optional packs pass their own examples and stop little real text."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from guard.config.builtin_policy import BUILTIN_POLICY
from guard.supply.builtin import BUILTIN_PACK, OPTIONAL_PACKS, builtin_pack, optional_pack
from rules.judge.judge import Judge
from rules.pack.loading import load
from rules.pack.proof import prove
from rules.pack.yaml_tree import read_tree
from rules.scan.normalise import normalise
from rules.text import Text
from tests.support.corpus import samples, score
from tests.support.real_text import alarms, chat_lines, news, reviews

PACKS = Path(__file__).parents[2] / "rules" / "packs"


def test_the_table_names_every_pack_file_but_the_built_in_one() -> None:
    others = {path.name for path in PACKS.glob("*.yaml")} - {BUILTIN_PACK, BUILTIN_POLICY}
    assert set(OPTIONAL_PACKS.values()) == others


@pytest.mark.parametrize("name", OPTIONAL_PACKS)
def test_an_optional_pack_proves_itself_and_names_its_legal_basis(name: str) -> None:
    pack = load(optional_pack(name), OPTIONAL_PACKS[name])
    assert pack.name == name
    assert prove(pack) == ()
    assert all(rule.legal_basis for rule in pack.rules)


def test_a_pack_of_plain_lists_and_expressions_is_read_as_it_always_was() -> None:
    pack = load(optional_pack("公安"), "公安")
    written: Any = read_tree(optional_pack("公安")).content
    assert dict(pack.words) == {
        part: tuple(normalise(word).text for word in words) for part, words in written.get("词表", {}).items()}
    assert {pattern.name: pattern.expression for pattern in pack.patterns} == {
        part: entry["正则"] for part, entry in written.get("模式", {}).items()}
    assert all(len(exemption.must_not_swallow) == 1 for rule in pack.rules for exemption in rule.exemptions())


def test_all_packs_together_share_no_rule_id_and_judge_as_one() -> None:
    packs = [load(builtin_pack(), BUILTIN_PACK), *(load(optional_pack(name), name) for name in OPTIONAL_PACKS)]
    ids = [rule.id for pack in packs for rule in pack.rules]
    assert len(set(ids)) == len(ids)
    verdict = Judge(packs).judge(Text("机密★5年\n核心商密★3年\n安保方案：北门民警12人，携带枪支4支"))
    assert {"BC-01", "QY-01", "GA-04"} <= {match.rule for match in verdict.matches}


@pytest.mark.parametrize("name", OPTIONAL_PACKS)
def test_an_optional_pack_lets_the_hard_negatives_through(name: str) -> None:
    judge = Judge([load(optional_pack(name), name)])
    negatives = [sample for sample in samples() if sample.action is None]
    result = score(judge, negatives)
    assert result.share <= 0.02, [words for _, words in result.failures]


@pytest.mark.parametrize("name", OPTIONAL_PACKS)
@pytest.mark.parametrize(("corpus", "per_ten_thousand"), [
    (news, 5), pytest.param(reviews, 1, marks=pytest.mark.thorough),
    pytest.param(chat_lines, 1, marks=pytest.mark.thorough)])
def test_an_optional_pack_stops_little_of_what_is_real(
    name: str, corpus: Callable[[], list[str]], per_ten_thousand: int,
) -> None:
    texts = corpus()
    found = alarms(Judge([load(optional_pack(name), name)]), texts)
    assert len(found) <= per_ten_thousand * len(texts) // 10_000, [text[:80] for text, _ in found]
