"""Tests which releases the computers of a ring have, and that none of those is dropped from the index."""

from __future__ import annotations

from pathlib import Path

import pytest

from guard.ipc.replies import Done
from guard.publish.contents import Contents
from guard.publish.errors import ChangedMeanwhileError, PublishError
from guard.publish.planning import Plan, plan_release, sign_release
from guard.publish.rings import Ring, kept, reached
from guard.supply.bundle import Index, RuleRelease
from tests.support.publishing import EVERYONE, UnitOffice, unit_pack
from tests.support.updated_guard import UpdatedGuard

PILOTS = Ring()


def made(number: int, channel: str = "正式", percent: int = 100, *groups: str) -> RuleRelease:
    return RuleRelease(number, f"bundles/{number}", "", 0.0, channel, percent, groups)


@pytest.mark.parametrize(("releases", "ring", "numbers", "none"), [
    ([], PILOTS, [], True),
    ([made(1), made(2, "正式", 0, "试点")], PILOTS, [2], False),
    ([made(1), made(2, "正式", 0, "试点")], EVERYONE, [2, 1], False),
    ([made(1), made(2, "正式", 10)], PILOTS, [2, 1], False),
    ([made(1, "正式", 0, "试点")], EVERYONE, [1], True),
    ([made(1), made(2, "测试")], EVERYONE, [1], False),
    ([made(1, "正式", 0, "窗口")], PILOTS, [], True),
])
def test_what_a_ring_has_is_the_newest_of_each_of_its_computers(
        releases: list[RuleRelease], ring: Ring, numbers: list[int], none: bool) -> None:
    have = reached(releases, ring)
    assert ([one.number for one in have.releases], have.some_have_none) == (numbers, none)


def test_an_old_release_stays_as_long_as_some_computer_may_have_it() -> None:
    other = [made(number, "正式", 0, "试点") for number in range(3, 40)]
    index = Index((made(1, "医院"), made(2), *other))
    assert [one.number for one in kept(index, 5)] == [1, 2, 35, 36, 37, 38, 39]


def test_a_plan_is_not_signed_after_something_else_was_published(office: UnitOffice, tmp_path: Path) -> None:
    pack = tmp_path / "单位.yaml"
    pack.write_text(unit_pack("青松甲号"), "utf-8")
    plan = plan_release(office.office, Contents((str(pack),)), PILOTS)
    office.release("白杨乙号")
    with pytest.raises(ChangedMeanwhileError, match="重新看一遍差别"):
        sign_release(office.office, plan)


def test_a_pack_that_changed_is_signed_only_under_another_version(office: UnitOffice, tmp_path: Path) -> None:
    pack = tmp_path / "unit.yaml"
    office.release("青松甲号")
    pack.write_text(unit_pack("青松甲号").replace("今天天气很好", "今天下雨"), "utf-8")
    with pytest.raises(PublishError, match=r"unit\.yaml 的内容改了，“版本”还是 青松甲号"):
        plan_release(office.office, Contents((str(pack),)), PILOTS)
    pack.write_text(pack.read_text("utf-8").replace('版本: "青松甲号"', '版本: "青松甲号 2"'), "utf-8")
    assert plan_release(office.office, Contents((str(pack),)), PILOTS).bundle.packs[0].name == "unit.yaml"


@pytest.mark.parametrize(("versions", "why"), [
    (("1", "2", "1"), "“版本”还是 1"), (("1", "3", "2"), "已经发布过的是 3"), (("1", "1.9", "1.10"), ""),
    (("2026.9.1", "2026.10.1", "2026.9.30"), "已经发布过的是 2026.10.1"),
])
def test_the_version_of_new_content_is_higher_than_that_of_any_release(
        office: UnitOffice, tmp_path: Path, versions: tuple[str, ...], why: str) -> None:
    pack, contents = tmp_path / "unit.yaml", Contents((str(tmp_path / "unit.yaml"),), dropped=("unit.yaml",))
    words = ("青松甲号", "白杨乙号", "红枫丙号")

    def plan(number: int) -> Plan:
        text = unit_pack(words[number]).replace(f'版本: "{words[number]}"', f'版本: "{versions[number]}"')
        pack.write_text(text, "utf-8")
        return plan_release(office.office, contents if number else Contents((str(pack),)), PILOTS)

    for number in (0, 1):
        sign_release(office.office, plan(number))
    if why:
        with pytest.raises(PublishError, match=why):
            plan(2)
    else:
        assert words[2] in plan(2).bundle.packs[0].yaml


def test_content_that_was_released_may_be_released_again_under_its_own_version(
        office: UnitOffice, tmp_path: Path) -> None:
    office.release("青松甲号")
    first = (tmp_path / "office" / "unit.yaml").read_text("utf-8")
    office.release("白杨乙号")
    (tmp_path / "unit.yaml").write_text(first, "utf-8")
    assert plan_release(office.office, Contents((str(tmp_path / "unit.yaml"),)), EVERYONE).bundle.packs[0].yaml == first


def test_the_same_content_signed_again_has_the_new_number_on_each_computer(office: UnitOffice, tmp_path: Path) -> None:
    guard = UpdatedGuard(office, tmp_path)
    for number in (1, 2):
        office.release("青松甲号")
        assert isinstance(guard.updates.update(), Done)
        assert guard.in_force.provenance.number == number
    assert guard.now() == 2
