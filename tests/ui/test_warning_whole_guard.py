"""The warning with nothing left out: real guard, vault and broker on a display of their own, the real paste."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from PySide6.QtWidgets import QComboBox
from pytestqt.qtbot import QtBot

from tests.support import ui_samples as samples
from tests.support.guarding import GuardUnderTest
from tests.support.ui_samples import ROSTER
from tests.ui.conftest import button_named, click
from ui.app import Desk
from ui.theme import Theme
from ui.warning.window import WarningWindow

NOTICE = "（内容核对中，稍后发）"
SECONDS = 30_000


@pytest.fixture
def tray(whole: GuardUnderTest, light: Theme, qtbot: QtBot) -> Iterator[Desk]:
    desk = Desk(light, whole.socket)
    desk.start()
    qtbot.waitUntil(lambda: desk.present.status is not None, timeout=SECONDS)
    yield desk
    if (window := desk.warnings.window()) is not None:
        window.close()
    desk.close()
    if desk.stand_in is not None:
        desk.stand_in.deleteLater()


def warned(whole: GuardUnderTest, tray: Desk, program: str, qtbot: QtBot) -> WarningWindow:
    """Copy the roster, try to paste it, and wait for the warning and its masked copy."""
    whole.copy(ROSTER)
    whole.opened()
    assert whole.paste(program) == NOTICE
    qtbot.waitUntil(lambda: (window := tray.warnings.window()) is not None and window.armed(), timeout=SECONDS)
    window = tray.warnings.window()
    assert window is not None
    qtbot.waitUntil(lambda: button_named(window, "发送打码版").isEnabled(), timeout=SECONDS)
    return window


@pytest.mark.parametrize(("words", "pasted"), [
    ("发送打码版", ""),
    ("这是我本人或家人的", ROSTER),
    ("不发送", NOTICE),
], ids=["masked", "own", "kept"])
def test_a_roster_is_pasted_as_was_chosen(whole: GuardUnderTest, tray: Desk, wechat: str, qtbot: QtBot,
                                          words: str, pasted: str) -> None:
    window = warned(whole, tray, wechat, qtbot)
    click(button_named(window, words))
    qtbot.waitUntil(lambda: "Ctrl+V" in window.panel().title() or "没有发送" in window.panel().title(), timeout=SECONDS)
    got = whole.paste(wechat)
    if pasted:
        assert got == pasted
    else:
        assert "赵**" in got
        assert not [number for number in samples.ROSTER_SECRETS[3:] if number in got]
    assert whole.paste(wechat) == NOTICE


def test_the_first_day_as_the_guide_tells_it(whole: GuardUnderTest, tray: Desk, wechat: str,
                                             qtbot: QtBot) -> None:
    """docs/guide/walk-through.zh.md: held, released with a reason for one paste, then looked at again."""
    window = warned(whole, tray, wechat, qtbot)
    (held,) = tray.present.held()
    click(button_named(window, "工作需要，写明原因"))
    release = button_named(window, "放行一次，再按 Ctrl+V")
    assert not release.isEnabled()
    reasons = next(box for box in window.findChildren(QComboBox) if box.isVisible())
    reasons.setCurrentText("对方按职责需要")
    click(release)
    qtbot.waitUntil(lambda: "Ctrl+V" in window.panel().title(), timeout=SECONDS)
    assert whole.paste(wechat) == ROSTER
    assert whole.paste(wechat) == NOTICE
    tray.review()
    review = tray.reviewed()
    assert review is not None
    qtbot.waitUntil(lambda: review.shown() == held.id, timeout=SECONDS)
    assert tray.present.held() == ()
