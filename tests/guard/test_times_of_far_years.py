"""Tests that files with times of any year are judged, remembered, held and asked about like others."""

from __future__ import annotations

import os
import sys
import tempfile
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import msgspec
import pytest

from guard.channels.file_index import FileIndex
from guard.core.model import Decision, FileMark, Outcome
from guard.file_gate.messages import FileKey
from guard.files.stamps import changed, marks_of
from guard.folders import hold_in_place
from guard.inspect.index import Index
from guard.inspect.walking import LeftOut, Scope, find

SECONDS = {1601: -11_644_473_600, 2300: 10_413_792_000, 2600: 19_880_899_200}

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="needs a file system in memory, which has every year")


@pytest.fixture(params=SECONDS, ids=str)
def file(request: pytest.FixtureRequest) -> Iterator[Path]:
    with tempfile.TemporaryDirectory(dir="/dev/shm") as place:
        path = Path(place) / "a.txt"
        path.write_bytes(b"some words")
        at = SECONDS[request.param]
        os.utime(path, (at, at))
        assert path.stat().st_mtime == at
        yield path


def test_it_is_known_once_it_was_judged_and_no_longer_when_it_has_another_time(file: Path, tmp_path: Path) -> None:
    with closing(FileIndex(tmp_path / "index")) as index:
        assert not index.knows(file)
        assert index.put(file, Decision(Outcome.BLOCK)) is not None
        assert index.knows(file)
        os.utime(file)
        assert not index.knows(file)


def test_a_self_inspection_notes_it_and_asks_for_it(file: Path, tmp_path: Path) -> None:
    with closing(Index(tmp_path / "index", "rules")) as index:
        assert index.note(find([str(file.parent)], Scope(), LeftOut())) == 1
        assert [task.path for task in index.waiting()] == [file]


def test_what_says_of_it_which_file_it_is_can_be_sent(file: Path) -> None:
    key = FileKey.of(file.stat())
    assert msgspec.msgpack.decode(msgspec.msgpack.encode(key), type=FileKey) == key
    marks = marks_of([file])
    assert msgspec.msgpack.decode(msgspec.msgpack.encode(marks), type=tuple[FileMark, ...]) == marks
    assert not changed(marks)
    os.utime(file)
    assert FileKey.of(file.stat()) != key
    assert changed(marks)


def test_what_is_kept_of_it_while_it_is_held_can_be_stored(file: Path) -> None:
    assert msgspec.msgpack.encode(hold_in_place(file))
