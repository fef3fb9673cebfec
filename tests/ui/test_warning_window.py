"""Tests how the warning window behaves: early clicks, keys, silence, several items, light and dark."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest
from PySide6.QtCore import QEvent, QPoint, QRect, QSize, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QWidget
from pytestqt.qtbot import QtBot

from guard.control.requests import CaseOpened, ReleaseCase
from guard.core.model import CaseState
from tests.support import ui_samples as samples
from tests.support.ui_guard import GuardHere
from tests.ui.conftest import button_named, click
from ui.app import TrayWindows
from ui.kit.placement import place
from ui.kit.theme import Theme
from ui.kit.widgets import Glyph
from ui.warning.chat_window import chat_place
from ui.warning.countdown import Countdown
from ui.warning.one_case import CasePanel
from ui.warning.window import WarningWindow

Warn = Callable[..., WarningWindow]


def test_clicks_of_the_first_half_second_do_nothing(warned: Warn, guard: GuardHere, qtbot: QtBot) -> None:
    window = warned(samples.unreadable(), armed=False)
    assert not window.armed()
    panel = window.panel()
    click(button_named(window, "放行一次"))
    assert window.panel() is panel
    assert panel.isEnabled()
    qtbot.waitUntil(window.armed)
    click(button_named(window, "放行一次"))
    qtbot.waitUntil(lambda: guard.released() == [("unreadable", "")])


def test_enter_does_nothing_while_no_button_has_the_focus(warned: Warn, guard: GuardHere) -> None:
    window = warned(samples.unreadable())
    window.activate()
    panel = window.panel()
    for key in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space):
        QTest.keyClick(window, key)
    assert window.panel() is panel
    assert panel.isEnabled()
    assert guard.released() == []


def test_enter_presses_the_button_that_has_the_focus(warned: Warn) -> None:
    window = warned(samples.secret())
    window.activate()
    QTest.keyClick(window, Qt.Key.Key_Tab)
    assert window.focusWidget() is not None
    while window.focusWidget() is not button_named(window, "不发送"):
        QTest.keyClick(window.focusWidget(), Qt.Key.Key_Tab)
    QTest.keyClick(window.focusWidget(), Qt.Key.Key_Return)
    assert window.panel().title() == "好的，没有发送"


def test_escape_keeps_the_item_held(warned: Warn, desk: TrayWindows, guard: GuardHere, qtbot: QtBot) -> None:
    window = warned(samples.draft())
    window.activate()
    QTest.keyClick(window, Qt.Key.Key_Escape)
    qtbot.waitUntil(lambda: desk.warnings.window() is None)
    assert guard.state("draft") is CaseState.HELD


def test_silence_keeps_the_item_held(warned: Warn, desk: TrayWindows, guard: GuardHere, qtbot: QtBot,
                                     monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("ui.warning.window.SILENCE_MS", 700)
    warned(samples.draft())
    assert desk.stand_in is not None
    desk.stand_in.activateWindow()
    qtbot.waitUntil(lambda: desk.warnings.window() is None)
    assert guard.state("draft") is CaseState.HELD


def counting_down(guard: GuardHere, desk: TrayWindows, qtbot: QtBot, seconds: int) -> None:
    """Let the policy set a time; a file may not set a short one, and waiting in a test is expensive."""
    guard.status.policy(replace(guard.rules.policy, countdown_seconds=seconds))
    qtbot.waitUntil(lambda: desk.guard_status.countdown() == seconds)


def elsewhere(desk: TrayWindows) -> None:
    assert desk.stand_in is not None
    desk.stand_in.activateWindow()


def test_no_policy_no_countdown(warned: Warn) -> None:
    assert not warned(samples.draft()).findChild(Countdown).isVisible()


def test_time_that_runs_out_keeps_the_item_held(warned: Warn, desk: TrayWindows, guard: GuardHere,
                                                qtbot: QtBot) -> None:
    counting_down(guard, desk, qtbot, 2)
    window = warned(samples.draft(), armed=False)
    elsewhere(desk)
    countdown = window.findChild(Countdown)
    assert countdown.isVisible()
    assert "秒后收起，内容仍替您留着" in countdown.findChild(QLabel).text()
    qtbot.waitUntil(lambda: desk.warnings.window() is None)
    assert guard.state("draft") is CaseState.HELD
    assert guard.released() == []


@pytest.mark.parametrize("touch", ["pointer", "key", "click"])
def test_a_countdown_stops_when_somebody_touches_the_warning_and_no_button_moves(
        touch: str, warned: Warn, desk: TrayWindows, guard: GuardHere, qtbot: QtBot) -> None:
    counting_down(guard, desk, qtbot, 60)
    window = warned(samples.draft())
    countdown = window.findChild(Countdown)
    assert countdown.running()
    places = [button.mapToGlobal(QPoint(0, 0)) for button in window.panel().choices()]
    if touch == "pointer":
        QTest.mouseMove(window.windowHandle(), QPoint(40, 40))
    elif touch == "key":
        QTest.keyClick(window.windowHandle(), Qt.Key.Key_D)
    else:
        QTest.mouseClick(window.windowHandle(), Qt.MouseButton.LeftButton, pos=QPoint(60, 60))
    qtbot.waitUntil(lambda: not countdown.running())
    assert countdown.findChild(QLabel).text() == "不急，您慢慢看。"
    if touch != "key":
        assert [button.mapToGlobal(QPoint(0, 0)) for button in window.panel().choices()] == places


def test_starting_the_program_once_more_gives_an_open_warning_the_keyboard(warned: Warn, desk: TrayWindows) -> None:
    window = warned(samples.draft())
    assert window.windowFlags() & Qt.WindowType.WindowDoesNotAcceptFocus
    desk.show_itself()
    assert not window.windowFlags() & Qt.WindowType.WindowDoesNotAcceptFocus
    assert desk.reviewed() is None


def test_the_basis_unfolds_in_place_with_d(warned: Warn) -> None:
    window = warned(samples.personal())
    window.activate()
    before = window.height()
    QTest.keyClick(window, Qt.Key.Key_D)
    story = [part for part in window.findChildren(QLabel) if part.accessibleName().startswith("案例四：")]
    assert story[0].isVisible()
    assert window.height() > before
    QTest.keyClick(window, Qt.Key.Key_D)
    assert not story[0].isVisible()
    assert window.height() == before


def test_a_screen_reader_hears_title_then_where_it_did_not_go(warned: Warn) -> None:
    window = warned(samples.secret())
    assert window.accessibleName() == "先别发，这份带密级标志"
    assert window.accessibleDescription().startswith("没有粘贴到微信。")
    assert [glyph.accessibleName() for glyph in window.findChildren(Glyph)] == ["拦下"]


def test_nothing_is_shown_for_an_item_that_is_only_listed(desk: TrayWindows, guard: GuardHere, qtbot: QtBot) -> None:
    guard.hold(samples.secret(), notify=False)
    qtbot.waitUntil(lambda: [summary.id for summary in desk.guard_status.latest(9)] == ["secret"])
    assert desk.warnings.window() is None


def test_items_within_ten_seconds_share_one_window(warned: Warn, desk: TrayWindows, guard: GuardHere,
                                                   qtbot: QtBot) -> None:
    window = warned(samples.secret())
    for number in range(5):
        guard.hold(samples.draft(id=f"draft-{number}", opened_at=samples.AT + number))
    qtbot.waitUntil(lambda: window.panel().title() == "有 6 项先替您留着，都没有发出去")
    assert desk.warnings.window() is window
    words = [part.text() for part in window.findChildren(QLabel) if part.isVisible()]
    assert "还有 2 项" in words
    assert sum(words.count(title) for title in ("密级标志", "讨论稿")) == 4


def test_a_later_item_takes_the_place_of_the_old_one_which_stays_held(warned: Warn, guard: GuardHere, qtbot: QtBot,
                                                                      monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("ui.warning.flow.TOGETHER_SECONDS", 0.0)
    window = warned(samples.secret())
    guard.hold(samples.draft())
    qtbot.waitUntil(lambda: window.panel().title() == "这是讨论稿，已经批准了吗？")
    assert guard.state("secret") is CaseState.HELD


def test_an_item_asked_for_again_while_its_warning_is_open_changes_nothing(warned: Warn, guard: GuardHere,
                                                                           desk: TrayWindows, qtbot: QtBot) -> None:
    window = warned(samples.secret())
    panel = window.panel()
    guard.server.publish(CaseOpened(samples.secret(), notify=True))
    guard.hold(samples.draft(), notify=False)
    qtbot.waitUntil(lambda: len(desk.guard_status.latest(9)) == 2)
    assert window.panel() is panel


def test_an_item_held_at_copying_is_warned_about_when_a_chat_asks_for_it(desk: TrayWindows, guard: GuardHere,
                                                                         qtbot: QtBot) -> None:
    case = guard.hold(samples.secret(destination=None), notify=False)
    guard.server.publish(CaseOpened(replace(case, destination=samples.WECHAT), notify=True))
    qtbot.waitUntil(lambda: desk.warnings.window() is not None)
    assert [summary.id for summary in desk.guard_status.latest(9)] == [case.id]
    assert desk.warnings.window().accessibleDescription().startswith("没有粘贴到微信。")


def test_a_new_item_never_replaces_the_buttons_under_the_pointer(warned: Warn, desk: TrayWindows, guard: GuardHere,
                                                                 qtbot: QtBot) -> None:
    window = warned(samples.secret())
    window.setAttribute(Qt.WidgetAttribute.WA_UnderMouse, True)
    guard.hold(samples.draft(opened_at=samples.AT + 1))
    qtbot.waitUntil(lambda: len(desk.guard_status.latest(9)) == 2)
    assert window.panel().title() == "先别发，这份带密级标志"
    window.setAttribute(Qt.WidgetAttribute.WA_UnderMouse, False)
    QApplication.sendEvent(window, QEvent(QEvent.Type.Leave))
    qtbot.waitUntil(lambda: window.panel().title() == "有 2 项先替您留着，都没有发出去")


def test_what_came_while_the_pointer_was_over_a_warning_is_shown_when_that_is_closed(
        warned: Warn, desk: TrayWindows, guard: GuardHere, qtbot: QtBot) -> None:
    window = warned(samples.secret())
    window.setAttribute(Qt.WidgetAttribute.WA_UnderMouse, True)
    guard.hold(samples.draft(opened_at=samples.AT + 1))
    qtbot.waitUntil(lambda: len(desk.guard_status.latest(9)) == 2)
    QTest.keyClick(window, Qt.Key.Key_Escape)
    assert window.panel().title() == "有 2 项先替您留着，都没有发出去"
    QTest.keyClick(window, Qt.Key.Key_Escape)
    qtbot.waitUntil(lambda: desk.warnings.window() is None)


def test_a_digit_on_its_way_when_a_warning_appears_answers_nothing(warned: Warn, qtbot: QtBot) -> None:
    window = warned(samples.secret(), armed=False)
    title = window.panel().title()
    QTest.keyClick(window, Qt.Key.Key_1)
    assert window.panel().title() == title
    qtbot.waitUntil(window.armed)
    QTest.keyClick(window, Qt.Key.Key_1)
    assert "没有发送" in window.panel().title()


def test_new_content_makes_clicks_wait_again(warned: Warn, guard: GuardHere, qtbot: QtBot) -> None:
    window = warned(samples.secret())
    guard.hold(samples.draft(opened_at=samples.AT + 1))
    qtbot.waitUntil(lambda: "2 项" in window.panel().title())
    assert not window.armed()


def test_looking_at_several_opens_the_review_at_the_newest(warned: Warn, desk: TrayWindows, guard: GuardHere,
                                                           qtbot: QtBot) -> None:
    window = warned(samples.secret())
    guard.hold(samples.draft(opened_at=samples.AT + 1))
    qtbot.waitUntil(lambda: "2 项" in window.panel().title())
    qtbot.waitUntil(window.armed)
    click(button_named(window, "逐项查看"))
    qtbot.waitUntil(lambda: desk.reviewed() is not None and desk.reviewed().shown() == "draft")


def test_an_item_released_elsewhere_takes_its_warning_away(warned: Warn, desk: TrayWindows, guard: GuardHere,
                                                           qtbot: QtBot) -> None:
    warned(samples.unreadable())
    desk.bridge.ask(ReleaseCase("unreadable"), desk)
    qtbot.waitUntil(lambda: desk.warnings.window() is None)


HOSTILE = {
    "long word": "A" * 5000,
    "one line of a megabyte": "密" * 20 + "字" * 350_000,
    "markup": "<h1>标题</h1><img src='file:///etc/passwd'><script>x</script>&amp;",
    "controls": "a\x00b\x1b[31mc\u202edcb\u2066e\r\n\n\n\n\x07",
    "format braces": "{命中} {0} %s {title}",
    "combining": "e" + "\u0301" * 300,
    "beyond the plane": "𠀀" * 200,
    "ampersands": "&发送 && &&&",
}


@pytest.mark.parametrize("untrusted_text", HOSTILE.values(), ids=HOSTILE.keys())
def test_hostile_content_is_shown_as_text_and_clips_nothing(untrusted_text: str, theme: Theme, qtbot: QtBot) -> None:
    mark = untrusted_text[:60]
    case = samples.text_case("hostile", untrusted_text, mark, replace(samples.SECRET, title="", sentence=""),
                             title=untrusted_text)
    case = replace(case, destination=replace(samples.WECHAT, program=untrusted_text))
    window = WarningWindow(theme, "10:02", None)
    qtbot.addWidget(window)
    window.show_panel(CasePanel(theme, case, untrusted_text[:100]), "没有粘贴到微信")
    window.show()
    assert window.width() < 600
    assert window.height() < 768
    for part in window.findChildren(QLabel):
        if part.isVisible():
            assert_whole(part, window)


def assert_whole(part: QLabel, window: QWidget) -> None:
    """Check that every label is inside the window and has the space that its words need."""
    corner = part.mapTo(window, QPoint(0, 0))
    assert window.rect().contains(QRect(corner, part.size()))
    if part.hasHeightForWidth():
        assert part.height() >= part.heightForWidth(part.width())
        assert part.width() >= part.minimumSizeHint().width()


@pytest.mark.parametrize("make", [samples.secret, samples.draft, samples.personal, samples.patient,
                                  samples.unreadable])
@pytest.mark.parametrize("scale", [1.0, 1.5])
def test_no_words_of_a_warning_are_clipped_at_any_font_size(make: Callable[[], object], scale: float,
                                                            qapp: QApplication, qtbot: QtBot) -> None:
    theme = Theme(qapp, "light", scale)
    window = WarningWindow(theme, "10:02", None)
    qtbot.addWidget(window)
    window.show_panel(CasePanel(theme, make(), ""), "没有粘贴到微信")  # type: ignore[arg-type]
    window.show()
    for part in window.findChildren(QLabel):
        if part.isVisible():
            assert_whole(part, window)
    theme.deleteLater()


def test_light_and_dark_change_over_while_a_warning_is_open(light: Theme, qtbot: QtBot) -> None:
    window = WarningWindow(light, "10:02", None)
    qtbot.addWidget(window)
    panel = CasePanel(light, samples.secret(), "")
    window.show_panel(panel, "没有粘贴到微信")
    window.show()
    heading = window.findChild(QLabel, "heading")
    assert heading is not None
    bright = window.grab().toImage().pixelColor(60, 100)
    assert light.hex("text") in heading.text()
    light.use("dark")
    assert light.hex("text") in heading.text()
    assert window.grab().toImage().pixelColor(60, 100) != bright


WORK = QRect(0, 0, 1366, 728)
SIZE = QSize(456, 400)


def test_the_warning_is_right_of_the_chat_with_its_lower_edge_level() -> None:
    chat = QRect(36, 44, 836, 640)
    assert place(SIZE, WORK, chat) == QPoint(36 + 836 + 12, 44 + 640 - 400)


def test_the_warning_goes_left_where_the_right_is_too_narrow() -> None:
    chat = QRect(500, 44, 836, 640)
    assert place(SIZE, WORK, chat) == QPoint(500 - 12 - 456, 44 + 640 - 400)


def test_over_a_maximised_chat_the_warning_stays_off_the_input_box() -> None:
    spot = place(SIZE, WORK, WORK)
    assert spot.x() + SIZE.width() == 1366 - 12
    assert spot.y() + SIZE.height() <= 728 * 0.65 + 1


def test_without_a_known_chat_the_warning_goes_to_the_top_right() -> None:
    assert place(SIZE, WORK, None) == QPoint(1366 - 24 - 456, 24)


def test_the_warning_never_leaves_the_work_area() -> None:
    for chat in (QRect(-400, -300, 300, 200), QRect(1300, 700, 900, 900), QRect(900, 600, 400, 400)):
        assert WORK.contains(QRect(place(SIZE, WORK, chat), SIZE))


LEFT, RIGHT = (QRect(0, 0, 1920, 1080), 1.0), (QRect(1920, 0, 1280, 720), 2.0)
"""Two monitors, the right one of 2560 x 1440 pixels at 200 %."""


@pytest.mark.parametrize(("pixels", "chat"), [
    ((100, 50, 800, 600), QRect(100, 50, 800, 600)),
    ((2120, 200, 1600, 1000), QRect(2020, 100, 800, 500)),
    ((2120, 1200, 1600, 1000), QRect(2020, 600, 800, 120)),
    ((1800, 200, 1600, 1000), QRect(1920, 100, 740, 500)),
    ((9000, 0, 100, 100), None),
])
def test_a_chat_window_is_found_on_the_monitor_that_shows_most_of_it(pixels: tuple[int, int, int, int],
                                                                     chat: QRect | None) -> None:
    case = samples.secret(destination=replace(samples.WECHAT, place=pixels))
    assert chat_place(case, (LEFT, RIGHT)) == chat


def test_a_warning_is_on_the_monitor_of_its_chat(warned: Warn, qapp: QApplication) -> None:
    area = qapp.primaryScreen().geometry()
    place = (area.left() + 20, area.top() + 20, 200, area.height() - 60)
    window = warned(samples.draft(destination=replace(samples.WECHAT, place=place)))
    assert window.geometry().center().x() > area.left() + 220
    assert window.geometry().left() < area.left() + 240
