"""Tests how much the index does for one file where thousands have its size: short texts, and copies of one file."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest

from guard.core.model import Outcome
from guard.inspect.finding import Finding, Part
from guard.inspect.index import Index
from guard.inspect.walking import Found

WAITING = 50


def steps(judged: int, content: Callable[[int], bytes]) -> int:
    """Return what SQLite does (in hundreds of its steps) to tell about some files, beside so many judged ones."""
    done = 0

    def step() -> int:
        nonlocal done
        done += 1
        return 0

    with closing(Index(None, "rules")) as index:
        paths = [f"/a/{number:06}" for number in range(judged + WAITING)]
        index.note(Found(Path(path), path, 50, number, number) for number, path in enumerate(paths))
        for number, path in enumerate(paths[:judged]):
            index.keep(Finding(path, path, Part(Outcome.ALLOW), Part(Outcome.ALLOW), content(number)))
        waiting = index.waiting()
        tasks = [next(waiting)]  # the first finds a page of them
        index._database.set_progress_handler(step, 100)
        tasks += waiting
        assert len(tasks) == WAITING
        assert all(task.known for task in tasks)
    return done


@pytest.mark.parametrize("content", [lambda number: hashlib.sha256(b"%d" % number).digest(), lambda _: b"one"],
                         ids=["each with its own content", "copies of one"])
def test_a_file_takes_no_more_where_ten_times_as_many_have_its_size(content: Callable[[int], bytes]) -> None:
    assert steps(5000, content) < 2 * steps(500, content)
