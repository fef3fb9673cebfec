"""Tests the kernel's permission events as the gate takes them, with a thread that opens files."""

from __future__ import annotations

import fcntl
import os
import select
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from guard.file_gate.fanotify import PermissionGroup
from tests.support.gating import needs_root

pytestmark = needs_root

TIMES = 300


@pytest.fixture
def file(tmp_path: Path) -> Path:
    file = tmp_path / "a.txt"
    file.write_text("a", "utf-8")
    return file


@pytest.fixture
def group(file: Path) -> Iterator[PermissionGroup]:
    group = PermissionGroup()
    folder = os.open(file.parent, os.O_RDONLY)
    group.mark(folder)
    os.close(folder)
    yield group
    group.close()


def has_other_openers(path: Path) -> bool:
    """Open a file, and return whether it was open anywhere else then (fcntl(2), F_SETLEASE)."""
    descriptor = os.open(path, os.O_RDONLY)
    try:
        fcntl.fcntl(descriptor, fcntl.F_SETLEASE, fcntl.F_WRLCK)
    except BlockingIOError:
        return True
    finally:
        os.close(descriptor)
    return False


def test_a_file_that_was_opened_is_not_open_in_the_gate_any_more(group: PermissionGroup, file: Path) -> None:
    with ThreadPoolExecutor(1) as person:
        answers: list[bool] = []
        for _ in range(TIMES):
            asking = person.submit(has_other_openers, file)
            assert select.select([group], [], [], 30)[0]
            for descriptor, _ in group.read():
                group.answer(descriptor, allowed=True)
            answers.append(asking.result(30))
    assert answers == [False] * TIMES
