"""Tests weights and a sensitivity in a release: which ones judge, and what happens to invalid weights."""

from __future__ import annotations

from pathlib import Path

import pytest

from guard.clipboard.held_words import Kinship
from guard.clipboard.process import load_arms
from guard.config.builtin_policy import builtin_policy
from guard.ipc.messages import Arm
from guard.ipc.replies import Done
from guard.publish.contents import bundle_of
from guard.publish.errors import PublishError
from guard.publish.releasing import release
from guard.supply.bundle import Bundle
from guard.supply.learnt_weights import built_in_weights, weights_in_force
from guard.supply.loader_process import supply_of
from guard.supply.rules_in_force import InForce
from rules.learnt.weights import MAGIC
from rules.model import Action
from rules.text import Text
from tests.support.publishing import EVERYONE, UnitOffice
from tests.support.updated_guard import UpdatedGuard
from tests.support.weights import outspoken

CLEAN = "晚上七点在食堂门口集合。"


def in_force(office: UnitOffice, folder: Path, bundle: Bundle) -> tuple[InForce, UpdatedGuard]:
    """Return what a computer has in force after this release, and the computer."""
    release(office.office, bundle, EVERYONE)
    computer = UpdatedGuard(office, folder)
    assert isinstance(computer.updates.update(), Done)
    return computer.load(""), computer


def policy(stop: str, folder: Path) -> Path:
    path = folder / "策略.yaml"
    path.write_text(builtin_policy().decode().replace("灵敏度: 适中", f"灵敏度: {stop}"), "utf-8")
    return path


@pytest.mark.parametrize(("stop", "stops"), [
    ("宽松", False), pytest.param("严格", True, marks=pytest.mark.thorough)])
def test_the_weights_and_the_stop_of_a_release_reach_guard_broker_and_commands(
        office: UnitOffice, tmp_path: Path, stop: str, stops: bool) -> None:
    (tmp_path / "weights.bin").write_bytes(outspoken())
    found, computer = in_force(office, tmp_path, bundle_of(["内置"], policy(stop, tmp_path), tmp_path / "weights.bin"))
    assert found.weights == outspoken()
    assert not found.unlearnt
    arms = load_arms(Arm(found.packs, found.policy, weights=found.weights), Kinship())
    judged = (found.rules().judge.judge(Text(CLEAN)), arms.judge(Text(CLEAN)),
              supply_of(computer.ground).rules().judge.judge(Text(CLEAN)))
    assert [verdict.action.severity >= Action.WARN.severity for verdict in judged] == [stops] * 3
    assert all("试判断" in label for label in (found.rules().judge.label, arms.pack))


def test_a_release_without_weights_leaves_those_of_the_program(office: UnitOffice, tmp_path: Path) -> None:
    found, _ = in_force(office, tmp_path, bundle_of(["内置"], None))
    assert (found.weights, found.unlearnt) == (built_in_weights().content, "")


@pytest.mark.parametrize("content", [MAGIC + bytes(100), outspoken()[:-1], b"\xff"],
                         ids=["damaged", "cut off", "something else"])
def test_signed_weights_that_are_not_sound_leave_those_of_the_program_and_that_is_said(
        office: UnitOffice, tmp_path: Path, content: bytes) -> None:
    """The administrator's tool refuses to sign them; another tool may not."""
    found, computer = in_force(office, tmp_path, Bundle(builtin=True, weights=content))
    assert found.weights == built_in_weights().content
    assert "单位下发的权重没有采用，用的是程序自带的" in found.unlearnt
    assert supply_of(computer.ground).learnt().problem == found.unlearnt
    assert computer.now() == 1, "the rest of the release is in force"


def test_weights_that_are_not_sound_are_not_signed(tmp_path: Path) -> None:
    path = tmp_path / "weights.bin"
    path.write_bytes(outspoken()[:-1])
    with pytest.raises(PublishError, match=r"没有签名：.*weights\.bin：权重文件损坏"):
        bundle_of(["内置"], None, path)
    with pytest.raises(PublishError, match=r"没有签名：.*absent\.bin 不能读取"):
        bundle_of(["内置"], None, tmp_path / "absent.bin")


def test_sound_weights_of_a_release_need_none_in_the_program() -> None:
    assert weights_in_force(outspoken()).content == outspoken()
    assert weights_in_force(b"") == built_in_weights()
