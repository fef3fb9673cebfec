"""Tests two 4K monitors at 200 %: the warning is whole, twice as many pixels wide, and beside the chat."""

from __future__ import annotations

import json
import subprocess
from collections.abc import Iterator

import pytest

from tests.support import monitors
from tests.support.channel_fixtures import guard, user
from tests.support.guarding import GuardUnderTest
from tests.support.monitors import move
from tests.ui.test_two_monitors import WINDOW_CLASS, pasting, stands_in, tray_of
from ui.demo.display import Area, Display
from ui.warning.panels import WIDTH as WARNING_WIDTH

__all__ = ["guard", "pasting", "user"]

ONE: Area = (0, 0, 3840, 2160)
OTHER: Area = (3840, 0, 7680, 2160)


@pytest.fixture(scope="module")
def display() -> Iterator[Display]:
    with monitors.two_monitors(ONE, OTHER) as running:
        yield running


@pytest.mark.thorough
@pytest.mark.parametrize(("left", "top", "monitor"), [
    pytest.param(200, 300, ONE, marks=pytest.mark.thorough), (5400, 1500, OTHER),
    pytest.param(7300, 40, OTHER, marks=pytest.mark.thorough)],
                         ids=["on one", "low on the other", "at the other's right end"])
def test_the_warning_is_whole_on_the_4k_monitor_of_the_chat(
        guard: GuardUnderTest, display: Display, pasting: subprocess.Popen[str], left: int, top: int,
        monitor: Area) -> None:
    move(display, WINDOW_CLASS, left, top)
    with tray_of(guard, "left=2;right=2"):
        guard.copy(f"机密★5年\n某某县委办公室文件（演示样例）\n{left}\n")
        guard.opened(lambda opened: not opened.notify)
        print("paste", file=pasting.stdin, flush=True)
        assert json.loads(pasting.stdout.readline())["pasted"] == "（内容核对中，稍后发）"  # type: ignore[union-attr]
        assert stands_in(display, 2 * WARNING_WIDTH, monitor)
