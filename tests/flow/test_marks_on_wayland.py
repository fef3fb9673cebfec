"""Tests the mark on a Wayland desktop with a real guard and tray: there while a window shows a blocked file."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import dataclass, replace
from pathlib import Path

import pytest

from guard.core.model import Outcome
from tests.support.guarding import GuardUnderTest, wait_for
from tests.support.marked_desk import mark_tray
from tests.support.prepared_processes import started
from tests.support.program import ROOT
from tests.support.screencopy import screen
from tests.support.wayland import MISSING, Compositor, private_compositor

pytestmark = pytest.mark.skipif(bool(MISSING), reason=f"not installed: {MISSING}")
NAME = "演练方案.txt"
SEEN, FAINT = 6, 200
BESIDE = (40, 60, 430, 680)
"""A part of the screen that the tray's own windows leave free."""


@dataclass(frozen=True, slots=True)
class Desk:
    compositor: Compositor
    guard: GuardUnderTest

    def marked(self) -> bool:
        """Tell whether something faint is over the white window."""
        low, high = screen(self.compositor).crop(BESIDE).getextrema()
        return int(low) >= FAINT and int(high) - int(low) >= SEEN


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    with ExitStack() as stack:
        bare = stack.enter_context(private_compositor())
        compositor = replace(bare, environment={**bare.environment, "QT_QPA_PLATFORM": "wayland"})
        (tmp_path / "screens").mkdir()
        guard = GuardUnderTest(compositor, tmp_path / "mishao", tmp_path / "screens",  # type: ignore[arg-type]
                               begin=started)
        stack.callback(guard.stop)
        guard.start()
        document = tmp_path / NAME
        document.write_text("机密★5年\n某某县委办公室文件\n某办发〔2026〕12号\n", "utf-8")
        subprocess.run(["wl-copy", "--type", "text/uri-list"], input=f"{document.as_uri()}\r\n".encode(), check=True,
                       env=compositor.environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        assert guard.opened().case.decision.outcome is Outcome.BLOCK
        stack.enter_context(mark_tray(compositor, guard.socket))  # type: ignore[arg-type]
        yield Desk(compositor, guard)


def test_the_screen_is_marked_while_a_window_shows_a_blocked_file(desk: Desk) -> None:
    with subprocess.Popen([sys.executable, "-m", "tests.support.plain_window", NAME], cwd=ROOT,
                          env=desk.compositor.environment, stdin=subprocess.PIPE) as viewer:
        wait_for(desk.marked, "the mark")
        marking = wait_for(lambda: desk.guard.status().marking, "a guard that says so")
        assert (marking.files, marking.windows) == ((NAME,), ())
        assert viewer.stdin is not None
        viewer.stdin.write("空白\n".encode())
        viewer.stdin.flush()
        wait_for(lambda: not desk.marked(), "no mark over another document")
    assert desk.guard.status().marking is None
