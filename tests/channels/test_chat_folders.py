"""Tests which files in the folders of chat clients count as received, and how folders are found."""

from __future__ import annotations

import queue
import shutil
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from guard.channels.chat_folders import RECEIVED_FILES, chat_folders, files_below, in_sent_folder, program_of, wanted
from guard.channels.file_index import FileIndex, Flagged
from guard.channels.received_files import Judging, ReceivedFiles
from guard.core.model import Capture, Decision, Kind, Origin, Outcome
from guard.folders import FolderSource
from guard.util.path_text import text_path
from tests.support.guarding import wait_for

MONTH = "WeChat Files/wxid_a/FileStorage/File/2026-11"


@pytest.mark.parametrize(("path", "program"), [
    (f"/home/a/Documents/{MONTH}/甲.docx", "微信"),
    ("/home/a/xwechat_files/wxid_a_1/msg/file/2026-11/甲.docx", "微信"),
    ("/home/a/文档/Tencent Files/10001/FileRecv/甲.docx", "QQ"),
    ("/home/a/Documents/Tencent Files/10001/nt_qq/nt_data/File/甲.docx", "QQ"),
    ("/home/a/Documents/WXWork/168/Cache/File/2026-11/甲.docx", "企业微信"),
    ("/home/a/Documents/WeChat Files/wxid_a/config/甲.docx", ""),
    ("/home/a/Documents/甲.docx", ""),
])
def test_a_received_file_is_known_by_where_its_client_puts_it(path: str, program: str) -> None:
    assert program_of(Path(path)) == program
    assert wanted(Path(path)) is (program != "")


def test_a_download_that_goes_on_is_not_wanted_and_a_sent_folder_is_told() -> None:
    assert not wanted(Path(f"/a/{MONTH}/甲.docx.tmp"))
    assert not wanted(Path(f"/a/{MONTH}/.甲.docx"))
    assert in_sent_folder(Path("/a/WXWork/1/Cache/File/Sent/甲.docx"))
    assert not in_sent_folder(Path(f"/a/{MONTH}/甲.docx"))


@pytest.fixture
def captures(tmp_path: Path) -> Iterator[queue.Queue[Capture]]:
    found: queue.Queue[Capture] = queue.Queue()
    source = FolderSource(chat_folders([tmp_path]), looking=RECEIVED_FILES)
    source.start(found.put)
    yield found
    source.stop()


def test_a_file_is_seen_in_a_folder_that_its_client_makes_after_the_start(
        tmp_path: Path, captures: queue.Queue[Capture]) -> None:
    month = tmp_path / MONTH
    month.mkdir(parents=True)
    (month / "甲.docx").write_bytes(b"content")
    capture = captures.get(timeout=15)
    assert (capture.origin, capture.kind) == (Origin.CHAT_FOLDER, Kind.FILES)
    assert text_path(capture.items[0].name) == month / "甲.docx"
    assert (month / "甲.docx").read_bytes() == b"content"


def test_files_that_were_there_are_judged_once_and_quietly_and_new_ones_at_once(tmp_path: Path) -> None:
    month = tmp_path / MONTH
    month.mkdir(parents=True)
    (month / "旧.docx").write_bytes(b"old")
    looked: list[str] = []
    found: queue.Queue[tuple[Flagged, bool]] = queue.Queue()

    def look(capture: Capture) -> Decision:
        looked.append(capture.items[0].name)
        return Decision(Outcome.BLOCK)

    def start() -> ReceivedFiles:
        received = ReceivedFiles(chat_folders([tmp_path]), FileIndex(tmp_path / "index"),
                                 Judging(look, look, str), lambda flagged, new: found.put((flagged, new)),
                                 lambda _: None)
        received.start()
        return received

    first = start()
    flagged, new = found.get(timeout=15)
    assert (flagged.path.name, new) == ("旧.docx", False)
    first.stop(5)
    second = start()
    shutil.copy2(month / "旧.docx", month / "新.docx")
    flagged, new = found.get(timeout=15)
    second.stop(5)
    assert (flagged.path.name, new) == ("新.docx", True)
    assert looked == ["旧.docx", "新.docx"]
    assert [path.name for path in files_below(chat_folders([tmp_path]))] == ["新.docx", "旧.docx"]


def test_a_file_that_comes_while_the_guard_starts_is_judged(tmp_path: Path) -> None:
    month = tmp_path / MONTH
    month.mkdir(parents=True)
    for number in range(200):  # listing them takes a while
        (month / f"old {number}.docx").write_bytes(b"content")
    looked: set[str] = set()

    def look(capture: Capture) -> Decision:
        looked.add(Path(text_path(capture.items[0].name)).name)
        return Decision(Outcome.ALLOW)

    def arrive() -> None:
        while not started.is_set():
            name = f"new {len(came)}.docx"
            (month / name).write_bytes(b"content")
            came.append(name)

    came: list[str] = []
    started = threading.Event()
    arriving = threading.Thread(target=arrive)
    received = ReceivedFiles(chat_folders([tmp_path]), FileIndex(tmp_path / "index"),
                             Judging(look, look, str), lambda *_: None, lambda _: None)
    arriving.start()
    received.start()
    started.set()
    arriving.join()
    wait_for(lambda: looked.issuperset(came), f"each of the {len(came)} files that came")
    received.stop(5)


def test_more_new_files_than_may_wait_do_not_keep_the_guard_from_ending(
        tmp_path: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture) -> None:
    month = tmp_path / MONTH
    month.mkdir(parents=True)
    monkeypatch.setattr("guard.channels.received_files.WAITING_LIMIT", 1)
    go_on = threading.Event()

    def look(_: Capture) -> Decision:
        go_on.wait()
        return Decision(Outcome.ALLOW)

    received = ReceivedFiles(chat_folders([tmp_path]), FileIndex(tmp_path / "index"),
                             Judging(look, look, str), lambda *_: None, lambda _: None)
    received.start()
    for number in range(3):
        (month / f"{number}.docx").write_bytes(b"content")
    wait_for(lambda: "wait already" in caplog.text, "one file too many")
    received.stop(0.0)
    go_on.set()
