"""Tests the gate where the kernel has a limit or asks somebody else, too: a full queue, another listener."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path
from typing import IO, cast

import pytest

from tests.support.channel_fixtures import SYSTEM_PYTHON
from tests.support.gating import CLEAN, FLAGGED, SUPPORT, GateUnderTest, needs_root, reads, running_gate
from tests.support.processes import stopped

pytestmark = needs_root

HANG_SECONDS = 2.5
QUEUE = 16
THREADS = 60
QUEUE_LIMIT = Path("/proc/sys/fs/fanotify/max_queued_events")
"""For listeners that begin from then on (fanotify(7), since Linux 5.13)."""

MANY = """
import os, sys, threading
def one():
    os.close(os.open(sys.argv[1], os.O_RDONLY))
    os.write(1, b"opened\\n")
threads = [threading.Thread(target=one) for _ in range(int(sys.argv[2]))]
[thread.start() for thread in threads]
[thread.join() for thread in threads]
"""


@pytest.fixture
def gate_with_a_short_queue(tmp_path: Path) -> Iterator[GateUnderTest]:
    machine = tmp_path / "short"
    machine.mkdir()
    usual = QUEUE_LIMIT.read_text()
    QUEUE_LIMIT.write_text(str(QUEUE))
    try:
        running = running_gate(machine)
        gate = running.__enter__()
    finally:
        QUEUE_LIMIT.write_text(usual)
    yield gate
    running.__exit__(None, None, None)


@contextmanager
def foreign_listener(folder: Path, seconds: str) -> Iterator[subprocess.Popen[str]]:
    command = [sys.executable, str(SUPPORT / "foreign_listener.py"), str(folder), seconds]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as listener:
        assert cast(IO[str], listener.stdout).readline() == "listens\n"
        yield listener
        listener.kill()


@pytest.mark.skipif(not QUEUE_LIMIT.exists(), reason="this kernel's queue has a fixed length")
def test_opens_beyond_the_kernels_queue_pass_and_the_guard_is_told_how_often(
        gate_with_a_short_queue: GateUnderTest, documents: Path, wechat: Path) -> None:
    gate = gate_with_a_short_queue
    (documents / "a.txt").write_text(FLAGGED, "utf-8")
    guard = gate.guard(documents)
    assert reads(wechat, documents / "a.txt") is None
    assert gate.process is not None
    with stopped(gate.process.pid):
        opener = subprocess.Popen([SYSTEM_PYTHON, "-c", MANY, documents / "a.txt", str(THREADS)],
                                  stdout=subprocess.PIPE, text=True)
        opened = cast(IO[str], opener.stdout)
        beyond = [opened.readline() for _ in range(THREADS - QUEUE)]
    with opener:
        assert [*beyond, *opened] == ["opened\n"] * THREADS
    said = guard.said()
    while said["said"] != "Reached":
        said = guard.said()
    assert said == {"said": "Reached", "marked": 1, "left_out": 0, "overflown": 1, "foreign": []}
    assert reads(wechat, documents / "a.txt") is None


def test_another_product_that_is_asked_too_and_is_slow_changes_no_answer(
        gate: GateUnderTest, documents: Path, wechat: Path) -> None:
    (documents / "a.txt").write_text(FLAGGED, "utf-8")
    (documents / "b.txt").write_text(CLEAN, "utf-8")
    with foreign_listener(documents, "0.1"):
        gate.guard(documents)
        for _ in range(3):
            began = time.monotonic()
            assert reads(wechat, documents / "a.txt") is None
            assert reads(wechat, documents / "b.txt") == CLEAN
            assert reads("cat", documents / "a.txt") == FLAGGED
            assert time.monotonic() - began < 3 * HANG_SECONDS


def test_another_product_that_answers_nothing_keeps_nobody_waiting_in_other_folders(
        gate: GateUnderTest, documents: Path, wechat: Path, tmp_path: Path) -> None:
    frozen, other = documents / "frozen", documents / "other"
    for folder in (frozen, other):
        folder.mkdir()
        (folder / "a.txt").write_text(FLAGGED, "utf-8")
    gate.guard(documents)
    with foreign_listener(frozen, "never") as listener, ThreadPoolExecutor() as threads:
        waiting = threads.submit(reads, wechat, frozen / "a.txt", 60.0)
        assert cast(IO[str], listener.stdout).readline() == "asked\n"
        began = time.monotonic()
        assert reads(wechat, other / "a.txt") is None
        assert reads("cat", other / "a.txt") == FLAGGED
        assert time.monotonic() - began < HANG_SECONDS
        os.kill(listener.pid, signal.SIGKILL)
        assert waiting.result(HANG_SECONDS) is None
