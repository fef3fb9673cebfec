"""Tests orders to inspect folders: what the office may sign, what a computer takes, refuses and remembers."""

from __future__ import annotations

import json
import os
import time
from collections.abc import Callable
from dataclasses import replace
from datetime import datetime
from pathlib import Path

import msgspec
import pytest

from guard.core.inspection_order import InspectionOrder, OrderTerms, Step, last_day, malformed, permitted
from guard.ipc.replies import Done, Refused
from guard.ordered.folders import FolderRefusedError, place_of, places
from guard.ordered.requests import GoOn, PauseInspection, StopInspection
from guard.platform.linux import LinuxPlatform
from guard.publish.code_words import unsearched
from guard.publish.contents import OWN, Contents, bundle_of, bundle_on
from guard.publish.errors import PublishError
from guard.publish.ordering import order, withdraw_order
from guard.publish.releasing import release as publish
from guard.publish.unit_key import write_key
from guard.supply.bundle import Index, decode
from tests.support.code_words import CODE_WORDS
from tests.support.ordered_computer import DAY, OrderedComputer, wanted
from tests.support.ordered_fixtures import cheap_keys, office, ordered_computer
from tests.support.publishing import EVERYONE, UnitOffice
from tests.support.tables import KEY

__all__ = ["cheap_keys", "office", "ordered_computer"]

POLICY = "策略: 单位策略\n版本: '1'\n基于: 内置\n"


@pytest.fixture
def person_home(person_home: Path) -> Path:
    """The home of a person with the usual folders."""
    for name in ("Documents", "Downloads", ".ssh"):
        (person_home / name).mkdir()
    return person_home


def signed(computer: OrderedComputer, *orders: InspectionOrder) -> None:
    """Let the office's keys sign any order, as a program without our checks would, and take it."""
    office = computer.office.office
    index = office.repository.index()
    office.publish(index, msgspec.structs.replace(index, orders=(*index.orders, *orders)), {})
    computer.renew()


def made(**values: object) -> InspectionOrder:
    now = time.time()
    given = {"number": 1, "id": "a1", "by": "保密办 赵敏", "reason": "季度自查", "folders": ("桌面",), "signed_at": now,
             "begins": now, "due": now + DAY, "until": now + 2 * DAY, "everyone": True, **values}
    return InspectionOrder(**given)  # type: ignore[arg-type]


# ------------------------------------------------------------------ what may be signed
OUTSIDE = (
    ("..", "不接受"), ("桌面/..", "不接受"), ("桌面/../../别人", "不接受"), ("~/../root", "不接受"),
    ("桌面/./x", "不接受"),
    ("桌面//x", "不接受"), ("桌面/", "不接受"), ("~root/文档", "认不出"), ("别处", "认不出"), ("", "个字"),
    ("桌面/*", "通配符"), ("桌面/\u202e反", "看不见"), ("桌面/a\nb", "看不见"), ("\\\\server\\share", "不接受"),
    ("/", "不接受"),
    ("/etc", "没有允许"), ("/home/别人", "没有允许"), ("C:\\Windows", "没有允许"), ("~", "没有允许"),
    ("~/.ssh", "没有允许"), ("图片", "没有允许"), ("桌面别处", "认不出"),
)


def test_what_is_signed_is_what_was_wanted_field_by_field(ordered_computer: OrderedComputer) -> None:
    terms = wanted("桌面", groups=("甲",), devices=("PC-07",))
    signed_order = order(ordered_computer.office.office, terms)
    assert isinstance(signed_order, OrderTerms)
    assert {name: getattr(signed_order, name) for name in OrderTerms.__struct_fields__} == msgspec.structs.asdict(terms)


def test_folders_outside_are_neither_signed_nor_inspected(ordered_computer: OrderedComputer) -> None:
    for folder, words in OUTSIDE:
        with pytest.raises(PublishError, match=words):
            order(ordered_computer.office.office, wanted(folder))
    assert ordered_computer.office.office.repository.index().orders == ()
    signed(ordered_computer, *(made(number=number, id=f"i{number}", folders=("桌面", folder))
                               for number, (folder, _) in enumerate(OUTSIDE, 1)))
    assert {ordered_computer.step(number) for number in range(1, len(OUTSIDE) + 1)} == {Step.REFUSED}
    for (folder, words), said in zip(OUTSIDE, ordered_computer.said(Step.REFUSED), strict=True):
        assert words in said["why"], folder


WRONG = (
    ({"number": 0}, "没有号码"), ({"id": ""}, "没有号码"), ({"everyone": False}, "没有写给谁"),
    ({"folders": ()}, "1 到 20"), ({"folders": ("桌面",) * 21}, "1 到 20"), ({"by": " "}, "布置人"),
    ({"reason": "字" * 201}, "原因"),
    ({"reason": "看\u202e反"}, "看不见"), ({"due": 0.0}, "时间对不上"), ({"until": 0.0}, "时间对不上"),
    ({"until": time.time() + 100 * DAY, "due": time.time() + 99 * DAY}, "最长 92 天"),
)


@pytest.mark.parametrize(("values", "words"), WRONG)
def test_an_order_that_cannot_be_meant_says_what_is_wrong(values: dict[str, object], words: str) -> None:
    assert words in malformed(made(**values))
    assert not malformed(made())


def test_what_the_policy_permits_is_permitted_with_everything_below() -> None:
    allowed = ("桌面", "~/工作", "D:\\报送")
    for folder in ("桌面", "桌面/报送", "~/工作/2026", "D:\\报送\\一季度", "D:/报送"):
        assert not permitted(folder, allowed)
    for folder in ("文档", "~/工作2", "~", "D:\\", "桌"):
        assert "没有允许" in permitted(folder, allowed)
    assert "不接受" in permitted("桌面", ())


def test_an_order_needs_a_release_a_permission_and_a_way_to_report(office: UnitOffice, tmp_path: Path) -> None:
    with pytest.raises(PublishError, match="还没有发布过"):
        order(office.office, wanted())
    for said, words in (("自查目录: [文档]\n", "没有允许自查“桌面”"),
                        ("上报:\n  字段: [规则, 结果]\n", "上报字段里没有“自查”")):
        release(office, tmp_path, said)
        with pytest.raises(PublishError, match=words):
            order(office.office, wanted())
    release(office, tmp_path, "")
    assert order(office.office, wanted()).number == 1


def release(office: UnitOffice, folder: Path, said: str) -> None:
    """Publish a policy over the built-in one that says this."""
    path = folder / "policy.yaml"
    path.write_text(POLICY + said, "utf-8")
    publish(office.office, bundle_of(["内置"], path), EVERYONE)


def test_code_words_are_found_in_what_an_order_and_its_end_say(office: UnitOffice, tmp_path: Path) -> None:
    key, pack = tmp_path / "exact.key", tmp_path / "代号.yaml"
    write_key(key, KEY)
    pack.write_text(CODE_WORDS, "utf-8")
    publish(office.office, bundle_on(OWN, Contents((str(pack),), key=key)), EVERYONE)
    for said, place in (({"reason": "查一查青松计划的材料"}, "原因"), ({"by": "青松工程办"}, "布置人"),
                        ({"folders": ("桌面/海东青",)}, "文件夹"), ({"groups": ("海东青组",)}, "组的名称"),
                        ({"devices": ("海东青-1",)}, "电脑名")):
        with pytest.raises(PublishError, match=f"{place}里明写着"):
            order(office.office, wanted(**said), key)
    assert not office.office.repository.index().orders
    assert unsearched(office.office, None)
    assert not unsearched(office.office, key)
    order(office.office, wanted(), key)
    with pytest.raises(PublishError, match="原因里明写着“海东青”"):
        withdraw_order(office.office, 1, "海东青不用查了", key)
    withdraw_order(office.office, 1, "布置错了", key)


def test_what_is_named_twice_is_ordered_once_and_the_last_day_is_the_one_that_was_typed(office: UnitOffice) -> None:
    office.release("青松甲号")
    made_ = order(office.office, wanted("桌面", "桌面", groups=("财务科", "财务科")))
    assert (made_.folders, made_.groups) == (("桌面",), ("财务科",))
    midnight = datetime(2026, 12, 11).astimezone().timestamp()
    assert [last_day(midnight + seconds).day for seconds in (-1, 0, 1)] == [10, 10, 11]


def test_numbers_rise_and_ids_differ_also_when_old_orders_are_dropped(office: UnitOffice,
                                                                      monkeypatch: pytest.MonkeyPatch) -> None:
    from guard.publish import ordering

    monkeypatch.setattr(ordering, "ORDERS_KEPT", 2)
    office.release("青松甲号")
    given = [order(office.office, wanted()) for _ in range(4)]
    assert [one.number for one in given] == [1, 2, 3, 4]
    assert len({one.id for one in given}) == 4
    assert [one.number for one in office.office.repository.index().orders] == [3, 4]


def test_withdrawing_needs_a_reason_and_an_order_that_is_not_withdrawn(office: UnitOffice) -> None:
    office.release("青松甲号")
    order(office.office, wanted())
    with pytest.raises(PublishError, match="原因"):
        withdraw_order(office.office, 1, " ")
    with pytest.raises(PublishError, match="没有第 2 号"):
        withdraw_order(office.office, 2, "布置错了")
    withdraw_order(office.office, 1, "布置错了")
    with pytest.raises(PublishError, match="已经撤回过"):
        withdraw_order(office.office, 1, "布置错了")


# ------------------------------------------------------------------ where a computer looks
def test_well_known_folders_are_found_whatever_they_are_called_here(person_home: Path) -> None:
    (person_home / "桌面").mkdir()
    (person_home / "Desktop" / "报送").mkdir()
    given = made(folders=("桌面", "桌面/报送", "下载", "文档/没有"))
    found, missing = places(given, ("桌面", "下载", "文档"), LinuxPlatform())
    assert {(place.kind, place.path) for place in found} == {
        ("桌面", person_home / "Desktop"), ("桌面", person_home / "桌面"), ("桌面", person_home / "Desktop" / "报送"),
        ("下载", person_home / "Downloads")}
    assert missing == 1
    assert place_of(person_home / "Downloads" / "a.txt", found) == "下载"


def link_on_the_desktop(person: Path) -> str:
    (person / "Desktop" / "秘").symlink_to("/etc")
    return "桌面/秘"


def link_above(person: Path) -> str:
    (person / "Desktop" / "上").symlink_to(person / ".ssh")
    (person / ".ssh" / "下").mkdir()
    return "桌面/上/下"


def desktop_set_to_the_system(person: Path) -> str:
    (person / ".config").mkdir()
    (person / ".config" / "user-dirs.dirs").write_text('XDG_DESKTOP_DIR="/etc"\n')
    return "桌面"


def desktop_that_is_a_link_to_the_system(person: Path) -> str:
    (person / "Desktop").rmdir()
    (person / "Desktop").symlink_to("/etc")
    return "桌面"


def a_file(person: Path) -> str:
    (person / "Desktop" / "报送").write_text("不是文件夹")
    return "桌面/报送"


def of_another_user(person: Path) -> str:
    (person / "Desktop" / "别人").mkdir()
    if os.getuid() == 0:
        os.chown(person / "Desktop" / "别人", 65534, 65534)
        return "桌面/别人"
    return "/etc"


ELSEWHERE: tuple[tuple[Callable[[Path], str], str], ...] = (
    (link_on_the_desktop, "是一个链接"), (link_above, "经过链接"), (desktop_set_to_the_system, "不是这个用户自己的"),
    (desktop_that_is_a_link_to_the_system, "不是这个用户自己的"), (a_file, "不是文件夹"),
    (of_another_user, "不是这个用户自己的"),
    (lambda _: "/etc", "不是这个用户自己的"), (lambda person: str(person.parent), "不是这个用户自己的"),
    (lambda _: "/usr/share", "不是这个用户自己的"),
)


@pytest.mark.parametrize(("lead", "words"), ELSEWHERE)
def test_a_folder_that_leads_elsewhere_is_refused_although_the_policy_permits_it(
        person_home: Path, lead: Callable[[Path], str], words: str) -> None:
    folder = lead(person_home)
    with pytest.raises(FolderRefusedError, match=words):
        places(made(folders=(folder,)), (folder, "桌面"), LinuxPlatform())


def test_a_disk_of_the_user_that_a_well_known_folder_leads_to_is_inspected(person_home: Path, tmp_path: Path) -> None:
    (tmp_path / "disk").mkdir()
    (person_home / "Downloads").rmdir()
    (person_home / "Downloads").symlink_to(tmp_path / "disk")
    found, missing = places(made(folders=("下载",)), ("下载",), LinuxPlatform())
    assert ([place.path for place in found], missing) == ([tmp_path / "disk"], 0)


# ------------------------------------------------------------------ what a computer takes
def test_an_order_is_for_its_groups_and_computers_alone(ordered_computer: OrderedComputer) -> None:
    for values, mine in (({"groups": ("财务科",)}, False), ({"devices": ("PC-08",)}, False),
                         ({"devices": ("pc-07",)}, True), ({"groups": ("信访科", "办公室")}, True)):
        ordered_computer.groups = ("办公室",)
        given = ordered_computer.order(**values)
        assert (ordered_computer.step(given.number) is Step.RECEIVED) is mine
    reply = ordered_computer.inspections.answer(GoOn(1))
    assert isinstance(reply, Refused)
    assert "给别的组或别的电脑" in reply.words
    assert {one["order"].split(":")[0] for one in ordered_computer.said(Step.RECEIVED)} == {"3", "4"}


def test_a_forged_order_takes_nothing_in(ordered_computer: OrderedComputer, tmp_path: Path) -> None:
    ordered_computer.order()
    other = UnitOffice.opened(tmp_path / "other")
    other.release("别的词")
    order(other.office, wanted("文档"))
    reply = ordered_computer.updates.update(str(other.served))
    assert isinstance(reply, Refused)
    assert "签名" in reply.words
    for served in ordered_computer.office.served.rglob("*.channels.json"):
        forged = msgspec.structs.replace(decode(served.read_bytes(), Index), orders=(made(number=9, id="bad"),))
        served.write_bytes(json.dumps(msgspec.to_builtins(forged)).encode())
    reply = OrderedComputer(ordered_computer.office, tmp_path / "second").updates.update()
    assert isinstance(reply, Refused)
    assert "文件和签名对不上" in reply.words
    assert [one.number for one in ordered_computer.load("").orders] == [1]


def test_an_order_is_not_replayed_changed_or_revived(ordered_computer: OrderedComputer) -> None:
    first = ordered_computer.order()
    second = ordered_computer.order()
    withdraw_order(ordered_computer.office.office, 2, "布置错了")
    ordered_computer.renew()
    assert ordered_computer.step(2) is Step.WITHDRAWN
    third = made(number=3, id="c3")
    for orders, words in (((msgspec.structs.replace(second, withdrawn=""),), "已经撤回过"),
                          ((msgspec.structs.replace(first, folders=("文档",)),), "内容不一样"),
                          ((msgspec.structs.replace(first, id="zz"),), "内容不一样")):
        ordered_computer.desk.refused.clear()
        now = ordered_computer.office.office.repository.index()
        ordered_computer.office.office.publish(now, msgspec.structs.replace(now, orders=orders), {})
        ordered_computer.renew()
        assert words in ordered_computer.said(Step.REFUSED)[-1]["why"]
        assert words in ordered_computer.troubles["orders"]
    signed(ordered_computer, third)
    publishing = ordered_computer.office.office
    now = publishing.repository.index()
    publishing.publish(now, msgspec.structs.replace(now, orders=(third, made(number=5, id="e5"))), {})
    ordered_computer.renew()
    signed(ordered_computer, made(number=4, id="d4"))
    assert "先前没有出现过" in ordered_computer.said(Step.REFUSED)[-1]["why"]
    assert [ordered_computer.step(number) for number in (1, 2, 4)] == [Step.RECEIVED, Step.WITHDRAWN, None]


TIMES = (
    ({"signed_at": time.time() + DAY, "begins": time.time() + DAY, "due": time.time() + 2 * DAY,
      "until": time.time() + 3 * DAY}, Step.RECEIVED),
    ({"signed_at": time.time() - 9 * DAY, "begins": time.time() - 9 * DAY, "due": time.time() - 8 * DAY,
      "until": time.time() - 1}, None),
    ({"withdrawn": "布置错了"}, None),
)


@pytest.mark.parametrize(("values", "step"), TIMES)
def test_an_order_that_has_ended_before_it_was_seen_is_nothing_to_a_computer(
        ordered_computer: OrderedComputer, values: dict[str, object], step: Step | None) -> None:
    signed(ordered_computer, made(**values))
    assert ordered_computer.step() is step
    assert len(ordered_computer.records) == (step is not None)


def test_a_person_pauses_goes_on_and_stops_with_a_reason_that_is_reported(ordered_computer: OrderedComputer) -> None:
    ordered_computer.order()
    for request, code in ((StopInspection(1, " "), "reason"), (PauseInspection(2), "no-order")):
        reply = ordered_computer.inspections.answer(request)
        assert isinstance(reply, Refused)
        assert reply.code == code
    for request, step in ((PauseInspection(1), Step.PAUSED), (GoOn(1), Step.RUNNING),
                          (StopInspection(1, "在赶材料"), Step.STOPPED)):
        assert isinstance(ordered_computer.inspections.answer(request), Done)
        assert ordered_computer.step() is step
    assert ordered_computer.said(Step.STOPPED)[0]["why"] == "在赶材料"
    withdraw_order(ordered_computer.office.office, 1, "不用了")
    ordered_computer.renew()
    reply = ordered_computer.inspections.answer(GoOn(1))
    assert isinstance(reply, Refused)
    assert reply.code == "ended"


def test_what_a_computer_knows_is_kept_and_a_damaged_file_does_not_stop_it(ordered_computer: OrderedComputer) -> None:
    ordered_computer.order()
    ordered_computer.inspections.answer(PauseInspection(1))
    again = ordered_computer.begun()
    again.take(ordered_computer.in_force.orders, ())
    assert ordered_computer.step() is Step.PAUSED
    assert len(ordered_computer.said(Step.RECEIVED)) == 1, "what was received is not reported again"
    ordered_computer.ledger.path.write_bytes(b"\x93damaged")
    ordered_computer.begun().take(ordered_computer.in_force.orders, ())
    assert ordered_computer.step() is Step.RECEIVED


def test_a_ledger_that_cannot_be_written_is_said(ordered_computer: OrderedComputer) -> None:
    ordered_computer.ledger.path.mkdir()
    (ordered_computer.ledger.path / "x").touch()
    ordered_computer.order()
    assert "存不下来" in ordered_computer.troubles["order ledger"]


def test_an_order_reaches_a_computer_from_a_stick_and_after_a_restart(ordered_computer: OrderedComputer) -> None:
    given = order(ordered_computer.office.office, wanted())
    assert isinstance(ordered_computer.updates.update(str(ordered_computer.office.served / "rules-update.zip")), Done)
    assert ordered_computer.in_force.orders == (given,)
    assert ordered_computer.load("").orders == (given,)


def test_a_policy_may_forbid_it_later(ordered_computer: OrderedComputer) -> None:
    ordered_computer.order()
    taken = ordered_computer.desk.next()
    assert taken is not None
    ordered_computer.desk.allowed = lambda: ("文档",)
    assert ordered_computer.desk.begin(taken) == ((), 0)
    assert ordered_computer.step() is Step.REFUSED
    assert replace(ordered_computer.desk).next() is None
