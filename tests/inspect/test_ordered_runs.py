"""Tests how a computer carries out an order: with the real process, on a real display, only while it is idle."""

from __future__ import annotations

import os
import sqlite3
import sys
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from guard.core.inspection_order import Step
from guard.daemon.ordered_inspections import LOOK_SECONDS
from guard.ordered.requests import GoOn, PauseInspection, StopInspection
from guard.platform.idle import Bounds, Idleness, IdleWatch, times
from guard.platform.idle_linux import discharging
from guard.publish.ordering import withdraw_order
from tests.support.guarding import wait_for
from tests.support.ordered_computer import IN_USE, OrderedComputer, Used
from tests.support.processes import child
from tests.support.program import ROOT
from tests.support.publishing import UnitOffice
from tests.support.publishing_fixtures import cheap_keys, office
from tests.support.thorough import thorough_but
from ui.demo.display import Display

__all__ = ["cheap_keys", "office"]

MARK, WORD = "机密★5年\n关于样例工作的通知", "请看青松甲号的安排"
FILES = 20
HALF, BEFORE = "通知20.txt", 11
"""The file before which a paced inspection waits, and how many are done before that in the order of names."""

PACED = str(ROOT / "tests" / "support" / "paced_inspector.py")


@pytest.fixture
def used() -> Used:
    return Used()


@pytest.fixture
def person_home(person_home: Path) -> Path:
    """The home of a person with some files, two of which a rule stops."""
    for name in ("Desktop/报送", "Downloads", "Desktop/.hidden"):
        (person_home / name).mkdir()
    for number in range(10, 10 + FILES):
        (person_home / "Desktop" / f"通知{number}.txt").write_text(f"食堂{number}点开饭，请大家按时到。", "utf-8")
    (person_home / "Desktop" / "报送" / "甲.txt").write_text(MARK, "utf-8")
    (person_home / "Downloads" / "乙.md").write_text(WORD, "utf-8")
    (person_home / "Desktop" / ".hidden" / "丙.txt").write_text(MARK, "utf-8")
    return person_home


@pytest.fixture
def computer(office: UnitOffice, tmp_path: Path, person_home: Path, used: Used) -> Iterator[OrderedComputer]:
    office.beside = ("内置",)
    office.release("青松甲号")
    inspector = (sys.executable, PACED, HALF, str(tmp_path / "gate"))
    computer = OrderedComputer(office, tmp_path, lambda: used, inspector)
    computer.inspections.start()
    yield computer
    computer.inspections.stop()


@pytest.fixture
def gate(tmp_path: Path) -> Path:
    """The file that lets an inspection go on."""
    return tmp_path / "gate"


def half_done(computer: OrderedComputer) -> int:
    """Wait until an inspection waits before the file HALF; return its process."""
    computer.wait(lambda one: one.working and one.done == BEFORE, 120)
    return process()


def judged(computer: OrderedComputer) -> dict[str, float]:
    """Return the files of the index that were judged, and how long that took; while nothing inspects."""
    with closing(sqlite3.connect(computer.ledger.index)) as index:
        return {Path(path).name: took for path, took in
                index.execute("SELECT path, elapsed_ms FROM files WHERE settled")}


def process() -> int:
    return child(os.getpid(), PACED)


def await_end(pid: int) -> None:
    """Wait until a process is gone."""
    wait_for(lambda: not Path(f"/proc/{pid}/stat").exists(), "the process to end")


def test_it_is_done_and_only_counts_leave(computer: OrderedComputer, gate: Path) -> None:
    gate.touch()
    computer.order("桌面", "下载")
    one = computer.wait(lambda one: one.step is Step.DONE, 120)
    assert (one.done, one.total) == (FILES + 2, FILES + 2), "what is hidden is left out"
    (end,) = computer.said(Step.DONE)
    assert (end["blocked"], end["unread"], end["missing"]) == ("2", "0", "0")
    found = {record.rules[0]: (record.nature, dict(record.inspection)["found"]) for record in computer.records
             if dict(record.inspection)["step"] == Step.FOUND.value}
    assert found["T-01"] == ("工作秘密", "文本/下载:1")
    assert found["BC-01"] == ("国家秘密", "文本/桌面:1")
    told = str([(record.inspection, record.rules) for record in computer.records])
    assert not any(words in told for words in ("甲", "乙", "报送", "青松", "样例", "Desktop"))


def test_it_ends_when_somebody_comes_back_and_goes_on_from_where_it_was(computer: OrderedComputer, used: Used,
                                                                        gate: Path) -> None:
    computer.order()
    pid = half_done(computer)
    used.words = IN_USE
    await_end(pid)
    one = computer.wait(lambda one: one.waiting == IN_USE and not one.working)
    assert process() == 0
    before = judged(computer)
    assert len(before) == one.done == BEFORE
    gate.touch()
    used.words = Used().words
    computer.wait(lambda one: one.step is Step.DONE, 120)
    after = judged(computer)
    assert {name: after[name] for name in before} == before, "what was judged is not judged again"
    assert len(after) == FILES + 1
    assert len(computer.said(Step.DONE)) == 1


@pytest.mark.thorough
def test_it_goes_on_after_the_guard_was_killed(computer: OrderedComputer, gate: Path) -> None:
    computer.order()
    pid = half_done(computer)
    os.kill(pid, 9)
    before = judged(computer)
    gate.touch()
    computer.inspections.stop()
    again = computer.begun()
    again.take(computer.in_force.orders, ())
    again.start()
    try:
        computer.wait(lambda one: one.step is Step.DONE, 120)
    finally:
        again.stop()
    after = judged(computer)
    assert {name: after[name] for name in before} == before


def test_its_process_gives_way_to_everything_else(computer: OrderedComputer, tmp_path: Path, used: Used) -> None:
    real = OrderedComputer(computer.office, tmp_path / "real", lambda: used)
    real.inspections.start()
    try:
        real.order("桌面")
        real.wait(lambda one: one.working, 120)
        pid = child(os.getpid(), "--inspector")
        wait_for(lambda: os.sched_getscheduler(pid) == os.SCHED_IDLE, "the process to give way to all others")
        assert Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()[16] == "19", "its nice value"
    finally:
        real.inspections.stop()
    await_end(pid)


def test_what_one_order_has_read_is_known_to_the_next(computer: OrderedComputer, gate: Path) -> None:
    gate.touch()
    computer.order("桌面")
    computer.wait(lambda one: one.step is Step.DONE, 120)
    read = judged(computer)
    computer.order("桌面/报送", "桌面")
    computer.wait(lambda one: one.order.number == 2 and one.step is Step.DONE, 120)
    assert judged(computer) == read
    assert [one["blocked"] for one in computer.said(Step.DONE)] == ["1", "1"]


@pytest.mark.parametrize("how", thorough_but(["stop", "kill"], ["pause", "stop", "withdraw", "kill"]))
def test_it_ends_when_it_is_to(computer: OrderedComputer, how: str, gate: Path) -> None:
    computer.order()
    pid = half_done(computer)
    if how == "pause":
        computer.inspections.answer(PauseInspection(1))
    elif how == "stop":
        computer.inspections.answer(StopInspection(1, "在赶材料"))
    elif how == "withdraw":
        withdraw_order(computer.office.office, 1, "布置错了")
        computer.renew()
    else:
        os.kill(pid, 9)
    await_end(pid)
    if how == "kill":
        computer.wait(lambda one: not one.working)
        assert "意外结束" in computer.troubles["inspection"]
        assert computer.step() is Step.RUNNING
        return
    step = {"pause": Step.PAUSED, "stop": Step.STOPPED, "withdraw": Step.WITHDRAWN}[how]
    computer.wait(lambda one: one.step is step and not one.working)
    assert computer.said(step)
    gate.touch()
    if step is not Step.WITHDRAWN:
        computer.inspections.answer(GoOn(1))
        computer.wait(lambda one: one.step is Step.DONE, 120)


def test_its_user_may_let_it_begin_at_once(computer: OrderedComputer, used: Used) -> None:
    used.words = IN_USE
    computer.order("下载")
    computer.wait(lambda one: one.waiting == IN_USE)
    assert process() == 0
    computer.inspections.answer(GoOn(1, now=True))
    computer.wait(lambda one: one.step is Step.DONE, 120)


@pytest.mark.parametrize("kept", [0, 4096], ids=["something else", "its first page alone"])
def test_a_damaged_index_is_made_anew_and_the_order_is_done(computer: OrderedComputer, kept: int) -> None:
    computer.order("下载")
    computer.wait(lambda one: one.step is Step.DONE, 120)
    index = computer.ledger.index
    index.write_bytes(index.read_bytes()[:kept] + b"not an index" * 1000)
    computer.order("下载")
    computer.wait(lambda one: one.order.number == 2 and one.step is Step.DONE, 120)
    assert set(judged(computer)) == {"乙.md"}
    assert not computer.troubles.get("inspection")


# ------------------------------------------------------------------ what idle means
def test_a_key_on_a_real_display_ends_idleness(display: Display) -> None:
    watch = IdleWatch({"DISPLAY": display.name}, Bounds(input_seconds=1.0, busy=2.0))
    try:
        display.press("a")
        assert "有人在用电脑" in watch.objection()
        wait_for(lambda: not watch.objection(), "nobody to use the computer")
        seen = watch.look()
        assert seen.input_seconds is not None
        assert 1.0 <= seen.input_seconds < 20
        display.press("a")
        assert "有人在用电脑" in watch.objection()
    finally:
        watch.close()


def test_nobody_can_tell_on_wayland_or_without_a_display() -> None:
    for environment in ({}, {"DISPLAY": ":0", "WAYLAND_DISPLAY": "wayland-0"}, {"DISPLAY": ":987654"}):
        assert "看不出有没有人在用" in IdleWatch(environment).objection()


@pytest.mark.parametrize(("seen", "words"), [
    (Idleness(119.0, False, 0.0), "有人在用"), (Idleness(121.0, True, 0.0), "没有接电源"),
    (Idleness(121.0, False, 0.6), "正忙"), (Idleness(None, False, 0.0), "看不出"), (Idleness(121.0, False, 0.4), ""),
])
def test_idle_is_said_in_one_place(seen: Idleness, words: str) -> None:
    said = seen.objection(Bounds())
    assert words in said
    assert bool(said) is bool(words)


def test_the_battery_of_a_mouse_is_not_that_of_the_computer(tmp_path: Path) -> None:
    assert not discharging(tmp_path / "none")
    for name, facts in (("AC", {"type": "Mains"}), ("mouse", {"type": "Battery", "scope": "Device",
                                                              "status": "Discharging"})):
        (tmp_path / name).mkdir()
        for fact, value in facts.items():
            (tmp_path / name / fact).write_text(f"{value}\n")
    assert not discharging(tmp_path)
    (tmp_path / "BAT0").mkdir()
    for fact, value in (("type", "Battery"), ("status", "Discharging")):
        (tmp_path / "BAT0" / fact).write_text(f"{value}\n")
    assert discharging(tmp_path)


def test_work_that_gives_way_is_no_others_work() -> None:
    assert times("cpu  100 900 50 1000 20 1 2 3 0 0\n") == (156, 2076)
    assert times("cpu  1 2") == times("") == (0, 0)
    assert LOOK_SECONDS <= 1.0
