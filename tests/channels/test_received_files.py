"""Tests what is made of files that chat clients store, with a real index and real folders."""

from __future__ import annotations

import queue
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from dataclasses import dataclass, field
from pathlib import Path
from types import SimpleNamespace

import pytest

from guard.channels import service
from guard.channels.file_index import FileIndex
from guard.channels.notices import Channel, Sighted, Told
from guard.channels.service import EgressChannels
from guard.core.model import Capture, Decision, Outcome
from tests.channels.screens import Around
from tests.support.built_in import built_in

SECONDS = 20.0
BLOCKED = Decision(Outcome.BLOCK)


@dataclass
class Desk:
    """Egress channels of a user without a desktop, and what they told."""

    home: Path
    index: FileIndex
    judge: Callable[[Capture], Decision] = lambda _: BLOCKED
    told: queue.SimpleQueue[Told] = field(default_factory=queue.SimpleQueue)

    def __post_init__(self) -> None:
        self.store = self.home / "Documents" / "xwechat_files"
        self.received = self.store / "wxid_1" / "msg" / "file" / "2026-10"
        self.received.mkdir(parents=True)
        self.channels = EgressChannels((self.store,), self.index, lambda: built_in().policy,
                                       self._look, SimpleNamespace(append=lambda _: None),
                                       self.told.put, lambda: True, Around().ends().marked)

    def _look(self, capture: Capture) -> Decision:
        return self.judge(capture)

    def receive(self, name: str, content: bytes) -> Path:
        path = self.received / name
        path.write_bytes(content)
        return path

    def sighted(self) -> tuple[Channel, tuple[str, ...]]:
        told = self.told.get(timeout=SECONDS)
        assert isinstance(told, Sighted)
        return told.sighting.route, told.sighting.files


@pytest.fixture
def desk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Desk]:
    monkeypatch.setattr(service, "desktop_watch", lambda *_: None)
    with ExitStack() as stack:
        made = Desk(tmp_path, FileIndex(tmp_path / "index"))
        made.channels.start()
        stack.callback(made.channels.stop)
        yield made


def test_a_file_whose_judging_raises_does_not_keep_the_next_one_from_being_judged(
        desk: Desk, caplog: pytest.LogCaptureFixture) -> None:
    def judge(capture: Capture) -> Decision:
        if capture.path is not None and "坏" in capture.path:
            raise KeyError(capture.path)
        return BLOCKED

    desk.judge = judge
    desk.receive("坏.docx", b"1")
    desk.receive("好.docx", b"2")
    assert desk.sighted() == (Channel.RECEIVED, ("好.docx",))
    assert "KeyError" in caplog.text
    assert "坏" not in caplog.text


def test_of_a_known_file_of_the_same_content_on_a_disk_that_has_failed_nothing_is_concluded(desk: Desk) -> None:
    """A name that is too long is refused as each file on such a disk is."""
    path = desk.home / "甲.docx"
    path.write_bytes(b"the same")
    desk.index.put(path, BLOCKED)
    desk.index._ask("update judged set path = ?", str(desk.home / f"{'长' * 200}.docx"))
    desk.receive("乙.docx", b"the same")
    assert desk.sighted() == (Channel.RECEIVED, ("乙.docx",))
