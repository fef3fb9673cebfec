"""Tests how the .deb handles the days chosen at its installation, and its messages about them."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from tests.support.packaged import moved
from tests.support.program import ROOT

pytestmark = pytest.mark.skipif(os.name == "nt", reason="a script of Linux packages")

CONFMODULE = """db_get() { case $1 in */retention-days) RET=$(cat {folder}/chosen) ;; *) RET= ;; esac; }
db_reset() { :; }
db_set() { case $1 in */retention-days) echo "$2" >{folder}/chosen ;; esac; }
db_input() { :; }
db_go() { :; }
db_stop() { :; }
"""
"""Stores the choice as debconf does, and asks nobody."""


def configured(folder: Path, chosen: str, again: bool = False) -> tuple[str, str]:
    """Configure the package in a folder of its own; return the file of days and what was said on standard error."""
    (folder / "confmodule").write_text(CONFMODULE.replace("{folder}", str(folder)))
    (folder / "chosen").write_text(chosen)
    (folder / "after-install").write_text("#!/bin/sh\n")
    (folder / "after-install").chmod(0o755)
    shutil.copy(ROOT / "packaging/linux/retention.toml", folder)
    said = ""
    for name in ("config", "postinst"):
        script = moved(f"deb/{name}", folder).replace("/usr/share/debconf", str(folder))
        done = subprocess.run(["sh", "-c", script, name, "configure"], capture_output=True, encoding="utf-8",
                              env={**os.environ, **({"DEBCONF_RECONFIGURE": "1"} if again else {})}, timeout=60,
                              check=True)
        said += done.stderr
    return (folder / "etc" / "retention.toml").read_text("utf-8"), said


def reconfigured(folder: Path, written: str, chosen: str) -> tuple[str, str]:
    """Do the same as dpkg-reconfigure does without questions, with an administrator's earlier file."""
    (folder / "etc").mkdir()
    (folder / "etc" / "retention.toml").write_text(written, "utf-8")
    return configured(folder, chosen, again=True)


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


@pytest.mark.parametrize(("written", "days"), [
    ("days = 20", "days = 20"),
    ("days = '20'", "days = 20"),
    ('days = "20"  # 本单位', "days = 20  # 本单位"),
    ("days = 1_5", "days = 15"),
    ("  days=20 \r", "days = 20"),
])
def test_days_that_an_administrator_wrote_outlast_a_reconfiguration(tmp_path: Path, written: str, days: str) -> None:
    assert reconfigured(tmp_path, f"# 第一行\n{written}\n", "3000") == (f"# 第一行\n{days}\n", "")


@pytest.mark.parametrize("written", ["days = 二十\n", "days = 6O\n", '"days" = 20\n', "# 没有写\n"])
def test_days_that_cannot_be_read_are_left_as_they_are_and_that_is_said(tmp_path: Path, written: str) -> None:
    after, said = reconfigured(tmp_path, written, "3000")
    assert after == written
    assert "没有改动" in said


@pytest.mark.parametrize(("script", "argument"), [("deb/postinst", "abort-remove"), ("after-install", "")])
def test_after_a_removal_that_was_broken_off_a_tray_can_start_again(
        tmp_path: Path, script: str, argument: str) -> None:
    (tmp_path / "mishao.removal").touch()
    (tmp_path / "retention.toml").touch()
    (tmp_path / "after-install").write_text(moved("after-install", tmp_path), "utf-8")
    (tmp_path / "after-install").chmod(0o755)
    subprocess.run(["sh", "-c", moved(script, tmp_path), script, argument], check=True, timeout=60)
    assert not (tmp_path / "mishao.removal").exists()


def test_a_removal_that_was_refused_before_it_began_ends_nothing(tmp_path: Path) -> None:
    (tmp_path / "after-install").write_text(f"#!/bin/sh\ntouch {tmp_path}/ended\n")
    (tmp_path / "after-install").chmod(0o755)
    subprocess.run(["sh", "-c", moved("deb/postinst", tmp_path), "postinst", "abort-remove"], check=True, timeout=60)
    assert not (tmp_path / "ended").exists()


@pytest.mark.skipif(not shutil.which("systemctl"), reason="a computer without systemd")
def test_in_an_image_where_no_systemd_runs_the_file_gate_is_enabled_and_a_removal_undoes_that(tmp_path: Path) -> None:
    units, wanted = tmp_path / "usr/lib/systemd/system", tmp_path / "etc/systemd/system/multi-user.target.wants"
    units.mkdir(parents=True)
    shutil.copy(ROOT / "packaging/linux/mishao-gate.service", units)
    (tmp_path / "retention.toml").touch()
    subprocess.run(["sh", "-c", moved("after-install", tmp_path)], check=True, timeout=60)
    assert (wanted / "mishao-gate.service").is_symlink()
    subprocess.run(["sh", "-c", moved("before-removal", tmp_path)], check=True, timeout=60)
    assert not (wanted / "mishao-gate.service").is_symlink()


@pytest.mark.skipif(sys.platform != "linux", reason="looks for processes in /proc")
def test_what_runs_ends_whenever_the_package_is_configured_because_what_it_obeys_may_be_new(tmp_path: Path) -> None:
    shutil.copy("/bin/cat", tmp_path / "mishao")  # runs until its standard input ends
    (tmp_path / "retention.toml").touch()
    with subprocess.Popen([tmp_path / "mishao"], stdin=subprocess.PIPE) as guard:
        subprocess.run(["sh", "-c", moved("after-install", tmp_path)], check=True, timeout=60)
        assert guard.wait(5) == -signal.SIGKILL
