"""Tests the log of the console: what proves a line, what is found, and who may add what."""

from __future__ import annotations

import json
import shutil
import sqlite3
import threading
import time
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from guard.administration import said
from guard.administration.people import Entered, add_person, enter, remember, remove_person
from guard.administration.roles import ALLOWED, Deed, Role, may
from guard.administration.signed_log import FILE_NAME, Doer, LogError, Person, SignedLog, entry_of
from guard.publish.keys import Keys
from guard.util.hash_chain import chained
from tests.support.console import AUDITOR, PEOPLE, SECRECY, SYSTEM
from tests.support.publishing import PASSPHRASE

pytestmark = pytest.mark.usefixtures("cheap_sealing")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "console"


@pytest.fixture
def keys(tmp_path: Path) -> Keys:
    return Keys((tmp_path / "sticks",), lambda _: PASSPHRASE)


@pytest.fixture
def log(folder: Path, keys: Keys) -> Iterator[SignedLog]:
    """A log with the three people and some lines of each."""
    made = SignedLog(folder)
    first = None
    for name, role in PEOPLE.items():
        add_person(made, keys, (name, role), first, time.time(), keys.folders[0])
        first = first or enter(made, keys, SYSTEM).doer
    made.add(entered(made, keys, SECRECY).doer, Deed.CHANGE_CASE, "第 12 号事项：状态改为 已办结", time.time())
    made.add(entered(made, keys, AUDITOR).doer, Deed.LOOK_LOG, "", time.time())
    yield made
    made.close()


def entered(log: SignedLog, keys: Keys, name: str) -> Entered:
    found = enter(log, keys, name)
    assert found.warning == ""
    return found


def change(folder: Path, *statements: str) -> None:
    with sqlite3.connect(folder / FILE_NAME) as connection:
        for statement in statements:
            connection.execute(statement)
    connection.close()


def forge(log: SignedLog, folder: Path, doer: Doer, deed: Deed) -> None:
    """Write a line with somebody's key, as whoever can write the file can."""
    (last,) = log.newest(1)
    person, number, now = doer.person, last.line + 1, time.time()
    digest = chained(chained(last.digest, last.signature), number, now, person.name, person.role.value, deed.value, "",
                     person.key)
    with sqlite3.connect(folder / FILE_NAME) as connection:
        connection.execute("INSERT INTO log VALUES(?,?,?,?,?,?,?,?,?)", (
            number, now, person.name, person.role.value, deed.value, "", person.key, digest,
            doer.sign(digest.encode()).hex()))
    connection.close()


def test_a_log_that_nobody_touched_is_proven_and_says_who_is_who(log: SignedLog) -> None:
    assert log.problem() == ""
    assert {one.name: one.role for one in log.people().values()} == PEOPLE
    assert [(one.name, one.deed) for one in log.newest(2)] == [(AUDITOR, "看操作记录"), (SECRECY, "改事项")]


@pytest.mark.parametrize(("statement", "line"), [
    ("UPDATE log SET words = '第 12 号事项：状态改为 不需处理' WHERE line = 4", 4),
    ("UPDATE log SET name = '钱某' WHERE line = 4", 4),
    ("UPDATE log SET at = at - 86400 WHERE line = 4", 4),
    ("UPDATE log SET deed = '看事项' WHERE line = 4", 4),
    ("UPDATE log SET signature = (SELECT signature FROM log WHERE line = 5) WHERE line = 4", 4),
    ("UPDATE log SET signature = '' WHERE line = 5", 5),
    ("UPDATE log SET signature = 'no hex' WHERE line = 5", 5),
    ("DELETE FROM log WHERE line = 4", 4),
    ("DELETE FROM log WHERE line = 1", 1),
    ("UPDATE log SET line = CASE line WHEN 4 THEN -5 ELSE -4 END WHERE line IN (4, 5)", 1),
    ("UPDATE log SET words = '{}' WHERE line = 2", 2),
    ("UPDATE log SET key = (SELECT key FROM log WHERE line = 5) WHERE line = 4", 4),
])
def test_a_line_that_was_changed_taken_out_or_moved_is_named(log: SignedLog, folder: Path, statement: str,
                                                             line: int) -> None:
    assert log.problem() == ""  # what was proven before is not believed afterwards
    change(folder, statement)
    assert f"第 {line} 条" in log.problem()
    again = SignedLog(folder)
    assert f"第 {line} 条" in again.problem()
    again.close()


def test_nobody_signs_in_the_name_of_somebody_else_or_for_another_role(log: SignedLog, keys: Keys) -> None:
    doer = entered(log, keys, SECRECY).doer
    for false in (Person(AUDITOR, Role.AUDITOR, doer.person.key),
                  replace(log.people()[AUDITOR]), Person("没有这个人", Role.AUDITOR, doer.person.key),
                  Person(SECRECY, Role.AUDITOR, doer.person.key)):
        copy = SignedLog(_copy(log, keys.folders[0].parent / f"{false.name}-{false.role.name}-{false.key[:8]}"))
        copy.add(Doer(false, doer.sign), Deed.LOOK_LOG, "", time.time())
        assert "第 6 条记录不是" in copy.problem()
        copy.close()


def test_a_deed_that_a_role_may_not_do_is_not_written_and_found_when_somebody_wrote_it(log: SignedLog,
                                                                                       keys: Keys) -> None:
    doer = entered(log, keys, SECRECY).doer
    with pytest.raises(LogError, match="保密管理员不能看操作记录"):
        log.add(doer, Deed.LOOK_LOG, "", time.time())
    assert len(log.newest(100)) == 5
    added = Person("孙某", Role.AUDITOR, "ab" * 32)
    pretended = Doer(replace(doer.person, role=Role.SYSTEM), doer.sign)
    log.add(pretended, Deed.ADD_PERSON, entry_of(added), time.time())
    assert "第 6 条记录不是" in log.problem()


def test_a_person_has_one_role_and_is_added_by_a_system_administrator(log: SignedLog, keys: Keys) -> None:
    system, secrecy = entered(log, keys, SYSTEM).doer, entered(log, keys, SECRECY).doer
    before = len(list(keys.folders[0].iterdir()))
    for person, by, why in (((SECRECY, Role.AUDITOR), system, "一个人只有一个角色"),
                            (("李某", Role.AUDITOR), secrecy, "不能加人员"),
                            (("李某", Role.AUDITOR), None, "第一个人"), (("", Role.AUDITOR), system, "姓名"),
                            (("赵：敏", Role.AUDITOR), system, "姓名"), (("长" * 21, Role.AUDITOR), system, "姓名")):
        with pytest.raises(LogError, match=why):
            add_person(log, keys, person, by, time.time(), keys.folders[0])
    assert len(list(keys.folders[0].iterdir())) == before
    assert log.problem() == ""


def test_the_first_person_is_a_system_administrator(folder: Path, keys: Keys) -> None:
    log = SignedLog(folder)
    with pytest.raises(LogError, match="第一个人"):
        add_person(log, keys, (SECRECY, Role.SECRECY), None, time.time(), keys.folders[0])
    log.close()


def test_whoever_was_removed_is_let_in_no_more_and_signs_nothing(log: SignedLog, keys: Keys, folder: Path) -> None:
    doer, system = entered(log, keys, SECRECY).doer, entered(log, keys, SYSTEM).doer
    for name, reason, why in ((SECRECY, " ", "--reason"), (SYSTEM, "调走", "不能停用自己"),
                              ("李某", "调走", "没有 李某")):
        with pytest.raises(LogError, match=why):
            remove_person(log, name, reason, system, time.time())
    remove_person(log, SECRECY, "调走", system, time.time())
    with pytest.raises(LogError, match="已经停用"):
        enter(log, keys, SECRECY)
    with pytest.raises(LogError, match="刚刚停用了"):  # whose console is open still
        log.add(doer, Deed.LOOK_CASES, "", time.time())
    assert log.problem() == ""
    forge(log, folder, doer, Deed.LOOK_CASES)
    assert "第 7 条记录不是" in log.problem()


def test_a_name_or_a_key_that_somebody_was_entered_with_meanwhile_is_not_entered_again(log: SignedLog,
                                                                                       keys: Keys) -> None:
    system = entered(log, keys, SYSTEM).doer
    for person, known in ((Person(AUDITOR, Role.SYSTEM, "ab" * 32), f"{AUDITOR} 已经有了，是审计员"),
                          (Person("孙某", Role.AUDITOR, system.person.key), f"{SYSTEM} 已经有了，是系统管理员")):
        with pytest.raises(LogError, match=known):
            log.add(system, Deed.ADD_PERSON, entry_of(person), time.time())
    assert len(log.newest(100)) == 5


def test_an_older_copy_and_an_end_that_was_cut_are_found_beside_the_key(log: SignedLog, keys: Keys,
                                                                       folder: Path) -> None:
    auditor = entered(log, keys, AUDITOR).doer
    older = _copy(log, folder.parent / "older")
    log.add(auditor, Deed.LOOK_LOG, "", time.time())
    remember(log, keys, auditor)
    assert enter(log, keys, AUDITOR).warning == ""
    restored = SignedLog(older)
    assert restored.problem() == ""  # whole in itself
    assert "上次离开时对不上" in enter(restored, keys, AUDITOR).warning
    restored.close()
    checkpoint = log.checkpoint()
    change(folder, "DELETE FROM log WHERE line = 6")
    assert log.problem() == ""
    assert "上次离开时对不上" in enter(log, keys, AUDITOR).warning
    log.add(auditor, Deed.LOOK_OVERVIEW, "", time.time())  # as many lines as before
    assert not log.follows(checkpoint)
    assert "上次离开时对不上" in enter(log, keys, AUDITOR).warning


@pytest.mark.parametrize("checkpoint", ["", "5", "5:", ":", "-1:x", "5:" + "0" * 64, "9" * 30 + ":x", "x:y"])
def test_what_is_no_checkpoint_of_this_log_is_followed_by_nothing(log: SignedLog, checkpoint: str) -> None:
    assert not log.follows(checkpoint)
    assert log.follows(log.checkpoint())


def test_a_line_says_all_that_was_done_however_long_it_is(log: SignedLog, keys: Keys) -> None:
    order = said.of_order(("桌面", "文档/报送"), [f"PC-{number:04}" for number in range(200)], "2031-01-02")
    words = said.of_errand(order, done=False)
    log.add(entered(log, keys, SECRECY).doer, Deed.ERRAND, words, time.time())
    (line,) = log.newest(1)
    assert line.words == words
    assert line.words.endswith("PC-0199，2031-01-02 以前做完：没有办成")
    assert log.problem() == ""


def test_a_refused_path_that_is_cut_says_so() -> None:
    assert said.of_path("GET", "/cases/1") == "GET /cases/1"
    assert said.of_path("GET", f"/{'x' * 200}") == f"GET /{'x' * 79}…（共 201 字）"


def test_several_consoles_write_one_chain(log: SignedLog, keys: Keys, folder: Path) -> None:
    doers = [entered(log, keys, name).doer for name in PEOPLE]

    def write(doer: Doer) -> None:
        own = SignedLog(folder)
        for _ in range(20):
            own.add(doer, Deed.LOOK_OVERVIEW, "", time.time())
        own.close()

    threads = [threading.Thread(target=write, args=(doer,)) for doer in doers]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert (log.problem(), len(log.newest(1000))) == ("", 65)


def test_a_file_that_is_no_log_is_said_so(tmp_path: Path) -> None:
    (tmp_path / FILE_NAME).write_text("this is no database, whatever its name says")
    with pytest.raises(LogError, match="不能读写"):
        SignedLog(tmp_path)


def test_nobody_changes_anything_and_reads_the_log_as_well() -> None:
    looks = {deed for deed in Deed if deed.name.startswith("LOOK")}
    always = {Deed.ENTER, Deed.LEAVE, Deed.REFUSED}
    done = {role: {deed for deed in Deed if may(role, deed)} - looks - always for role in Role}
    assert done == {Role.AUDITOR: set(), Role.SYSTEM: {Deed.ADD_PERSON, Deed.REMOVE_PERSON},
                    Role.SECRECY: {Deed.CHANGE_CASE, Deed.ANSWER_FEEDBACK, Deed.CHANGE_RELEASE, Deed.GIVE_CODE,
                                   Deed.PLAN_RELEASE, Deed.PLAN_INSPECTION, Deed.CHANGE_INSPECTION, Deed.ERRAND,
                                   Deed.RECORD_CALL}}
    assert ALLOWED[Deed.LOOK_LOG] == {Role.AUDITOR}
    assert ALLOWED.keys() == set(Deed)


def test_a_line_that_adds_somebody_says_who() -> None:
    person = Person("孙某", Role.SECRECY, "00")
    assert json.loads(entry_of(person)) == {"name": "孙某", "role": "保密管理员", "key": "00"}


def _copy(log: SignedLog, to: Path) -> Path:
    to.mkdir()
    shutil.copy(log._path, to / FILE_NAME)
    return to
