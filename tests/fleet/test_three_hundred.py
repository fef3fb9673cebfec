"""Tests an ordered inspection on 300 computers, thirty of which are attacked or fail, up to the list of calls."""

from __future__ import annotations

import io
import os
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

import msgspec
import openpyxl
import pytest

from guard.core.events import EventKind
from guard.core.inspection_order import InspectionOrder, Step
from guard.fleet.collected import read
from guard.fleet.inspections import Answer, OrderProgress, OrderState, order_states
from guard.fleet.roll import Listed
from guard.fleet.store import FleetStore
from guard.inspect.worker import Inspector, Setup
from guard.ipc.replies import Refused
from guard.ordered.requests import GoOn, PauseInspection, StopInspection
from rules.definition import Pack
from rules.model import Nature
from rules.pack.loading import load
from tests.support.collected import EVIL, line
from tests.support.publishing import unit_pack
from tests.support.reader_program import COMMAND
from tests.support.three_hundred_computers import ALLOWED, MARK, UNITS, SimulatedComputer
from ui.report.inspection import InspectionReport, answer_words, inspection_workbook

COUNT, DAY = 300, 86400.0
NOW = time.time()
FIRST = InspectionOrder("保密办 赵敏", "季度自查", ("桌面", "下载"), NOW, NOW + 5 * DAY, NOW + 7 * DAY,
                        groups=UNITS[:2], number=1, id="a1b2c3", signed_at=NOW)
SECOND = InspectionOrder("保密办 赵敏", "抽查", ("文档",), NOW, NOW + DAY, NOW + 7 * DAY, devices=("pc-291", "PC-292"),
                         number=2, id="d4e5f6", signed_at=NOW)
OUTSIDE = InspectionOrder("别人", "越界", ("桌面/../..",), NOW, NOW + DAY, NOW + 7 * DAY, devices=("PC-294",), number=3,
                          id="0789ab", signed_at=NOW)
ENDLESS = InspectionOrder("别人", "一直查", ("桌面",), NOW, NOW + DAY, NOW + 700 * DAY, devices=("PC-295",), number=4,
                          id="cdef01", signed_at=NOW)
ORDERS = (FIRST, SECOND, OUTSIDE, ENDLESS)


@dataclass(frozen=True)
class Fault:
    """What happens to a computer, and what the 保密办 must see of the first order there."""

    name: str
    happens: Callable[[SimulatedComputer, Inspector], None]
    progress: OrderProgress
    sees: Mapping[str, object]


def carried_out(computer: SimulatedComputer, inspector: Inspector) -> None:
    computer.take(*ORDERS)
    computer.work(inspector)


def never_on(_computer: SimulatedComputer, _inspector: Inspector) -> None:
    """Switched off for weeks."""


def after(change: Callable[[SimulatedComputer], object]) -> Callable[[SimulatedComputer, Inspector], None]:
    """Change something on a computer before the order comes."""
    def happens(computer: SimulatedComputer, inspector: Inspector) -> None:
        with computer.at_home():
            change(computer)
        carried_out(computer, inspector)

    return happens


def between(change: Callable[[SimulatedComputer], object]) -> Callable[[SimulatedComputer, Inspector], None]:
    """Switch a computer off after one file, change something, and switch it on again."""
    def happens(computer: SimulatedComputer, inspector: Inspector) -> None:
        computer.take(*ORDERS)
        computer.work(inspector, stops_after=1)
        assert computer.steps()[1] is Step.RUNNING
        change(computer)
        carried_out(computer, inspector)

    return happens


def asked(*requests: object) -> Callable[[SimulatedComputer, Inspector], None]:
    """Let its user ask for these one after the other, once the order has come."""
    def happens(computer: SimulatedComputer, inspector: Inspector) -> None:
        computer.take(*ORDERS)
        with computer.desk() as desk:
            for request in requests:
                desk.asked(request)  # type: ignore[arg-type]
        computer.work(inspector)

    return happens


def offered(*orders: InspectionOrder) -> Callable[[SimulatedComputer, Inspector], None]:
    """Let somebody who can sign, or a mistake of the office, offer this later."""
    def happens(computer: SimulatedComputer, inspector: Inspector) -> None:
        computer.take(*ORDERS)
        computer.take(*orders)
        assert "不一样" in str(computer.troubles)
        computer.work(inspector)

    return happens


def older_after_newer(computer: SimulatedComputer, inspector: Inspector) -> None:
    computer.take(SECOND)
    carried_out(computer, inspector)
    assert "先前没有出现过" in str(computer.troubles)


def expired_while_paused(computer: SimulatedComputer, inspector: Inspector) -> None:
    asked(PauseInspection(1))(computer, inspector)
    computer.clock += 8 * DAY
    computer.work(inspector)


def withdrawn(computer: SimulatedComputer, inspector: Inspector) -> None:
    computer.take(*ORDERS)
    computer.work(inspector, stops_after=1)
    computer.take(msgspec.structs.replace(FIRST, withdrawn="布置错了"))
    computer.work(inspector)


def withdrawn_and_revived(computer: SimulatedComputer, inspector: Inspector) -> None:
    withdrawn(computer, inspector)
    carried_out(computer, inspector)
    assert "已经撤回过" in str(computer.troubles)


def done_twice(computer: SimulatedComputer, inspector: Inspector) -> None:
    carried_out(computer, inspector)
    (computer.folder / "orders").unlink()
    carried_out(computer, inspector)


def clock(days: float) -> Callable[[SimulatedComputer], object]:
    return lambda computer: setattr(computer, "clock", computer.clock + days * DAY)


def after_a_wrong_clock(computer: SimulatedComputer, inspector: Inspector) -> None:
    computer.clock -= 365 * DAY
    carried_out(computer, inspector)
    computer.clock += 365 * DAY
    carried_out(computer, inspector)


def desktop(computer: SimulatedComputer) -> Path:
    return computer.home / "Desktop"


def set_desktop(computer: SimulatedComputer) -> None:
    (computer.home / ".config").mkdir()
    (computer.home / ".config" / "user-dirs.dirs").write_text('XDG_DESKTOP_DIR="/etc"\n')


def led_away(computer: SimulatedComputer) -> None:
    desktop(computer).rename(computer.home / "was")
    desktop(computer).symlink_to("/etc")


def no_downloads(computer: SimulatedComputer) -> None:
    (computer.home / "Downloads" / "乙.txt").unlink()
    (computer.home / "Downloads").rmdir()


def nothing_there(computer: SimulatedComputer) -> None:
    no_downloads(computer)
    desktop(computer).rename(computer.home / "elsewhere")


def written(name: str, content: bytes) -> Callable[[SimulatedComputer], object]:
    def write(computer: SimulatedComputer) -> None:
        path = desktop(computer) / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)

    return write


def linked_file(computer: SimulatedComputer) -> None:
    (computer.folder / "outside.txt").write_text(MARK, "utf-8")
    (desktop(computer) / "看.txt").symlink_to(computer.folder / "outside.txt")


DONE = {"done": 2, "total": 2, "missing": 0, "unread": 0, "blocked": 0, "why": ""}
FAULTS = (
    Fault("never on", never_on, OrderProgress.SILENT, {"done": 0, "at": 0.0}),
    Fault("clock after the end", after(clock(8)), OrderProgress.SILENT, {}),
    Fault("clock a year behind", after(clock(-365)), OrderProgress.RECEIVED, {"why": "", "done": 0}),
    Fault("clock a year behind, then set", after_a_wrong_clock, OrderProgress.DONE, DONE),
    Fault("policy takes no orders", after(lambda pc: setattr(pc, "allowed", ())), OrderProgress.REFUSED,
          {"why": "不接受"}),
    Fault("policy permits other folders", after(lambda pc: setattr(pc, "allowed", ("文档", "桌面"))),
          OrderProgress.REFUSED, {"why": "没有允许自查“下载”"}),
    Fault("desktop set to /etc", after(set_desktop), OrderProgress.REFUSED, {"why": "不是这个用户自己的"}),
    Fault("desktop leads to /etc", after(led_away), OrderProgress.REFUSED, {"why": "不是这个用户自己的"}),
    Fault("switched off, back again", between(lambda _: None), OrderProgress.DONE, DONE),
    Fault("switched off for good", lambda pc, inspector: (pc.take(*ORDERS), pc.work(inspector, stops_after=1))[0],
          OrderProgress.RUNNING, {}),
    Fault("index gone on the way", between(lambda pc: (pc.folder / "o.sqlite").unlink()), OrderProgress.DONE, DONE),
    Fault("ledger damaged on the way", between(lambda pc: (pc.folder / "orders").write_bytes(b"\x93x")),
          OrderProgress.DONE, DONE),
    Fault("journal gone on the way", between(lambda pc: (pc.folder / "journal").rename(pc.folder / "old")),
          OrderProgress.DONE, DONE),
    Fault("done twice", done_twice, OrderProgress.DONE, DONE),
    Fault("renamed on the way", between(clock(0.1)), OrderProgress.DONE, DONE),
    Fault("paused", asked(PauseInspection(1)), OrderProgress.PAUSED, {"done": 0}),
    Fault("stopped", asked(StopInspection(1, "在赶材料")), OrderProgress.STOPPED, {"why": "在赶材料"}),
    Fault("stopped without a reason", asked(StopInspection(1, "  ")), OrderProgress.DONE, DONE),
    Fault("stopped with a novel", asked(StopInspection(1, "长" * 5000)), OrderProgress.STOPPED, {"why": "长" * 200}),
    Fault("stopped and gone on", asked(StopInspection(1, "在赶材料"), GoOn(1)), OrderProgress.DONE, DONE),
    Fault("stops what is not there", asked(StopInspection(77, "看看")), OrderProgress.DONE, DONE),
    Fault("expired while paused", expired_while_paused, OrderProgress.EXPIRED, {}),
    Fault("withdrawn and revived", withdrawn_and_revived, OrderProgress.REFUSED, {"why": "已经撤回过"}),
    Fault("withdrawn on the way", withdrawn, OrderProgress.WITHDRAWN, {"why": "布置错了"}),
    Fault("other folders under its number", offered(msgspec.structs.replace(FIRST, folders=("文档",))),
          OrderProgress.DONE, DONE),
    Fault("other id under its number", offered(msgspec.structs.replace(FIRST, id="zz")), OrderProgress.DONE, DONE),
    Fault("older after newer", older_after_newer, OrderProgress.REFUSED, {"why": "先前没有出现过"}),
    Fault("no downloads", after(no_downloads), OrderProgress.DONE, {**DONE, "done": 1, "total": 1, "missing": 1}),
    Fault("nothing there", after(nothing_there), OrderProgress.DONE, {**DONE, "done": 0, "total": 0, "missing": 2}),
    Fault("a damaged document", after(written("坏.docx", b"PK\x03\x04 damaged")), OrderProgress.DONE,
          {**DONE, "done": 3, "total": 3, "unread": 1}),
    Fault("a hidden folder", after(written(".藏/密.txt", MARK.encode())), OrderProgress.DONE, DONE),
    Fault("a link to a file outside", after(linked_file), OrderProgress.DONE, DONE),
    Fault("a pipe", after(lambda pc: os.mkfifo(desktop(pc) / "管道")), OrderProgress.DONE, DONE),
    Fault("a name that writes lines", after(written('a"]\n<13>1 - x\u202e.txt', b"x")), OrderProgress.DONE,
          {**DONE, "done": 3, "total": 3}),
    Fault("deep folders", after(written("深/" * 60 + "a.txt", b"x")), OrderProgress.DONE,
          {**DONE, "done": 3, "total": 3}),
    Fault("somebody claims that it is done", never_on, OrderProgress.SILENT, {"done": 0}),
)
CLAIMED = len(FAULTS) - 1
RENAMED = next(number for number, fault in enumerate(FAULTS) if fault.name.startswith("renamed"))


def place(number: int) -> int:
    """Return the number of the computer of a fault: one of the first two 科室, without anything that a rule finds."""
    addressed = [one for one in range(COUNT) if one % 3 < 2 and one % 10 > 1]
    return addressed[number]


@pytest.fixture(scope="module")
def inspector(builtin: Pack) -> Iterator[Inspector]:
    """An inspector that knows the unit's own rules, too."""
    own = load(unit_pack("青松甲号").encode(), "unit.yaml")
    with closing(Inspector(Setup((builtin, own), COMMAND, "cascade"))) as made:
        yield made


@pytest.fixture(scope="module")
def collected(tmp_path_factory: pytest.TempPathFactory, inspector: Inspector) -> list[bytes]:
    """What the log server gets of all of them."""
    faults = {place(number): fault for number, fault in enumerate(FAULTS)}
    lines: list[bytes] = []
    for number in range(COUNT):
        computer = SimulatedComputer(number, tmp_path_factory.mktemp("pc"), NOW + 60).planted()
        (faults[number].happens if number in faults else carried_out)(computer, inspector)
        sent = computer.sent()
        if number == place(RENAMED):
            sent = sent.replace(computer.name.encode(), b"OLD-NAME", 2)
        lines += sent.splitlines(keepends=True)
    claimed = f"PC-{place(CLAIMED):03}"
    lines += [line(claimed, 0, EventKind.INSPECTION, order="1:wrong", step="done", done="2", total="2"),
              line("PC-000", 900, EventKind.INSPECTION, order="1:a1b2c3", step="no such", done="9"),
              line("PC-000", 901, EventKind.INSPECTION, order="1:a1b2c3", step="found", rules="BC-01",
                   found=f"{EVIL}:9,a:b,:3,x:99999999999999")]
    return [*lines, *lines[:500]]


@pytest.fixture(scope="module")
def states(collected: list[bytes]) -> dict[int, OrderState]:
    store = FleetStore(None)
    store.add(read(collected))
    roster = [Listed(f"PC-{number:03}", UNITS[number % 3], f"人{number}") for number in range(COUNT)]
    return {state.order.number: state for state in order_states(store, ORDERS, roster)}


def of(states: dict[int, OrderState], order: int, number: int) -> Answer:
    (found,) = [one for one in states[order].answers if one.device == f"PC-{number:03}"]
    return found


@pytest.mark.parametrize("number", range(len(FAULTS)), ids=[fault.name.replace(" ", "-") for fault in FAULTS])
def test_what_happens_to_a_computer_is_seen_as_what_it_is(states: dict[int, OrderState], number: int) -> None:
    fault, answer = FAULTS[number], of(states, 1, place(number))
    assert answer.progress is fault.progress, answer
    for name, value in fault.sees.items():
        seen = getattr(answer, name)
        assert (value in seen if isinstance(value, str) and value else seen == value), (name, seen)


def test_all_others_are_done_and_foreign_ones_never_heard_of_it(states: dict[int, OrderState]) -> None:
    first = states[1]
    assert len(FAULTS) >= 30
    assert len(first.answers) == 200, "two of three 科室"
    assert {answer.unit for answer in first.answers} == set(UNITS[:2])
    healthy = {f"PC-{number:03}" for number in range(COUNT) if number % 3 < 2} - {
        f"PC-{place(number):03}" for number in range(len(FAULTS))}
    assert {one.progress for one in first.answers if one.device in healthy} == {OrderProgress.DONE}
    assert sum(first.counts().values()) == 200


def test_findings_are_counted_once_by_rule_kind_and_folder(states: dict[int, OrderState]) -> None:
    rules = {rule.rule: rule for rule in states[1].rules}
    marked = len([number for number in range(COUNT) if number % 3 < 2 and number % 10 == 0])
    worded = len([number for number in range(COUNT) if number % 3 < 2 and number % 10 == 1])
    assert dict(rules["T-01"].places) == {"文本/桌面": worded}
    assert (rules["BC-01"].computers, rules["BC-01"].places["文本/桌面"]) == (marked, marked)
    assert sum(answer.blocked for answer in states[1].answers) == marked + worded


def test_orders_to_single_computers_are_theirs(states: dict[int, OrderState]) -> None:
    assert {one.device: one.progress for one in states[2].answers if one.device in ("PC-291", "PC-292")} == {
        "PC-291": OrderProgress.DONE, "PC-292": OrderProgress.DONE}
    assert [(one.device, one.progress) for one in states[3].answers] == [("PC-294", OrderProgress.REFUSED)]
    assert "不接受" in states[3].answers[0].why
    assert "最长 92 天" in states[4].answers[0].why


def test_who_has_to_be_called_is_listed(states: dict[int, OrderState]) -> None:
    first = states[1]
    assert {one.progress for one in first.to_call(NOW)} == {
        OrderProgress.STOPPED, OrderProgress.REFUSED, OrderProgress.EXPIRED}
    late = first.to_call(NOW + 6 * DAY)
    assert {one.progress for one in late} == set(OrderProgress) - {OrderProgress.DONE, OrderProgress.WITHDRAWN}
    assert late[0].progress is OrderProgress.SILENT, "who is silent comes first"
    report = InspectionReport(tuple(states.values()), NOW + 6 * DAY, {"T-01": "测试用词"},
                              {"BC-01": Nature.STATE_SECRET})
    book = openpyxl.load_workbook(io.BytesIO(inspection_workbook(report)))
    called = [row for row in book["催办"].iter_rows(values_only=True) if row[0] == 1]
    assert len(called) == len(late)
    assert called[0][1:5] == (late[0].device, late[0].unit, late[0].person, "没有回音")
    assert len(list(book["全部电脑"].iter_rows())) - 1 == sum(len(state.answers) for state in states.values())
    found = {row[1]: row[2:4] for row in book["查到什么"].iter_rows(values_only=True)}
    assert found["T-01 测试用词"][0] == found["T-01 测试用词"][1]
    assert any("国家秘密" in str(name) for name in found)
    assert answer_words(late[0]).endswith("没有回音")


def test_no_name_and_no_word_leaves_a_computer(collected: list[bytes]) -> None:
    sent = b"".join(one for one in collected if b'chain="c0ffee' not in one).decode()
    for content in ("青松", "样例", "甲.txt", "乙", "坏.docx", "密.txt", "Desktop", "/home", "\u202e", "outside"):
        assert content not in sent
    assert "T-01" in sent


def test_a_foreign_computer_cannot_be_made_to_begin(tmp_path: Path) -> None:
    computer = SimulatedComputer(2, tmp_path, NOW).planted()
    computer.take(*ORDERS)
    with computer.desk() as desk:
        reply = desk.asked(GoOn(1))
        assert isinstance(reply, Refused)
        assert "给别的组或别的电脑" in reply.words
        assert desk.next() is None
    assert computer.allowed == ALLOWED
