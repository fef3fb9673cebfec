"""Tests what is made of files that chat clients store, with a real index and real folders."""

from __future__ import annotations

import queue
import threading
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from dataclasses import dataclass, field, replace
from pathlib import Path
from types import SimpleNamespace

import pytest

from guard.channels import service
from guard.channels.file_index import FileIndex
from guard.channels.notices import Channel, Sighted, Told
from guard.channels.received_files import Judging
from guard.channels.screen import Look
from guard.channels.service import EgressChannels
from guard.core.model import Capture, Decision, Item, Kind, Origin, Outcome
from tests.channels.screens import PROGRAM, Around, Screen, Window
from tests.support.built_in import built_in
from tests.support.guarding import wait_for

SECONDS = 20.0
BLOCKED = Decision(Outcome.BLOCK)


@dataclass
class Desk:
    """Egress channels of a user without a desktop, and what they told."""

    home: Path
    index: FileIndex
    judge: Callable[[Capture], Decision] = lambda _: BLOCKED
    rules: str = "rules 1"
    looks: list[str] = field(default_factory=list)
    around: Around = field(default_factory=Around)
    told: queue.SimpleQueue[Told] = field(default_factory=queue.SimpleQueue)

    look: Look = lambda _: None

    def __post_init__(self) -> None:
        self.store = self.home / "Documents" / "xwechat_files"
        self.received = self.store / "wxid_1" / "msg" / "file" / "2026-10"
        self.received.mkdir(parents=True)
        self.channels = EgressChannels((self.store,), self.index, lambda: built_in().policy,
                                       Judging(self._look, self._look_again, lambda: self.rules),
                                       SimpleNamespace(append=lambda _: None),
                                       self.told.put, lambda: True, self.around.ends().marked)

    def _look(self, capture: Capture) -> Decision:
        self.looks.append("look")
        return replace(self.judge(capture), judged_with=self.rules)

    def _look_again(self, capture: Capture) -> Decision:
        self.looks.append("again")
        return replace(self.judge(capture), judged_with=self.rules)

    def flag(self, name: str) -> Path:
        """Let the user have a file that was flagged when it was copied."""
        path = self.home / name
        path.write_bytes(b"secret")
        self.channels.flagged((path,), replace(BLOCKED, judged_with=self.rules))
        return path

    def flagged(self) -> list[str]:
        return [file.path.name for file in self.index.flagged()]

    def marked(self, name: str) -> bool:
        """Look at a window that shows a file of this name; return whether it is marked."""
        self.look(Screen((Window(2, PROGRAM, f"{name} - WPS 文字", place=(0, 0, 300, 300)),), 2))
        return bool(self.around.marked) and self.around.marked[-1] is not None

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
    looks: list[Look] = []
    monkeypatch.setattr(service, "desktop_watch", lambda _policy, _x11, native: looks.append(native))
    with ExitStack() as stack:
        made = Desk(tmp_path, FileIndex(tmp_path / "index"))
        made.look = looks[-1]
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
    wait_for(lambda: "KeyError" in caplog.text, "the bad file to be judged")
    desk.receive("好.docx", b"2")
    assert desk.sighted() == (Channel.RECEIVED, ("好.docx",))
    assert "坏" not in caplog.text


def test_of_a_known_file_of_the_same_content_on_a_disk_that_has_failed_nothing_is_concluded(desk: Desk) -> None:
    """A name that is too long is refused as each file on such a disk is."""
    path = desk.home / "甲.docx"
    path.write_bytes(b"the same")
    desk.index.put(path, BLOCKED)
    desk.index._ask("update judged set path = ?", str(desk.home / f"{'长' * 200}.docx"))
    desk.receive("乙.docx", b"the same")
    assert desk.sighted() == (Channel.RECEIVED, ("乙.docx",))


def test_a_flagged_file_that_changed_is_marked_until_it_is_judged_anew_and_found_clean(desk: Desk) -> None:
    path, may = desk.flag("通知.docx"), threading.Event()

    def judge(_: Capture) -> Decision:
        assert may.wait(SECONDS)
        return Decision(Outcome.ALLOW)

    desk.judge = judge
    assert desk.marked("通知.docx")
    path.write_bytes(b"its user has taken the mark out")
    assert desk.marked("通知.docx")
    may.set()
    wait_for(lambda: not desk.marked("通知.docx"), "no mark")
    assert (desk.looks, desk.flagged()) == (["again"], [])


def test_a_flagged_file_that_changed_and_is_blocked_still_stays_marked(desk: Desk) -> None:
    path = desk.flag("通知.docx")
    path.write_bytes(b"secret, with one more sentence")
    assert desk.marked("通知.docx")
    wait_for(lambda: desk.index.knows(path), "its new content to be known")
    assert desk.marked("通知.docx")
    assert desk.looks == ["again"]


def test_what_a_flagged_file_has_become_is_read_once_where_it_cannot_be_read_and_stays_flagged(desk: Desk) -> None:
    path, read = desk.flag("通知.docx"), threading.Event()

    def judge(_: Capture) -> Decision:
        read.set()
        return Decision(Outcome.UNREADABLE)

    desk.judge = judge
    path.write_bytes(b"torn")
    assert desk.marked("通知.docx")
    assert read.wait(SECONDS)
    desk.receive("收到.docx", b"1")
    wait_for(lambda: "look" in desk.looks, "a file that comes later")
    assert all(desk.marked("通知.docx") for _ in range(3))
    assert desk.looks == ["again", "look"]


def test_a_flagged_file_that_is_gone_marks_no_other_file_of_its_name(desk: Desk) -> None:
    desk.flag("通知.docx").unlink()
    assert not desk.marked("通知.docx")


def test_a_client_that_opens_what_a_flagged_file_has_become_is_not_told_of_before_that_is_judged(desk: Desk) -> None:
    path = desk.flag("通知.docx")
    file, = desk.index.flagged()
    desk.channels._opened(file, "wechat")
    assert desk.sighted() == (Channel.OPENED, ("通知.docx",))
    desk.judge = lambda _: Decision(Outcome.ALLOW)
    path.write_bytes(b"clean")
    desk.channels._opened(file, "qq")
    wait_for(lambda: desk.flagged() == [], "the new content to be judged")
    assert desk.told.empty()


def test_other_rules_judge_flagged_files_anew_once_and_no_others(desk: Desk) -> None:
    desk.flag("误报.docx")
    desk.flag("机密.docx")
    clean = desk.receive("干净.docx", b"clean")
    desk.judge = lambda capture: BLOCKED if "机密" in str(capture.items) else Decision(Outcome.ALLOW)
    wait_for(lambda: desk.index.knows(clean), "the received file")
    desk.looks.clear()
    desk.rules = "rules 2"
    desk.channels.rules_changed()
    wait_for(lambda: desk.flagged() == ["机密.docx"], "the false alarm to be forgotten")
    wait_for(lambda: [file.judged_with for file in desk.index.flagged()] == ["rules 2"], "the new verdict")
    assert desk.looks == ["again"] * 2
    assert desk.told.empty()


def test_files_that_were_flagged_together_are_judged_anew_one_by_one(desk: Desk) -> None:
    together = (desk.home / "误报.docx", desk.home / "机密.docx")
    for path in together:
        path.write_bytes(b"copied")
    desk.judge = lambda capture: BLOCKED if "机密" in str(capture.items) else Decision(Outcome.ALLOW)
    desk.channels.flagged(together, replace(BLOCKED, judged_with=desk.rules))
    desk.channels.rules_changed()
    wait_for(lambda: desk.flagged() == ["机密.docx"], "the one in which nothing was found to be forgotten")
    wait_for(lambda: [file.judged_with for file in desk.index.flagged()] == [desk.rules], "the verdict of the other")


def test_files_of_a_copy_in_which_nothing_was_found_are_flagged_no_more(desk: Desk) -> None:
    path = desk.flag("通知.docx")
    copied = Capture("1", Origin.CLIPBOARD, Kind.FILES, 0.0, (Item("通知.docx", Kind.TEXT, path=str(path)),))
    desk.channels.decided(copied, BLOCKED)
    assert desk.flagged() == ["通知.docx"]
    desk.channels.decided(copied, Decision(Outcome.ALLOW))
    assert desk.flagged() == []
