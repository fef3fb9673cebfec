"""Tests that nothing is sent except to addresses named by an administrator, by the packets of a whole short day."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.support.network_watch import isolated
from tests.support.program import ROOT

pytestmark = pytest.mark.skipif(os.geteuid() != 0 or not shutil.which("unshare") or not shutil.which("ip"),
                                reason="a network of its own needs root, unshare and ip")


def sent_in_a_day(folder: Path, *words: str) -> dict[str, list[object]]:
    program = [sys.executable, str(ROOT / "tests" / "support" / "network_story.py"), str(folder), *words]
    done = subprocess.run(isolated(program), capture_output=True, text=True, timeout=110)
    assert done.returncode == 0, done.stderr
    said: dict[str, list[object]] = json.loads(done.stdout)
    return said


def test_without_configuration_nothing_is_sent_at_all(tmp_path: Path) -> None:
    assert sent_in_a_day(tmp_path)["begun"] == []


@pytest.mark.thorough
def test_with_a_server_of_rules_nobody_else_is_asked(tmp_path: Path) -> None:
    said = sent_in_a_day(tmp_path, "managed")
    assert said["begun"] == [said["served"]]
