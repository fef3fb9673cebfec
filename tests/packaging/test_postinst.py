"""What the .deb makes of the days that were chosen at its installation, and what it says of them."""

from __future__ import annotations

import os
import shutil
import subprocess
from pathlib import Path

import pytest

from tests.support.packaged import moved
from tests.support.program import ROOT

pytestmark = pytest.mark.skipif(os.name == "nt", reason="a script of Linux packages")

CONFMODULE = """db_get() { RET=$CHOSEN; }
db_stop() { :; }
"""
"""Answers like debconf's own with what was chosen."""


def configured(folder: Path, chosen: str) -> tuple[str, str]:
    """Configure the package in a folder of its own; return the file of days and what was said on standard error."""
    (folder / "confmodule").write_text(CONFMODULE)
    (folder / "after-install").write_text("#!/bin/sh\n")
    (folder / "after-install").chmod(0o755)
    shutil.copy(ROOT / "packaging/linux/retention.toml", folder)
    script = moved("deb/postinst", folder).replace("/usr/share/debconf", str(folder))
    done = subprocess.run(["sh", "-c", script, "postinst", "configure"], env={**os.environ, "CHOSEN": chosen},
                          capture_output=True, encoding="utf-8", timeout=60, check=True)
    return (folder / "etc" / "retention.toml").read_text("utf-8"), done.stderr


@pytest.mark.parametrize(("chosen", "days", "said"), [
    ("60", 60, ""),
    ("3650", 3650, ""),
    ("3651", 3650, "密哨：“3651”超过最多的 3650 天，留 3650 天。\n"),
    ("12345", 30, "密哨：“12345”不是 1 到 3650 的天数，留 30 天。\n"),
    ("6O", 30, "密哨：“6O”不是 1 到 3650 的天数，留 30 天。\n"),
])
def test_days_that_are_not_taken_as_they_were_chosen_are_said(
        tmp_path: Path, chosen: str, days: int, said: str) -> None:
    written, words = configured(tmp_path, chosen)
    assert f"days = {days}" in written.splitlines()
    assert words == said


@pytest.mark.parametrize(("script", "argument"), [("deb/postinst", "abort-remove"), ("after-install", "")])
def test_after_a_removal_that_was_broken_off_a_tray_can_start_again(
        tmp_path: Path, script: str, argument: str) -> None:
    (tmp_path / "mishao.removal").touch()
    (tmp_path / "retention.toml").touch()
    subprocess.run(["sh", "-c", moved(script, tmp_path), script, argument], check=True, timeout=60)
    assert not (tmp_path / "mishao.removal").exists()
