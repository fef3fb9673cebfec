"""Tests whom a computer trusts: files that root alone can write, and messages for all others."""

from __future__ import annotations

from pathlib import Path

import pytest

from guard.platform.machine import MachineLayer, only_root_writes
from guard.supply.trusted_sources import TrustError, trust_of
from tests.support.publishing import UnitOffice


def test_a_computer_without_an_administrator_trusts_nobody(tmp_path: Path) -> None:
    assert trust_of(MachineLayer(tmp_path / "absent", only_root_writes)) is None


def test_what_the_office_made_is_all_a_computer_needs(office: UnitOffice, tmp_path: Path) -> None:
    trust = trust_of(office.machine(tmp_path / "machine"))
    assert trust is not None
    assert trust.settings.servers == (str(office.served),)
    assert trust.root == office.root


def test_files_that_others_may_write_are_not_honoured(office: UnitOffice, tmp_path: Path) -> None:
    """The folder of tests is below /tmp, which everybody may write to."""
    machine = office.machine(tmp_path / "machine")
    with pytest.raises(TrustError, match="只有 root 能写"):
        trust_of(MachineLayer(machine.folder, only_root_writes))


@pytest.mark.parametrize(("written", "words"), [
    ("servers = []", r"supply\.toml:1：“servers”至少要写 1 条"), ("servers = 7", "“servers”要写成列表"),
    ("server = ['x']", "不认识“server”。是不是“servers”？"), ("server = ['x']", "缺少“servers”"),
    ("servers = ['x']\n=", r"supply\.toml:2：不是正确的 TOML"), ("servers = [7]", "“servers → 第 1 条”要写文字"),
    pytest.param("servers = " + "[" * 100_000, "括号套得太深", id="thousands of brackets"),
    pytest.param("servers = " + "9" * 5000, "里面的数字太长", id="thousands of digits"),
    ("servers = ['x']\nca = 'absent.pem'", r"absent\.pem 不存在"),
    ("servers = ['x']\npoll_minutes = 0", r"supply\.toml:2：“poll_minutes”要写数字，从 1 到 10080。"),
    pytest.param("servers = ['x']\npoll_minutes = " + "9" * 400, "“poll_minutes”要写数字", id="hundreds of digits"),
    ("servers = ['x']\npoll_minutes = 1e300", "“poll_minutes”要写数字"),
    ("servers = ['x']\npoll_minutes = inf", "“poll_minutes”要写数字"),
    ("servers = ['x']\npoll_minutes = nan", "“poll_minutes”要写数字"),
])
def test_a_mistake_is_named(office: UnitOffice, tmp_path: Path, written: str, words: str) -> None:
    machine = office.machine(tmp_path / "machine")
    (machine.folder / "supply.toml").write_text(written, "utf-8")
    with pytest.raises(TrustError, match=words):
        trust_of(machine)


def test_servers_without_a_root_of_trust_are_refused(office: UnitOffice, tmp_path: Path) -> None:
    machine = office.machine(tmp_path / "machine")
    (machine.folder / "root.json").unlink()
    with pytest.raises(TrustError, match=r"root\.json 不存在"):
        trust_of(machine)


def test_folders_and_archives_are_named_as_seen_from_the_machine_layer(office: UnitOffice, tmp_path: Path) -> None:
    machine = office.machine(tmp_path / "machine")
    (machine.folder / "supply.toml").write_text("servers = ['rules.zip', 'https://a.invalid/b']", "utf-8")
    trust = trust_of(machine)
    assert trust is not None
    assert trust.settings.servers == (str(machine.folder / "rules.zip"), "https://a.invalid/b")
