"""Tests the table of which CPUs the wheels of the lock are for."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

TOOL = Path(__file__).parents[2] / "scripts" / "wheels.py"

LOCK = """
lock-version = "1.0"

[[packages]]
name = "windows"
version = "6.9.3"
wheels = [
  {url = "https://example.invalid/windows-6.9.3-cp39-abi3-manylinux_2_28_x86_64.whl"},
  {name = "windows-6.9.3-cp39-abi3-manylinux_2_39_aarch64.whl"},
  {name = "windows-6.9.3-cp39-abi3-win_amd64.whl"},
]

[[packages]]
name = "judge"
version = "1.0"
sdist = {name = "judge-1.0.tar.gz"}
wheels = [
  {name = "judge-1.0-cp313-cp313-manylinux_2_34_x86_64.whl"},
  {name = "judge-1.0-cp313-cp313-manylinux2014_x86_64.manylinux_2_17_x86_64.whl"},
  {name = "judge-1.0-cp313-cp313t-manylinux1_x86_64.whl"},
  {name = "judge-1.0-cp313-cp313-musllinux_1_2_aarch64.whl"},
  {name = "judge-1.0-cp313-cp313-manylinux_2_38_loongarch64.whl"},
]

[[packages]]
name = "plain"
version = "2.0"
wheels = [{name = "plain-2.0-py3-none-any.whl"}, {name = "plain-2.0-cp313-cp313-manylinux_2_28_x86_64.whl"}]
"""


def test_each_native_library_has_its_oldest_glibc_for_every_cpu() -> None:
    done = subprocess.run([sys.executable, str(TOOL)], input=LOCK, capture_output=True, text=True, check=True)
    assert [line.split() for line in done.stdout.splitlines()] == [
        ["x86_64", "aarch64", "loongarch64", "source"],
        ["windows", "6.9.3", "2.28", "2.39", "-", "no"],
        ["judge", "1.0", "2.17", "-", "2.38", "yes"],
    ]
