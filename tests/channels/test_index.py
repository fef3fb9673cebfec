"""Tests the index of judged files: what it knows, what it forgets, and that a fault of its file stops nothing."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from guard.channels.file_index import FileIndex, FileState, state_of
from guard.core.model import Decision, DestinationKind, Outcome
from guard.folders.stable_file import Stamp
from rules.model import Nature
from tests.support.heap import GLIBC, bytes_added

SECRET = Decision(Outcome.BLOCK, (DestinationKind.CHAT, DestinationKind.GOVERNMENT_CHAT), nature=Nature.STATE_SECRET,
                  judged_with="rules 1")

OLD_FORM = """
create table files (path text primary key, device integer, inode integer, size integer, modified_ns integer,
    digest text, outcome text, nature text);
insert into files values ('/a.txt', 1, 2, 3, 4, '', 'block', '');
"""


@pytest.fixture
def marked(tmp_path: Path) -> Path:
    path = tmp_path / "甲.docx"
    path.write_bytes(b"what it says")
    return path


def test_a_file_is_known_until_its_content_changes_also_after_a_restart(tmp_path: Path, marked: Path) -> None:
    index = FileIndex(tmp_path / "index")
    assert not index.knows(marked)
    flagged = index.put(marked, SECRET)
    index.close()
    again = FileIndex(tmp_path / "index")
    assert again.knows(marked)
    assert again.flagged() == (flagged,)
    assert (again.flagged()[0].held_from, again.flagged()[0].judged_with) == (SECRET.held_from, "rules 1")
    marked.write_bytes(b"other")
    assert not again.knows(marked)


def test_an_index_of_another_form_is_begun_afresh(tmp_path: Path, marked: Path) -> None:
    with closing(sqlite3.connect(tmp_path / "index")) as store:
        store.executescript(OLD_FORM)
    index = FileIndex(tmp_path / "index")
    assert index.flagged() == ()
    flagged = index.put(marked, SECRET)
    index.close()
    assert FileIndex(tmp_path / "index").flagged() == (flagged,)


def test_an_earlier_version_that_is_installed_again_finds_no_table_that_it_cannot_use(
        tmp_path: Path, marked: Path) -> None:
    index = FileIndex(tmp_path / "index")
    index.put(marked, SECRET)
    index.close()
    with closing(sqlite3.connect(tmp_path / "index")) as store:
        store.executescript(OLD_FORM)
    index = FileIndex(tmp_path / "index")
    assert [file.path for file in index.flagged()] == [marked]
    index.close()


def test_a_flagged_file_in_which_nothing_is_found_any_more_is_forgotten(tmp_path: Path, marked: Path) -> None:
    index = FileIndex(tmp_path / "index")
    index.put(marked, SECRET)
    assert index.clear(marked)
    assert index.flagged() == ()
    index.put(marked, Decision(Outcome.ALLOW))
    assert not index.clear(marked)
    assert index.knows(marked)


def test_what_is_asked_of_a_closed_index_gets_no_answer_and_raises_nothing(tmp_path: Path, marked: Path) -> None:
    index = FileIndex(tmp_path / "index")
    flagged = index.put(marked, Decision(Outcome.BLOCK))
    index.close()
    assert not index.knows(marked)
    assert index.flagged() == ()
    assert index.put(marked, Decision(Outcome.BLOCK)) == flagged


def test_the_flagged_files_are_read_anew_only_when_there_are_others(tmp_path: Path, marked: Path) -> None:
    index, other = FileIndex(tmp_path / "index"), tmp_path / "乙.docx"
    other.write_bytes(b"clean")
    index.put(marked, SECRET)
    before = index.flagged()
    index.put(other, Decision(Outcome.ALLOW))
    assert index.flagged() is before
    index.put(other, SECRET)
    assert [file.path for file in index.flagged()] == [other, marked]
    index.put(marked, Decision(Outcome.ALLOW))
    assert [file.path for file in index.flagged()] == [other]
    index.clear(other)
    assert index.flagged() == ()


def test_a_flagged_file_is_the_same_until_its_content_changes_or_it_is_gone(tmp_path: Path, marked: Path) -> None:
    index = FileIndex(tmp_path / "index")
    index.put(marked, SECRET)
    file, = index.flagged()
    assert state_of(file, ()) is FileState.SAME
    marked.write_bytes(b"other")
    assert state_of(file, ()) is FileState.CHANGED
    marked.unlink()
    assert state_of(file, ()) is FileState.GONE
    assert state_of(file, (file.device,)) is FileState.SAME, "a share is not asked"


def test_a_clean_file_is_known_and_not_flagged(tmp_path: Path, marked: Path) -> None:
    index = FileIndex(tmp_path / "index")
    assert index.put(marked, Decision(Outcome.ALLOW)) is None
    assert index.knows(marked)
    assert index.flagged() == ()


def test_a_file_that_could_not_be_read_is_known_only_where_the_rules_would_say_so_again(
        tmp_path: Path, marked: Path) -> None:
    index = FileIndex(tmp_path / "index")
    index.put(marked, Decision(Outcome.UNREADABLE))
    assert not index.knows(marked)
    index.put(marked, Decision(Outcome.UNREADABLE, judged_with="rules 1"))
    assert index.knows(marked)


def test_the_same_content_elsewhere_is_found_and_nothing_of_it_is_stored(tmp_path: Path, marked: Path) -> None:
    index = FileIndex(tmp_path / "index")
    index.put(marked, Decision(Outcome.BLOCK))
    copy = tmp_path / "乙.docx"
    copy.write_bytes(marked.read_bytes())
    flagged = index.put(copy, Decision(Outcome.BLOCK))
    assert flagged is not None
    assert index.twins(flagged) == (marked,)
    index.close()
    assert b"what it says" not in (tmp_path / "index").read_bytes()


def test_an_index_that_is_no_database_is_begun_afresh_and_one_without_a_place_works(
        tmp_path: Path, marked: Path) -> None:
    (tmp_path / "index").write_bytes(b"not a database, but long enough to be looked at" * 100)
    for place in (tmp_path / "index", tmp_path / "missing" / "index"):
        index = FileIndex(place)
        assert index.put(marked, Decision(Outcome.WARN)) is not None
        assert index.knows(marked)
        index.close()


@pytest.mark.parametrize(("device", "inode"), [(2**64 - 1, 2**63), (2**63, 2**128 - 1), (0, 0)])
def test_numbers_of_volumes_and_files_as_windows_gives_them_are_kept(
        tmp_path: Path, marked: Path, monkeypatch: pytest.MonkeyPatch, device: int, inode: int) -> None:
    monkeypatch.setattr(Stamp, "of", classmethod(lambda cls, facts: cls(device, inode, facts.st_size, 0)))
    index = FileIndex(tmp_path / "index")
    assert index.put(marked, Decision(Outcome.BLOCK)) is not None
    assert index.knows(marked)
    assert [(file.device, file.inode) for file in index.flagged()] == [(device, inode % 2**64)]
    assert state_of(index.flagged()[0], ()) is FileState.SAME
    index.close()


@pytest.mark.skipif(not GLIBC, reason="only glibc tells what is in use")
def test_three_thousand_files_leave_less_than_half_a_megabyte_in_the_guard(tmp_path: Path, marked: Path) -> None:
    def judged() -> FileIndex:
        index, file = FileIndex(tmp_path / "index"), marked
        for number in range(3000):
            file = file.rename(tmp_path / f"{number:060}.docx")
            index.put(file, Decision(Outcome.ALLOW))
        return index

    assert bytes_added(judged) < 500_000
    index = FileIndex(tmp_path / "index")
    assert index.knows(tmp_path / f"{2999:060}.docx"), "all were put into it"
    index.close()
