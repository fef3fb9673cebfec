"""Tests which flagged files are watched for who opens them."""

from __future__ import annotations

import sys
import threading
from contextlib import closing
from pathlib import Path
from types import SimpleNamespace

import pytest

from guard.channels import openings_linux, service
from guard.channels.file_index import FileIndex, Flagged
from guard.channels.openings_linux import Openings
from guard.channels.outputs import Marked
from guard.channels.service import EgressChannels
from guard.core.model import Decision, Outcome
from guard.platform.inotify import FileEvents
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


def test_after_a_restart_the_oldest_file_is_the_first_that_is_watched_no_more(
        tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(openings_linux, "FLAGGED_LIMIT", 3)
    monkeypatch.setattr(service, "desktop_watch", lambda *_: None)
    clean = Decision(Outcome.ALLOW)
    files = [flagged(tmp_path / f"{number}.txt").path for number in range(4)]
    with closing(FileIndex(tmp_path / "index")) as index:
        for file in files[:3]:
            index.put(file, Decision(Outcome.BLOCK))
        marked = Marked(lambda _: None, lambda _: None, lambda: ("", ""), lambda _: clean, lambda _: None)
        channels = EgressChannels((), index, lambda: built_in().policy, lambda _: clean,
                                  SimpleNamespace(append=lambda _: None), lambda _: None, lambda: True, marked)
        channels.start()
        channels.flagged(files[3:], Decision(Outcome.BLOCK))
        assert [file.path for file in channels._openings._files.values()] == files[1:]
        channels.stop()


def test_a_file_that_is_dropped_while_it_is_added_is_watched_no_more(
        tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    class Slow(FileEvents):
        """Lets another thread drop a file that was added, as far as it may."""

        def add(self, path: Path, mask: int) -> int:
            watch = super().add(path, mask)
            dropping.start()
            dropping.join(0.2)
            return watch

    monkeypatch.setattr(openings_linux, "FileEvents", Slow)
    file = flagged(tmp_path / "a.txt")
    openings = Openings(lambda: built_in().policy, lambda *_: None)
    dropping = threading.Thread(target=openings.drop, args=(file.path,))
    openings.start(())
    openings.add(file)
    dropping.join()
    assert openings._files == {}
    openings.stop()
