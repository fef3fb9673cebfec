"""Tests doctor, status, vault and rules without a guard; and that every command says what it needs."""

from __future__ import annotations

import re
from contextlib import closing
from pathlib import Path

import pytest

from guard.platform.paths import Paths
from guard.reading.client import ReaderClient
from tests.support.program import READER, Run, lines
from tests.support.ui_guard import GuardHere


def test_doctor_says_what_is_missing_without_a_display_and_writes_nothing(mishao: Run, tmp_path: Path) -> None:
    home = tmp_path / "home"
    done = mishao("doctor", "--json", "--home", str(home))
    found = {finding["name"]: finding for finding in lines(done)}
    assert found["规则"]["works"]
    assert not found["剪贴板"]["works"]
    assert found["剪贴板"]["remedy"]
    assert found["识别引擎 cascade"]["works"]
    assert re.fullmatch(r"可用，模型 \d+ MB", found["识别引擎 cascade"]["words"])
    assert "日志不出这台电脑" in found["上报"]["words"]
    assert not found["授权码"]["works"]
    with closing(ReaderClient(READER)) as reader:
        confined = reader.prepare("cascade").confinement
    assert (found["读取沙箱"]["works"], found["读取沙箱"]["words"]) == (confined.holds, confined.words)
    assert done.returncode == 1
    assert not home.exists()


def test_doctor_says_what_was_set_aside_and_that_a_configuration_is_not_in_force(mishao: Run, tmp_path: Path) -> None:
    home = tmp_path / "home"
    settings = home / "settings"
    settings.mkdir(parents=True)
    (settings / "mishao.toml").write_bytes(b"\xff\xfe no text")
    (settings / "own.numbers.damaged-20260101-000000-1").write_bytes(b"")
    found = {finding["name"]: finding for finding in lines(mishao("doctor", "--json", "--home", str(home)))}
    assert not found["配置"]["works"]
    assert "mishao.toml" in found["配置"]["words"]
    assert "程序自带的规则看守" in found["配置"]["words"]
    assert found["规则"]["works"], "the rules of the program are in force"
    assert "own.numbers.damaged" in found["移开的文件"]["words"]


def test_doctor_names_tesseract_as_missing_when_it_is_not_on_the_path(mishao: Run) -> None:
    done = mishao("doctor", "--json", PATH="/nonexistent")
    tesseract = next(finding for finding in lines(done) if finding["name"] == "识别引擎 tesseract")
    assert not tesseract["works"]
    assert "tesseract" in tesseract["words"]


def test_status_without_a_guard_is_stopped(mishao: Run, tmp_path: Path) -> None:
    done = mishao("status", "--json", "--home", str(tmp_path / "home"))
    (status,) = lines(done)
    assert (status["state"], status["held"]) == ("stopped", [])
    assert done.returncode == 1


def test_status_and_doctor_say_how_many_windows_could_not_be_read(mishao: Run, tmp_path: Path) -> None:
    home = tmp_path / "home"
    socket = Paths.choose(home).socket
    socket.parent.mkdir(parents=True)
    guard = GuardHere(socket)
    guard.start()
    try:
        guard.status.windows_unread(2)
        assert "  没有读出来的窗口：2 个，会再看" in mishao("status", "--home", str(home)).stdout.decode().splitlines()
        found = {finding["name"]: finding for finding in lines(mishao("doctor", "--json", "--home", str(home)))}
        assert not found["窗口内容"]["works"]
        assert found["窗口内容"]["words"].startswith("有 2 个")
    finally:
        guard.stop()


def test_status_without_a_guard_names_no_rules_as_if_they_were_in_force(mishao: Run, tmp_path: Path) -> None:
    home = str(tmp_path / "home")
    assert mishao("status", "--home", home).stdout.decode() == "密哨没有运行\n"
    (status,) = lines(mishao("status", "--json", "--home", home))
    assert status["supply"] is None


@pytest.mark.parametrize("arguments", [("list",), ("show", "x"), ("release", "x"), ("destroy", "x")])
def test_vault_commands_without_a_guard_say_so(mishao: Run, tmp_path: Path, arguments: tuple[str, ...]) -> None:
    done = mishao("vault", *arguments, "--json", "--home", str(tmp_path / "home"))
    assert done.returncode == 1
    (answer,) = lines(done)
    assert answer["code"] == "not-running"


def test_rules_can_be_listed_and_each_one_explained(mishao: Run) -> None:
    rules = lines(mishao("rules", "list", "--json"))
    assert {"BC-01", "BC-02", "BC-03", "BC-04", "BC-05", "BC-06", "BC-07"} <= {rule["rule"] for rule in rules}
    for rule in rules:
        assert rule["legal_basis"]
    done = mishao("rules", "explain", "BC-01")
    assert done.returncode == 0
    assert "依据" in done.stdout.decode()
    assert mishao("rules", "explain", "XX-99").returncode == 2


def test_the_builtin_pack_proves_itself(mishao: Run) -> None:
    pack = Path(__file__).resolve().parents[2] / "rules" / "packs" / "builtin.yaml"
    done = mishao("rules", "test", str(pack))
    assert done.returncode == 0, done.stdout.decode()


def test_a_broken_pack_is_refused_with_file_line_and_rule(mishao: Run, tmp_path: Path) -> None:
    good = (Path(__file__).resolve().parents[2] / "rules" / "packs" / "builtin.yaml").read_text("utf-8")
    broken = tmp_path / "单位.yaml"
    broken.write_text(good.replace("  依据:", "  依剧:", 1), "utf-8")
    done = mishao("rules", "test", str(broken))
    assert done.returncode == 1
    said = done.stderr.decode()
    assert "单位.yaml" in said
    assert "依剧" in said
    assert any(character.isdigit() for character in said)


def test_the_wheel_and_the_script_start_the_same_program(mishao: Run) -> None:
    assert "密哨" in mishao("--help").stdout.decode()


@pytest.mark.parametrize("words", [
    ("rules", "list", "长" * 300), ("rules", "new", f"{'长' * 300}.yaml"),
    ("rules", "diff", "内置", "内置", "--on", "长" * 300), ("journal", "verify", ""),
], ids=["list", "new", "diff", "verify"])
def test_a_name_that_no_file_can_have_is_wrong_usage(mishao: Run, words: tuple[str, ...]) -> None:
    done = mishao(*words)
    assert done.returncode == 2
    assert len(done.stderr.decode().splitlines()) == 1


@pytest.mark.parametrize("name", ["授权码.txt", "code.txt", "/mnt/u/code", "..\\\\code"])
def test_a_file_with_a_code_that_is_not_there_is_said_so(mishao: Run, tmp_path: Path, name: str) -> None:
    done = mishao("vault", "release", "a1b2c3d4e5f60718", "--code", name, "--home", str(tmp_path))
    assert done.returncode == 2
    assert f"没有“{name}”这个文件" in done.stderr.decode()


def test_a_code_that_is_typed_is_taken_for_no_file(mishao: Run, tmp_path: Path) -> None:
    done = mishao("vault", "release", "a1b2c3d4e5f60718", "--code", "1. ABCD 2. EFGH", "--home", str(tmp_path))
    assert "这个文件" not in done.stderr.decode()
