"""Tests the process that reads and proves what is in force, and the guard's reaction to its end."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from guard.supply.loader_start import NotInForceError
from guard.supply.rules_in_force import load_apart
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


@pytest.mark.parametrize(("written", "named"), [
    (b'colour = "red"\n', "colour"),
    (b"\xff\xfe garbage", "不是 UTF-8 编码的文字"),
    (b'[rules]\npacks = ["unit.yaml"]\n', "unit.yaml"),
    *(pytest.param(*each, marks=pytest.mark.thorough) for each in (
        ("截图 = [".encode("gbk"), "不是 UTF-8 编码的文字"),
        (b"a = " + b"[" * 100_000, "括号套得太深"),
        (b"a = " + b"9" * 5000, "里面的数字太长"),
        (b'[rules]\npacks = ["absent.yaml"]\n', "absent.yaml"),
        (b"# " + b"x" * 2_000_000, "mishao.toml"))),
], ids=["a mistake", "no text", "a pack with a mistake", "another encoding", "thousands of brackets",
        "thousands of digits", "a pack that is gone", "too large"])
def test_a_configuration_that_cannot_be_used_is_said_and_the_rules_of_the_program_judge(
        tmp_path: Path, written: bytes, named: str) -> None:
    (tmp_path / "unit.yaml").write_text("规则包: 单位\n", "utf-8")
    command = configured(tmp_path, "")
    (tmp_path / "mishao.toml").write_bytes(written)
    found = load_apart(command)
    assert named in found.unconfigured
    assert "程序自带的规则看守" in found.unconfigured
    assert found.rules().judge.judge(Text("机密★5年\n关于人事安排的请示")).action is Action.BLOCK
    assert (tmp_path / "mishao.toml").read_bytes() == written, "it is left to be mended"


def test_a_folder_in_the_place_of_the_configuration_is_said_and_the_rules_of_the_program_judge(tmp_path: Path) -> None:
    command = configured(tmp_path, "")
    (tmp_path / "mishao.toml").unlink()
    (tmp_path / "mishao.toml").mkdir()
    found = load_apart(command)
    assert "mishao.toml" in found.unconfigured
    assert found.packs


@pytest.mark.parametrize("program", ["", "import sys; sys.stdout.write('no frame')", "import os; os.abort()"])
def test_a_loader_that_says_nothing_puts_nothing_in_force(program: str) -> None:
    with pytest.raises(NotInForceError, match="装载规则的进程"):
        load_apart([sys.executable, "-c", program])


def test_a_loader_that_cannot_be_started_puts_nothing_in_force(tmp_path: Path) -> None:
    with pytest.raises(NotInForceError, match="装载规则的进程"):
        load_apart([str(tmp_path / "absent")])
