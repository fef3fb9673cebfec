"""Tests what commands say of the learnt judge: doctor, check, and a release with weights."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from guard.supply.learnt_weights import built_in_weights
from tests.support.program import Run, lines
from tests.support.publishing import UnitOffice
from tests.support.weights import program_with


def test_doctor_names_the_weights_and_the_stop(mishao: Run, tmp_path: Path) -> None:
    found = {each["name"]: each for each in lines(mishao("doctor", "--json", "--home", str(tmp_path / "home")))}
    assert found["学习判断"]["works"]
    assert found["学习判断"]["words"].endswith("灵敏度：适中")


@pytest.mark.thorough
@pytest.mark.parametrize("weights", [
    pytest.param(built_in_weights().content[:1000], marks=pytest.mark.thorough), None], ids=["cut off", "gone"])
def test_doctor_and_check_say_that_only_rules_judge_and_what_to_do(tmp_path: Path, bare: dict[str, str],
                                                                   weights: bytes | None) -> None:
    main = str(program_with(weights, tmp_path / "program"))

    def run(*words: str, stdin: bytes = b"") -> subprocess.CompletedProcess[bytes]:
        return subprocess.run([sys.executable, main, *words, "--home", str(tmp_path / "home")], input=stdin,
                              capture_output=True, env=bare, timeout=90)

    done = run("doctor", "--json")
    found = {each["name"]: each for each in lines(done)}
    assert done.returncode == 1
    assert (found["学习判断"]["works"], found["规则"]["works"]) == (False, True)
    assert "只按规则判断" in found["学习判断"]["words"]
    assert "请重新安装密哨" in found["学习判断"]["words"]
    checked = run("check", "--json", "-", stdin="机密★5年\n关于人事安排的请示\n".encode())
    assert checked.returncode == 4, "the rules judge all the same"
    assert "只按规则判断" in checked.stderr.decode()
    report = tmp_path / "自查.html"
    (tmp_path / "便条.txt").write_text("明天下午三点开会。", "utf-8")
    assert run("check", str(tmp_path / "便条.txt"), "--html", str(report)).returncode == 0
    assert "只按规则判断" in report.read_text("utf-8"), "who reads the report knows what did not judge"


def test_a_release_with_weights_that_are_not_sound_is_refused_in_words(mishao: Run, tmp_path: Path) -> None:
    (tmp_path / "weights.bin").write_bytes(built_in_weights().content[:-1])
    office = UnitOffice.opened(tmp_path / "office")
    done = mishao("publish", "release", str(office.folder), "--pack", "内置", "--weights",
                  str(tmp_path / "weights.bin"))
    assert done.returncode == 1
    assert "weights.bin：权重文件损坏" in done.stderr.decode()
