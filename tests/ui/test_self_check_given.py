"""Tests what 发前自查 does with content that comes while an answer is awaited, is far away, or has odd names."""

from __future__ import annotations

import os
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QMimeData, Qt
from PySide6.QtGui import QImage
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from guard.control.offered_requests import Offered, SelfCheck, SelfChecked
from tests.support.ui_guard import GuardHere
from tests.ui.conftest import click, read_aloud
from tests.ui.screens_people import MARKED, ROSTER, addresses, files, text
from tests.ui.self_check_steps import plant, says
from ui.app import TrayWindows
from ui.selfcheck.window import SelfCheckWindow


class SlowForTexts:
    """Answers for a text only after ``go``; records what was asked."""

    def __init__(self, guard: GuardHere, monkeypatch: pytest.MonkeyPatch) -> None:
        self.go = threading.Event()
        self.asked: list[Offered] = []
        self._check = guard.self_checking.check
        monkeypatch.setattr(guard.self_checking, "check", self._answer)

    def _answer(self, offered: Offered, after: str = "") -> SelfChecked:
        self.asked.append(offered)
        if offered.untrusted_text:
            self.go.wait(60)
        return self._check(offered, after)


@pytest.fixture
def slow(guard: GuardHere, monkeypatch: pytest.MonkeyPatch) -> Iterator[SlowForTexts]:
    slow = SlowForTexts(guard, monkeypatch)
    yield slow
    slow.go.set()


def awaited(window: SelfCheckWindow, slow: SlowForTexts, qtbot: QtBot) -> None:
    """Type a text, whose answer is then awaited."""
    window.editor.insertPlainText("明天开会")
    qtbot.waitUntil(lambda: bool(slow.asked))


def all_answered(window: SelfCheckWindow, desk: TrayWindows, slow: SlowForTexts, qtbot: QtBot) -> None:
    """Let the text be answered, and wait until every answer so far is there."""
    slow.go.set()
    replies: list[object] = []
    desk.bridge.ask(SelfCheck(Offered("乙")), window, replies.append)
    qtbot.waitUntil(lambda: bool(replies))


def test_a_folder_that_is_dropped_while_an_answer_is_awaited_is_checked_once(
        self_check: SelfCheckWindow, slow: SlowForTexts, tmp_path: Path, qtbot: QtBot) -> None:
    awaited(self_check, slow, qtbot)
    paths = plant(tmp_path / "资料", 4)
    self_check.take(files(str(tmp_path / "资料")))
    qtbot.waitUntil(lambda: self_check.several.run is not None)
    slow.go.set()
    qtbot.waitUntil(self_check.panel.report.isVisible)
    assert [offered.paths for offered in slow.asked] == [(), *((str(path),) for path in paths)]
    assert self_check.files.count() == 4
    assert self_check.panel.title() == "先别发"


def test_an_empty_folder_stays_empty_when_an_earlier_answer_comes(
        self_check: SelfCheckWindow, desk: TrayWindows, slow: SlowForTexts, tmp_path: Path, qtbot: QtBot) -> None:
    awaited(self_check, slow, qtbot)
    (tmp_path / "空").mkdir()
    self_check.take(files(str(tmp_path / "空")))
    says(qtbot, self_check, "没能查完")
    all_answered(self_check, desk, slow, qtbot)
    assert self_check.panel.title() == "没能查完"


def spoken(window: SelfCheckWindow) -> list[str]:
    """Return what is read aloud of each listed file."""
    return [window.files.item(row).data(Qt.ItemDataRole.AccessibleTextRole) for row in range(window.files.count())]


@pytest.mark.parametrize("folder", ["smb://server", "file://server", "mtp://phone", "trash://"])
@pytest.mark.parametrize("beside", [(), ("file:///etc/hostname",), ("https://example.cn/",)],
                         ids=["alone", "beside a file", "beside a page"])
def test_a_file_in_no_folder_of_this_computer_is_named_and_nothing_is_checked(
        self_check: SelfCheckWindow, desk: TrayWindows, slow: SlowForTexts, qtbot: QtBot, folder: str,
        beside: tuple[str, ...]) -> None:
    awaited(self_check, slow, qtbot)
    self_check.take(addresses(f"{folder}/%E5%85%AC%E6%96%87/%E5%90%8D%E5%86%8C.docx", *beside))
    all_answered(self_check, desk, slow, qtbot)
    assert self_check.panel.title() == "没能查完"
    assert "不在这台电脑的文件夹里" in self_check.panel.sentence()
    assert spoken(self_check)[0] == "没读出：名册.docx，不在这台电脑上"
    assert len(slow.asked) == 2  # the text and what all_answered asks
    assert self_check.offered() == Offered()
    assert not self_check.panel.send.isVisible()


def test_a_web_address_is_checked_as_the_text_that_is_sent(self_check: SelfCheckWindow, qtbot: QtBot) -> None:
    self_check.take(addresses("https://example.cn/%E9%80%9A%E7%9F%A5"))
    says(qtbot, self_check, "可以发")
    assert self_check.editor.toPlainText() == "https://example.cn/%E9%80%9A%E7%9F%A5"


@pytest.mark.parametrize("address", ["data:image/png;base64,iVBORw0KGgo=", "blob:https://example.cn/1", "tel:110"])
def test_a_picture_is_checked_whatever_a_page_says_it_came_from(self_check: SelfCheckWindow, qtbot: QtBot,
                                                                address: str) -> None:
    mime = addresses(address)
    blank = QImage(1, 1, QImage.Format.Format_RGB32)
    blank.fill(Qt.GlobalColor.white)
    mime.setImageData(blank)
    self_check.take(mime)
    says(qtbot, self_check, "可以发")
    assert self_check.offered().untrusted_picture


def test_a_comment_in_a_list_of_addresses_is_no_file(self_check: SelfCheckWindow, tmp_path: Path, qtbot: QtBot) -> None:
    (tmp_path / "会议.txt").write_text("明天开会", "utf-8")
    mime = QMimeData()
    mime.setData("text/uri-list", f"# 注\r\n{(tmp_path / '会议.txt').as_uri()}\r\n".encode())
    self_check.take(mime)
    says(qtbot, self_check, "可以发")
    assert spoken(self_check) == ["可发：会议.txt，可以发"]


def gbk(folder: Path, words: str) -> Path:
    """Write a file whose name is not UTF-8."""
    path = folder / os.fsdecode("文件.txt".encode("gb18030"))
    path.write_text(words, "utf-8")
    return path


def test_a_folder_with_a_name_that_is_not_utf_8_is_checked_to_its_end(self_check: SelfCheckWindow, tmp_path: Path,
                                                                      qtbot: QtBot) -> None:
    plant(tmp_path / "资料", 1)
    gbk(tmp_path / "资料", MARKED)
    self_check.take(files(str(tmp_path / "资料")))
    says(qtbot, self_check, "先别发")
    assert [line.split("，")[0] for line in spoken(self_check)] == ["拦下：资料/文件.txt", "可发：资料/00.txt"]
    self_check.save_report(str(tmp_path / "报告.html"))
    assert "资料/文件.txt" in (tmp_path / "报告.html").read_text("utf-8")


def test_the_report_names_a_checked_folder_whose_name_is_not_utf_8_as_people_read_it(
        self_check: SelfCheckWindow, tmp_path: Path, qtbot: QtBot) -> None:
    folder = tmp_path / os.fsdecode("资料".encode("gb18030"))
    plant(folder, 2)
    self_check.take(addresses(folder.as_uri()))
    says(qtbot, self_check, "先别发")
    self_check.save_report(str(tmp_path / "报告.html"))
    assert f"{tmp_path}/资料<" in (tmp_path / "报告.html").read_text("utf-8")


def test_files_whose_names_are_not_utf_8_are_checked_when_they_are_dropped_and_can_be_copied(
        self_check: SelfCheckWindow, tmp_path: Path, qtbot: QtBot) -> None:
    plant(tmp_path / "资料", 1)
    given = [gbk(tmp_path, "明天开会").as_uri(), (tmp_path / "资料" / "00.txt").as_uri()]
    self_check.take(addresses(*given))
    says(qtbot, self_check, "可以发")
    assert spoken(self_check) == ["可发：文件.txt，可以发", "可发：00.txt，可以发"]
    click(self_check.panel.send)
    assert [url.toEncoded().data().decode() for url in QApplication.clipboard().mimeData().urls()] == given


def failing_at(guard: GuardHere, monkeypatch: pytest.MonkeyPatch, name: str, error: Exception) -> None:
    """Let the guard fail at a file of this name."""
    check = guard.self_checking.check

    def fail(offered: Offered, after: str = "") -> SelfChecked:
        if any(path.endswith(name) for path in offered.paths):
            raise error
        return check(offered, after)

    monkeypatch.setattr(guard.self_checking, "check", fail)


def test_a_file_that_is_refused_counts_as_unread_and_the_others_are_checked(
        self_check: SelfCheckWindow, guard: GuardHere, monkeypatch: pytest.MonkeyPatch, tmp_path: Path,
        qtbot: QtBot) -> None:
    failing_at(guard, monkeypatch, "00.txt", OSError(5, "Input/output error"))
    plant(tmp_path / "资料", 3)
    self_check.take(files(str(tmp_path / "资料")))
    says(qtbot, self_check, "先别发")
    assert [line.split("，")[0] for line in spoken(self_check)] == [
        "拦下：资料/01.txt", "没读出：资料/00.txt", "可发：资料/02.txt"]
    self_check.save_receipt(str(tmp_path / "凭证.json"))
    qtbot.waitUntil(lambda: "重新查一次" in "".join(read_aloud(self_check.panel)))
    assert not (tmp_path / "凭证.json").exists()


@pytest.mark.filterwarnings("ignore::pytest.PytestUnhandledThreadExceptionWarning")
def test_a_file_at_which_the_guard_ends_does_not_keep_the_others_waiting_for_ever(
        self_check: SelfCheckWindow, guard: GuardHere, monkeypatch: pytest.MonkeyPatch, tmp_path: Path,
        qtbot: QtBot) -> None:
    failing_at(guard, monkeypatch, "00.txt", RuntimeError())
    plant(tmp_path / "资料", 3)
    self_check.take(files(str(tmp_path / "资料")))
    for _ in range(2):
        qtbot.waitUntil(lambda: self_check.several.pause.text() == "继续")
        click(self_check.several.pause)
    says(qtbot, self_check, "先别发")
    assert spoken(self_check)[1].startswith("没读出：资料/00.txt，")


def test_many_dropped_files_do_not_occupy_the_windows_while_they_are_listed(self_check: SelfCheckWindow, tmp_path: Path,
                                                                            qtbot: QtBot) -> None:
    given = tuple(str(tmp_path / f"照片 {number:03}.jpg") for number in range(600))
    begun = time.thread_time()
    self_check.take_files(given)
    qtbot.waitUntil(lambda: self_check.several.run is not None)
    assert time.thread_time() - begun < 1
    assert self_check.files.item(0).data(Qt.ItemDataRole.UserRole) == "照片 000.jpg"


def test_the_original_of_a_long_text_is_the_line_that_names_it(self_check: SelfCheckWindow, qtbot: QtBot) -> None:
    self_check.take(text(ROSTER + "\n" + "会议室的灯已经修好" * 600))
    says(qtbot, self_check, "先别发")
    named = spoken(self_check)
    click(self_check.panel.look)
    qtbot.waitUntil(lambda: self_check.panes.currentWidget() is self_check.masked)
    click(self_check.panel.look)
    assert self_check.panes.currentWidget() is self_check.several
    assert spoken(self_check) == named


@pytest.mark.parametrize("nothing", [lambda: None, QMimeData, lambda: text("")], ids=["cleared", "no format", "empty"])
def test_pasting_nothing_leaves_what_is_shown(self_check: SelfCheckWindow, tmp_path: Path, qtbot: QtBot,
                                              nothing: Callable[[], QMimeData | None]) -> None:
    plant(tmp_path / "资料", 1)
    self_check.take(files(str(tmp_path / "资料")))
    says(qtbot, self_check, "可以发")
    QApplication.clipboard().clear()
    if offered := nothing():
        QApplication.clipboard().setMimeData(offered)
    self_check.files.setFocus()
    QTest.keyClick(self_check.files, Qt.Key.Key_V, Qt.KeyboardModifier.ControlModifier)
    assert self_check.panes.currentWidget() is self_check.several
    assert spoken(self_check) == ["可发：00.txt，可以发"]
