"""Tests reading a file at a browser's descriptor: only the one that the browser tells of, and only while it is open."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from guard.control.page_requests import UPLOAD_LIMIT, OpenedFile, PageFile, PutPiece, TakeOpened
from guard.daemon.page_opened import content_of
from guard.daemon.page_uploads import Uploads

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="proc(5) is Linux")

_HOLDS = "import sys; held = [open(name, 'rb') for name in sys.argv[1:]]; print(flush=True); sys.stdin.read()"


@contextmanager
def holding(*paths: Path) -> Iterator[int]:
    """A process that has these files open; yields its number."""
    with subprocess.Popen([sys.executable, "-c", _HOLDS, *map(str, paths)], stdin=subprocess.PIPE,
                          stdout=subprocess.PIPE) as process:
        assert process.stdout is not None
        process.stdout.readline()
        yield process.pid
        assert process.stdin is not None
        process.stdin.close()


def written(path: Path, content: bytes, modified: float = 1_700_000_000.25) -> Path:
    path.parent.mkdir(exist_ok=True)
    path.write_bytes(content)
    os.utime(path, (modified, modified))
    return path


def told(path: Path, number: int = 0) -> OpenedFile:
    """Return what a browser says of a file."""
    facts = path.stat()
    return OpenedFile(number, path.name, facts.st_size, facts.st_mtime_ns // 1_000_000)


def test_an_open_file_is_read_also_when_it_is_open_twice_or_beside_others(tmp_path: Path) -> None:
    wanted = written(tmp_path / "报告.docx", b"wanted")
    others = (written(tmp_path / "别的.docx", b"wanted"), written(tmp_path / "a" / "报告.docx", b"longer than it"),
              written(tmp_path / "b" / "报告.docx", b"before", 1_600_000_000.0))
    with holding(*others, wanted, wanted) as process:
        assert content_of(process, told(wanted)) == b"wanted"


def test_a_file_that_is_not_open_or_was_replaced_or_written_is_not_read(tmp_path: Path) -> None:
    wanted, other = written(tmp_path / "报告.docx", b"wanted"), written(tmp_path / "别的.docx", b"others")
    with holding(other) as process:
        assert content_of(process, told(wanted)) is None
    with holding(wanted) as process:
        before = told(wanted)
        written(wanted, b"change", 1_700_000_001.0)
        assert content_of(process, before) is None
        assert content_of(process, told(wanted)) == b"change"
        written(tmp_path / "new", b"newest").replace(wanted)
        assert content_of(process, told(wanted)) is None
    assert content_of(process, told(wanted)) is None, "a process that has ended"


def test_of_two_files_that_look_alike_neither_is_taken_for_the_other(tmp_path: Path) -> None:
    one, other = written(tmp_path / "甲" / "报告.docx", b"one 12"), written(tmp_path / "乙" / "报告.docx", b"two 12")
    with holding(one, other) as process:
        assert told(one) == told(other)
        assert content_of(process, told(one)) is None


def test_what_is_open_is_added_whole_and_takes_no_further_piece(tmp_path: Path) -> None:
    wanted, missing = written(tmp_path / "报告.docx", b"wanted"), written(tmp_path / "别的.docx", b"missing")
    large = tmp_path / "录像.mp4"
    with large.open("wb") as film:
        film.truncate(UPLOAD_LIMIT + 1)
    uploads = Uploads()
    with holding(wanted, large) as process:
        asked = TakeOpened("u", process, (told(wanted, 2), told(missing, 1), told(large, 0)))
        assert uploads.take_opened(asked) == (2,)
        assert uploads.put(PutPiece("u", 1, b"missing"))
        items = uploads.take("u", [PageFile(path.name, "", path.stat().st_size) for path in (large, missing, wanted)])
        assert [(item.untrusted_bytes, item.problem is None) for item in items] == [
            (b"", False), (b"missing", True), (b"wanted", True)]
        assert uploads.take_opened(asked) == (2,)
        assert not uploads.put(PutPiece("u", 2, b"more"))
    assert uploads.take("u", [PageFile("", "", 0)] * 2 + [PageFile(wanted.name, "", 6)])[2].problem is not None
