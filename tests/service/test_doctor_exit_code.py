"""Tests the exit code of `mishao doctor` where everything else works: 0, and 1 for a mistake of an administrator."""

from __future__ import annotations

import os
import shutil
import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from guard.journal import FILE_NAME
from guard.platform.file_system import try_lock
from guard.platform.machine import MachineLayer
from guard.platform.paths import Paths
from guard.vault.store import INDEX
from tests.support.guarding import GuardUnderTest, managed_guard
from tests.support.program import ROOT, lines
from ui.demo.display import Display

BESIDE_ETC = 'mount --bind "$1" /etc; shift; exec "$@"'


@pytest.fixture
def etc(tmp_path: Path) -> Path:
    """A copy of /etc with an empty folder for the machine layer."""
    if os.geteuid() != 0:
        pytest.skip("only root can put another folder in the place of /etc")
    copy = tmp_path / "etc"
    shutil.copytree("/etc", copy, symlinks=True)
    (copy / "mishao").mkdir(exist_ok=True)
    return copy


def needed(done: subprocess.CompletedProcess[bytes]) -> list[dict[str, str]]:
    """Return what a guard needs and does not have."""
    return [one for one in lines(done) if one["needed"] and not one["works"]]


@pytest.mark.thorough
def test_what_an_administrator_wrote_right_is_said_and_fails_nothing(
        display: Display, tmp_path: Path, etc: Path) -> None:
    for name, written in (("retention.toml", "days = 60\n"), ("report.toml", 'device = "PC-007"\n'),
                          ("authorise.pub", "ab" * 32 + "\n")):
        (etc / "mishao" / name).write_text(written, "utf-8")
    done = doctor(display, etc, tmp_path / "home")
    said = {one["name"]: one["words"] for one in lines(done)}
    assert "先留着的内容留 60 天" in said["留存天数"]
    assert "没有设，日志不出这台电脑" in said["上报"]
    assert "认 1 把授权公钥" in said["授权码"]
    assert done.returncode == 0, needed(done)


@pytest.mark.thorough
def test_a_broken_retention_file_is_named_with_its_remedy_and_fails_like_a_broken_configuration(
        display: Display, tmp_path: Path, etc: Path) -> None:
    (etc / "mishao" / "retention.toml").write_text("days = 6O\n", "utf-8")
    done = doctor(display, etc, tmp_path / "home")
    (days,) = needed(done)
    assert days["name"] == "留存天数"
    assert days["words"].startswith("/etc/mishao/retention.toml:1：不是正确的 TOML。")
    assert "请管理员改成一行，例如 days = 30" in days["words"]
    assert days["remedy"] == "在此之前留 30 天。"
    assert done.returncode == 1


@pytest.mark.thorough
@pytest.mark.parametrize(("written", "words"), [
    ("device = PC-007\n", "report.toml:1：不是正确的 TOML。"),
    pytest.param('[[receivers]]\nkind = "syslog"\n', "report.toml:1：缺少“receivers → 第 1 条 → address”。",
                 marks=pytest.mark.thorough),
], ids=["no text", "without an address"])
def test_a_broken_reporting_file_is_named_and_fails_too(
        display: Display, tmp_path: Path, etc: Path, written: str, words: str) -> None:
    (etc / "mishao" / "report.toml").write_text(written, "utf-8")
    done = doctor(display, etc, tmp_path / "home")
    (reporting,) = needed(done)
    assert reporting["name"] == "上报"
    assert words in reporting["words"]
    assert done.returncode == 1


@pytest.mark.thorough
def test_a_key_that_is_gone_while_the_vault_holds_something_is_named_and_fails(
        display: Display, tmp_path: Path, etc: Path) -> None:
    home = tmp_path / "home"
    vault = Paths.choose(home).vault
    vault.mkdir(parents=True)
    (vault / INDEX).touch()
    done = doctor(display, etc, home)
    (kept,) = (one for one in lines(done) if one["name"] == "暂存库")
    assert "不见了" in kept["words"]
    assert done.returncode == 1


@pytest.mark.thorough
def test_a_vault_of_a_newer_version_fails_and_a_gate_that_the_administrator_switched_off_is_no_fault(
        display: Display, tmp_path: Path, etc: Path) -> None:
    home = tmp_path / "home"
    vault = Paths.choose(home).vault
    vault.mkdir(parents=True)
    with closing(sqlite3.connect(vault / INDEX)) as index:
        index.execute("PRAGMA user_version=2")
    (etc / "mishao" / "file-gate.off").touch()
    done = doctor(display, etc, home)
    said = {one["name"]: one for one in lines(done)}
    assert "新版本的密哨写的" in said["暂存库"]["words"]
    assert done.returncode == 1
    assert said["文件闸门"]["works"]
    assert "管理员关着" in said["文件闸门"]["words"]


@pytest.mark.thorough
@pytest.mark.parametrize("spoilt", [
    pytest.param({
        "mount -t tmpfs -o ro none journal": ("运行记录", "journal 不能写入，记不下来", "请检查它的权限"),
        "mount -t tmpfs -o ro none vault": ("暂存库", "vault 不能写入，先留着的内容存不进去", "请检查它的权限"),
    }, marks=pytest.mark.thorough),
    {"touch journal/journal.jsonl; mount --bind -o ro journal/journal.jsonl journal/journal.jsonl": (
        "运行记录", "journal.jsonl 不能写入（磁盘只能读，不能写），记不下来", "请检查它的权限"),
     "rmdir vault; ln -s /nowhere/at/all vault": ("暂存库", "vault 不能写入", "请检查它的权限；它是链接的")},
    {"mount -t tmpfs -o size=64k none journal; ! head -c 1M /dev/zero >journal/filler": (
        "运行记录", "journal 所在的磁盘满了，只剩 0 MB", "请先腾出空间"),
     "mount -t tmpfs -o size=64k none vault; ! head -c 1M /dev/zero >vault/filler": (
        "暂存库", "vault 所在的磁盘满了，只剩 0 MB", "请先腾出空间")},
], ids=["both folders", "the journal, and a link to nowhere", "both disks"])
def test_what_cannot_be_written_is_named_with_its_remedy_and_fails_where_no_guard_runs_to_say_it(
        display: Display, tmp_path: Path, etc: Path, spoilt: dict[str, tuple[str, str, str]]) -> None:
    home = tmp_path / "home"
    Paths.choose(home).prepare()
    done = doctor(display, etc, home, f'( cd "{home}"; {"; ".join(spoilt)} ) 2>/dev/null; {BESIDE_ETC}')
    assert done.returncode == 1
    found = {one["name"]: one for one in needed(done)}
    assert found.keys() == {name for name, _, _ in spoilt.values()}
    for name, words, remedy in spoilt.values():
        assert found[name]["words"].startswith(str(home))
        assert words in found[name]["words"]
        assert found[name]["remedy"].startswith(remedy)


@pytest.mark.thorough
def test_a_journal_that_another_program_keeps_locked_is_named_and_fails(
        display: Display, tmp_path: Path, etc: Path) -> None:
    paths = Paths.choose(tmp_path / "home")
    paths.prepare()
    with (paths.journal / FILE_NAME).open("w") as held:
        assert try_lock(held.fileno())
        done = doctor(display, etc, tmp_path / "home")
    (found,) = needed(done)
    assert found["words"] == f"{paths.journal / FILE_NAME} 被别的程序锁住了，记不下来"
    assert found["remedy"].startswith("请结束锁住它的程序")
    assert done.returncode == 1


@pytest.mark.thorough
def test_an_approvers_key_that_is_none_is_named_and_fails(display: Display, tmp_path: Path, etc: Path) -> None:
    (etc / "mishao" / "authorise.pub").write_text("no key at all\n", "utf-8")
    done = doctor(display, etc, tmp_path / "home")
    (found,) = needed(done)
    assert found["name"] == "授权码"
    assert "authorise.pub 第 1 行不是授权公钥，没有采用" in found["words"]
    assert done.returncode == 1


def doctor(display: Display, etc: Path, home: Path, mounted: str = BESIDE_ETC) -> subprocess.CompletedProcess[bytes]:
    """Run `mishao doctor` with this folder as /etc; it reports nothing on standard error.

    ``mounted`` is the shell command for that.
    """
    environment = {name: value for name, value in display.environment.items() if name != "WAYLAND_DISPLAY"}
    done = subprocess.run(["unshare", "--mount", "sh", "-ec", mounted, "sh", str(etc), sys.executable,
                           str(ROOT / "main.py"), "doctor", "--json", "--home", str(home)],
                          capture_output=True, timeout=90, env=environment)
    assert done.stderr == b""
    return done


@pytest.fixture
def guard_with(display: Display, tmp_path: Path, request: pytest.FixtureRequest) -> Iterator[GuardUnderTest]:
    """A guard whose administrator wrote this into retention.toml."""
    (tmp_path / "machine").mkdir()
    (tmp_path / "machine" / "retention.toml").write_text(request.param, "utf-8")
    yield from managed_guard(display, tmp_path, MachineLayer(tmp_path / "machine", lambda _: True))


@pytest.mark.thorough
@pytest.mark.parametrize(("guard_with", "told"), [
    pytest.param("days = 60", (), marks=pytest.mark.thorough),
    ("days = 6O", ("retention.toml:1：不是正确的 TOML。", "在此之前留 30 天。")),
], indirect=["guard_with"])
def test_the_guard_says_that_the_days_an_administrator_wrote_are_not_in_force_and_doctor_fails_for_it(
        guard_with: GuardUnderTest, told: tuple[str, ...]) -> None:
    said = "".join(guard_with.status().troubles)
    assert ("retention" in said) == bool(told)
    assert all(words in said for words in told)
    environment = {name: value for name, value in guard_with.display.environment.items() if name != "WAYLAND_DISPLAY"}
    done = subprocess.run([sys.executable, str(ROOT / "main.py"), "doctor", "--json", "--home", str(guard_with.home)],
                          capture_output=True, timeout=90, env=environment)
    assert done.returncode == bool(told), needed(done)
