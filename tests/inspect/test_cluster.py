"""Tests a self-inspection on a real Dask cluster: one that it starts, and an existing one; of a folder, of a share."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from guard.core.model import Outcome
from tests.inspect.tree import plant
from tests.support.program import lines
from tests.support.samba import MISSING, shared

pytestmark = pytest.mark.cluster


def _check(command: list[str], *arguments: object) -> subprocess.CompletedProcess[bytes]:
    return subprocess.run([*command, *map(str, arguments)], capture_output=True, timeout=100)


def test_a_cluster_of_its_own_finds_what_the_pool_finds(tmp_path: Path, command: list[str]) -> None:
    planted = plant(tmp_path / "tree", 60, pictures=False)
    done = _check(command, "--json", "--dask", "local", "--workers", 2, tmp_path / "tree")
    assert {Path(answer["path"]): Outcome(answer["action"]) for answer in lines(done)} == planted.expected
    again = _check(command, "--json", "--workers", 1, tmp_path / "tree")
    assert all(answer["unchanged"] for answer in lines(again))


def test_a_cluster_that_is_there_is_used_by_its_address(tmp_path: Path, command: list[str]) -> None:
    address_file = tmp_path / "scheduler.json"
    programs = [[sys.executable, "-m", "distributed.cli.dask_scheduler", "--host", "127.0.0.1", "--port", "0",
                 "--no-dashboard", "--scheduler-file", str(address_file)],
                [sys.executable, "-m", "distributed.cli.dask_worker", "--scheduler-file", str(address_file),
                 "--no-dashboard", "--host", "127.0.0.1", "--nthreads", "1"]]
    planted = plant(tmp_path / "tree", 30, pictures=False)
    running = [subprocess.Popen(program, stderr=subprocess.PIPE, cwd=tmp_path) for program in programs]
    try:
        assert running[0].stderr is not None
        address = next(line.split()[-1].decode() for line in running[0].stderr if b"Scheduler at:" in line)
        assert running[1].stderr is not None
        assert any(b"Registered to" in line for line in running[1].stderr)
        done = _check(command, "--json", "--dask", address, tmp_path / "tree")
    finally:
        for process in reversed(running):
            process.terminate()
            process.communicate()
    assert {Path(answer["path"]): Outcome(answer["action"]) for answer in lines(done)} == planted.expected


@pytest.mark.skipif(bool(MISSING), reason=f"not here: {MISSING}")
def test_a_share_of_a_file_server_is_inspected_like_the_folder_that_it_serves(
        tmp_path: Path, command: list[str]) -> None:
    planted = plant(tmp_path / "tree", 60, pictures=False)
    (tmp_path / "samba").mkdir()
    with shared(tmp_path / "tree", tmp_path / "samba") as share:
        done = _check(command, "--json", "--dask", "local", "--workers", 2, share)
        assert {tmp_path / "tree" / Path(answer["path"]).relative_to(share): Outcome(answer["action"])
                for answer in lines(done)} == planted.expected
        again = _check(command, "--json", "--dask", "local", "--workers", 2, share)
        assert all(answer["unchanged"] for answer in lines(again))


def test_a_cluster_that_is_not_there_is_said(tmp_path: Path, command: list[str]) -> None:
    (tmp_path / "a.txt").write_text("晚上七点", "utf-8")
    done = _check(command, "--dask", "tcp://127.0.0.1:1", tmp_path / "a.txt")
    assert done.returncode == 2
    assert "用不了" in done.stderr.decode()
