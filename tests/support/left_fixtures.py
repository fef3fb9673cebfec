"""Names what tests have left running, once at the end of each session of pytest."""

from __future__ import annotations

import os
import signal
import uuid
from collections.abc import Iterator

import pytest

from tests.support.left_processes import MARK, ended, started_by

_END_WITH_US = ("multiprocessing.resource_tracker", "guard.reading.process import run", "prepared_processes_main")
"""Command lines of processes that end when the process that they serve closes their pipe: with this one."""

END_SECONDS = 10.0
"""For processes that were told to end, or whose display has just gone."""


@pytest.fixture(scope="session", autouse=True)
def nothing_left() -> Iterator[None]:
    """Fail after the last test when a process still runs that was started in this session; and end it."""
    mark = uuid.uuid4().hex
    with pytest.MonkeyPatch.context() as environment:
        environment.setenv(MARK, mark)
        yield
    ended(_left(mark), END_SECONDS)
    left = _left(mark)
    for pid in left:
        os.kill(pid, signal.SIGKILL)
    if left:
        pytest.fail("tests left running:\n" + "\n".join(f"{pid} {line}" for pid, line in left.items()), pytrace=False)


def _left(mark: str) -> dict[int, str]:
    """Return the processes of this session that nothing else will end: id → command line."""
    return {pid: line for pid, line in started_by(mark).items() if not any(words in line for words in _END_WITH_US)}
