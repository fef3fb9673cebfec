"""Tests files as items to read: which are available, and why the others are not."""

from __future__ import annotations

import threading
from pathlib import Path

from guard.core.decide import unreadable_words
from guard.core.model import Judged, Reason
from guard.files.items import load, walk


def test_a_file_that_is_gone_says_so(tmp_path: Path) -> None:
    problem = load(tmp_path / "gone.txt").problem
    assert problem is not None
    assert problem.reason is Reason.NOT_FOUND
    assert "不在了" in (unreadable_words(Judged("", unreadable=problem)) or "")


def test_a_name_that_is_too_long_is_a_file_that_cannot_be_read(tmp_path: Path) -> None:
    path = tmp_path / ("a" * 3000)
    assert list(walk(path)) == [path]
    assert load(path).problem is not None


def test_a_file_that_is_written_while_it_is_read_is_not_judged_in_part(tmp_path: Path) -> None:
    path = tmp_path / "growing.txt"
    path.write_bytes(b"x" * (1 << 25))
    ended = threading.Event()

    def grow() -> None:
        with path.open("ab", buffering=0) as file:
            while not ended.is_set():
                file.write(b"y")

    writer = threading.Thread(target=grow)
    writer.start()
    try:
        problems = [load(path).problem for _ in range(5)]
    finally:
        ended.set()
        writer.join()
    assert any(problem is not None and "还在改动" in problem.detail for problem in problems)
    assert load(path).problem is None
