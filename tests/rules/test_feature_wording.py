"""What learnt points say: leaks without a telling word are told from ordinary texts, with their sentences."""

from __future__ import annotations

import pytest

from rules.features.wording import SHORTEST, STRETCH, counted, known, mark, stretches
from rules.judge import Judge
from rules.model import Action, Match
from rules.text import Text

RULE = "BC-17"
LEAK = "局党组会上定了，下周对两个片区开展突击检查，各组名单由办公室通知，检查前不得通知企业。"
ORDINARY = "周末天气不错，我们一家去爬山，中午在山脚下吃了面条，孩子捡了好多落叶做书签，晚上早早睡了。"


def _found(judge: Judge, text: str) -> list[Match]:
    return [match for match in judge.judge(Text(text)).matches if match.rule == RULE]


def _mark(text: str) -> float:
    _, signs = counted(text)
    return max(mark(known(signs[start:end])) for start, end in stretches(len(signs)))


def test_a_leak_without_any_mark_is_warned_about(judge: Judge) -> None:
    verdict = judge.judge(Text(LEAK))
    assert RULE in {match.rule for match in verdict.matches if match.action is Action.WARN}


def test_the_sentences_shown_are_parts_of_the_text(judge: Judge) -> None:
    found = _found(judge, LEAK)
    assert 1 <= len(found) <= 3
    assert all(match.text == LEAK[match.start:match.end] for match in found)


def test_an_ordinary_text_is_not(judge: Judge) -> None:
    assert not _found(judge, ORDINARY)
    assert _mark(ORDINARY) < 0 < _mark(LEAK)


def test_a_leak_in_the_middle_of_a_long_ordinary_text_is_found(judge: Judge) -> None:
    leak = LEAK * 16  # a whole stretch of it, wherever stretches begin
    assert any(LEAK in leak and match.text in LEAK for match in _found(judge, ORDINARY * 60 + leak + ORDINARY * 60))


def test_a_few_signs_are_not_judged(judge: Judge) -> None:
    assert not _found(judge, "县委批示" * 2)
    assert len(counted("县委批示" * 2)[1]) < SHORTEST


@pytest.mark.parametrize("same", [
    "局 党 组会上定了，下周对 两个片区\n开展突击检查",
    "局党组会上定了，下周对两个片区开展突击检查",
])
def test_white_space_changes_nothing(same: str) -> None:
    plain = "局党组会上定了，下周对两个片区开展突击检查"
    assert _mark(same) == pytest.approx(_mark(plain))


def test_how_long_a_number_is_changes_nothing() -> None:
    assert _mark("涉及12户的名单在局里") == pytest.approx(_mark("涉及1234户的名单在局里"))


@pytest.mark.parametrize("length", [0, 1, STRETCH, STRETCH + 1, 3 * STRETCH + 7])
def test_stretches_cover_every_sign(length: int) -> None:
    covered = {sign for start, end in stretches(length) for sign in range(start, end)}
    assert covered == set(range(length))
    assert all(end - start <= STRETCH for start, end in stretches(length))
