"""Tests a tree with more folders than the gate marks: what is beyond is counted, and nobody waits meanwhile."""

from __future__ import annotations

import os
import time
from collections.abc import Iterator
from pathlib import Path
from shutil import rmtree

import pytest

from guard.file_gate.marking import FOLDERS_LIMIT
from guard.platform.kernel_settings import user_watches
from tests.bench.bench_library import private_megabytes
from tests.support.gating import CLEAN, FLAGGED, GateUnderTest, SpeakingGuard, needs_root, opens, reads

pytestmark = [needs_root, pytest.mark.timeout(900)]

HANG_SECONDS = 2.5
IN_EACH = 100
MEMORY_MB = 25 + 50
"""What the gate may take with all folders that it marks: a name and a watch of each."""


@pytest.fixture(params=[2_000, pytest.param(int(os.environ.get("FOLDERS", "200000")), marks=pytest.mark.soak)])
def tree(request: pytest.FixtureRequest, documents: Path) -> Iterator[int]:
    for number in range(request.param // IN_EACH):
        folder = documents / f"{number:05}"
        folder.mkdir()
        for each in range(IN_EACH - 1):
            os.mkdir(f"{folder}/{each:05}")  # noqa: PTH102 - hundreds of thousands
    yield request.param
    rmtree(documents)


def test_nobody_waits_while_many_folders_are_marked_and_those_beyond_the_limit_are_counted(
        gate: GateUnderTest, documents: Path, wechat: Path, tree: int) -> None:
    near, deep, clean = documents / "通知.txt", documents / "00000" / "00000" / "通知.txt", documents / "值班.txt"
    for path, words in ((near, FLAGGED), (deep, FLAGGED), (clean, CLEAN)):
        path.write_text(words, "utf-8")
    began = time.monotonic()
    guard = SpeakingGuard(gate.socket, documents, "judge", ())
    try:
        slowest = 0.0
        while reads(wechat, deep) is not None:
            before = time.monotonic()
            assert opens("cat", clean) == CLEAN.encode()
            slowest = max(slowest, time.monotonic() - before)
        said = guard.said()
        while said["said"] != "Reached":
            said = guard.said()
        print(f"all marked after {time.monotonic() - began:.1f} s, slowest cat meanwhile {slowest * 1000:.0f} ms")
        limit = min(FOLDERS_LIMIT, user_watches() * 3 // 4)
        assert said["marked"] == min(tree + 1, limit)
        assert (said["left_out"] != 0) == (tree + 1 > limit)
        assert slowest < HANG_SECONDS
        assert reads(wechat, near) is None
        assert gate.process is not None
        memory = private_megabytes(gate.process.pid)
        print(f"private memory of the gate: {memory:.1f} MB, {said}")
        assert memory < MEMORY_MB
    finally:
        guard.stop()
