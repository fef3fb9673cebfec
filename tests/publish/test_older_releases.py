"""Tests offices whose earlier releases have a pack or a policy that this version of the program refuses."""

from __future__ import annotations

from pathlib import Path

import pytest

from guard.publish.code_words import unsearched
from guard.publish.contents import Contents
from guard.publish.errors import PublishError
from guard.publish.planning import (
    NOT_COMPARED,
    Plan,
    plan_promotion,
    plan_release,
    plan_suspension,
    plan_withdrawal,
    sign_release,
)
from guard.publish.releasing import release
from guard.publish.rings import RingChange
from guard.supply.bundle import Bundle, NamedPack
from tests.support.publishing import EVERYONE, UnitOffice, unit_pack

OLD = "规则包: 测试规则\n版本: '3'\n老键: 1\n规则: []\n"


def older(office: UnitOffice, pack: str = OLD, policy: str = "") -> UnitOffice:
    """Publish what an earlier version of the program took."""
    release(office.office, Bundle((NamedPack("旧.yaml", pack),), policy=policy), EVERYONE, "旧")
    return office


def planned(office: UnitOffice, folder: Path, version: str) -> Plan:
    """Plan a release of another file with the same 规则包."""
    path = folder / "新.yaml"
    path.write_text(unit_pack("青松甲号").replace('版本: "青松甲号"', f'版本: "{version}"'), "utf-8")
    return plan_release(office.office, Contents((str(path),)), EVERYONE)


def test_a_release_is_signed_after_one_whose_pack_is_refused_and_its_version_still_counts(
        office: UnitOffice, tmp_path: Path) -> None:
    older(office)
    release(office.office, Bundle(builtin=True), EVERYONE)
    with pytest.raises(PublishError, match="“版本”还是 3"):
        planned(office, tmp_path, "3")
    with pytest.raises(PublishError, match="已经发布过的是 3"):
        planned(office, tmp_path, "2")
    assert sign_release(office.office, planned(office, tmp_path, "4")).number == 3


def test_a_pack_that_is_no_yaml_any_more_is_named_with_its_release(office: UnitOffice, tmp_path: Path) -> None:
    older(office, "规则包: [\n")
    release(office.office, Bundle(builtin=True), EVERYONE)
    with pytest.raises(PublishError, match=r"第 1 号读不出来：旧\.yaml:"):
        planned(office, tmp_path, "4")


def test_what_cannot_be_compared_is_refused_with_the_release_that_cannot_be_read(office: UnitOffice) -> None:
    release(office.office, Bundle(builtin=True), EVERYONE)
    older(office)
    for plan in (lambda: plan_withdrawal(office.office, 2, "误报"),
                 lambda: plan_promotion(office.office, 2, RingChange(percent=10))):
        with pytest.raises(PublishError, match="没有签名：第 2 号的规则，这个版本的密哨读不出来"):
            plan()


def test_what_is_urgent_is_planned_without_comparing_and_says_so(office: UnitOffice) -> None:
    older(office)
    plan = plan_withdrawal(office.office, 1, "误报", urgent=True)
    (unknown,) = plan.loosening()
    assert unknown.part == NOT_COMPARED
    assert "没有比较，变了什么看不出来：旧.yaml:3：不认识“老键”" in str(unknown.words)


def test_a_suspension_is_urgent_also_where_a_policy_is_refused(office: UnitOffice) -> None:
    older(office, policy="策略: 旧\n版本: '1'\n老键: 1\n")
    with pytest.raises(PublishError, match="第 1 号的规则"):
        plan_suspension(office.office, 4, "误报")
    assert plan_suspension(office.office, 4, "误报", urgent=True).unnamed(()) == (NOT_COMPARED,)


@pytest.mark.parametrize(("pack", "hashed"), [(OLD, False), (OLD + "散列密钥: {}\n", True)])
def test_a_refused_pack_keeps_nobody_from_being_told_what_was_not_searched(
        office: UnitOffice, pack: str, hashed: bool) -> None:
    older(office, pack)
    assert unsearched(office.office, None) is hashed
