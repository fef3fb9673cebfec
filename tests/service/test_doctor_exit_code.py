"""Tests the exit code of `mishao doctor` where everything else works: 0, and 1 for a mistake of an administrator."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
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


@pytest.mark.parametrize(("written", "code", "words"), [
    (b"days = 60\n", 0, "先留着的内容留 60 天"),
    (b"days = 6O\n", 1, "retention.toml:1：不是正确的 TOML。"),
    (b"days = 0\n", 1, "retention.toml:1：“days”要写整数，不小于 1。"),
    (b"day = 30\n", 1, "retention.toml:1：不认识“day”。是不是“days”？"),
    (b"days = " + b"9" * 5000, 1, "里面的数字太长"),
    (b"days = " + b"[" * 100_000, 1, "括号套得太深"),
    ("# 天\ndays = 30\n".encode("gbk"), 1, "不是 UTF-8 编码的文字"),
], ids=["sound", "no number", "too few", "another key", "thousands of digits", "thousands of brackets", "encoding"])
def test_a_broken_retention_file_is_named_with_its_remedy_and_fails_like_a_broken_configuration(
        display: Display, tmp_path: Path, etc: Path, written: bytes, code: int, words: str) -> None:
    (etc / "mishao" / "retention.toml").write_bytes(written)
    done = doctor(display, etc, tmp_path / "home")
    (days,) = (one for one in lines(done) if one["name"] == "留存天数")
    assert words in days["words"]
    assert done.returncode == code, [one for one in lines(done) if one["needed"] and not one["works"]]
    if code:
        assert days["words"].startswith("/etc/mishao/retention.toml")
        assert "请管理员改成一行，例如 days = 30" in days["words"]
        assert days["remedy"] == "在此之前留 30 天。"


@pytest.mark.parametrize(("written", "code", "words"), [
    ('device = "PC-007"\n', 0, "没有设，日志不出这台电脑"),
    ("device = PC-007\n", 1, "report.toml:1：不是正确的 TOML。"),
    ('[[receivers]]\nkind = "syslog"\n', 1, "report.toml:1：缺少“receivers → 第 1 条 → address”。"),
], ids=["sound", "no text", "without an address"])
def test_a_broken_reporting_file_is_named_and_fails_too(
        display: Display, tmp_path: Path, etc: Path, written: str, code: int, words: str) -> None:
    (etc / "mishao" / "report.toml").write_text(written, "utf-8")
    done = doctor(display, etc, tmp_path / "home")
    (reporting,) = (one for one in lines(done) if one["name"] == "上报")
    assert words in reporting["words"]
    assert done.returncode == code, [one for one in lines(done) if one["needed"] and not one["works"]]


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


@pytest.mark.parametrize(("spoilt", "name", "words", "remedy"), [
    ("mount -t tmpfs -o ro none journal", "运行记录", "journal 不能写入，记不下来", "请检查它的权限"),
    ("touch journal/journal.jsonl; mount --bind -o ro journal/journal.jsonl journal/journal.jsonl", "运行记录",
     "journal.jsonl 不能写入（磁盘只能读，不能写），记不下来", "请检查它的权限"),
    ("mount -t tmpfs -o size=64k none journal; ! head -c 1M /dev/zero >journal/filler", "运行记录",
     "journal 所在的磁盘满了，只剩 0 MB", "请先腾出空间"),
    ("mount -t tmpfs -o ro none vault", "暂存库", "vault 不能写入，先留着的内容存不进去", "请检查它的权限"),
    ("mount -t tmpfs -o size=64k none vault; ! head -c 1M /dev/zero >vault/filler", "暂存库",
     "vault 所在的磁盘满了，只剩 0 MB", "请先腾出空间"),
    ("rmdir vault; ln -s /nowhere/at/all vault", "暂存库", "vault 不能写入", "请检查它的权限；它是链接的"),
], ids=["journal's folder", "journal", "journal's disk", "vault's folder", "vault's disk", "a link to nowhere"])
def test_what_cannot_be_written_is_named_with_its_remedy_and_fails_where_no_guard_runs_to_say_it(
        display: Display, tmp_path: Path, etc: Path, spoilt: str, name: str, words: str, remedy: str) -> None:
    home = tmp_path / "home"
    Paths.choose(home).prepare()
    done = doctor(display, etc, home, f'( cd "{home}"; {spoilt} ) 2>/dev/null; {BESIDE_ETC}')
    assert done.returncode == 1
    (found,) = (one for one in lines(done) if one["needed"] and not one["works"])
    assert found["name"] == name
    assert found["words"].startswith(str(home))
    assert words in found["words"]
    assert found["remedy"].startswith(remedy)


def test_a_journal_that_another_program_keeps_locked_is_named_and_fails(
        display: Display, tmp_path: Path, etc: Path) -> None:
    paths = Paths.choose(tmp_path / "home")
    paths.prepare()
    with (paths.journal / FILE_NAME).open("w") as held:
        assert try_lock(held.fileno())
        done = doctor(display, etc, tmp_path / "home")
    (found,) = (one for one in lines(done) if one["needed"] and not one["works"])
    assert found["words"] == f"{paths.journal / FILE_NAME} 被别的程序锁住了，记不下来"
    assert found["remedy"].startswith("请结束锁住它的程序")
    assert done.returncode == 1


@pytest.mark.parametrize(("written", "code", "words"), [
    ("ab" * 32, 0, "认 1 把授权公钥"), ("no key at all", 1, "authorise.pub 第 1 行不是授权公钥，没有采用"),
], ids=["sound", "garbage"])
def test_an_approvers_key_that_is_none_is_named_and_fails(
        display: Display, tmp_path: Path, etc: Path, written: str, code: int, words: str) -> None:
    (etc / "mishao" / "authorise.pub").write_text(f"{written}\n", "utf-8")
    done = doctor(display, etc, tmp_path / "home")
    (found,) = (one for one in lines(done) if one["name"] == "授权码")
    assert words in found["words"]
    assert done.returncode == code, [one for one in lines(done) if one["needed"] and not one["works"]]


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


@pytest.mark.parametrize(("guard_with", "told"), [
    ("days = 60", ()), ("days = 6O", ("retention.toml:1：不是正确的 TOML。", "在此之前留 30 天。")),
], indirect=["guard_with"])
def test_the_guard_says_that_the_days_an_administrator_wrote_are_not_in_force_and_doctor_fails_for_it(
        guard_with: GuardUnderTest, told: tuple[str, ...]) -> None:
    said = "".join(guard_with.status().troubles)
    assert ("retention" in said) == bool(told)
    assert all(words in said for words in told)
    environment = {name: value for name, value in guard_with.display.environment.items() if name != "WAYLAND_DISPLAY"}
    done = subprocess.run([sys.executable, str(ROOT / "main.py"), "doctor", "--json", "--home", str(guard_with.home)],
                          capture_output=True, timeout=90, env=environment)
    assert done.returncode == bool(told), [one for one in lines(done) if one["needed"] and not one["works"]]
