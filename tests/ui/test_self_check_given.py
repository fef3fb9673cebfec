"""Tests what 发前自查 does with content that comes while an answer is awaited, is far away, or has odd names."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QMimeData, Qt
from pytestqt.qtbot import QtBot

from guard.control.offered_requests import Offered, SelfChecked
from tests.support.ui_guard import GuardHere
from tests.ui.screens_people import addresses, files
from tests.ui.self_check_steps import opened, plant, says
from ui.app import TrayWindows
from ui.kit.theme import Theme
from ui.selfcheck.window import SelfCheckWindow


@pytest.fixture
def window(light: Theme, desk: TrayWindows, qtbot: QtBot) -> Iterator[SelfCheckWindow]:
    yield from opened(light, desk, qtbot)


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
    desk.bridge.check(Offered("乙"), window, replies.append)
    qtbot.waitUntil(lambda: bool(replies))


def test_a_folder_that_is_dropped_while_an_answer_is_awaited_is_checked_once(
        window: SelfCheckWindow, slow: SlowForTexts, tmp_path: Path, qtbot: QtBot) -> None:
    awaited(window, slow, qtbot)
    paths = plant(tmp_path / "资料", 4)
    window.take(files(str(tmp_path / "资料")))
    qtbot.waitUntil(lambda: window.several.run is not None)
    slow.go.set()
    qtbot.waitUntil(window.panel.report.isVisible)
    assert [offered.paths for offered in slow.asked] == [(), *((str(path),) for path in paths)]
    assert window.files.count() == 4
    assert window.panel.title() == "先别发"


def test_an_empty_folder_stays_empty_when_an_earlier_answer_comes(
        window: SelfCheckWindow, desk: TrayWindows, slow: SlowForTexts, tmp_path: Path, qtbot: QtBot) -> None:
    awaited(window, slow, qtbot)
    (tmp_path / "空").mkdir()
    window.take(files(str(tmp_path / "空")))
    says(qtbot, window, "没能查完")
    all_answered(window, desk, slow, qtbot)
    assert window.panel.title() == "没能查完"


def spoken(window: SelfCheckWindow) -> list[str]:
    """Return what is read aloud of each listed file."""
    return [window.files.item(row).data(Qt.ItemDataRole.AccessibleTextRole) for row in range(window.files.count())]


@pytest.mark.parametrize("beside", [(), ("file:///etc/hostname",), ("https://example.cn/",)],
                         ids=["alone", "beside a file", "beside a page"])
def test_a_file_on_another_computer_is_named_and_nothing_is_checked(
        window: SelfCheckWindow, desk: TrayWindows, slow: SlowForTexts, qtbot: QtBot, beside: tuple[str, ...]) -> None:
    awaited(window, slow, qtbot)
    window.take(addresses("smb://server/%E5%85%AC%E6%96%87/%E5%90%8D%E5%86%8C.docx", *beside))
    all_answered(window, desk, slow, qtbot)
    assert window.panel.title() == "没能查完"
    assert "网络位置" in window.panel.sentence()
    assert spoken(window)[0] == "没读出：名册.docx，在网络位置"
    assert len(slow.asked) == 2  # the text and what all_answered asks
    assert window.offered() == Offered()
    assert not window.panel.send.isVisible()


def test_a_web_address_is_checked_as_the_text_that_is_sent(window: SelfCheckWindow, qtbot: QtBot) -> None:
    window.take(addresses("https://example.cn/%E9%80%9A%E7%9F%A5"))
    says(qtbot, window, "可以发")
    assert window.editor.toPlainText() == "https://example.cn/%E9%80%9A%E7%9F%A5"


def test_a_comment_in_a_list_of_addresses_is_no_file(window: SelfCheckWindow, tmp_path: Path, qtbot: QtBot) -> None:
    (tmp_path / "会议.txt").write_text("明天开会", "utf-8")
    mime = QMimeData()
    mime.setData("text/uri-list", f"# 注\r\n{(tmp_path / '会议.txt').as_uri()}\r\n".encode())
    window.take(mime)
    says(qtbot, window, "可以发")
    assert spoken(window) == ["可发：会议.txt，可以发"]
