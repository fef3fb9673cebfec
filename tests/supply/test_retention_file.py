"""Tests the retention days: chosen when the program was installed, unless the unit's policy sets them."""

from __future__ import annotations

from pathlib import Path

import pytest

from guard.config.builtin_policy import builtin_policy
from guard.config.user_config import Configuration
from guard.platform.machine import MachineLayer, only_root_writes
from guard.platform.paths import Paths
from guard.supply.bundle import Bundle, RuleRelease
from guard.supply.loader_process import Ground, supply_of
from guard.supply.packs_and_policy import active
from guard.supply.retention_file import InstalledError, retention_days
from guard.supply.stored_release import Issued


def machine_with(folder: Path, written: str | bytes) -> MachineLayer:
    folder.mkdir()
    (folder / "retention.toml").write_bytes(written.encode() if isinstance(written, str) else written)
    return MachineLayer(folder, lambda _: True)


def test_the_days_chosen_at_the_installation_are_in_force(tmp_path: Path) -> None:
    machine = machine_with(tmp_path / "machine", "days = 90\n")
    assert supply_of(Ground(Paths.under(tmp_path / "home"), None, machine)).policy.retention_days == 90


def test_without_a_choice_the_policy_decides(tmp_path: Path) -> None:
    machine = MachineLayer(tmp_path / "absent", only_root_writes)
    assert retention_days(machine) is None
    assert supply_of(Ground(Paths.under(tmp_path / "home"), None, machine)).policy.retention_days == 30


def test_a_policy_that_the_unit_has_signed_says_itself_how_long() -> None:
    policy = builtin_policy().decode().replace("留存天数: 30", "留存天数: 60")
    issued = Issued(RuleRelease(1, "bundle", "第1号", 0.0), Bundle(builtin=True, policy=policy))
    assert active(Configuration(), issued=issued, retention_days=90).policy.retention_days == 60


@pytest.mark.parametrize(("written", "days"), [("", 90), ("留存天数: 60\n", 60)])
def test_a_policy_over_the_built_in_one_decides_only_where_it_says_so(written: str, days: int) -> None:
    policy = f'策略: 县策略\n版本: "1"\n基于: 内置\n{written}'
    issued = Issued(RuleRelease(1, "bundle", "第1号", 0.0), Bundle(builtin=True, policy=policy))
    assert active(Configuration(), issued=issued, retention_days=90).policy.retention_days == days


@pytest.mark.parametrize(("written", "words"), [
    ("days = 6O\n", "不是正确的 TOML。"),
    ("=", "不是正确的 TOML。"),
    ("days = 0", "“days”要写整数"),
    ("days = 4000", "“days”要写整数"),
    ("days = 'x'", "“days”要写整数"),
    ("days = true", "“days”要写整数"),
    ("day = 30", "不认识“day”。是不是“days”？"),
    ("", "缺少“days”。请补上这一项。"),
    ("days = " + "9" * 5000, "里面的数字太长"),
    ("days = " + "[" * 100_000, "括号套得太深"),
    ("# 天\ndays = 30\n".encode("gbk"), "不是 UTF-8 编码的文字"),
], ids=["no number", "no line", "too few", "too many", "text", "truth", "another key", "nothing", "thousands of digits",
        "thousands of brackets", "encoding"])
def test_a_mistake_is_named_with_its_remedy_and_changes_nothing(
        tmp_path: Path, written: str | bytes, words: str) -> None:
    machine = machine_with(tmp_path / "machine", written)
    with pytest.raises(InstalledError, match=r"retention\.toml(:1)?：.+这个文件没有采用。请管理员改成一行") as told:
        retention_days(machine)
    assert words in str(told.value)
    assert "请管理员改成一行，例如 days = 30" in str(told.value)
    assert supply_of(Ground(Paths.under(tmp_path / "home"), None, machine)).policy.retention_days == 30


def test_a_file_that_others_may_write_is_not_honoured(tmp_path: Path) -> None:
    machine = machine_with(tmp_path / "machine", "days = 1")
    with pytest.raises(InstalledError, match="只有 root 能写"):
        retention_days(MachineLayer(machine.folder, only_root_writes))
