"""Tests what 发前自查 does with content that comes while an answer is awaited, is far away, or has odd names."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from guard.control.offered_requests import Offered, SelfChecked
from tests.support.ui_guard import GuardHere
from tests.ui.screens_people import files
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
