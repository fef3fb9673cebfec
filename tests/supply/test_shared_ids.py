"""Tests that packs with the ids of others are not in force, whoever wrote them, and take nothing else out of force."""

from __future__ import annotations

from pathlib import Path

import pytest

from guard.ipc.replies import Done, Refused
from guard.publish.releasing import release
from guard.supply.bundle import Bundle, NamedPack
from tests.support.publishing import EVERYONE, UnitOffice, unit_pack
from tests.support.updated_guard import UpdatedGuard

SECRET_ID = unit_pack("青松甲号").replace("T-01", "BC-01")


@pytest.fixture
def office(office: UnitOffice) -> UnitOffice:
    office.beside = ("内置",)
    return office


@pytest.mark.parametrize("pack", [SECRET_ID, SECRET_ID.replace("测试规则", "不拍密·不传密")])
def test_a_signed_release_with_an_id_of_the_built_in_pack_is_not_taken(
        office: UnitOffice, tmp_path: Path, pack: str) -> None:
    office.release("白杨乙号")
    guard = UpdatedGuard(office, tmp_path)
    assert isinstance(guard.updates.update(), Done)
    release(office.office, Bundle((NamedPack("单位.yaml", pack),), builtin=True), EVERYONE)
    refused = guard.updates.update()
    assert isinstance(refused, Refused)
    assert "编号“BC-01”是“不拍密·不传密”的" in refused.words
    assert guard.now() == 1


def test_a_users_own_pack_with_an_id_of_the_release_is_left_out_and_the_release_stays(
        office: UnitOffice, tmp_path: Path) -> None:
    office.release("白杨乙号")
    office.release("青松甲号")
    guard = UpdatedGuard(office, tmp_path)
    assert not isinstance(guard.updates.update(), Refused)
    settings = guard.ground.paths.configuration
    assert settings is not None
    settings.parent.mkdir(parents=True, exist_ok=True)
    (settings.parent / "mine.yaml").write_text(unit_pack("红枫丙号").replace("测试规则", "自己的"), "utf-8")
    settings.write_text('[rules]\npacks = ["mine.yaml"]\n', "utf-8")
    found = guard.load("")
    assert found.provenance.number == 2
    assert "编号“T-01”是“测试规则”的" in found.unconfigured
