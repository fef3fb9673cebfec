"""From what a log server wrote down to the figures and the roll."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from guard.fleet.collected import read
from guard.fleet.figures import Figures, checkpoint, figures
from guard.fleet.roll import Found, RosterError, call_the_roll, read_roster
from guard.fleet.store import FleetStore
from guard.model import EventKind
from tests.support.collected import ALARM, COLLECTED, DAY, EVIL, NOW, line, roster


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


def test_the_roll_finds_what_is_not_installed_not_guarding_old_and_not_listed(tmp_path: Path) -> None:
    _, found = of(*COLLECTED)
    roll = call_the_roll(read_roster(roster(tmp_path)), found.computers, NOW, 3, found.newest_pack)
    assert (roll[0].listed.device, roll[0].found) == ("PC-9", Found.NOT_INSTALLED)
    assert {one.listed.device: one.found for one in roll} == {
        "pc-1": Found.FINE, "PC-2": Found.OLD_PACK, "PC-3": Found.NOT_GUARDING, "PC-9": Found.NOT_INSTALLED,
        "PC-4": Found.NOT_GUARDING, "PC-5": Found.NOT_LISTED, "PC-6": Found.NOT_LISTED}


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
])
def test_a_line_that_is_no_record_is_none(change: Callable[[bytes], bytes]) -> None:
    assert list(read([change(line("PC-1", 0, EventKind.ALIVE))])) == [None]
