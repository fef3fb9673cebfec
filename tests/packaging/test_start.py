"""The script that starts the tray with a desktop that has no systemd: again when it was killed, and not for ever."""

from __future__ import annotations

import os
import shutil
import subprocess
from itertools import pairwise
from pathlib import Path

import pytest

from tests.support.program import ROOT

pytestmark = pytest.mark.skipif(os.name == "nt", reason="a script of Linux packages")


def started(folder: Path, program: str) -> subprocess.CompletedProcess[str]:
    """Start with this shell script as the program; no systemd of the user answers here."""
    start = folder / "start"
    shutil.copy(ROOT / "packaging/linux/start", start)
    if program:
        (folder / "mishao").write_text(f"#!/bin/sh\ncd {folder}\ndate +%s.%N >>log\n{program}\n")
        (folder / "mishao").chmod(0o755)
    surroundings = {"PATH": os.environ["PATH"], "HOME": str(folder)}
    return subprocess.run(["sh", str(start)], env=surroundings, capture_output=True, text=True, timeout=60)


def begun(folder: Path) -> int:
    """Return how often the program was started."""
    return len(times(folder))


def times(folder: Path) -> list[float]:
    """Return when the program was started, each time."""
    return [float(line) for line in (folder / "log").read_text().splitlines()]


def test_a_tray_that_ended_by_itself_is_not_started_again(tmp_path: Path) -> None:
    assert started(tmp_path, "exit 0").returncode == 0
    assert begun(tmp_path) == 1


def test_a_tray_that_was_killed_is_started_again(tmp_path: Path) -> None:
    assert started(tmp_path, "[ -e killed ] && exit 0; touch killed; kill -9 $$").returncode == 0
    assert begun(tmp_path) == 2


def test_a_tray_that_is_killed_time_and_again_is_there_each_time_and_one_that_never_stays_is_slowed_down(
        tmp_path: Path) -> None:
    assert started(tmp_path, "[ $(wc -l <log) -gt 11 ] && exit 0; kill -9 $$").returncode == 0
    *pauses, last = [after - before for before, after in pairwise(times(tmp_path))]
    assert len(pauses) == 10
    assert max(pauses) < 2
    assert last >= 5


def test_a_tray_that_cannot_run_here_is_given_up(tmp_path: Path) -> None:
    assert started(tmp_path, "exit 1").returncode == 1
    assert begun(tmp_path) == 1


def test_a_program_that_was_removed_is_given_up(tmp_path: Path) -> None:
    assert started(tmp_path, "").returncode == 1
    assert started(tmp_path, "rm mishao; kill -9 $$").returncode == 1
    assert begun(tmp_path) == 1
