"""Tests what the journal says of marks, and what is read from it: when and why, never which file."""

from __future__ import annotations

from pathlib import Path

import pytest

from guard.channels.mark_records import AGAIN_SECONDS, ALWAYS, MarkRecords
from guard.core.events import Event, EventKind
from guard.core.screen_mark import MarkSpan
from guard.journal import Journal, open_journal
from guard.journal.verify import events, verify
from rules.model import Nature

SECRET, PERSONAL = Nature.STATE_SECRET, Nature.PERSONAL
NOON = 1_800_000_000.0


class Bench:
    """Records over a real journal, with a clock to set."""

    def __init__(self, folder: Path) -> None:
        self.journal: Journal = open_journal(folder)
        self.now, self.tray = NOON, True
        self.told: list[bool] = []
        self.records = self.started()

    def started(self) -> MarkRecords:
        """Return the records of a guard that has just started."""
        return MarkRecords(self.journal, self.journal.path, lambda: self.tray, self.told.append, lambda: self.now)

    def shown(self, after: float, files: dict[str, Nature | None]) -> None:
        """Show these files ``after`` so many seconds; the tray says that it has drawn the mark."""
        self.now += after
        self.records.shown(files)
        if files:
            self.records.drawn(True)

    def written(self) -> list[Event]:
        return list(events(self.journal.path))


@pytest.fixture
def bench(tmp_path: Path) -> Bench:
    return Bench(tmp_path)


def test_beginning_end_and_nature_are_recorded_and_no_digest(bench: Bench) -> None:
    bench.shown(0, {"digest-of-a-file": SECRET})
    bench.shown(30, {})
    bench.shown(AGAIN_SECONDS, {})
    begun, ended = bench.written()
    assert (begun.kind, begun.at, begun.reason, begun.outcome, begun.nature) == (
        EventKind.SIGHTED, NOON, "marked", "block", SECRET.value)
    assert (ended.kind, ended.at, ended.reason, ended.count, ended.nature) == (
        EventKind.SIGHTED, NOON + 30, "mark-ended", 30, SECRET.value)
    assert b"digest-of-a-file" not in bench.journal.path.read_bytes()
    assert verify(bench.journal.path)[0]


def test_a_file_that_is_looked_at_again_soon_continues_its_span(bench: Bench) -> None:
    for _ in range(50):
        bench.shown(5, {"a": SECRET})
        bench.shown(5, {})
    assert len(bench.written()) == 1
    assert bench.records.history(0) == (MarkSpan(NOON + 5, NOON + 500, SECRET),)


def test_one_that_is_shown_later_begins_another(bench: Bench) -> None:
    bench.shown(0, {"a": SECRET})
    bench.shown(60, {})
    bench.shown(AGAIN_SECONDS, {"a": SECRET})
    assert bench.records.history(0) == (
        MarkSpan(bench.now, None, SECRET, lasts=True), MarkSpan(NOON, NOON + 60, SECRET))


def test_two_documents_of_one_second_are_not_taken_for_each_other(bench: Bench) -> None:
    bench.shown(0, {"a": SECRET})
    bench.shown(1, {"b": SECRET})
    bench.shown(1, {"a": SECRET})
    assert bench.records.history(0) == (
        MarkSpan(NOON + 1, NOON + 2, SECRET), MarkSpan(NOON, None, SECRET, lasts=True))
    bench.now += 1
    bench.records.close()
    assert bench.started().history(0) == (
        MarkSpan(NOON + 1, NOON + 2, SECRET), MarkSpan(NOON, NOON + 3, SECRET))


def test_what_lasts_is_ended_with_the_guard_and_read_by_the_next_one(bench: Bench) -> None:
    bench.shown(0, {"a": SECRET, ALWAYS: None})
    bench.shown(20, {ALWAYS: None})
    bench.now += 40
    bench.records.close()
    assert bench.started().history(0) == bench.records.history(0) == (
        MarkSpan(NOON, NOON + 20, SECRET), MarkSpan(NOON, NOON + 60, None, always=True))


def test_where_the_guard_was_killed_the_end_is_not_known(bench: Bench) -> None:
    bench.shown(0, {"a": SECRET})
    assert bench.started().history(0) == (MarkSpan(NOON, None, SECRET),)


def test_two_files_have_two_spans_each_with_its_nature(bench: Bench) -> None:
    bench.shown(0, {"a": SECRET, "b": PERSONAL})
    bench.shown(10, {"b": PERSONAL})
    bench.shown(10, {})
    bench.records.close()
    assert set(bench.started().history(0)) == {MarkSpan(NOON, NOON + 10, SECRET), MarkSpan(NOON, NOON + 20, PERSONAL)}


def test_only_spans_since_a_time_are_returned(bench: Bench) -> None:
    bench.shown(0, {"a": SECRET})
    bench.records.close()
    assert bench.records.history(NOON) == (MarkSpan(NOON, NOON, SECRET),)
    assert bench.records.history(NOON + 1) == ()


def test_a_clock_that_is_set_back_ends_no_span_before_it_began(bench: Bench) -> None:
    bench.shown(0, {"a": SECRET})
    bench.shown(-3600, {})
    bench.records.close()
    assert bench.started().history(0) == (MarkSpan(NOON, NOON, SECRET),)


def test_lines_of_other_kinds_and_damage_are_passed_over(bench: Bench) -> None:
    bench.journal.append(Event(EventKind.SIGHTED, NOON, reason="on-screen"))
    bench.shown(0, {"a": None})
    with bench.journal.path.open("ab") as file:
        file.write(b'{"reason":"marked')
    assert bench.started().history(0) == (MarkSpan(NOON, None, None),)


def test_without_a_journal_what_this_guard_saw_is_returned(bench: Bench) -> None:
    records = MarkRecords(bench.journal, None, lambda: True, bench.told.append, lambda: bench.now)
    records.shown({"a": SECRET})
    records.drawn(True)
    assert records.history(0) == (MarkSpan(NOON, None, SECRET, lasts=True),)


def test_a_mark_that_no_tray_says_it_has_drawn_is_not_recorded(bench: Bench) -> None:
    bench.records.shown({"a": SECRET})
    bench.records.drawn(False)
    bench.records.shown({"a": SECRET})
    assert bench.records.history(0) == ()
    assert not bench.journal.path.exists() or bench.written() == []
    bench.now += 10
    bench.records.drawn(True)
    assert bench.records.history(0) == (MarkSpan(NOON + 10, None, SECRET, lasts=True),)


def test_a_mark_ends_when_its_tray_does_and_the_next_one_is_to_be_drawn_anew(bench: Bench) -> None:
    bench.shown(0, {"a": SECRET})
    bench.tray = False
    bench.now += 30
    bench.records.shown({"a": SECRET})
    assert bench.records.history(0) == (MarkSpan(NOON, NOON + 30, SECRET),)
    bench.tray = True
    bench.records.shown({})
    bench.records.shown({"b": PERSONAL})
    assert [span.nature for span in bench.records.history(0)] == [SECRET]
