"""Tests which flagged files are watched for who opens them."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from guard.channels import openings_linux
from guard.channels.file_index import Flagged
from guard.channels.openings_linux import Openings
from guard.core.model import Outcome
from tests.support.built_in import built_in

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="inotify is Linux's")


def flagged(path: Path) -> Flagged:
    path.touch()
    facts = path.stat()
    return Flagged(path, facts.st_dev, facts.st_ino, "", Outcome.BLOCK, None)


def watches() -> int:
    """Return how many files and folders this process watches."""
    infos = Path("/proc/self/fdinfo").iterdir()
    return sum(info.read_text().count("inotify wd:") for info in infos if info.exists())


def test_the_newest_files_are_watched_and_no_more_than_the_limit(
        tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(openings_linux, "FLAGGED_LIMIT", 3)
    files = [flagged(tmp_path / f"{number}.txt") for number in range(6)]
    openings = Openings(lambda: built_in().policy, lambda *_: None)
    before = watches()
    openings.start(())
    for number in (0, 1, 2, 0, 3, 4):
        openings.add(files[number])
    assert sorted(file.path.name for file in openings._files.values()) == ["0.txt", "3.txt", "4.txt"]
    assert watches() - before == 3
    openings.drop(files[3].path)
    assert watches() - before == 2
    openings.stop()
