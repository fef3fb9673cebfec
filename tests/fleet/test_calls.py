"""Tests calls (催办): which of them count for what is open, and that none is changed or taken out unnoticed."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from dataclasses import replace
from datetime import date, datetime, timedelta
from pathlib import Path

import pytest

from guard.core.events import EventKind
from guard.fleet.call_store import CallStore, calls_in
from guard.fleet.calls import LONGEST_AGREED, LONGEST_NAME, About, Call, CallError, Calls, Matter, Topic, Way
from guard.fleet.collected import read
from guard.fleet.store import FleetStore
from tests.support.collected import DAY, NOW, line
from ui.console.open_items import Which, picked
from ui.report.calls import call_words

TODAY = datetime.fromtimestamp(NOW).astimezone().date()
SILENT, OLD, ORDER = Matter(Topic.GUARDING), Matter(Topic.RULES, 12), Matter(Topic.INSPECTION, 3)


def call(*matters: Matter, device: str = "PC-1", day: date = TODAY, until: date | None = None, **more: str) -> Call:
    about = tuple(About(device, f"c0ffee of {device}", matter) for matter in matters)
    return Call(more.get("by", "赵敏"), day, more.get("whom", "张某"), Way.PHONE, about, more.get("agreed", ""), until)


def known(path: Path, *records: bytes) -> Calls:
    with closing(FleetStore(path)) as store:
        store.add(read(records))
        return calls_in(path, store)


@pytest.fixture
def path(tmp_path: Path) -> Path:
    made = tmp_path / "情况.sqlite"
    known(made, line("PC-1", 0, EventKind.ALIVE, days_ago=5, pack="11"))
    return made


def added(path: Path, made: Call, at: float = NOW) -> Call:
    with closing(CallStore(path)) as store:
        return store.add(made, at)


def test_a_call_about_silence_counts_until_the_computer_guards_again(path: Path) -> None:
    made = added(path, call(SILENT, day=TODAY - timedelta(1)), NOW - DAY)
    assert known(path).newest("pc-1", [SILENT]) == made
    assert known(path).newest("PC-1", [OLD]) is None
    troubled = line("PC-1", 1, EventKind.ALIVE, days_ago=0.2, state="trouble")
    assert known(path, troubled).newest("PC-1", [SILENT]) == made  # it was heard, and does not guard
    guards = line("PC-1", 2, EventKind.ALIVE, days_ago=0.1)
    assert known(path, guards).newest("PC-1", [SILENT]) is None
    assert known(path).on("PC-1") == (made,)


def test_a_call_about_rules_counts_until_the_computer_had_those_and_one_about_an_order_for_that_alone(
        path: Path) -> None:
    added(path, call(OLD, ORDER))
    calls = known(path)
    assert calls.newest("PC-1", [Matter(Topic.RULES, 13)]) is not None  # it still has not even the 12th
    assert calls.newest("PC-1", [ORDER]) is not None
    assert calls.newest("PC-1", [Matter(Topic.INSPECTION, 4)]) is None
    calls = known(path, line("PC-1", 1, EventKind.ALIVE, pack="12"))
    assert calls.newest("PC-1", [Matter(Topic.RULES, 13)]) is None


def test_a_call_stays_with_a_computer_that_was_renamed(path: Path) -> None:
    made = added(path, call(OLD))
    calls = known(path, line("NEW-1", 1, EventKind.ALIVE, pack="11", chain="c0ffee of PC-1"))
    assert (calls.on("NEW-1"), calls.newest("NEW-1", [OLD])) == ((made,), made)
    assert calls.on("PC-1") == ()


@pytest.mark.parametrize(("change", "words"), [
    ({"whom": ""}, "催了谁"), ({"whom": "x" * (LONGEST_NAME + 1)}, "催了谁"), ({"whom": "张\u202e某"}, "看不见"),
    ({"agreed": "x" * (LONGEST_AGREED + 1)}, "说好的"), ({"agreed": "一\n二"}, "看不见"), ({"by": " "}, "谁催的"),
    ({"day": TODAY + timedelta(1)}, "哪天催的"), ({"day": TODAY - timedelta(32)}, "哪天催的"),
    ({"until": TODAY - timedelta(1)}, "约定的日子"), ({"until": TODAY + timedelta(400)}, "约定的日子"),
    ({"about": ()}, "没有要催的")], ids=str)
def test_what_cannot_be_meant_is_not_recorded(path: Path, change: dict[str, object], words: str) -> None:
    with pytest.raises(CallError, match=words):
        added(path, replace(call(SILENT), **change))  # type: ignore[arg-type]
    with closing(CallStore(path)) as store:
        assert (store.all(), store.checkpoint()) == (([], True), "")


@pytest.mark.parametrize("harm", [
    "UPDATE calls SET until = '2030-01-01' WHERE line = 1", "DELETE FROM calls WHERE line = 1",
    "DELETE FROM calls WHERE line = 2", "UPDATE calls SET about = '[[1]]' WHERE line = 2",
    "UPDATE calls SET way = '手势' WHERE line = 2"])
def test_a_call_that_was_changed_or_taken_out_is_noticed(path: Path, harm: str) -> None:
    for whom in ("张某", "李某"):
        added(path, call(SILENT, whom=whom))
    before = known(path)
    assert before.whole
    with sqlite3.connect(path) as harmed:
        harmed.execute(harm)
    assert not known(path).whole
    with closing(CallStore(path)) as store:
        assert not store.follows("2:" + "0" * 64)


def test_an_older_copy_does_not_go_on_from_a_checkpoint_of_later(path: Path, tmp_path: Path) -> None:
    added(path, call(SILENT))
    older = tmp_path / "older.sqlite"
    older.write_bytes(path.read_bytes())
    added(path, call(SILENT))
    later = known(path).checkpoint
    for copy, follows in ((path, True), (older, False)):
        with closing(CallStore(copy)) as store:
            assert store.follows(later) is follows


def test_looking_makes_no_table_since_an_auditor_may_only_read_the_database(path: Path) -> None:
    assert known(path).made == ()
    with sqlite3.connect(path) as looked_at:
        assert looked_at.execute("SELECT COUNT(*) FROM sqlite_master WHERE name = 'calls'").fetchone() == (0,)


def test_passed_days_come_first_then_what_nobody_called_about_then_the_next_days() -> None:
    earlier = TODAY - timedelta(9)
    rows = {"ahead": call(SILENT, until=TODAY + timedelta(1)), "today": call(SILENT, until=TODAY), "never": None,
            "nothing agreed": call(SILENT), "passed": call(SILENT, day=earlier, until=TODAY - timedelta(1)),
            "long passed": call(SILENT, day=earlier, until=TODAY - timedelta(5))}

    def names(which: Which) -> list[str]:
        return picked(rows, rows.get, which, TODAY)

    assert names(Which.BY_CALLS) == ["long passed", "passed", "never", "nothing agreed", "today", "ahead"]
    assert names(Which.ALL) == list(rows)
    assert (names(Which.PASSED), names(Which.NEVER)) == (["long passed", "passed"], ["never"])


def test_the_words_name_whom_and_the_day_and_say_when_it_has_passed() -> None:
    day = date(2026, 11, 28)
    made = call(SILENT, day=day, until=date(2026, 12, 1))
    assert call_words(made, date(2026, 12, 1)) == "已催 11-28 张某，约定 12-01 前"
    assert call_words(made, date(2026, 12, 2)) == "已催 11-28 张某，约定 12-01 前，已过"
    assert call_words(made, date(2027, 1, 2)) == "已催 2026-11-28 张某，约定 2026-12-01 前，已过"
    assert call_words(replace(made, until=None), day) == "已催 11-28 张某，没有约定"
    assert call_words(None, day) == ""
