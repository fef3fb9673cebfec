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
from guard.channels.received_files import Judging
from guard.channels.service import EgressChannels
from guard.core.model import Decision, Outcome
from guard.platform.inotify import FileEvents
from tests.support.built_in import built_in
from tests.support.guarding import wait_for

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="inotify is Linux's")

SECONDS = 20.0


def flagged(path: Path) -> Flagged:
    path.touch()
    facts = path.stat()
    return Flagged(path, facts.st_dev, facts.st_ino, "", Outcome.BLOCK, None)


def names(openings: Openings) -> list[str]:
    """Return the names of the files that are watched, the oldest first."""
    with openings._changed:
        return [file.path.name for file in openings._files.values()]


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
    wait_for(lambda: names(openings) == ["0.txt", "3.txt", "4.txt"], "the newest")
    assert watches() - before == 3
    openings.drop(files[3].path)
    wait_for(lambda: watches() - before == 2, "one watch less")
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
        channels = EgressChannels((), index, lambda: built_in().policy,
                                  Judging(lambda _: clean, lambda _: clean, str),
                                  SimpleNamespace(append=lambda _: None), lambda _: None, lambda: True, marked)
        channels.start()
        channels.flagged(files[3:], Decision(Outcome.BLOCK))
        wait_for(lambda: names(channels._openings) == ["1.txt", "2.txt", "3.txt"], "the newest")
        channels.stop()


class Slow(FileEvents):
    """Watches no file before it may, as on a share that does not answer."""

    asked, may = threading.Event(), threading.Event()

    def add(self, path: Path, mask: int) -> int:
        self.asked.set()
        assert self.may.wait(SECONDS)
        return super().add(path, mask)


@pytest.fixture
def slow(monkeypatch: pytest.MonkeyPatch) -> type[Slow]:
    monkeypatch.setattr(openings_linux, "FileEvents", Slow)
    monkeypatch.setattr(Slow, "asked", threading.Event())
    monkeypatch.setattr(Slow, "may", threading.Event())
    return Slow


def test_a_file_that_is_dropped_while_it_is_added_is_watched_no_more(tmp_path: Path, slow: type[Slow]) -> None:
    dropped, kept = flagged(tmp_path / "a.txt"), flagged(tmp_path / "b.txt")
    openings = Openings(lambda: built_in().policy, lambda *_: None)
    openings.start(())
    openings.add(dropped)
    assert slow.asked.wait(SECONDS)
    openings.drop(dropped.path)
    openings.add(kept)
    slow.may.set()
    wait_for(lambda: names(openings) == ["b.txt"], "the other file alone")
    openings.stop()


def test_a_share_that_does_not_answer_delays_neither_start_nor_end(
        tmp_path: Path, slow: type[Slow], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(openings_linux, "_STOP_SECONDS", 0.1)
    openings = Openings(lambda: built_in().policy, lambda *_: None)
    openings.start((flagged(tmp_path / "a.txt"),))
    assert slow.asked.wait(SECONDS)
    openings.add(flagged(tmp_path / "b.txt"))
    openings.stop()
    assert not slow.may.is_set()
    slow.may.set()
