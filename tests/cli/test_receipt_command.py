"""Tests `mishao receipt verify`: exit code and words for a valid, a changed and a foreign receipt."""

from __future__ import annotations

import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest

from guard.core.model import Outcome
from guard.daemon.receipts import digest, receipt_of, sign
from guard.platform.paths import Paths
from guard.vault import FileKey
from tests.support.program import Run

Verify = Callable[..., subprocess.CompletedProcess[str]]


@pytest.fixture
def verify(mishao: Run) -> Verify:
    def run(home: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
        done = mishao("receipt", "verify", *arguments, "--home", str(home))
        return subprocess.CompletedProcess(arguments, done.returncode, done.stdout.decode(), done.stderr.decode())

    return run


@pytest.fixture
def receipt(tmp_path: Path) -> Path:
    seed = FileKey(Paths.under(tmp_path / "home").receipt_key).create()
    file = tmp_path / "凭证.json"
    file.write_bytes(sign(receipt_of(1795485720.0, [digest(b"abc")], "内置 2026.11.1", Outcome.WARN, ("BC-01",)), seed))
    (tmp_path / "a.txt").write_bytes(b"abc")
    (tmp_path / "b.txt").write_bytes(b"abd")
    return file


def test_a_right_receipt_of_this_computer_and_its_content(verify: Verify, tmp_path: Path, receipt: Path) -> None:
    done = verify(tmp_path / "home", str(receipt), "--content", str(tmp_path / "a.txt"))
    assert done.returncode == 0
    assert "签名正确" in done.stdout
    assert "结论：提醒" in done.stdout
    assert "由本机当前用户的密哨出具" in done.stdout
    assert "就是当时查的内容" in done.stdout


def test_other_content_and_another_computer_are_said(verify: Verify, tmp_path: Path, receipt: Path) -> None:
    done = verify(tmp_path / "other", str(receipt), "--content", str(tmp_path / "b.txt"))
    assert done.returncode == 1
    assert "不是本机当前用户出具的" in done.stdout
    assert "不是当时查的内容" in done.stdout


def test_a_changed_receipt_and_a_missing_file(verify: Verify, tmp_path: Path, receipt: Path) -> None:
    receipt.write_text(receipt.read_text("utf-8").replace("提醒", "可发"), "utf-8")
    changed, missing = verify(tmp_path / "home", str(receipt)), verify(tmp_path / "home", str(tmp_path / "none.json"))
    assert (changed.returncode, missing.returncode) == (1, 1)
    assert "改动过" in changed.stderr
    assert "打不开" in missing.stderr
