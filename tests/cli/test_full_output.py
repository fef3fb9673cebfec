"""Tests answers that cannot be written, as on a full disk: no command ends as if they had been read."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from tests.support.program import ROOT

FULL = Path("/dev/full")
pytestmark = pytest.mark.skipif(not FULL.exists(), reason="needs a device that is always full")


@pytest.mark.parametrize("arguments", [
    ("check", "README.md"), ("rules", "list", "内置", "--json"),
    *(pytest.param(arguments, marks=pytest.mark.thorough) for arguments in (
        ("journal", "verify"), ("doctor",), ("--help",),
        ("check", "--json", "README.md"), ("check", "-"), ("check", "--jsonl"), ("rules", "list", "内置"),
        ("--version",), ("rules", "--help"))),
])
def test_answers_that_cannot_be_written_are_said_in_a_line_and_are_no_answer(
        bare: dict[str, str], arguments: tuple[str, ...]) -> None:
    command = [sys.executable, "main.py", *arguments]
    with FULL.open("wb") as full:
        done = subprocess.run(command, cwd=ROOT, input='{"id": 1, "text": ""}\n', stdout=full, stderr=subprocess.PIPE,
                              env=bare, timeout=60, encoding="utf-8")
    assert (done.returncode, done.stderr) == (2, "mishao：结果没有写完：磁盘空间不足。\n")
