"""Tests that a missing display is a sentence, not a crash."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from guard.platform.display import display_problem
from tests.support.program import ROOT


def test_other_platforms_of_qt_need_no_x_display() -> None:
    assert display_problem({"QT_QPA_PLATFORM": "offscreen"}) is None
    assert display_problem({"WAYLAND_DISPLAY": "wayland-0"}) is None


@pytest.mark.parametrize("environment", [{}, {"DISPLAY": ""}, {"DISPLAY": ":9999"}, {"DISPLAY": "nonsense"}])
def test_a_missing_display_is_named(environment: dict[str, str]) -> None:
    assert display_problem(environment)


@pytest.mark.parametrize("environment", [{}, {"DISPLAY": ":9999"}])
def test_the_tray_without_a_display_says_so_and_ends(tmp_path: Path, environment: dict[str, str]) -> None:
    done = subprocess.run([sys.executable, str(ROOT / "main.py"), "--home", str(tmp_path / "h")], capture_output=True,
                          env={"PATH": "/usr/bin:/bin", "HOME": str(tmp_path), **environment}, timeout=60)
    assert done.returncode == 1
    assert "桌面" in done.stderr.decode()
    assert not (tmp_path / "h").exists()
