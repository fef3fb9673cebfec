"""Tests `mishao calls`: what is open, a call about it, and what no call may say."""

from __future__ import annotations

import contextlib
import json
import os
import sqlite3
from datetime import datetime, timedelta
from pathlib import Path

import openpyxl
import pytest

from guard.administration.people import add_person, enter
from guard.administration.roles import Role
from guard.administration.signed_log import SignedLog
from guard.core.events import EventKind
from guard.core.inspection_order import OrderTerms
from guard.fleet.collected import read
from guard.fleet.store import FleetStore
from guard.publish.contents import bundle_of
from guard.publish.keys import Keys
from guard.publish.ordering import order
from guard.publish.releasing import release
from tests.support.collected import DAY, NOW, line, roster
from tests.support.hiding_office import hide
from tests.support.prepared import Prepared
from tests.support.publishing import EVERYONE, PASSPHRASE, UnitOffice

TODAY = datetime.now().astimezone().date()
PAST, SOON = ((TODAY + timedelta(days)).isoformat() for days in (-1, 3))


@pytest.fixture
def store(tmp_path: Path) -> Path:
    """A database in which PC-1 guards, PC-2 has old rules and PC-3 is silent."""
    path = tmp_path / "情况.sqlite"
    with contextlib.closing(FleetStore(path)) as made:
        made.add(read([line("PC-1", 0, EventKind.ALIVE), line("PC-2", 0, EventKind.ALIVE, pack="11"),
                       line("PC-3", 0, EventKind.ALIVE, days_ago=9, unit="财务科")]))
    return path


class Calls:
    """Runs `mishao calls`."""

    def __init__(self, loaded: Prepared, store: Path) -> None:
        self._loaded, self._store = loaded, store

    def run(self, *words: str, code: int = 0) -> str:
        done = self._loaded.run(("calls", words[0], "--store", str(self._store), *words[1:]), os.environ)
        said = done.stdout.decode() + done.stderr.decode()
        assert done.returncode == code, said
        return said

    def listed(self, *words: str) -> list[dict[str, object]]:
        return [json.loads(one) for one in self.run("list", "--json", *words).splitlines()]


@pytest.fixture
def calls(loaded: Prepared, store: Path) -> Calls:
    return Calls(loaded, store)


def test_what_is_open_a_call_about_it_and_the_day_that_passed(calls: Calls, tmp_path: Path) -> None:
    people = ("--roster", str(roster(tmp_path)))
    assert [(one["device"], one["what"], one["person"], one["call"]) for one in calls.listed(*people)] == [
        ("PC-4", "没有在看守", "孙某", None), ("PC-9", "没有在看守", "赵某", None),
        ("PC-3", "没有在看守", "张某", None),
        ("PC-2", "规则旧", "李某", None)]
    given = ("record", "--by", "赵敏", "--whom", "财务科 8203", "--way", "电话", *people)
    said = calls.run(*given, "--unit", "财务科", "--until", SOON, "--agreed", "周五开机")
    assert "财务科 8203，约定" in said
    assert ("PC-9" in said, "PC-3" in said, "PC-2" in said) == (True, True, False)
    calls.run(*given, "--device", "pc-2", "--day", (TODAY - timedelta(4)).isoformat(), "--until", PAST)
    shown = calls.listed(*people, "--by-calls")
    assert [one["device"] for one in shown] == ["PC-2", "PC-4", "PC-9", "PC-3"]
    assert [one["passed"] for one in shown] == [True, False, False, False]
    assert "已过" in calls.run("list", *people, "--passed")
    assert [one["device"] for one in calls.listed(*people, "--never")] == ["PC-4"]
    made = json.loads(calls.run("history", "--json", "--device", "PC-3"))
    assert (made["by"], made["whom"], made["until"], made["agreed"]) == ("赵敏", "财务科 8203", SOON, "周五开机")
    assert "没有在看守" in calls.run("history")


def test_an_inspection_that_was_not_carried_out_is_open_and_its_calls_are_in_the_workbook(
        calls: Calls, loaded: Prepared, store: Path, tmp_path: Path) -> None:
    unit = UnitOffice.opened(tmp_path / "office")
    release(unit.office, bundle_of(["内置"], None), EVERYONE)
    made = order(unit.office, OrderTerms("赵敏", "自查", ("桌面",), NOW, NOW + DAY, NOW + 2 * DAY, everyone=True))
    with contextlib.closing(FleetStore(store)) as records:
        records.add(read([line("PC-1", 1, EventKind.INSPECTION, step="stopped", why="在开会",
                               order=f"{made.number}:{made.id}")]))
    office = ("--office", str(unit.folder))
    said = calls.run("record", "--by", "赵敏", "--whom", "王某", "--way", "当面", "--until", SOON, "--device", "PC-1",
                     "--order", "1", *office)
    assert "第 1 号自查：停止了（在开会）" in said
    assert "约定" in calls.run("list", "--about", "自查", *office)
    book = tmp_path / "自查.xlsx"
    done = loaded.run(("fleet", "inspection", "--store", str(store), *office, "--xlsx", str(book)), os.environ)
    assert "已催" in done.stdout.decode()
    row = [cell.value for cell in openpyxl.load_workbook(book)["催办"][2]]
    assert row[-3:-1] == ["赵敏", TODAY.isoformat()]
    assert "王某，约定" in str(row[-1])


def test_who_called_is_one_of_the_consoles_people(calls: Calls, tmp_path: Path) -> None:
    console, keys = tmp_path / "控制台", Keys((tmp_path / "sticks",), lambda _: PASSPHRASE)
    with contextlib.closing(SignedLog(console)) as log:
        add_person(log, keys, ("周某", Role.SYSTEM), None, 1.0, tmp_path / "sticks")
        by = enter(log, keys, "周某").doer
        for name, role in (("赵敏", Role.SECRECY), ("钱某", Role.AUDITOR)):
            add_person(log, keys, (name, role), by, 2.0, tmp_path / "sticks")
    given = ("record", "--whom", "张某", "--device", "PC-3", "--console", str(console))
    for whom, said in (("赵民", "没有叫“赵民”的"), ("钱某", "钱某 是审计员"), ("周某", "周某 是系统管理员")):
        assert said in calls.run(*given, "--by", whom, code=2)
    assert calls.run("history") == ""
    calls.run(*given, "--by", " 赵敏 ")
    assert json.loads(calls.run("history", "--json"))["by"] == "赵敏"


def test_code_words_are_refused(calls: Calls, tmp_path: Path) -> None:
    unit = UnitOffice.opened(tmp_path / "office")
    key = hide(unit, tmp_path)
    given = ("record", "--by", "赵敏", "--device", "PC-3", "--office", str(unit.folder))
    for words, place in ((("--whom", "海东青的人"), "催了谁"),
                         (("--whom", "张某", "--agreed", "青松计划以后"), "说好的")):
        assert f"“{place}”里明写着" in calls.run(*given, *words, "--exact-key", str(key), code=2)
    assert calls.run("history") == ""
    assert "没有核对写的话里有没有代号" in calls.run(*given, "--whom", "张某")
    assert "没有核对" not in calls.run(*given, "--whom", "张某", "--exact-key", str(key))


@pytest.mark.parametrize(("words", "said"), [
    (("--device", "PC-1"), "没有要催的"), (("--device", "PC-77"), "没有要催的"), ((), "--device、--unit"),
    (("--device", "PC-3", "--until", "明天"), "看不懂"), (("--device", "PC-3", "--until", PAST), "约定的日子"),
    (("--device", "PC-3", "--until", "9999-12-31"), "太晚"), (("--device", "PC-3", "--day", "0001-01-01"), "太早"),
    (("--device", "PC-3", "--about", "规则旧"), "没有要催的"), (("--device", "PC-3", "--whom", ""), "催了谁")], ids=str)
def test_what_cannot_be_recorded_is_said(calls: Calls, words: tuple[str, ...], said: str) -> None:
    assert said in calls.run("record", "--by", "赵敏", "--whom", "张某", *words, code=2)
    assert calls.run("history") == ""


def test_calls_that_were_changed_are_noticed(calls: Calls, store: Path) -> None:
    calls.run("record", "--by", "赵敏", "--whom", "张某", "--device", "PC-3")
    point = json.loads(calls.run("verify", "--json"))["checkpoint"]
    assert "是完整的" in calls.run("verify", "--checkpoint", point)
    assert "对不上" in calls.run("verify", "--checkpoint", f"1:{'0' * 64}", code=1)
    with sqlite3.connect(store) as harmed:
        harmed.execute("UPDATE calls SET whom = '李某'")
    for command in ("verify", "list", "history"):
        assert "催办记录被改动过" in calls.run(command, code=1)
