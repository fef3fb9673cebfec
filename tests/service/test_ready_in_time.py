"""Tests the order of a guard's start: the broker waits for nothing but the rules, the reader for the broker."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from pathlib import Path

import pytest

from guard.control.requests import State
from guard.daemon.service import BROKER_SECONDS
from guard.ipc.framing import FrameReader
from guard.ipc.messages import FromBroker, Trouble
from guard.platform.instance import InstanceLock
from guard.platform.paths import Paths
from tests.support.guarding import GuardUnderTest, wait_for
from tests.support.processes import child, stopped
from tests.support.program import ROOT
from ui.demo.display import Display, end

PROGRAM = [sys.executable, str(ROOT / "main.py")]


def blind() -> dict[str, str]:
    """Return our environment without any display."""
    return {name: value for name, value in os.environ.items() if name not in ("DISPLAY", "WAYLAND_DISPLAY")}


def test_a_broker_gets_ready_before_the_rules_come() -> None:
    """It says that it has no display, which no rule tells it: it has looked while the rules were being proved."""
    broker = subprocess.Popen([*PROGRAM, "--broker"], stdin=subprocess.PIPE, stdout=subprocess.PIPE, env=blind())
    with broker:
        reader: FrameReader[FromBroker] = FrameReader(broker.stdout, FromBroker)  # type: ignore[arg-type]
        assert isinstance(reader.read(), Trouble)
        assert broker.wait(10) == 1


def test_a_process_that_judges_starts_no_pool_of_threads_to_multiply_matrices_with() -> None:
    program = ("import main, os, sys, threading; from tests.support.guarding import wait_for\n"
               "main.run_process(main.Start('broker'))\n"
               "def native(): return len(os.listdir('/proc/self/task'))\n"
               # The system lists a thread for a moment after it has ended.
               "wait_for(lambda: native() == threading.active_count(), 'threads that have ended to go', 5)\n"
               "print('numpy' in sys.modules, file=sys.stderr)")
    done = subprocess.run([sys.executable, "-c", program], env=blind(), cwd=ROOT, stdin=subprocess.DEVNULL,
                          stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True, check=True)
    assert done.stderr.splitlines()[-1] == "True"


def test_a_guard_loads_nothing_that_judges_or_masks_before_its_broker_is_armed() -> None:
    program = "import sys, guard.daemon.process, guard.daemon.bootstrap; print(*sys.modules)"
    loaded = subprocess.run([sys.executable, "-c", program], cwd=ROOT, capture_output=True, text=True, check=True)
    late = {"numpy", "re2", "rules.judge.judge", "rules.features", "rules.pack.encoded", "guard.redact.personal"}
    assert late.isdisjoint(loaded.stdout.split())


def test_a_broker_whose_guard_dies_before_the_rules_come_ends_by_itself(display: Display) -> None:
    broker = subprocess.Popen([*PROGRAM, "--broker"], stdin=subprocess.PIPE, stdout=subprocess.PIPE,
                              env=display.environment)
    with broker:
        output, _ = broker.communicate(timeout=20)
        assert (broker.returncode, output) == (0, b"")


@pytest.mark.thorough
def test_without_a_display_the_reader_gets_ready_all_the_same(display: Display, tmp_path: Path) -> None:
    (tmp_path / "screens").mkdir()
    guard = GuardUnderTest(Display(display.name, blind()), tmp_path / "home", tmp_path / "screens")
    try:
        guard.start()
        wait_for(lambda: guard.status().engine, "an engine")
    finally:
        guard.stop()


@pytest.mark.thorough
def test_the_reader_waits_for_a_broker_that_hangs_only_for_a_moment(display: Display, tmp_path: Path) -> None:
    (tmp_path / "screens").mkdir()
    command = [*PROGRAM, "--home", str(tmp_path / "home"), "--guard"]
    guard = display.start(command, stderr=subprocess.DEVNULL)
    asked = GuardUnderTest(display, tmp_path / "home", tmp_path / "screens")
    try:
        broker = wait_for(lambda: child(guard.pid, "--broker"), "the broker")
        with stopped(broker):
            wait_for(lambda: asked.state() is State.STARTING, "a guard without a broker")
            began = time.monotonic()
            assert not child(guard.pid, "--reader"), "its processor time is the broker's until then"
            wait_for(lambda: child(guard.pid, "--reader"), "the reader")
            assert time.monotonic() - began > BROKER_SECONDS / 2
        wait_for(lambda: asked.state() is State.WATCHING, "a broker that guards after all")
    finally:
        end(guard)


def test_a_guard_that_may_not_run_leaves_no_loader_behind(display: Display, tmp_path: Path) -> None:
    paths = Paths.choose(tmp_path / "home")
    paths.prepare()
    with InstanceLock(paths.lock):
        guard = display.start([*PROGRAM, "--home", str(tmp_path / "home"), "--guard"], stderr=subprocess.DEVNULL)
        loader = wait_for(lambda: child(guard.pid, "--loader"), "the loader, which is started first of all")
        assert guard.wait(20) == 6
    assert not Path(f"/proc/{loader}").exists()
