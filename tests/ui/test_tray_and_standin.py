"""Tests the icon, its menu, the small window in its place, and the small windows they open."""

from __future__ import annotations

import time
from collections.abc import Iterator
from dataclasses import fields, replace

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from PySide6.QtCore import Qt, QTimer
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QLineEdit
from pytestqt.qtbot import QtBot
from securesystemslib.signer import CryptoSigner

from guard.authorisation.answering import answer
from guard.authorisation.code_form import code_groups
from guard.authorisation.request import parse
from guard.control.requests import MOVED, Shutdown, State
from guard.core.events import EventKind
from guard.core.locks import Lock
from guard.core.model import Case, Kind
from guard.ipc.replies import Done
from tests.support import ui_samples as samples
from tests.support.clock import Clock
from tests.support.ui_guard import GuardHere
from tests.ui.conftest import button_named, click
from ui.app import TrayWindows
from ui.guard_client.ending import end_guard
from ui.kit.theme import Theme
from ui.kit.widgets import IconButton
from ui.tray.icon import Tray
from ui.tray.menu import Commands
from ui.tray.mini_window import StandIn
from ui.windows.dialogs import LeaveWindow, PauseWindow


class Calls(list[str]):
    def commands(self) -> Commands:
        def call(name: str):  # type: ignore[no-untyped-def]
            return lambda *what: self.append(" ".join((name, *map(str, what))).strip())

        return Commands(*(call(field.name) for field in fields(Commands)))


@pytest.fixture
def calls() -> Calls:
    return Calls()


@pytest.fixture
def tray(light: Theme, desk: TrayWindows, calls: Calls) -> Iterator[Tray]:
    tray = Tray(light, desk.guard_status, desk.headings, calls.commands(), lambda: samples.AT)
    yield tray
    tray.menu.deleteLater()
    tray.deleteLater()


def entries(tray: Tray) -> list[str]:
    return [action.text() for action in tray.menu.actions() if action.text()]


def test_without_a_tray_host_a_small_window_replaces_the_icon(desk: TrayWindows) -> None:
    assert desk.tray is None
    assert desk.stand_in is not None
    assert desk.stand_in.isVisible()


def test_the_menu_names_the_last_five_items_newest_first(desk: TrayWindows, guard: GuardHere, tray: Tray,
                                                         qtbot: QtBot) -> None:
    for number in range(6):
        guard.hold(samples.draft(id=f"d{number}", opened_at=samples.AT - 60 * (5 - number)), notify=False)
    times = [time.strftime("%H:%M", time.localtime(samples.AT - 60 * number)) for number in range(5)]
    wanted = [f"讨论稿 · {at}" for at in times]
    qtbot.waitUntil(lambda: [line for line in entries(tray) if line.startswith("讨论稿")] == wanted)
    opening = [line for line in entries(tray) if line.endswith("…")]
    assert opening == ["被拦截内容…", "发前自查…", "暂停…", "刚才发错了…", "我的信息…", "误报反馈…", "设置…",
                       "运行状况…", "退出…"]


def test_names_of_items_from_before_the_start_are_fetched(desk: TrayWindows, guard: GuardHere, tray: Tray,
                                                          qtbot: QtBot) -> None:
    guard.keep(samples.secret())
    desk.bridge.connected.emit()
    qtbot.waitUntil(lambda: any(line.startswith("密级标志") for line in entries(tray)))
    assert desk.warnings.window() is None
    assert desk.guard_status.shown().tray == "held"


def test_what_was_checked_since_the_start_is_not_counted_together_with_what_is_held_from_before(
        desk: TrayWindows, guard: GuardHere, qtbot: QtBot) -> None:
    for number in range(3):
        guard.keep(samples.draft(id=f"before-{number}"))
    desk.bridge.connected.emit()
    guard.status.count("judged")
    guard.status.fact(engine="x")
    qtbot.waitUntil(lambda: desk.guard_status.shown().sentence == "这次启动以来看过 1 次，现在留着 3 项")


def test_an_ampersand_in_a_category_is_shown_not_eaten(guard: GuardHere, tray: Tray, qtbot: QtBot) -> None:
    guard.hold(samples.text_case("amp", "甲", "甲", replace(samples.DRAFT, category="甲&乙\n丙")), notify=False)
    qtbot.waitUntil(lambda: any(line.startswith("甲&&乙⏎丙") for line in entries(tray)))


@pytest.mark.parametrize("case", [
    samples.petition(), samples.petition(kind=Kind.FILES, title="周虚构举报信.txt"),
    samples.petition(title="来访人：周虚构，住幸福里3栋2单元301室"),
], ids=["text", "file", "kept by an earlier version"])
def test_the_menu_says_kind_and_count_and_no_word_of_the_content(desk: TrayWindows, guard: GuardHere, tray: Tray,
                                                                 qtbot: QtBot, case: Case) -> None:
    guard.hold(case, notify=False)
    qtbot.waitUntil(lambda: any(line.startswith("举报信访 · 1 人") for line in entries(tray)))
    assert not [line for line in entries(tray) if "周虚构" in line or "幸福里" in line]
    assert desk.stand_in is not None
    shown = [part.accessibleName() or part.text() for part in desk.stand_in.findChildren(QLabel)]
    assert not [line for line in shown if "周虚构" in line or "幸福里" in line]


def test_the_icon_rests_again_once_everything_was_looked_at(desk: TrayWindows, guard: GuardHere, qtbot: QtBot) -> None:
    guard.hold(samples.secret(), notify=False)
    qtbot.waitUntil(lambda: desk.guard_status.shown().tray == "held")
    desk.review()
    qtbot.waitUntil(lambda: desk.guard_status.shown().tray == "rest")


@pytest.mark.parametrize(("state", "icon", "word"), [
    (State.STARTING, "checking", "正在准备"), (State.WATCHING, "rest", "正在看守"), (State.PAUSED, "paused", "已暂停"),
    (State.TROUBLE, "trouble", "有地方要您看一下"), (State.STOPPED, "trouble", "没有看守")])
def test_every_state_has_its_icon_and_its_word(desk: TrayWindows, guard: GuardHere, tray: Tray, qtbot: QtBot,
                                               state: State, icon: str, word: str) -> None:
    {State.STARTING: lambda: guard.status.armed(False), State.WATCHING: lambda: guard.status.armed(True),
     State.PAUSED: lambda: guard.status.paused(time.time() + 600),
     State.TROUBLE: lambda: guard.status.trouble("x", "截图文件夹不见了。"),
     State.STOPPED: guard.status.stopped}[state]()
    qtbot.waitUntil(lambda: desk.guard_status.shown().tray == icon and desk.guard_status.shown().word == word)
    qtbot.waitUntil(lambda: tray.icon.toolTip().startswith(f"密哨：{word}"))
    assert not tray.icon.icon().isNull()


def test_a_lost_guard_is_trouble_and_its_return_is_not(desk: TrayWindows, guard: GuardHere, qtbot: QtBot) -> None:
    guard.stop()
    qtbot.waitUntil(lambda: desk.guard_status.shown().tray == "trouble")
    assert desk.guard_status.shown().word == "没有看守"
    guard.again()
    qtbot.waitUntil(lambda: desk.guard_status.shown().tray == "rest", timeout=10_000)


def test_the_menu_offers_to_resume_during_a_pause(guard: GuardHere, tray: Tray, calls: Calls, qtbot: QtBot) -> None:
    guard.status.paused(time.time() + 600)
    qtbot.waitUntil(lambda: "恢复" in entries(tray))
    next(action for action in tray.menu.actions() if action.text() == "恢复").trigger()
    assert [call.split()[0] for call in calls] == ["resume"]


def test_pausing_asks_for_how_long_and_why(light: Theme, desk: TrayWindows, guard: GuardHere, qtbot: QtBot) -> None:
    window = PauseWindow(light, desk.bridge, 30)
    window.show()
    assert [window.minutes.itemData(row) for row in range(window.minutes.count())] == [5, 10, 30]
    assert not window.go.isEnabled()
    window.reason.insert("整理旧文件")
    window.minutes.setCurrentIndex(1)
    click(window.go)
    qtbot.waitUntil(lambda: not guard.broker.watching)
    paused = [event for event in guard.record.events if event.kind is EventKind.PAUSED]
    assert [(event.count, event.reason) for event in paused] == [(10, "整理旧文件")]


def test_a_pause_the_policy_refuses_is_explained_in_the_window(light: Theme, desk: TrayWindows, guard: GuardHere,
                                                               qtbot: QtBot) -> None:
    window = PauseWindow(light, desk.bridge, 120)
    window.show()
    window.minutes.setCurrentIndex(window.minutes.count() - 1)
    window.reason.insert("整理旧文件")
    click(window.go)
    qtbot.waitUntil(window.notice.isVisible)
    assert "最多暂停 30 分钟" in window.notice.plain()
    window.close()
    assert guard.broker.watching


def test_a_pause_that_is_pressed_twice_is_asked_for_once(light: Theme, desk: TrayWindows, guard: GuardHere,
                                                         qtbot: QtBot) -> None:
    window = PauseWindow(light, desk.bridge, 30)
    window.show()
    window.reason.insert("整理旧文件")
    with qtbot.waitSignal(window.destroyed):
        window.go.click()
        window.reason.insert("和照片")
        window.go.click()
    qtbot.waitUntil(lambda: guard.status.current().state is State.PAUSED)
    assert [event.reason for event in guard.record.events if event.kind is EventKind.PAUSED] == ["整理旧文件"]


def test_stopping_that_is_refused_can_be_pressed_again_and_not_before_and_has_the_keyboard(
        light: Theme, desk: TrayWindows, guard: GuardHere, qtbot: QtBot) -> None:
    guard.rules = replace(guard.rules, policy=replace(guard.rules.policy, pause_minutes=0))
    window = LeaveWindow(light, desk.bridge)
    window.show()
    window.reason.insert("换电脑")
    window.stop.setFocus()
    QTest.keyClick(window.stop, Qt.Key.Key_Space)
    assert not window.stop.isEnabled()
    assert window.focusWidget() is window
    qtbot.waitUntil(window.notice.isVisible)
    assert window.stop.isEnabled()
    assert window.focusWidget() is window.stop


def test_leaving_first_offers_to_close_the_tray_only(light: Theme, desk: TrayWindows, guard: GuardHere,
                                                     qtbot: QtBot) -> None:
    window = LeaveWindow(light, desk.bridge)
    window.show()
    assert not window.stop.isEnabled()
    with qtbot.waitSignal(window.tray_closed):
        click(window.tray_only)
    assert not guard.ended


def test_stopping_the_guard_needs_a_reason_and_its_consent(light: Theme, desk: TrayWindows, guard: GuardHere,
                                                           qtbot: QtBot) -> None:
    window = LeaveWindow(light, desk.bridge)
    window.show()
    field = window.findChild(QLineEdit)
    assert field is not None
    field.insert("换电脑")
    with qtbot.waitSignal(window.guard_stopped):
        click(window.stop)
    assert guard.ended


def test_stopping_by_code_shows_the_request_code_and_takes_the_answer(light: Theme, desk: TrayWindows, guard: GuardHere,
                                                                      qtbot: QtBot) -> None:
    guard.rules = replace(guard.rules, policy=replace(guard.rules.policy, by_code=(Lock.STOP,)))
    office = CryptoSigner(Ed25519PrivateKey.generate())
    guard.code_keys = (bytes.fromhex(office.public_key.keyval["public"]),)
    window = LeaveWindow(light, desk.bridge)
    window.show()
    window.reason.insert("换电脑")
    assert not window.code.isVisible()
    click(window.stop)
    qtbot.waitUntil(lambda: "请把请求码念给保密办" in window.code.said())
    assert "要有保密办的授权码" in window.accessibleDescription()
    assert not window.reason.isVisible()
    request = parse(window.code.said().partition("：")[2].partition("。")[0])
    assert request is not None
    field = window.code.field()
    assert isinstance(field, QLineEdit)
    field.insert(" ".join(code_groups(answer(request, office))))
    with qtbot.waitSignal(window.guard_stopped):
        click(window.stop)
    assert guard.ended


def test_where_nobody_may_pause_nobody_may_stop_guarding_but_new_settings_still_restart_it(
        light: Theme, desk: TrayWindows, guard: GuardHere, qtbot: QtBot) -> None:
    guard.rules = replace(guard.rules, policy=replace(guard.rules.policy, pause_minutes=0))
    window = LeaveWindow(light, desk.bridge)
    window.show()
    field = window.findChild(QLineEdit)
    assert field is not None
    field.insert("换电脑")
    click(window.stop)
    qtbot.waitUntil(window.notice.isVisible)
    assert window.notice.plain() == "由单位设定：不能停止看守。"
    assert not guard.ended
    window.close()
    assert isinstance(guard.answer(Shutdown("更改设置", again=True)), Done)
    stopped = [event.reason for event in guard.record.events if event.kind is EventKind.STOPPED]
    assert (guard.restarted, stopped) == (True, ["更改设置"])


def test_where_nobody_may_pause_a_tray_gets_a_guard_when_the_display_of_the_one_before_has_gone(
        guard: GuardHere) -> None:
    guard.rules = replace(guard.rules, policy=replace(guard.rules.policy, pause_minutes=0))
    guard.display_gone = True
    end_guard(guard.socket, MOVED)
    stopped = [event.reason for event in guard.record.events if event.kind is EventKind.STOPPED]
    assert (guard.ended, stopped) == (True, [MOVED])


@pytest.mark.parametrize("answer", ["tray_closed", "guard_stopped"])
def test_who_leaves_where_there_is_no_icon_leaves_no_tray(desk: TrayWindows, qapp: QApplication, answer: str) -> None:
    assert desk.stand_in is not None
    desk.stand_in.close()
    (window,) = desk.windows()
    goes_on, late = 9, QTimer(singleShot=True, interval=2000)
    late.timeout.connect(lambda: qapp.exit(goes_on))
    late.start()
    QTimer.singleShot(0, getattr(window, answer).emit)
    code = qapp.exec()
    late.stop()  # it would end the event loops of later tests
    assert code != goes_on


def test_closing_the_stand_in_asks_how_to_leave(desk: TrayWindows, qtbot: QtBot) -> None:
    assert desk.stand_in is not None
    desk.stand_in.close()
    assert desk.stand_in.isVisible()
    assert [type(window) for window in desk.windows()] == [LeaveWindow]


def test_the_stand_in_says_once_that_nothing_is_held(light: Theme, desk: TrayWindows, guard: GuardHere, calls: Calls,
                                                     qtbot: QtBot) -> None:
    window = StandIn(light, desk.guard_status, desk.headings, calls.commands(), lambda: samples.AT)
    qtbot.addWidget(window)
    window.show()
    empty = window.height()

    def said() -> list[str]:
        return [part.accessibleName() or part.text() for part in window.findChildren(QLabel) if part.isVisible()]

    assert len([words for words in said() if "没有" in words]) == 1
    guard.hold(samples.draft())
    qtbot.waitUntil(lambda: any("讨论稿" in words for words in said()))
    assert window.height() > empty


def test_the_stand_in_says_how_long_ago_something_was_held_also_where_nothing_happens_since(
        light: Theme, desk: TrayWindows, guard: GuardHere, calls: Calls, qtbot: QtBot,
        monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("ui.tray.mini_window.TICK_MS", 20)
    clock = Clock(samples.AT)
    window = StandIn(light, desk.guard_status, desk.headings, calls.commands(), clock)
    window.show()

    def said() -> list[str]:
        return [part.text() for part in window.findChildren(QLabel) if part.isVisible()]

    def looks() -> list[IconButton]:
        return [part for part in window.findChildren(IconButton) if part.isVisible()]

    guard.hold(samples.draft(), notify=False)
    qtbot.waitUntil(lambda: desk.headings.known("draft") is not None and "刚刚" in said())
    (look,) = looks()
    clock.now += 120
    qtbot.waitUntil(lambda: "2 分钟前" in said())
    assert looks() == [look], "its row and the keyboard's place in it stay"
    window.deleteLater()


def test_the_stand_in_leads_to_the_review(desk: TrayWindows, guard: GuardHere, qtbot: QtBot) -> None:
    assert desk.stand_in is not None
    guard.hold(samples.secret(), notify=False)
    qtbot.waitUntil(lambda: any(part.accessibleName() == "密级标志"
                                for part in desk.stand_in.findChildren(QLabel)))
    click(button_named(desk.stand_in, "被拦截内容…"))
    qtbot.waitUntil(lambda: desk.reviewed() is not None and desk.reviewed().shown() == "secret")


def test_the_stand_in_offers_and_opens_everything_that_the_menu_does(light: Theme, desk: TrayWindows, tray: Tray,
                                                                      calls: Calls, qtbot: QtBot) -> None:
    stand_in = StandIn(light, desk.guard_status, desk.headings, calls.commands(), lambda: samples.AT)
    stand_in.show()
    qtbot.waitUntil(lambda: button_named(stand_in, "暂停…").isEnabled())
    wanted = [line for line in entries(tray) if line.endswith("…") or line == "关于密哨"]
    assert len(wanted) == 10
    for words in wanted:
        click(button_named(stand_in, words))
    assert calls == ["review", "self_check", "pause", "recall", "own", "feedback", "settings", "health", "about",
                     "leave"]
