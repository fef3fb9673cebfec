"""Tests the processes of an inspection: how they end, with and without the one that started them, and who reads them.
"""

from __future__ import annotations

import multiprocessing
import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from guard.inspect.worker import Setup, Task
from guard.inspect.workers import Pool
from guard.ipc.framing import FrameReader, FrameWriter
from guard.ordered.work import Finished, Progress, Unusable, Work
from guard.supply.rules_in_force import InForce
from tests.support.built_in import built_in
from tests.support.left_processes import ended
from tests.support.program import ROOT

PACED = (sys.executable, str(ROOT / "tests" / "support" / "paced_inspector.py"))
POOL = (sys.executable, str(ROOT / "tests" / "support" / "pool_main.py"))
SECONDS = 30.0


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    folder = tmp_path / "资料"
    folder.mkdir()
    for number in range(12):
        (folder / f"{number:02}.txt").write_text("食堂十二点开饭", "utf-8")
    return folder


def refuses_dumps(pid: int) -> bool:
    """Tell whether a process leaves no copy of its memory (proc(5), limits)."""
    limits = Path(f"/proc/{pid}/limits").read_text().splitlines()
    return next(line for line in limits if line.startswith("Max core file size")).split()[4:6] == ["0", "0"]


def test_an_ordered_inspection_that_is_done_ends_by_itself_without_an_error(folder: Path, tmp_path: Path) -> None:
    gate = tmp_path / "gate"
    with subprocess.Popen([*PACED, "01.txt", str(gate)], stdin=subprocess.PIPE, stdout=subprocess.PIPE,
                          stderr=subprocess.PIPE) as process:
        assert process.stdin is not None
        assert process.stdout is not None
        assert process.stderr is not None
        writer = FrameWriter(process.stdin)
        writer.write(InForce((), built_in().policy))
        writer.write(Work((("文档", str(folder)),), str(tmp_path), str(tmp_path / "index.sqlite")))
        process.stdin.flush()
        said = FrameReader[Progress | Finished | Unusable](process.stdout, Progress | Finished | Unusable)
        assert said.read() == Progress(0, 12)
        assert refuses_dumps(process.pid)
        gate.touch()
        while isinstance(message := said.read(), Progress):
            pass
        assert isinstance(message, Finished)
        assert process.wait(SECONDS) == 0, "its guard is there and still listens"
        assert process.stderr.read() == b""


def test_a_worker_ends_with_the_process_that_started_it_however_that_ended(folder: Path) -> None:
    with subprocess.Popen([*POOL, str(folder / "01.txt")], stdin=subprocess.PIPE, stdout=subprocess.PIPE) as process:
        assert process.stdout is not None
        worker = int(process.stdout.readline())
        assert refuses_dumps(worker)
        process.kill()
    assert ended([worker], SECONDS)


def test_a_worker_that_dies_between_two_findings_costs_no_file(folder: Path) -> None:
    paths = sorted(folder.iterdir())
    pool = Pool(Setup((), ("/nonexistent",), "cascade"), 1)
    try:
        findings = pool.findings(iter([Task(path, path.name) for path in paths]))
        found = [next(findings).shown]
        (worker,) = multiprocessing.active_children()
        assert worker.pid is not None
        os.kill(worker.pid, signal.SIGKILL)
        noticing = pool._executor._executor_manager_thread
        assert noticing is not None
        noticing.join(SECONDS)  # then the next file goes to an executor that takes none
        found += [finding.shown for finding in findings]
    finally:
        pool.close()
    assert sorted(found) == [path.name for path in paths]
