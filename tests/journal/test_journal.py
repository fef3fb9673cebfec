"""Tests the journal on a real disk: what it records, survives and detects."""

from __future__ import annotations

import json
import os
import stat
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from guard.core.events import Event, EventKind
from guard.journal import FILE_NAME, Checkpoint, JournalError, events, open_journal, verify
from guard.journal.record import FIRST_PREVIOUS, canonical, digest
from guard.journal.state import key_path, load, save, start_path

FULL = Event(EventKind.SERVED, 1_700_000_000.123, case="a1b2c3d4e5f60718", outcome="block", rules=("密级-1", "人事-2"),
             count=3, destination="微信", answer="notice", reason="领导已批准")


def event(number: int) -> Event:
    return Event(EventKind.JUDGED, 1_700_000_000.0 + number, case=f"{number:016}", rules=("测试-1",), count=1)


@pytest.fixture
def written(tmp_path: Path) -> Path:
    """A closed journal of ten records."""
    journal = open_journal(tmp_path)
    for number in range(10):
        journal.append(event(number))
    journal.close()
    return journal.path


def lines_of(path: Path) -> list[bytes]:
    return path.read_bytes().splitlines(keepends=True)


def rechained(lines: list[bytes]) -> list[bytes]:
    """What a forger does who knows the format and has no key: numbers and hashes are made consistent again."""
    previous, done = FIRST_PREVIOUS, []
    for number, line in enumerate(lines):
        fields = json.loads(line) | {"n": number, "prev": previous}
        previous = digest(canonical(fields))
        done.append(canonical(fields) + b"\n")
    return done


def test_events_come_back_as_they_were(tmp_path):
    journal = open_journal(tmp_path)
    journal.append(FULL)
    journal.append(Event(EventKind.STOPPED, 5.0))
    journal.close()
    assert list(events(journal.path)) == [FULL, Event(EventKind.STOPPED, 5.0)]


def test_a_record_is_on_disk_as_one_canonical_line_when_append_returns(tmp_path):
    journal = open_journal(tmp_path)
    journal.append(FULL)
    (line,) = lines_of(journal.path)
    fields = json.loads(line)
    assert line == canonical(fields) + b"\n"
    assert set(fields) == {"n", "prev", "mac", "kind", "at", "case", "outcome", "rules", "count", "destination",
                           "answer", "reason"}
    journal.close()


def test_numbering_goes_on_after_a_restart(written):
    journal = open_journal(written.parent)
    journal.append(event(10))
    journal.close()
    assert [json.loads(line)["n"] for line in lines_of(written)] == list(range(11))
    assert verify(written) == (True, "共 11 条记录，编号、衔接和封印都完整。")


def test_an_untouched_journal_verifies_against_its_checkpoint(tmp_path):
    journal = open_journal(tmp_path)
    journal.append(event(0))
    point = journal.checkpoint()
    journal.append(event(1))
    journal.close()
    whole, words = verify(journal.path, point)
    assert whole
    assert "校验点一致" in words


def test_an_edited_record_is_found(written):
    lines = lines_of(written)
    lines[4] = lines[4].replace(b'"count":1', b'"count":2')
    written.write_bytes(b"".join(lines))
    whole, words = verify(written)
    assert not whole
    assert "第 5 条" in words


@pytest.mark.parametrize("change", [
    lambda lines: lines[:4] + lines[5:],
    lambda lines: lines[1:],
    lambda lines: [*lines[:3], lines[4], lines[3], *lines[5:]],
    lambda lines: [*lines[:3], lines[3], *lines[3:]],
    lambda lines: [*lines[:3], b"{}\n", *lines[3:]],
    lambda lines: [*lines[:3], b"\xff\n", *lines[4:]],
    lambda lines: [*lines[:3], lines[3].replace(b",", b", ", 1), *lines[4:]],
], ids=["deleted", "first deleted", "swapped", "doubled", "empty object", "no text", "reformatted"])
def test_a_changed_order_or_line_is_found(written, change):
    written.write_bytes(b"".join(change(lines_of(written))))
    whole, words = verify(written)
    assert not whole
    assert "第 " in words


def test_a_rewrite_with_right_hashes_is_found_by_its_seals(written):
    lines = lines_of(written)
    lines[4] = lines[4].replace(b'"count":1', b'"count":2')
    written.write_bytes(b"".join(rechained(lines)))
    whole, words = verify(written)
    assert not whole
    assert "封印不对" in words


def test_a_rewrite_is_found_by_a_checkpoint_where_the_first_key_was_taken_away(written, tmp_path):
    journal = open_journal(written.parent)
    point = journal.checkpoint()
    journal.close()
    start = written.with_suffix(".start").rename(tmp_path / "kept-by-the-administrator")
    whole, words = verify(written, point)
    assert whole
    assert "没有核对封印" in words
    assert verify(written, point, start) == (True, "共 10 条记录，编号、衔接和封印都完整，与留存的校验点一致。")
    lines = lines_of(written)
    lines[4] = lines[4].replace(b'"count":1', b'"count":2')
    written.write_bytes(b"".join(rechained(lines)))
    assert verify(written, point) == (False, "第 10 条记录与留存的校验点不符：日志被整体改写过。")


@pytest.mark.parametrize("cut", [1, 3, 10])
def test_a_cut_tail_is_found_by_the_key_that_went_on(written, cut):
    written.write_bytes(b"".join(lines_of(written)[:-cut]))
    whole, words = verify(written)
    assert not whole
    assert "末尾缺少记录" in words


def test_a_tail_cut_together_with_the_key_is_found_by_a_checkpoint(written):
    journal = open_journal(written.parent)
    point = journal.checkpoint()
    journal.close()
    written.write_bytes(b"".join(lines_of(written)[:-2]))
    written.with_suffix(".key").unlink()
    assert verify(written, point) == (False, "末尾缺少记录：校验点记有 10 条，现在只有 8 条。")


@pytest.mark.parametrize(("key", "point", "why"), [
    (None, None, "密钥（journal.key）不在日志旁边，也没有给校验点"),
    (None, 6, "密钥（journal.key）不在日志旁边，校验点只到第 6 条"),
    (6, None, "旁边的密钥只到第 6 条，也没有给校验点")])
def test_a_copy_whose_end_neither_key_nor_checkpoint_tells_is_not_called_whole(written, key, point, why):
    lines = lines_of(written)[:-2]
    written.write_bytes(b"".join(lines))
    if key is None:
        written.with_suffix(".key").unlink()
    else:
        save(key_path(written), load(start_path(written)).at(key))
    checkpoint = None if point is None else Checkpoint(point, digest(lines[point - 1][:-1]))
    whole, words = verify(written, checkpoint)
    assert whole  # nothing contradicts it
    assert words.endswith(f"；末尾有没有被截掉没有核对：{why}。")
    assert "完整" not in words


def test_the_end_is_known_by_the_key_of_a_guard_that_runs(tmp_path):
    journal = open_journal(tmp_path)
    journal.append(event(0))
    journal.append(event(1))
    assert verify(journal.path) == (True, "共 2 条记录，编号、衔接和封印都完整。")
    journal.close()


def test_the_last_record_cannot_be_cut_off_unseen_while_the_guard_runs_or_after_it_was_killed(tmp_path):
    journal = open_journal(tmp_path)
    journal.append(event(0))
    journal.append(event(1))
    journal.path.write_bytes(lines_of(journal.path)[0])
    assert verify(journal.path) == (False, "末尾缺少记录：密钥已用到第 2 条，现在只有 1 条。")


def test_a_journal_without_a_record_is_not_whole(tmp_path):
    (tmp_path / FILE_NAME).write_bytes(b"")
    assert verify(tmp_path / FILE_NAME) == (False, "一条记录也没有：不是日志，或者还没有写过，或者被清空了。")


def test_the_guard_goes_on_after_a_cut_tail_and_the_gap_stays_visible(written):
    written.write_bytes(b"".join(lines_of(written)[:-3]))
    journal = open_journal(written.parent)
    assert "少了 3 条" in journal.trouble
    journal.append(event(10))
    journal.close()
    assert [each.reason for each in events(written) if each.kind is EventKind.TROUBLE] == [journal.trouble]
    whole, words = verify(written)
    assert not whole
    assert "第 8 条记录缺失" in words


def replaced(path: Path) -> None:
    path.with_name("other").write_bytes(path.read_bytes())
    path.with_name("other").replace(path)


@pytest.mark.parametrize(("change", "whole"), [(replaced, True), (Path.unlink, False)], ids=["a copy", "removed"])
def test_records_go_on_in_the_file_that_has_the_name_of_the_journal_by_now(tmp_path, change, whole):
    journal = open_journal(tmp_path)
    for number in range(3):
        journal.append(event(number))
    change(journal.path)
    journal.append(event(3))
    journal.append(event(4))
    journal.close()
    told = [each for each in events(journal.path) if each.kind is EventKind.TROUBLE]
    assert any("被换成了别的" in each.reason for each in told)
    assert list(events(journal.path))[-2:] == [event(3), event(4)]
    assert verify(journal.path)[0] is whole


def test_where_what_has_the_name_of_the_journal_by_now_is_none_nothing_is_recorded_and_an_error_says_so(tmp_path):
    journal = open_journal(tmp_path)
    journal.append(event(0))
    before = journal.path.read_bytes()
    kept = journal.path.rename(tmp_path / "kept")
    journal.path.write_bytes(b"of another program\n")
    with pytest.raises(JournalError):
        journal.append(event(1))
    assert journal.path.read_bytes() == b"of another program\n"
    kept.replace(journal.path)
    journal.append(event(1))
    journal.close()
    assert journal.path.read_bytes().startswith(before)
    assert verify(journal.path) == (True, "共 2 条记录，编号、衔接和封印都完整。")


def test_a_torn_last_line_is_cut_at_the_next_start(written):
    whole_file = written.read_bytes()
    written.write_bytes(whole_file + b'{"at":17000')
    assert verify(written)[0]
    open_journal(written.parent).close()
    assert written.read_bytes() == whole_file


def test_zeros_that_a_power_cut_left_at_the_end_are_cut_and_every_record_stays(written):
    before = written.read_bytes()
    written.write_bytes(before + bytes(4000))
    journal = open_journal(written.parent)
    assert journal.trouble == ""
    journal.close()
    assert written.read_bytes() == before


def test_a_torn_only_line_is_cut(tmp_path):
    (tmp_path / FILE_NAME).write_bytes(b'{"at":17')
    journal = open_journal(tmp_path)
    journal.append(event(0))
    journal.close()
    assert verify(journal.path)[0]


def test_a_record_longer_than_a_block_is_continued(tmp_path):
    journal = open_journal(tmp_path)
    journal.append(event(0))
    journal.append(Event(EventKind.TROUBLE, 1.0, reason="长" * 70_000))
    journal.close()
    again = open_journal(tmp_path)
    again.append(event(1))
    again.close()
    assert verify(again.path) == (True, "共 3 条记录，编号、衔接和封印都完整。")


@pytest.mark.parametrize("lose", [Path.unlink, lambda path: path.write_bytes(b"")], ids=["gone", "emptied"])
def test_a_lost_evolving_key_is_evolved_again_from_the_first_and_that_is_recorded(written, lose):
    lose(written.with_suffix(".key"))
    written.write_bytes(b"".join(lines_of(written)[:7]))
    journal = open_journal(written.parent)
    assert "已看不出来" in journal.trouble
    journal.append(event(7))
    journal.close()
    assert verify(written) == (True, "共 9 条记录，编号、衔接和封印都完整。")
    *_, told, last = events(written)
    assert (told.kind, told.reason) == (EventKind.TROUBLE, journal.trouble)
    assert last == event(7)
    assert open_journal(written.parent).trouble == "", "it is told once"


def _lose_keys(path: Path) -> None:
    path.with_suffix(".key").unlink()
    path.with_suffix(".start").unlink()


def _damage_key(path: Path) -> None:
    path.with_suffix(".key").write_text("nonsense")
    path.with_suffix(".start").unlink()


def _damage_key_with_other_bytes(path: Path) -> None:
    path.with_suffix(".key").write_bytes(b"\xff" * 66)
    path.with_suffix(".start").unlink()


@pytest.mark.parametrize("damage", [_lose_keys, _damage_key, _damage_key_with_other_bytes,
                                    lambda path: path.write_bytes(b"garbage\n"),
                                    lambda path: path.write_bytes(b"\xff garbage without an end")])
def test_a_journal_that_cannot_go_on_is_set_aside_whole_and_a_new_one_says_so(written, damage):
    damage(written)
    before = written.read_bytes()
    journal = open_journal(written.parent)
    journal.append(event(0))
    journal.close()
    (aside,) = written.parent.glob("*.damaged-*")
    assert (aside / written.name).read_bytes() == before
    assert aside.name in journal.trouble
    first, second = events(written)
    assert first.kind is EventKind.TROUBLE
    assert aside.name in first.reason
    assert second == event(0)
    assert verify(written)[0]


def test_the_key_on_disk_cannot_forge_what_was_written_before(written):
    number, key = written.with_suffix(".key").read_text().split()
    start_number, start = written.with_suffix(".start").read_text().split()
    assert (number, start_number) == ("10", "0")
    assert key != start


def test_the_files_are_for_their_owner_only(written):
    for path in written.parent.iterdir():
        assert stat.S_IMODE(path.stat().st_mode) == 0o600


def test_threads_and_two_openers_share_one_chain(tmp_path):
    first, second = open_journal(tmp_path), open_journal(tmp_path)
    with ThreadPoolExecutor(6) as pool:
        list(pool.map(lambda number: (first, second)[number % 2].append(event(number)), range(60)))
    first.close()
    second.close()
    assert verify(first.path) == (True, "共 60 条记录，编号、衔接和封印都完整。")
    assert {each.case for each in events(first.path)} == {f"{number:016}" for number in range(60)}


def test_what_cannot_be_written_is_an_error_and_leaves_no_half_record(tmp_path):
    script = (
        "import resource, sys\n"
        "from pathlib import Path\n"
        "from guard.journal import JournalError, open_journal\n"
        "from guard.core.events import Event, EventKind\n"
        "journal = open_journal(Path(sys.argv[1]))\n"
        "journal.append(Event(EventKind.STARTED, 1.0))\n"
        "resource.setrlimit(resource.RLIMIT_FSIZE, (1000, resource.RLIM_INFINITY))\n"
        "try:\n    journal.append(Event(EventKind.TROUBLE, 2.0, reason='x' * 5000))\n"
        "except OSError as error:\n    print('refused:', isinstance(error, JournalError))\n"
        "resource.setrlimit(resource.RLIMIT_FSIZE, (resource.RLIM_INFINITY, resource.RLIM_INFINITY))\n"
        "journal.append(Event(EventKind.STOPPED, 3.0))\n"
        "journal.close()\n")
    done = subprocess.run([sys.executable, "-c", script, tmp_path], capture_output=True, text=True, timeout=60,
                          env={"PYTHONPATH": os.fspath(Path.cwd())})
    assert done.stdout == "refused: True\n", done.stderr
    path = tmp_path / FILE_NAME
    assert [each.kind for each in events(path)] == [EventKind.STARTED, EventKind.STOPPED]
    assert verify(path)[0]


def test_a_missing_journal_is_not_a_whole_one(tmp_path):
    whole, words = verify(tmp_path / FILE_NAME)
    assert not whole
    assert "不存在" in words


def test_an_unreadable_key_is_an_error_that_an_os_error_handler_catches(written):
    written.with_suffix(".key").unlink()
    written.with_suffix(".key").mkdir()
    with pytest.raises(JournalError) as caught:
        open_journal(written.parent)
    assert isinstance(caught.value, OSError)
    assert len(lines_of(written)) == 10


def test_a_checkpoint_names_the_last_line(written):
    journal = open_journal(written.parent)
    assert journal.checkpoint() == Checkpoint(10, digest(lines_of(written)[-1][:-1]))
    journal.close()


def test_a_record_with_a_time_beyond_all_numbers_is_no_event_and_stops_nothing(tmp_path):
    line = canonical({"n": 0, "prev": FIRST_PREVIOUS, "kind": "held", "at": 10**400})
    (tmp_path / FILE_NAME).write_bytes(line + b"\n")
    assert list(events(tmp_path / FILE_NAME)) == []
