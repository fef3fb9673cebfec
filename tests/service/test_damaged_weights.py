"""Tests a program whose weights are damaged or missing: the guard uses its rules alone and says so."""

from __future__ import annotations

from pathlib import Path

import pytest

from guard.control.requests import State
from guard.supply.learnt_weights import built_in_weights
from tests.support.brokering import renamed
from tests.support.guarding import CLEAN, DRAFT, GuardUnderTest
from tests.support.weights import program_with


@pytest.mark.thorough
@pytest.mark.parametrize(("weights", "why"), [
    (built_in_weights().content[:-1], "权重文件损坏"),
    pytest.param(None, "权重文件不在或不能读", marks=pytest.mark.thorough),
], ids=["damaged", "gone"])
def test_a_guard_without_sound_weights_guards_by_its_rules_and_says_so(
        guard: GuardUnderTest, tmp_path: Path, weights: bytes | None, why: str) -> None:
    guard.program = (str(program_with(weights, tmp_path / "program")),)
    guard.start()
    status = guard.status()
    assert status.state is State.TROUBLE
    (said,) = (words for words in status.troubles if "学习判断没有工作，只按规则判断" in words)
    assert why in said
    assert "请重新安装密哨" in said
    assert "学习判断" not in status.pack
    guard.copy(DRAFT)
    assert guard.opened().case.decision.rule
    wechat = renamed("xclip", "wechat", tmp_path / "bin")
    assert guard.paste(wechat) != DRAFT
    guard.copy(CLEAN)
    assert guard.paste(wechat) == CLEAN


def test_a_guard_with_its_weights_judges_by_them_and_names_the_stop(guard: GuardUnderTest) -> None:
    guard.start()
    status = guard.status()
    assert "学习判断" in status.pack
    assert status.sensitivity == "适中"
    assert [words for words in status.troubles if "学习判断" in words] == []
