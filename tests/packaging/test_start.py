"""Tests the script that starts the tray on a desktop without systemd: again when it was killed, but not forever."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
from itertools import pairwise
from pathlib import Path

import pytest

from tests.support.guarding import wait_for
from tests.support.packaged import moved, ours
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
    assert started(tmp_path, "exit 69").returncode == 1
    assert begun(tmp_path) == 1


def test_a_tray_whose_display_broke_is_started_again_and_given_up_once_there_is_none(tmp_path: Path) -> None:
    assert started(tmp_path, "[ -e broke ] && exit 69; touch broke; exit 1").returncode == 1
    assert begun(tmp_path) == 2


def test_a_program_that_was_removed_is_given_up(tmp_path: Path) -> None:
    assert started(tmp_path, "").returncode == 1
    assert started(tmp_path, "rm mishao; kill -9 $$").returncode == 1
    assert begun(tmp_path) == 1


@pytest.mark.skipif(sys.platform != "linux", reason="looks for processes in /proc")
@pytest.mark.parametrize("seconds", [0, 10], ids=["", "on a computer on which each look takes ten seconds"])
def test_a_removal_ends_the_tray_and_what_starts_it_again(tmp_path: Path, seconds: int) -> None:
    clock = tmp_path / "bin" / "date"
    clock.parent.mkdir()
    clock.write_text(f'#!/bin/sh\necho >>"$0.asked"; echo $(($(wc -l <"$0.asked") * {seconds}))\n', "utf-8")
    clock.chmod(0o755)
    shutil.copy("/bin/cat", tmp_path / "mishao")  # runs until its standard input ends
    (tmp_path / "start").write_text(moved("start", tmp_path), "utf-8")
    (tmp_path / "start").chmod(0o755)
    surroundings = {"PATH": os.environ["PATH"], "HOME": str(tmp_path)}
    with subprocess.Popen([tmp_path / "start"], stdin=subprocess.PIPE, env=surroundings) as starting:
        wait_for(lambda: bool(ours(tmp_path)), "the tray")
        subprocess.run(["sh", "-c", moved("before-removal", tmp_path)], check=True, timeout=60,
                       env={**os.environ, "PATH": f"{clock.parent}:{os.environ['PATH']}"})
        assert not ours(tmp_path)
        assert starting.wait(5) == -signal.SIGTERM
    # From the menu, while the files still exist: without standard input a tray would end at once.
    assert subprocess.run([tmp_path / "start"], stdin=subprocess.DEVNULL, env=surroundings).returncode == 1


@pytest.mark.skipif(sys.platform != "linux", reason="looks for processes in /proc")
@pytest.mark.parametrize(("after", "gone"), [("deb", "remove"), ("deb", "upgrade"), ("rpm", "0")])
def test_what_runs_once_the_files_are_gone_or_replaced_does_not_live_on_from_them(
        tmp_path: Path, after: str, gone: str) -> None:
    shutil.copy("/bin/cat", tmp_path / "mishao")
    (tmp_path / "mishao.removal").touch()
    script = {"deb": moved("deb/postrm", tmp_path),
              "rpm": moved("rpm/mishao.spec", tmp_path).partition("%postun\n")[2]}[after]
    with subprocess.Popen([tmp_path / "mishao"], stdin=subprocess.PIPE) as tray:
        (tmp_path / "mishao").unlink()
        subprocess.run(["sh", "-c", script, after, gone], check=True, timeout=60)
        assert tray.wait(5) == -signal.SIGKILL
    assert not (tmp_path / "mishao.removal").exists()
