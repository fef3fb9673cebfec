"""Tests `mishao cases`: from the files of a log server to the monthly statement."""

from __future__ import annotations

import contextlib
import json
import os
import sqlite3
from pathlib import Path

import pytest

from guard.administration.people import add_person, enter, remove_person
from guard.administration.roles import Role
from guard.administration.signed_log import SignedLog
from guard.core.events import EventKind
from guard.feedback.answers import FeedbackAnswer
from guard.fleet.case_store import CaseStore
from guard.publish.keys import Keys
from guard.publish.releasing import answer
from tests.support.collected import ALARM, line
from tests.support.hiding_office import hide
from tests.support.prepared import Prepared
from tests.support.publishing import PASSPHRASE, UnitOffice

RECORDS = (line("PC-1", 0, EventKind.HELD, rules="BC-01"),
           line("PC-4", 0, EventKind.FALSE_ALARM, rules="T-01", answer=ALARM),
           *(line("PC-2", number, EventKind.HELD, rules="T-01") for number in range(3)))


@pytest.fixture
def records(tmp_path: Path) -> Path:
    path = tmp_path / "records.log"
    path.write_bytes(b"".join(RECORDS))
    return path


def test_from_the_records_to_the_statement_of_the_month(loaded: Prepared, records: Path, tmp_path: Path) -> None:
    office = UnitOffice.opened(tmp_path / "office")
    office.release("青松甲号")
    store = ("--store", str(tmp_path / "情况.sqlite"))

    def run(*words: str, code: int = 0) -> str:
        done = loaded.run(("cases", *words, *store), os.environ)
        assert done.returncode == code, done.stderr.decode()
        return done.stdout.decode() + done.stderr.decode()

    made = json.loads(run("update", str(records), "--office", str(office.folder), "--repeat", "3", "--json"))
    assert (made["new"], made["open"], made["overdue"]) == (3, 3, 0)
    assert json.loads(run("update", "--office", str(office.folder), "--repeat", "3", "--json"))["new"] == 0
    listed = [json.loads(one) for one in run("list", "--json").splitlines()]
    assert [one["kind"] for one in listed] == ["国家秘密", "反复", "误报反馈"]
    number = str(listed[0]["number"])
    run("set", number, "--by", "赵敏", "--owner", "李某", "--state", "处理中", "--due", "2026-01-02", "--note", "约谈")
    assert "李某" in run("list", "--overdue")
    assert "赵敏：约谈" in run("show", number)
    answer(office.office, FeedbackAnswer(ALARM, True, "好", 1.0))
    run("update", "--office", str(office.folder), "--repeat", "3")
    assert "误报反馈" not in run("list")
    assert "误报反馈" in run("list", "--state", "已办结")
    outs = [str(tmp_path / "事项.docx"), str(tmp_path / "事项.xlsx")]
    for _ in range(2):  # an own report is replaced
        assert "3 件" in run("export", *outs)
        run("export", *outs, "--month", "2026-11")
    point = json.loads(run("verify", "--json"))["checkpoint"]
    run("verify", "--checkpoint", point)
    assert "对不上" in run("verify", "--checkpoint", f"1:{'0' * 64}", code=1)
    with sqlite3.connect(tmp_path / "情况.sqlite") as harmed:
        harmed.execute("UPDATE case_history SET words = '没事' WHERE line = 1")
    assert "经过记录被改动过" in run("list", code=1)
    assert "经过记录被改动过" in run("verify", code=1)


def test_what_only_the_learnt_judge_took_for_a_state_secret_is_a_case(loaded: Prepared, tmp_path: Path) -> None:
    records, store = tmp_path / "learnt.log", ("--store", str(tmp_path / "情况.sqlite"))
    records.write_bytes(line("PC-1", 0, EventKind.HELD, rules="XD-01"))
    done = loaded.run(("cases", "update", str(records), *store), os.environ)
    assert done.returncode == 0, done.stderr.decode()
    (listed,) = loaded.run(("cases", "list", "--json", *store), os.environ).stdout.decode().splitlines()
    assert (json.loads(listed)["kind"], json.loads(listed)["rules"]) == ("国家秘密", ["XD-01"])


@pytest.mark.parametrize(("words", "said"), [
    (("list",), "没有这个文件"), (("show", "1"), "没有这个文件"),
    (("set", "1", "--by", "赵敏", "--due", "明天"), "看不懂"),
    (("set", "1", "--by", "赵敏", "--due", "0001-01-01"), "太早"),
])
def test_what_cannot_be_meant_is_said_and_makes_no_file(loaded: Prepared, tmp_path: Path, words: tuple[str, ...],
                                                        said: str) -> None:
    done = loaded.run(("cases", *words, "--store", str(tmp_path / "none.sqlite")), os.environ)
    assert (done.returncode, said in done.stderr.decode()) == (2, True)
    assert not (tmp_path / "none.sqlite").exists()


@pytest.mark.parametrize("tables", ["CREATE TABLE history(a)", "CREATE TABLE records(a); CREATE TABLE rules(b)"])
@pytest.mark.parametrize("words", [("cases", "update"), ("cases", "list"), ("cases", "verify"), ("calls", "list"),
                                   ("calls", "verify"), ("fleet", "report")])
def test_a_database_of_another_program_is_refused_and_left_as_it_is(
        loaded: Prepared, records: Path, tmp_path: Path, tables: str, words: tuple[str, ...]) -> None:
    foreign = tmp_path / "other.db"
    with contextlib.closing(sqlite3.connect(foreign)) as other:
        other.executescript(tables)
    before = foreign.read_bytes()
    for given in ((), (str(records),)) if words[1] in ("update", "report") else ((),):
        done = loaded.run((*words, *given, "--store", str(foreign)), os.environ)
        assert (done.returncode, "没有动它" in done.stderr.decode()) == (2, True)
    assert foreign.read_bytes() == before


def test_what_only_reads_changes_nothing_in_a_database_of_before(loaded: Prepared, records: Path,
                                                                 tmp_path: Path) -> None:
    store = tmp_path / "情况.sqlite"
    assert loaded.run(("fleet", "report", str(records), "--store", str(store)), os.environ).returncode == 0
    with contextlib.closing(sqlite3.connect(store)) as earlier:
        earlier.executescript("PRAGMA application_id = 0; ALTER TABLE records DROP COLUMN what; DROP TABLE names")
    before = store.read_bytes()
    for words in (("cases", "list"), ("cases", "verify"), ("calls", "list"), ("fleet", "report"), ("fleet", "trial")):
        done = loaded.run((*words, "--store", str(store)), os.environ)
        assert done.returncode == 0, done.stderr.decode()
    assert store.read_bytes() == before
    assert loaded.run(("cases", "update", "--store", str(store)), os.environ).returncode == 0


@pytest.mark.parametrize("words", [("cases", "update"), ("fleet", "report")])
def test_a_command_that_fails_leaves_no_database(loaded: Prepared, tmp_path: Path, words: tuple[str, ...]) -> None:
    store, strange = tmp_path / "情况.sqlite", tmp_path / "strange.log"
    strange.write_bytes(b"hello\n")
    for given in ((str(strange),), (str(tmp_path / "absent.log"),), ()):
        assert loaded.run((*words, *given, "--store", str(store)), os.environ).returncode == 2
        assert not store.exists()


def test_numbers_months_and_changes_that_are_none_are_refused(loaded: Prepared, records: Path, tmp_path: Path) -> None:
    store = ("--store", str(tmp_path / "情况.sqlite"))
    assert loaded.run(("cases", "update", str(records), *store), os.environ).returncode == 0
    for words, said in ((("show", "99"), "没有第 99 号事项"), (("set", "1", "--by", "赵敏"), "没有写要改什么"),
                        (("set", "1", "--by", " ", "--note", "x"), "--by"),
                        (("export", str(tmp_path / "a.pdf")), "结尾"),
                        (("export", str(tmp_path / "a.xlsx"), "--month", "十一月"), "--month 看不懂"),
                        (("export", str(tmp_path / "a.xlsx"), "--month", "2099-01"), "还没有到"),
                        (("export", str(records)), "结尾")):
        done = loaded.run(("cases", *words, *store), os.environ)
        assert (done.returncode, said in done.stderr.decode()) == (2, True), (words, done.stderr.decode())
    (tmp_path / "other.log").write_text("hello\n")
    done = loaded.run(("cases", "update", str(tmp_path / "other.log"), *store), os.environ)
    assert (done.returncode, "没有一行是密哨的记录" in done.stderr.decode()) == (2, True)
    (tmp_path / "not.sqlite").write_text("this is no database at all, whatever its name says")
    done = loaded.run(("cases", "list", "--store", str(tmp_path / "not.sqlite")), os.environ)
    assert done.returncode == 2


def test_who_changes_a_case_is_one_of_the_consoles_people(loaded: Prepared, records: Path, tmp_path: Path) -> None:
    console, keys = tmp_path / "控制台", Keys((tmp_path / "sticks",), lambda _: PASSPHRASE)
    with contextlib.closing(SignedLog(console)) as log:
        add_person(log, keys, ("周某", Role.SYSTEM), None, 1.0, tmp_path / "sticks")
        by = enter(log, keys, "周某").doer
        for name, role in (("赵敏", Role.SECRECY), ("孙某", Role.SECRECY), ("钱某", Role.AUDITOR)):
            add_person(log, keys, (name, role), by, 2.0, tmp_path / "sticks")
        remove_person(log, "孙某", "调走", by, 3.0)
    path = tmp_path / "情况.sqlite"
    store = ("--store", str(path))
    assert loaded.run(("cases", "update", str(records), *store), os.environ).returncode == 0

    def change(by_whom: str, *more: str) -> tuple[int, str]:
        done = loaded.run(("cases", "set", "1", *store, "--by", by_whom, "--note", "x", *more), os.environ)
        return done.returncode, done.stderr.decode()

    assert change("随便谁") == (0, "")  # there is no list of people
    for whom, said in (("赵民", "没有叫“赵民”的"), ("孙某", "没有叫“孙某”的"), ("钱某", "钱某 是审计员")):
        code, words = change(whom, "--console", str(console))
        assert (code, said in words, "能做" in words and "赵敏" in words) == (2, True, True), words
    assert change("赵敏", "--console", str(tmp_path))[0] == 2
    with contextlib.closing(CaseStore(path)) as cases:
        cases.people_are_in(console)  # as `console open` does
    assert change("赵民")[0] == 2
    assert change(" 赵敏 ") == (0, "")
    console.rename(tmp_path / "elsewhere")
    code, words = change("赵民")
    assert (code, "没有核对 --by" in words) == (0, True)
    with contextlib.closing(CaseStore(path)) as cases:
        assert [one.by for one in cases.history(1)[1:]] == ["随便谁", "赵敏", "赵民"]


def test_code_words_in_a_case_are_refused(loaded: Prepared, records: Path, tmp_path: Path) -> None:
    unit = UnitOffice.opened(tmp_path / "office")
    key, store = hide(unit, tmp_path), tmp_path / "情况.sqlite"
    assert loaded.run(("cases", "update", str(records), "--store", str(store)), os.environ).returncode == 0

    def changed(*words: str) -> tuple[int, str]:
        given = ("--store", str(store), "--by", "赵敏", "--office", str(unit.folder))
        done = loaded.run(("cases", "set", "1", *given, *words), os.environ)
        return done.returncode, done.stdout.decode() + done.stderr.decode()

    for words, place in (("--note", "经过"), ("--owner", "负责人")):
        code, told = changed(words, "青松计划组", "--exact-key", str(key))
        assert (code, f"“{place}”里明写着“青松计划”" in told) == (2, True), told
    with contextlib.closing(CaseStore(store)) as cases:
        assert (cases.case(1).owner, len(cases.history(1))) == ("", 1)
    code, told = changed("--note", "约谈", "--exact-key", str(key))
    assert (code, "没有核对" in told) == (0, False)
    assert "没有核对写的话里有没有代号" in changed("--note", "约谈")[1]
