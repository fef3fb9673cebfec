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
    sign_suspension,
    sign_withdrawal,
)
from guard.publish.releasing import release
from guard.publish.rings import RingChange
from guard.publish.unit_key import write_key
from guard.supply.bundle import Bundle, NamedPack
from tests.support.hiding_office import hide
from tests.support.publishing import EVERYONE, UnitOffice, unit_pack
from tests.support.tables import KEY

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


@pytest.fixture
def key(tmp_path: Path) -> Path:
    write_key(tmp_path / "exact.key", KEY)
    return tmp_path / "exact.key"


@pytest.mark.parametrize("searched", [False, True])
def test_what_is_urgent_is_planned_and_signed_without_comparing_and_says_so(
        office: UnitOffice, key: Path, searched: bool) -> None:
    older(office)
    known = key if searched else None
    plan = plan_withdrawal(office.office, 1, "误报", known, urgent=True)
    (unknown,) = plan.loosening()
    assert (unknown.part, plan.unsearched) == (NOT_COMPARED, ())
    assert "没有比较，变了什么看不出来：旧.yaml:3：不认识“老键”" in str(unknown.words)
    assert sign_withdrawal(office.office, plan, 1, "误报", known).withdrawn == "误报"


@pytest.mark.parametrize("searched", [False, True])
def test_a_suspension_is_urgent_also_where_a_policy_and_a_pack_are_refused(
        office: UnitOffice, key: Path, searched: bool) -> None:
    older(office, policy="策略: 旧\n版本: '1'\n老键: 1\n")
    known = key if searched else None
    with pytest.raises(PublishError, match="“老键”"):
        plan_suspension(office.office, 4, "误报", known)
    plan = plan_suspension(office.office, 4, "误报", known, urgent=True)
    assert plan.unnamed(()) == (NOT_COMPARED,)
    assert sign_suspension(office.office, plan, 4, "误报", known).reason == "误报"


def test_what_is_urgent_is_searched_for_the_words_of_the_packs_that_are_read_and_names_the_others(
        office: UnitOffice, tmp_path: Path) -> None:
    older(office, OLD + "散列密钥: {}\n")
    key = hide(office, tmp_path)
    for plan in (lambda words: plan_withdrawal(office.office, 2, words, key, urgent=True),
                 lambda words: plan_suspension(office.office, 4, words, key, urgent=True)):
        with pytest.raises(PublishError, match="原因里明写着“海东青”"):
            plan("海东青的材料拦错了")
    assert plan_withdrawal(office.office, 2, "误报", key, urgent=True).unsearched == ("旧.yaml",)
    assert plan_suspension(office.office, 4, "误报", key, urgent=True).unsearched == ()


@pytest.mark.parametrize(("pack", "hashed"), [(OLD, False), (OLD + "散列密钥: {}\n", True)])
def test_a_refused_pack_keeps_nobody_from_being_told_what_was_not_searched(
        office: UnitOffice, pack: str, hashed: bool) -> None:
    older(office, pack)
    assert unsearched(office.office, None) is hashed
