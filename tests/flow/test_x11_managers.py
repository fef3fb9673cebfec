"""Clipboard managers: noticed when they come, and a real CopyQ that captures next to nothing flagged."""

from __future__ import annotations

import shutil
import subprocess
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from guard.clipboard.x11.connection import Connection
from guard.messages import Flagged, Passed
from tests.support.brokering import BLOCKED, CLEAN, Brokering, renamed
from tests.support.guarding import wait_for
from tests.support.x11_client import X11Client
from ui.demo.display import Display, end

COPYQ = shutil.which("copyq")
COPIES = 200
WON_BY_COPYQ = 0.05


def test_text_is_held_unread_as_soon_as_a_manager_has_come(broker: Brokering, display: Display, programs: Path,
                                                          client: Callable[..., X11Client]) -> None:
    watcher, connection = client(), Connection(display.name)

    def owned_after_a_clean_copy() -> bool:
        broker.copy(CLEAN)
        broker.expect(Passed)
        return connection.client_pid(watcher.owner()) == broker.process.pid

    assert not owned_after_a_clean_copy()
    manager = display.start([renamed("xclip", "copyq", programs), "-quiet", "-selection", "secondary", "/dev/null"],
                            stderr=subprocess.DEVNULL)
    wait_for(owned_after_a_clean_copy, "the manager to be noticed before the next housekeeping", seconds=8)
    end(manager)
    connection.close()


@pytest.fixture
def copyq(display: Display) -> Iterator[Callable[..., str]]:
    """A CopyQ server; called with arguments it is its own client."""
    if COPYQ is None:
        pytest.skip("CopyQ is not installed: apt-get install copyq")

    def ask(*arguments: str) -> str:
        return subprocess.run([str(COPYQ), *arguments], env=display.environment, capture_output=True, text=True,
                              timeout=30).stdout

    server = display.start([str(COPYQ)], stderr=subprocess.DEVNULL)
    wait_for(lambda: ask("size").strip().isdigit(), "CopyQ")
    yield ask
    ask("exit")
    end(server)


def test_copyq_captures_next_to_nothing_that_is_flagged(broker: Brokering, copyq: Callable[..., str]) -> None:
    for number in range(COPIES):
        broker.copy(f"{BLOCKED} {number}")
        broker.expect(Flagged)
    broker.copy(f"{CLEAN} at the end")
    broker.expect(Passed)
    wait_for(lambda: "at the end" in copyq("read", "0"), "CopyQ to capture what is clean")
    captured = copyq("separator", "|", "read", *map(str, range(int(copyq("size")))))
    assert CLEAN in captured
    # Both read as soon as the owner changes: on a busy machine it wins now and then (docs/known-limits.md).
    assert captured.count(BLOCKED) <= COPIES * WON_BY_COPYQ
