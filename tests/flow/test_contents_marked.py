"""Tests the look at the window in front with a real guard whose unit wants it: a page that no file tells is marked."""

from __future__ import annotations

import os
import signal
import subprocess
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import replace
from pathlib import Path

import pytest

from guard.config.builtin_policy import builtin_policy
from guard.control.requests import Update
from guard.ipc.replies import Done
from guard.platform import proc
from guard.publish.contents import bundle_of
from guard.publish.releasing import release
from rules.model import Nature
from tests.support.accessible import session_bus
from tests.support.guarding import GuardUnderTest, managed_guard, wait_for
from tests.support.mark_layers import layers
from tests.support.marked_desk import MARK, mark_tray
from tests.support.pictures import encode, render_document
from tests.support.publishing import EVERYONE, UnitOffice
from ui.demo.display import Display, end, private_display

READ_SECONDS = 600.0
pytestmark = [pytest.mark.thorough, pytest.mark.timeout(2 * READ_SECONDS)]
"""Windows are read at the lowest priority, for which tests beside others wait for minutes."""

NICE, LOWEST = 16, 19
"""Field of proc_pid_stat(5), counted from the state of the process, and its value for the lowest priority."""


@pytest.fixture(scope="module")
def looking(tmp_path_factory: pytest.TempPathFactory) -> Iterator[GuardUnderTest]:
    """A guard and a tray of a unit that has windows in front looked at by OCR."""
    user, unit = tmp_path_factory.mktemp("user"), tmp_path_factory.mktemp("unit")
    office = UnitOffice.opened(unit / "office")
    policy = unit / "policy.yaml"
    wanted = builtin_policy().replace("看窗口内容: false".encode(), "看窗口内容: true".encode())
    assert wanted != builtin_policy()
    policy.write_bytes(wanted)
    release(office.office, bundle_of(["内置"], policy), EVERYONE)
    with ExitStack() as stack:
        bare = stack.enter_context(private_display("1280x900", ("openbox",)))
        bus = stack.enter_context(session_bus({**bare.environment, "HOME": str(user)}, user))
        display = replace(bare, environment=bus.environment)
        machine = office.machine(unit / "machine")
        guard = stack.enter_context(contextmanager(managed_guard)(display, user, machine))
        assert isinstance(guard.ask(Update("")), Done)
        stack.enter_context(mark_tray(display, guard.socket))
        yield guard


@contextmanager
def shown(display: Display, words: str, folder: Path) -> Iterator[None]:
    """Show a page of words in a viewer, from a file that the guard has never seen."""
    page = folder / "page.png"
    page.write_bytes(encode(render_document(words)))
    running = display.start(["eog", "--new-instance", str(page)], stderr=subprocess.DEVNULL)
    try:
        yield
    finally:
        end(running)


def unhurried_reader(guard: GuardUnderTest) -> int:
    """Return the process of the guard's reader at the lowest priority, 0 while there is none."""
    assert guard.process is not None
    parent = guard.process.pid
    return next((pid for pid in proc.everyone() if proc.stat_field(pid, proc.PARENT) == parent
                 and proc.stat_field(pid, NICE) == LOWEST), 0)


def test_a_page_whose_first_look_failed_is_counted_and_marked_all_the_same(
        looking: GuardUnderTest, tmp_path: Path) -> None:
    with shown(looking.display, f"{MARK}\n请各单位认真组织演练。", tmp_path):
        os.kill(wait_for(lambda: unhurried_reader(looking), "a reader"), signal.SIGKILL)
        wait_for(lambda: looking.status().windows_unread == 1, "a window that was not read")
        wait_for(lambda: layers(looking.display), "the mark", READ_SECONDS)
        wait_for(lambda: looking.status().windows_unread == 0, "no window that was not read")
    wait_for(lambda: not layers(looking.display), "no mark")


def test_a_marked_page_that_no_file_tells_is_marked_while_it_is_shown(looking: GuardUnderTest, tmp_path: Path) -> None:
    with shown(looking.display, f"{MARK}\n请各单位认真组织演练。", tmp_path):
        wait_for(lambda: layers(looking.display), "the mark", READ_SECONDS)
        marking = looking.status().marking
        assert marking is not None
        assert marking.nature is Nature.STATE_SECRET
    wait_for(lambda: not layers(looking.display), "no mark")
