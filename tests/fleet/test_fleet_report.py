"""Tests the way from a log server's files to the figures and the roll."""

from __future__ import annotations

import io
import shutil
import sqlite3
from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import docx
import openpyxl
import pytest

from guard.core.events import Event, EventKind
from guard.fleet.audit import Flaw, audit
from guard.fleet.calls import About, Call, Calls, Known, Matter, Topic, Way
from guard.fleet.collected import read
from guard.fleet.figures import Figures, checkpoint, figures
from guard.fleet.roll import Found, RosterError, call_the_roll, read_roster
from guard.fleet.store import FleetStore
from guard.journal import open_journal
from guard.journal.spool import Place, Spool
from tests.support.collected import ALARM, COLLECTED, DAY, EVIL, NOW, line, roster
from ui.report.fleet import FleetReport, fleet_page, roll_words, why_words, workbook
from ui.report.month import month_document, month_page


def of(*given: bytes) -> tuple[FleetStore, Figures]:
    store = FleetStore(None)
    store.add(read(given))
    return store, figures(store, NOW - 30 * DAY, NOW + 1)


def test_a_record_that_came_twice_counts_once_and_other_lines_are_told_apart() -> None:
    store = FleetStore(None)
    assert store.add(read(COLLECTED)) == (17, 2)
    found = figures(store, NOW - 30 * DAY, NOW + 1)
    assert found.held == 4
    assert found.held_by_rule == (("BC-01", 4), ("GZ-02", 1))
    assert dict(found.held_by_unit) == {"办公室": 2, EVIL: 1, "档案室": 1}
    assert found.alarms_by_rule == (("GZ-02", 1),)
    assert (found.released, found.refused_packs) == (1, (("PC-5", 1),))


def test_each_feedback_is_listed_once_with_its_number_the_newest_first() -> None:
    again = line("PC-1", 9, EventKind.FALSE_ALARM, rules="GZ-02", answer=ALARM)
    old = line("PC-3", 7, EventKind.FALSE_ALARM, days_ago=2, rules="XC-01")
    _, found = of(*COLLECTED, again, old, line("PC-3", 8, EventKind.FALSE_ALARM, days_ago=3, rules="XC-01"))
    assert [(one.number, one.device, one.unit, one.rule) for one in found.alarms] == [
        (ALARM, "PC-1", "办公室", "GZ-02"), ("", "PC-3", "办公室", "XC-01"), ("", "PC-3", "办公室", "XC-01")]


def test_what_computers_that_only_record_would_have_stopped_is_counted_apart() -> None:
    _, found = of(*COLLECTED)
    assert found.would_by_rule == (("XC-01", 1),)
    assert found.would_by_unit == (("办公室", 1),)
    assert found.would_by_both == (("XC-01", "办公室", 1),)


def test_computers_are_told_by_pack_state_last_word_and_missing_records() -> None:
    _, found = of(*COLLECTED)
    assert found.packs() == (("第 12 号 本县规则", 4), ("第 12 号 ", 1), ("第 11 号 旧规则", 1))
    assert found.seen() == (("一天以内", 5), ("一周以内", 0), ("一个月以内", 1), ("更久", 0))
    guards = {computer.device: computer.guards(NOW, 3) for computer in found.computers}
    assert guards == {"PC-1": True, "PC-2": True, "PC-3": False, "PC-4": False, "PC-5": False, "PC-6": True}
    assert {computer.device: computer.missing for computer in found.computers if computer.missing} == {"PC-2": 4}


def test_the_checkpoint_of_a_computer_is_its_last_record() -> None:
    store, _ = of(*COLLECTED)
    assert checkpoint(store, "PC-1") == (5, f"{4:064x}")
    assert checkpoint(store, "PC-77") is None


def test_the_checkpoint_is_the_last_record_that_has_a_digest() -> None:
    store, _ = of(line("PC-1", 0, EventKind.STARTED), line("PC-1", 1, EventKind.ALIVE),
                  line("PC-1", 2, EventKind.ALIVE, digest=""), line("PC-1", 3, EventKind.ALIVE, digest="g" * 64))
    assert checkpoint(store, "PC-1") == (2, f"{1:064x}")
    assert checkpoint(of(line("PC-1", 0, EventKind.ALIVE, digest="short"))[0], "PC-1") == (1, "")


def test_the_roll_finds_what_is_not_installed_not_guarding_old_and_not_listed(tmp_path: Path) -> None:
    _, found = of(*COLLECTED)
    roll = call_the_roll(read_roster(roster(tmp_path)), found.computers, NOW, 3, found.newest_pack)
    assert (roll[0].listed.device, roll[0].found) == ("PC-9", Found.NOT_INSTALLED)
    assert {one.listed.device: one.found for one in roll} == {
        "pc-1": Found.FINE, "PC-2": Found.OLD_PACK, "PC-3": Found.NOT_GUARDING, "PC-9": Found.NOT_INSTALLED,
        "PC-4": Found.NOT_GUARDING, "PC-5": Found.NOT_LISTED, "PC-6": Found.NOT_LISTED}


def listed(folder: Path, *rows: Sequence[object], merged: str | None = None) -> list[tuple[str, str, str]]:
    """Return what is read from a list with these rows."""
    book = openpyxl.Workbook()
    for row in rows:
        book.active.append(row)
    if merged is not None:
        book.active.merge_cells(merged)
    book.save(folder / "名册.xlsx")
    return [(one.device, one.unit, one.person) for one in read_roster(folder / "名册.xlsx")]


def test_a_computer_that_is_listed_twice_is_the_same_in_both_rows_and_counts_once(tmp_path: Path) -> None:
    _, found = of(*COLLECTED)
    listed(tmp_path, ["电脑", "使用人"], ["PC-1", "王某"], ["pc-1", "李某"])
    roll = call_the_roll(read_roster(tmp_path / "名册.xlsx"), found.computers, NOW, 3, found.newest_pack)
    assert [(one.listed.person, one.found) for one in roll if one.listed.person] == [
        ("王某", Found.FINE), ("李某", Found.FINE)]
    assert "正常 1 台" in roll_words(roll)


def test_a_number_as_a_computer_s_name_is_read_as_people_see_it(tmp_path: Path) -> None:
    assert listed(tmp_path, ["电脑", "科室", "使用人"], [12345, 3, "王某"], ["007", "办公室", ""]) == [
        ("12345", "3", "王某"), ("007", "办公室", "")]


def test_computers_below_a_merged_office_belong_to_it(tmp_path: Path) -> None:
    assert listed(tmp_path, ["科室", "电脑"], ["办公室", "PC-1"], [None, "PC-2"], ["财务科", "PC-3"],
                  merged="A2:A3") == [("PC-1", "办公室", ""), ("PC-2", "办公室", ""), ("PC-3", "财务科", "")]


@pytest.mark.parametrize("heading", ["电脑", "电脑名", "计算机名", "计算机名称", "主机名", "电 脑"])
def test_the_headings_are_found_below_a_title(tmp_path: Path, heading: str) -> None:
    assert listed(tmp_path, ["某县机关计算机名册"], [], ["2026 年 11 月"], ["科室", heading], ["办公室", "PC-1"],
                  merged="A1:B1") == [("PC-1", "办公室", "")]


@pytest.mark.parametrize(("name", "content", "words"), [
    ("名册.csv", "电脑,科室\nPC-1,办公室\n".encode(), "不能是 .csv"),
    ("名册.xlsx", b"PK\x03\x04 cut", "损坏"), ("名册.xlsx", None, "没有这个文件")])
def test_a_csv_a_damaged_and_a_missing_list_are_told_apart(tmp_path: Path, name: str, content: bytes | None,
                                                           words: str) -> None:
    if content is not None:
        (tmp_path / name).write_bytes(content)
    with pytest.raises(RosterError, match=words):
        read_roster(tmp_path / name)


@pytest.mark.parametrize("content", [b"", b"PK\x03\x04 no workbook", "电脑\n".encode()])
def test_a_list_that_is_none_is_refused_in_words(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "名册.xlsx"
    path.write_bytes(content)
    with pytest.raises(RosterError, match="名册"):
        read_roster(path)


@pytest.mark.parametrize("change", [
    lambda text: text[:40], lambda text: text.replace(b'n="0"', b'n="-1"'), lambda text: text.replace(b'n="0"', b""),
    lambda text: text.replace(b">1 20", b">1 9920"), lambda text: b"{" * 5000, lambda text: b'{"n": {}, "at": []}',
    lambda text: text.replace(b'n="0"', b'n="' + b"9" * 400 + b'"'),
    lambda text: b'{"device":"x","n":"1","kind":"held","at":"never"}',
    *(lambda text, at=at: b'{"device":"x","n":1,"kind":"held","at":%s}' % at
      for at in (b"Infinity", b"-Infinity", b"NaN", b"1e18", b"-1", b"0", b'"0001-01-01T00:00:00"',
                 b'"9999-12-31T23:59:59Z"')),
    lambda text: b'{"device":"PC-\\ud800","n":1,"kind":"held","at":1790000000}',
    lambda text: b'{"device":"x","n":1,"kind":"held","at":1790000000,"unit":"\\udfff"}',
])
def test_a_line_that_is_no_record_is_none(change: Callable[[bytes], bytes]) -> None:
    assert list(read([change(line("PC-1", 0, EventKind.ALIVE))])) == [None]


def test_a_computer_whose_clock_was_ahead_is_known_by_its_last_record() -> None:
    given = (line("PC-7", 0, EventKind.ALIVE, days_ago=40), line("PC-7", 1, EventKind.ALIVE, days_ago=-400),
             line("PC-7", 2, EventKind.ALIVE, days_ago=39, pack="13"),
             line("PC-7", 3, EventKind.STOPPED, days_ago=38, pack="14"))
    store, found = of(*given)
    (computer,) = found.computers
    assert (computer.pack, computer.state, computer.guards(NOW, 30)) == (14, "stopped", False)
    assert computer.seen_at == pytest.approx(NOW - 38 * DAY, abs=1)
    assert found.seen()[-1] == ("更久", 1)
    assert checkpoint(store, "PC-7") == (4, f"{3:064x}")


def test_a_computer_whose_clock_has_always_been_ahead_is_said_to_have_a_wrong_clock() -> None:
    _, found = of(line("PC-7", 0, EventKind.ALIVE, days_ago=-400))
    report = FleetReport(found, 1, 0, 3.0, 12, {})
    assert why_words(found.computers[0], report).startswith("时钟不对")
    assert b"1970" not in fleet_page(report)


def renamed(name: str, number: int, kind: EventKind = EventKind.HELD, days_ago: float = 0.0, **fields: str) -> bytes:
    return line(name, number, kind, days_ago, **{"chain": "one journal", "rules": "BC-01", **fields})


def test_a_renamed_computer_is_one_computer_with_its_newest_name_and_counts_nothing_twice(tmp_path: Path) -> None:
    store = FleetStore(tmp_path / "fleet.db")
    store.add(read([renamed("OLD", 0, days_ago=3), renamed("OLD", 1, days_ago=2)]))
    store.add(read([renamed("NEW", 1, days_ago=2), renamed("NEW", 2)]))
    store.add(read([renamed("OLD", 0, days_ago=3)]))
    found = figures(store, NOW - 30 * DAY, NOW + 1)
    assert [(one.device, one.missing) for one in found.computers] == [("NEW", 0)]
    assert (found.held, found.held_by_rule) == (3, (("BC-01", 3),))


def test_computers_whose_journal_was_copied_with_a_disk_stay_apart() -> None:
    _, found = of(renamed("PC-A", 0, days_ago=1), renamed("PC-A", 1), renamed("PC-B", 0, days_ago=1),
                  renamed("PC-B", 1, digest="f" * 64))
    assert [one.device for one in found.computers] == ["PC-A", "PC-B"]


def test_two_records_of_one_computer_with_one_number_both_count_and_the_computer_is_named() -> None:
    other = renamed("PC-A", 1, digest="f" * 64, rules="GZ-02")
    _, found = of(renamed("PC-A", 0, days_ago=2), renamed("PC-A", 1, days_ago=1), other, other)
    assert (found.held, found.held_by_rule) == (3, (("BC-01", 2), ("GZ-02", 1)))
    assert [(one.missing, one.twice) for one in found.computers] == [(0, 1)]


def test_a_record_without_a_digest_or_a_chain_is_told_from_another_one_by_its_time() -> None:
    plain = {"chain": "", "digest": ""}
    _, found = of(renamed("PC-A", 0, days_ago=2, **plain), renamed("PC-A", 0, days_ago=2, **plain),
                  renamed("PC-A", 0, **plain))
    assert found.held == 2
    assert [one.twice for one in found.computers] == [0]


EARLIER = """
CREATE TABLE records(
    device TEXT, chain TEXT, n INTEGER, at REAL NOT NULL, kind TEXT NOT NULL, digest TEXT NOT NULL,
    pack INTEGER, count INTEGER, unit TEXT, label TEXT, state TEXT, mode TEXT, outcome TEXT, answer TEXT, reason TEXT,
    PRIMARY KEY(device, chain, n)) WITHOUT ROWID;
CREATE TABLE rules(
    device TEXT, chain TEXT, n INTEGER, rule TEXT, PRIMARY KEY(device, chain, n, rule)) WITHOUT ROWID;
CREATE INDEX by_kind ON records(kind, at);
INSERT INTO rules VALUES('OLD', 'one journal', 0, 'BC-01');
"""


def test_a_file_of_an_earlier_version_is_continued(tmp_path: Path) -> None:
    with sqlite3.connect(tmp_path / "fleet.db") as earlier:
        earlier.executescript(EARLIER)
        earlier.execute("INSERT INTO records(device, chain, n, at, kind, digest, pack) VALUES('OLD', 'one journal', 0, "
                        "?, 'held', ?, 12)", (NOW - DAY, f"{0:064x}"))
    earlier.close()
    for _ in range(2):
        store = FleetStore(tmp_path / "fleet.db")
        store.add(read([renamed("OLD", 0, days_ago=1), renamed("NEW", 1)]))
        found = figures(store, NOW - 30 * DAY, NOW + 1)
        assert [one.device for one in found.computers] == ["NEW"]
        assert found.held_by_rule == (("BC-01", 2),)
        store.close()


def test_an_audit_knows_the_journal_of_a_renamed_computer(tmp_path: Path) -> None:
    journal = open_journal(tmp_path / "NEW")
    journal.append(Event(EventKind.RELEASED, NOW - DAY, case="one"))
    journal.append(Event(EventKind.ALIVE, NOW))
    journal.close()
    form = [(one.number, one.digest, one.after.chain) for one in Spool(journal.path).read(Place(), 9)]
    sent = [line(name, number, kind, digest=digest, chain=chain) for (number, digest, chain), name, kind in
            zip(form, ("OLD", "NEW"), (EventKind.RELEASED, EventKind.ALIVE), strict=True)]
    without = audit(read(sent), {}, 0.0, NOW + DAY)
    assert [(one.device, one.flaw) for one in without.checked] == [("NEW", Flaw.NONE)]
    assert [one.device for one in without.answered] == ["NEW"]
    for name in ("NEW", "OLD", "another"):
        made = audit(read(sent), {name: tmp_path / "NEW"}, 0.0, NOW + DAY)
        assert [(one.device, one.source, one.flaw) for one in made.checked] == [(name, "日志", Flaw.NONE)]
        assert [one.device for one in made.answered] == [name]


def test_the_name_of_a_unit_is_shown_whole() -> None:
    unit = "演示县农业农村和乡村振兴综合行政执法大队第三中队内勤办公室（河东派驻点）"
    _, found = of(line("PC-1", 0, EventKind.HELD, unit=unit))
    assert f"<td>{unit}</td>" in fleet_page(FleetReport(found, 1, 0, 3.0, 12, {})).decode()


def test_state_secrets_are_first_and_in_no_rest_and_the_time_before_is_beside() -> None:
    store = FleetStore(None)
    store.add(read([line("PC-1", number, EventKind.HELD, rules=f"GZ-{number}") for number in range(60)]
                   + [line("PC-1", 60 + number, EventKind.HELD, rules="GZ-0") for number in range(3)]
                   + [line("PC-2", 0, EventKind.HELD, days_ago=45, rules="BC-01"),
                      line("PC-2", 1, EventKind.HELD, rules="BC-01")]))
    since = NOW - 30 * DAY
    report = FleetReport(figures(store, since, NOW + 1), 1, 0, 3.0, 12, {"BC-01": "标注密级的文件"},
                         secret=frozenset({"BC-01"}), before=figures(store, since - 30 * DAY, since))
    page = fleet_page(report).decode()
    held = page[page.index("按规则：先留着"):]
    held = held[:held.index("</section>")]
    assert held.index("国家秘密 · BC-01 标注密级的文件") < held.index("GZ-0")
    assert "还有 40 项" in held
    assert [row.split("</td>")[0] for row in held.split('<td class="number quiet">')[1:3]] == ["1", "0"]
    assert "其中带国家秘密标志的 1 次），上期 1 次" in month_page(report).decode()
    book = openpyxl.load_workbook(io.BytesIO(workbook(report)))
    assert [cell.value for cell in book["按规则"][2]] == ["国家秘密 · BC-01 标注密级的文件", 1, 1]


def test_each_computer_to_ask_about_says_why() -> None:
    _, found = of(line("PC-1", 0, EventKind.ALIVE), line("PC-2", 0, EventKind.ALIVE, days_ago=9, pack="11"),
                  line("PC-3", 0, EventKind.ALIVE), line("PC-3", 2, EventKind.ALIVE),
                  line("PC-3", 2, EventKind.ALIVE, digest="f" * 64))
    report = FleetReport(found, 1, 0, 3.0, 12, {})
    assert [(one.device, why_words(one, report)) for one in report.troubled()] == [
        ("PC-2", "9 天没有报到；规则旧（第 11 号）"), ("PC-3", "重号 1：日志的末尾被换过；缺记录 1")]


def test_an_audit_names_a_journal_whose_end_was_replaced_by_its_own_earlier_copy(tmp_path: Path) -> None:
    """The copy carries its key, so that alone it is whole: what was reported before says otherwise."""
    folder, copy = tmp_path / "PC-7", tmp_path / "copy"
    sent: list[bytes] = []

    def run(*kinds: EventKind) -> None:
        journal = open_journal(folder)
        for kind in kinds:
            journal.append(Event(kind, NOW - DAY, case="one", reason="自行放行" if kind is EventKind.RELEASED else ""))
        journal.close()
        sent.extend(line("PC-7", one.number, one.event.kind, digest=one.digest, chain=one.after.chain)
                    for one in Spool(journal.path).read(Place(), 99) if one.event is not None)

    run(EventKind.STARTED, EventKind.HELD)
    shutil.copytree(folder, copy)
    run(EventKind.RELEASED, EventKind.STOPPED)
    shutil.rmtree(folder)
    copy.rename(folder)
    before = list(sent)
    run(EventKind.STARTED, EventKind.ALIVE, EventKind.ALIVE)
    brought = {"PC-7": folder}
    for records, journals, flaw in ((sent, {}, Flaw.TWICE), (sent, brought, Flaw.TWICE),
                                    (before, brought, Flaw.CHANGED)):
        (checked,) = audit(read(records), journals, 0.0, NOW + DAY).checked
        assert (checked.flaw, "第 3、4 条" in checked.words) == (flaw, True), checked
    assert [one.kind for one in audit(read(sent), {}, 0.0, NOW + DAY).answered] == ["released"]


def test_calls_are_beside_the_computers_at_the_top_those_whose_day_has_passed_first() -> None:
    _, found = of(*COLLECTED)
    report = FleetReport(found, 1, 0, 3.0, 12, {})
    names = [one.device for one in report.troubled()]
    passed, waits, day = names[-1], names[0], report.today - timedelta(5)
    matters = {passed: Matter(Topic.RECORDS), waits: Matter(Topic.GUARDING)}
    made = [Call("赵敏", day, whom, Way.PHONE, (About(device, "", matters[device]),), agreed, until, at=NOW - 5 * DAY)
            for device, whom, agreed, until in ((passed, "李某<b>", "周五开机", day + timedelta(1)),
                                                (waits, "张某", "", report.today + timedelta(1)))]
    known = [Known(one.device, "", one.pack, 0.0) for one in found.computers]
    report = replace(report, calls=Calls.of(made, known, True, ""))
    assert [one.device for one in report.to_call()] == [passed, *(one for one in names if one != passed)]
    rows = list(openpyxl.load_workbook(io.BytesIO(workbook(report)))["要过问的电脑"].iter_rows(values_only=True))
    assert rows[0][-6:] == ("催了谁", "催什么", "哪天催的", "约定", "已过", "说好的")
    assert (rows[1][1], rows[1][-6:]) == (passed, ("李某<b>", "记录不全", day.isoformat(),
                                                   (day + timedelta(1)).isoformat(), "已过", "周五开机"))
    page = fleet_page(report).decode()
    assert page.index("李某&lt;b&gt;，约定") < page.index("张某，约定")
    assert ("前，已过；周五开机" in page, "<b>，约定" in page) == (True, False)
    told = f"要过问的 {len(names)} 台，催过 2 台，其中约定的日子已过 1 台"
    month = "".join(one.text for one in docx.Document(io.BytesIO(month_document(report))).paragraphs)
    assert all(told in where for where in (page, month, month_page(report).decode()))
    assert not [name for name in ("李某", "PC-") if name in month]
