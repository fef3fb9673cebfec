"""Tests what the administrator may publish, to whom, and what is refused."""

from __future__ import annotations

import shutil
from datetime import datetime, timedelta, tzinfo
from pathlib import Path
from typing import Self

import pytest

from guard.publish import repository
from guard.publish.contents import bundle_of
from guard.publish.errors import PublishError
from guard.publish.keys import Keys
from guard.publish.office import Office, Quorum
from guard.publish.releasing import promote, release, withdraw
from guard.publish.rings import Ring, RingChange
from guard.supply.bundle import INDEX, RuleRelease, bucket
from tests.support.publishing import EVERYONE, PASSPHRASE, UnitOffice, unit_pack


def offered(office: UnitOffice, packs: Path, device: str = "pc-1", groups: tuple[str, ...] = ()) -> int:
    """Return the number of the release that this computer gets, 0 for none."""
    release = office.client(packs, device, groups).ask(str(office.served)).release
    return release.number if release is not None else 0


def test_a_pack_that_does_not_keep_its_word_is_not_signed(office: UnitOffice, tmp_path: Path) -> None:
    path = tmp_path / "broken.yaml"
    path.write_text(unit_pack("青松甲号", keeps_its_word=False), "utf-8")
    with pytest.raises(PublishError, match="样例没有通过"):
        bundle_of([str(path)], None)
    assert office.office.repository.index().releases == ()


def test_an_id_of_the_built_in_pack_is_not_signed_beside_it_with_its_line(tmp_path: Path) -> None:
    path = tmp_path / "单位.yaml"
    path.write_text(unit_pack("青松甲号").replace("T-01", "BC-01"), "utf-8")
    for packs in (["内置", str(path)], [str(path)]):
        with pytest.raises(PublishError, match=r"没有签名：.*单位\.yaml:4：规则 BC-01：编号“BC-01”是“不拍密·不传密”的"):
            bundle_of(packs, None)


def test_an_edition_of_the_built_in_pack_is_signed_in_its_place_and_never_beside_it(tmp_path: Path) -> None:
    path = tmp_path / "修订.yaml"
    path.write_text(unit_pack("青松甲号").replace("T-01", "BC-01").replace("测试规则", "不拍密·不传密"), "utf-8")
    assert bundle_of([str(path)], None).packs[0].name == "修订.yaml"
    with pytest.raises(PublishError, match="编号“BC-01”是“不拍密·不传密”的"):
        bundle_of(["内置", str(path)], None)


def test_two_packs_of_the_unit_do_not_share_an_id_with_or_without_the_built_in_pack(tmp_path: Path) -> None:
    for name in ("甲.yaml", "乙.yaml"):
        (tmp_path / name).write_text(unit_pack("青松甲号").replace("测试规则", name), "utf-8")
    both = [str(tmp_path / "甲.yaml"), str(tmp_path / "乙.yaml")]
    for packs in (both, ["内置", *both]):
        with pytest.raises(PublishError, match=r"编号“T-01”是“甲\.yaml”的"):
            bundle_of(packs, None)


def test_a_pack_of_products_pieces_and_named_exemptions_is_signed_as_it_is_written(tmp_path: Path) -> None:
    path = tmp_path / "单位.yaml"
    named = "例外:\n  引述: {出现: 据报道, 距离: 同句, 作用: 不命中, 例句: 据报道。}\n规则:\n"
    written = unit_pack("青松甲号").replace("规则:\n", named, 1).replace(
        "主证: [青松甲号]", '主证: [青松、白杨 × 甲号], 例外: "@引述"')
    path.write_text(written, "utf-8")
    assert bundle_of(["内置", str(path)], None).packs[0].yaml == written


@pytest.mark.parametrize(("packs", "words"), [([], "一个规则包也没有写"), (["absent.yaml"], "不能读取")])
def test_what_cannot_be_published_is_said_in_words(packs: list[str], words: str) -> None:
    with pytest.raises(PublishError, match=words):
        bundle_of(packs, None)


def test_a_policy_that_cannot_be_meant_is_not_signed(tmp_path: Path) -> None:
    for text in ("策略: 县策略\n", ""):
        (tmp_path / "县策略.yaml").write_text(text, "utf-8")
        with pytest.raises(PublishError, match=r"没有签名：.*县策略\.yaml"):
            bundle_of(["教育"], tmp_path / "县策略.yaml")


def test_a_pilot_group_first_then_a_part_then_everyone_then_back(office: UnitOffice, tmp_path: Path) -> None:
    office.release("青松甲号")
    second = office.release("白杨乙号", Ring(percent=0, groups=("试点",)))
    assert offered(office, tmp_path / "pilot", groups=("试点",)) == 2
    assert offered(office, tmp_path / "other") == 1
    inside = next(f"pc-{n}" for n in range(999) if bucket(f"pc-{n}", second.target) < 1000)
    outside = next(f"pc-{n}" for n in range(999) if bucket(f"pc-{n}", second.target) >= 1000)
    promote(office.office, 2, RingChange(percent=10, groups=()))
    assert (offered(office, tmp_path / "in", inside), offered(office, tmp_path / "out", outside)) == (2, 1)
    promote(office.office, 2, RingChange(percent=100))
    assert offered(office, tmp_path / "other") == 2
    withdraw(office.office, 2, "误报太多")
    assert offered(office, tmp_path / "other") == 1
    withdraw(office.office, 1, "也撤回")
    assert offered(office, tmp_path / "other") == 0
    with pytest.raises(PublishError, match="已经撤回"):
        promote(office.office, 2, RingChange(percent=100))


def test_a_wider_ring_keeps_the_channel_and_the_groups_that_nobody_named(office: UnitOffice, tmp_path: Path) -> None:
    office.release("青松甲号", Ring("测试", percent=0, groups=("试点",)))
    widened = promote(office.office, 1, RingChange(percent=10))
    assert (widened.channel, widened.percent, widened.groups) == ("测试", 10, ("试点",))
    moved = promote(office.office, 1, RingChange("正式"))
    assert (moved.channel, moved.percent, moved.groups) == ("正式", 10, ("试点",))
    assert offered(office, tmp_path / "pilot", groups=("试点",)) == 1


def test_groups_end_only_when_that_is_said_and_somebody_still_gets_the_release(office: UnitOffice) -> None:
    office.release("青松甲号", Ring(percent=0, groups=("试点",)))
    with pytest.raises(PublishError, match="没有电脑会收到"):
        promote(office.office, 1, RingChange(groups=()))
    assert promote(office.office, 1, RingChange(groups=("窗口",))).groups == ("窗口",)
    assert promote(office.office, 1, RingChange(percent=10, groups=())).groups == ()


def test_a_ring_without_any_change_is_not_signed(office: UnitOffice) -> None:
    office.release("青松甲号")
    with pytest.raises(PublishError, match="没有写要改什么"):
        promote(office.office, 1, RingChange())


def test_a_channel_that_nobody_has_is_refused_with_those_there_are_unless_it_is_said_to_be_new(
    office: UnitOffice, tmp_path: Path,
) -> None:
    office.release("青松甲号", Ring("测试", 100, ()))
    refused = r"没有叫“正试”的频道.*已有：正式、测试。.*--new-channel"
    with pytest.raises(PublishError, match=refused):
        promote(office.office, 1, RingChange("正试"))
    with pytest.raises(PublishError, match=refused):
        office.release("白杨乙号", Ring("正试", 100, ()))
    assert promote(office.office, 1, RingChange("医院", new_channel=True)).channel == "医院"
    assert office.release("白杨乙号", Ring("乡镇", 100, (), new_channel=True)).channel == "乡镇"
    assert office.release("红枫丙号").number == 3
    assert offered(office, tmp_path / "packs") == 3


def test_a_ring_of_ten_percent_holds_a_tenth_and_widening_keeps_it() -> None:
    devices = [f"pc-{number}" for number in range(20_000)]
    narrow = {d for d in devices if RuleRelease(1, "bundles/x", "", 0.0, percent=10).reaches(d, ())}
    wide = {d for d in devices if RuleRelease(1, "bundles/x", "", 0.0, percent=50).reaches(d, ())}
    assert 0.09 < len(narrow) / len(devices) < 0.11
    assert narrow < wide


def test_another_channel_is_not_offered(office: UnitOffice, tmp_path: Path) -> None:
    office.release("青松甲号", Ring("测试", 100, ()))
    assert offered(office, tmp_path / "packs") == 0


def test_a_restored_backup_publishes_above_every_version_ever_used(office: UnitOffice, tmp_path: Path,
                                                                   monkeypatch: pytest.MonkeyPatch) -> None:
    class Later(datetime):
        """A minute passes between two publications."""

        minutes = 0

        @classmethod
        def now(cls, tz: tzinfo | None = None) -> Self:
            return super().now(tz) + timedelta(minutes=cls.minutes)

    monkeypatch.setattr(repository, "datetime", Later)
    client = office.client(tmp_path / "packs")
    office.release("青松甲号")
    shutil.copytree(office.folder, tmp_path / "backup")
    Later.minutes = 1
    lost = office.release("白杨乙号")
    assert client.ask(str(office.served)).release == lost
    shutil.rmtree(office.folder)
    shutil.copytree(tmp_path / "backup", office.folder)
    Later.minutes = 2
    again = office.release("红枫丙号")
    assert again.number == lost.number
    assert client.ask(str(office.served)).release == again


def test_a_wrong_or_short_passphrase_is_refused(office: UnitOffice, tmp_path: Path) -> None:
    wrong = Office(office.folder, Keys((office.folder / "keys",), lambda _: "另一个足够长的口令一二三四"))
    with pytest.raises(PublishError, match="口令不对，没有签名"):
        release(wrong, bundle_of(["教育"], None), EVERYONE)
    with pytest.raises(PublishError, match="口令太短"):
        Office.at(tmp_path / "short", (), lambda _: "短").open(Quorum(), Quorum(), 30, ["x"])


def test_keys_are_on_sticks_and_the_secret_is_not_in_clear(tmp_path: Path) -> None:
    stick = tmp_path / "stick"
    office = Office.at(tmp_path / "office", (stick,), lambda _: PASSPHRASE)
    office.open(Quorum(3, 2), Quorum(), 30, ["https://rules.example.invalid"])
    assert sorted(path.name.split("-")[0] for path in stick.glob("*.key")) == ["root"] * 3 + ["targets"]
    assert [path.name.split("-")[0] for path in office.key_folder.glob("*.key")] == ["online"]
    assert {path.stat().st_mode & 0o077 for path in tmp_path.rglob("*.key")} == {0}


def test_a_repository_that_lost_its_index_says_so(office: UnitOffice) -> None:
    next((office.served / "targets").glob(f"*.{INDEX}")).unlink()
    with pytest.raises(PublishError, match="不能读取"):
        office.release("青松甲号")


def test_an_office_is_not_opened_twice(office: UnitOffice) -> None:
    with pytest.raises(PublishError, match="已经是发布目录"):
        office.office.open(Quorum(), Quorum(), 30, ["x"])
