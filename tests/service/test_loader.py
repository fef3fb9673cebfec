"""The process that reads and proves what is in force, and what the guard makes of its end."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from guard.supply.in_force import NotInForceError, load_apart
from rules.model import Action
from rules.text import Text
from tests.support.program import ROOT

LOADER = [sys.executable, str(ROOT / "main.py"), "--loader"]


def configured(folder: Path, text: str) -> list[str]:
    """Return the command of a loader with this configuration."""
    (folder / "mishao.toml").write_text(text, "utf-8")
    return [*LOADER, "--home", str(folder / "home"), "--config", str(folder / "mishao.toml")]


def test_what_the_loader_found_judges_and_carries_the_policy(tmp_path: Path) -> None:
    found = load_apart(configured(tmp_path, '[destinations]\nchat = ["chatter"]\n[rules]\npacks = ["教育"]\n'))
    assert len(found.packs) == 2
    assert any("chatter" in entry.names for entry in found.policy.programs)
    assert found.rules().judge.judge(Text("机密★5年\n关于人事安排的请示")).action is Action.BLOCK


def test_a_mistake_in_the_configuration_is_told_apart(tmp_path: Path) -> None:
    with pytest.raises(NotInForceError, match="colour") as refused:
        load_apart(configured(tmp_path, 'colour = "red"\n'))
    assert refused.value.wrongly_configured


def test_a_pack_that_does_not_keep_its_word_is_named(tmp_path: Path) -> None:
    (tmp_path / "unit.yaml").write_text("规则包: 单位\n", "utf-8")
    with pytest.raises(NotInForceError, match=r"unit\.yaml"):
        load_apart(configured(tmp_path, '[rules]\npacks = ["unit.yaml"]\n'))


@pytest.mark.parametrize("program", ["", "import sys; sys.stdout.write('no frame')", "import os; os.abort()"])
def test_a_loader_that_says_nothing_puts_nothing_in_force(program: str) -> None:
    with pytest.raises(NotInForceError, match="装载规则的进程"):
        load_apart([sys.executable, "-c", program])


def test_a_loader_that_cannot_be_started_puts_nothing_in_force(tmp_path: Path) -> None:
    with pytest.raises(NotInForceError, match="装载规则的进程"):
        load_apart([str(tmp_path / "absent")])
