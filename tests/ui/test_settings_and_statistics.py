"""Tests 设置, 本月统计 and the links of 运行状况."""

from __future__ import annotations

import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtCore import QMimeData, QObject, Qt, QTranslator
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QPushButton
from pytestqt.qtbot import QtBot

from guard.config.user_config import Configuration, read
from guard.config.user_config_writing import change
from guard.control.requests import Request, RuleCount, Update
from guard.core.locks import Lock
from guard.core.model import CaseState
from guard.ipc.replies import Done
from guard.sentences.catalogue import sentence
from guard.supply.provenance import SupplyState
from tests.support import ui_samples as samples
from tests.support.languages import compile_words
from tests.support.program import ROOT
from tests.support.ui_guard import GuardHere
from tests.ui.conftest import button_named, click
from tests.ui.screens_people import MARKED, NoAutostart, files, picture, text
from tests.ui.test_english import translations
from tests.ui.test_warning_focus import screen  # noqa: F401 (fixture)
from ui.app import TrayWindows
from ui.guard_client.bridge import Then
from ui.i18n.language import Language, chosen
from ui.kit.theme import Theme
from ui.selfcheck.window import SelfCheckWindow
from ui.settings.preferences import Preferences
from ui.settings.window import SettingsWindow
from ui.statistics.chart import BARS, RuleChart
from ui.statistics.window import StatisticsWindow
from ui.windows.health import HealthWindow, Ways


@pytest.fixture
def preferences(tmp_path: Path) -> Preferences:
    return Preferences(tmp_path, tmp_path / "settings" / "mishao.toml", ("mishao",), NoAutostart())


@pytest.fixture
def window(light: Theme, desk: TrayWindows, preferences: Preferences, qtbot: QtBot) -> Iterator[SettingsWindow]:
    window = SettingsWindow(light, desk.bridge, preferences)
    window.show()
    qtbot.waitExposed(window)
    yield window
    window.close()


def words(window: QObject) -> set[str]:
    return {part.text() for part in window.findChildren(QLabel)} | {
        part.accessibleName() for part in window.findChildren(QLabel)}


def test_what_is_added_is_written_and_the_guard_starts_again(window: SettingsWindow, preferences: Preferences,
                                                             guard: GuardHere, qtbot: QtBot) -> None:
    QTest.keyClicks(window.chat, "zoom,linphone")
    window.add_folder("/home/x/会议 \"截图\"")
    window.autostart.setFocus()
    QTest.keyClick(window.autostart, Qt.Key.Key_Space)
    click(window.save)
    qtbot.waitUntil(lambda: guard.ended)
    assert read(preferences.configuration) == Configuration(chat=("zoom", "linphone"),
                                                            screenshots=("/home/x/会议 \"截图\"",))
    assert preferences.autostart.enabled()


@pytest.fixture
def speaking(qapp: QApplication, light: Theme, guard: GuardHere, preferences: Preferences,
             qtbot: QtBot) -> Iterator[TrayWindows]:
    """A desk whose settings can choose another language."""
    compile_words()
    desk = TrayWindows(light, guard.socket, preferences=preferences)
    desk.start()
    qtbot.waitUntil(lambda: desk.guard_status.status is not None)
    yield desk
    desk.close()
    desk.stand_in.deleteLater()  # type: ignore[union-attr]
    for translator in qapp.findChildren(QTranslator):
        qapp.removeTranslator(translator)
        translator.deleteLater()


def test_another_language_is_spoken_at_once_by_the_stand_in_the_settings_and_what_is_opened_then(
        speaking: TrayWindows, guard: GuardHere, preferences: Preferences, qtbot: QtBot) -> None:
    desk = speaking
    guard.status.trouble("broker", sentence("guard.clipboard-restarting"))
    desk._commands.settings()
    (window,) = desk.windows()
    assert isinstance(window, SettingsWindow)
    window.language.setCurrentText("English")
    click(window.save)
    qtbot.waitUntil(lambda: [one.windowTitle() for one in desk.windows()] == ["Settings — MiShao"])
    assert chosen(preferences.folder) is Language.ENGLISH
    stand_in = desk.stand_in
    assert stand_in is not None
    assert button_named(stand_in, "Held items…").isVisible()
    words = "The clipboard is not guarded for the moment; its guard is starting again."
    qtbot.waitUntil(lambda: desk.guard_status.shown().sentence == words)
    (again,) = desk.windows()
    assert isinstance(again, SettingsWindow)
    assert again.language.currentText() == "English"
    again.language.setCurrentText("中文")
    click(again.save)
    qtbot.waitUntil(lambda: [one.windowTitle() for one in desk.windows()] == ["设置 — 密哨"])
    qtbot.waitUntil(lambda: desk.guard_status.shown().sentence == "剪贴板暂时没有看守，正在重新启动。")


@pytest.mark.thorough
@pytest.mark.parametrize("mime", [text(MARKED), text(f"{MARKED}{'字' * 60_000}"), picture, files("/nowhere/a.txt")],
                         ids=["text", "long text", "picture", "files"])
def test_the_self_check_speaks_another_language_at_once_and_keeps_what_is_in_it(
        speaking: TrayWindows, qtbot: QtBot, mime: QMimeData | Callable[[], QMimeData]) -> None:
    desk = speaking
    desk._commands.self_check()
    (before,) = desk.windows()
    assert isinstance(before, SelfCheckWindow)
    before.resize(940, 620)
    with qtbot.waitSignal(before.checked, timeout=30_000):
        before.take(mime if isinstance(mime, QMimeData) else mime())
    offered, verdict = before.offered(), before.panel.title()
    desk._commands.settings()
    settings = desk.windows()[1]
    assert isinstance(settings, SettingsWindow)
    settings.language.setCurrentText("English")
    click(settings.save)
    qtbot.waitUntil(lambda: sorted(one.windowTitle() for one in desk.windows()) == [
        "Check before sending — MiShao", "Settings — MiShao"])
    after = next(one for one in desk.windows() if isinstance(one, SelfCheckWindow))
    assert after.offered() == offered
    assert (after.width(), after.height()) == (940, 620)
    qtbot.waitUntil(lambda: after.panel.title() == translations()[verdict], timeout=30_000)


def test_saving_nothing_new_for_the_guard_does_not_stop_it(window: SettingsWindow, guard: GuardHere,
                                                           qtbot: QtBot) -> None:
    window.autostart.click()
    click(window.save)
    qtbot.waitUntil(lambda: "已保存。" in words(window))
    assert not guard.ended


def test_saving_is_offered_only_while_something_differs_from_what_is_kept(window: SettingsWindow, guard: GuardHere,
                                                                          qtbot: QtBot) -> None:
    assert not window.save.isEnabled()
    window.autostart.click()
    assert window.save.isEnabled()
    window.autostart.click()
    assert not window.save.isEnabled()
    QTest.keyClicks(window.chat, " ,")
    assert not window.save.isEnabled()
    window.add_folder("/home/x/截图")
    assert window.save.isEnabled()
    window.folders.setCurrentRow(0)
    click(window.remove)
    assert not window.save.isEnabled()
    QTest.keyClicks(window.chat, "zoom")
    click(window.save)
    qtbot.waitUntil(lambda: guard.ended)
    assert not window.save.isEnabled()


def test_what_the_unit_decided_is_shown_locked_with_the_reason(window: SettingsWindow, qtbot: QtBot) -> None:
    qtbot.waitUntil(lambda: "（内容核对中，稍后发）" in words(window))
    assert "由单位设定：去掉密级再发，是擅自脱密" in words(window)
    assert "一次最多 30 分钟" in words(window)


def test_what_the_policy_locks_cannot_be_changed_in_the_window(
        light: Theme, desk: TrayWindows, guard: GuardHere, preferences: Preferences, qtbot: QtBot) -> None:
    for locks, free in (((Lock.AUTOSTART,), ("chat", "add")), (("程序",), ("autostart", "add")),
                        ((Lock.SETTINGS,), ())):
        guard.rules = replace(guard.rules, policy=replace(guard.rules.policy, locked=locks))
        window = SettingsWindow(light, desk.bridge, preferences)
        qtbot.addWidget(window)
        window.show()
        parts = {name: getattr(window, name) for name in ("autostart", "chat", "add")}
        held = [part for name, part in parts.items() if name not in free]
        qtbot.waitUntil(lambda held=held: not any(part.isEnabled() for part in held))
        assert all(parts[name].isEnabled() for name in free)
        window.close()


def test_starting_with_the_session_cannot_be_undone_where_the_administrator_imposed_it(
        light: Theme, desk: TrayWindows, preferences: Preferences) -> None:
    window = SettingsWindow(light, desk.bridge, replace(preferences, autostart=NoAutostart(imposed=True)))
    window.show()
    assert window.autostart.isChecked()
    assert not window.autostart.isEnabled()
    assert "由单位设定：每次登录都启动" in words(window)
    window.close()


def test_a_file_that_cannot_be_read_is_said_and_never_overwritten(light: Theme, desk: TrayWindows,
                                                                  preferences: Preferences) -> None:
    preferences.configuration.parent.mkdir()
    preferences.configuration.write_text("[destinations", "utf-8")
    window = SettingsWindow(light, desk.bridge, preferences)
    window.show()
    assert not window.save.isEnabled()
    assert any("不是正确的 TOML" in line for line in words(window))
    window.close()


def test_what_was_written_into_the_file_while_the_window_was_open_stays_and_so_do_its_comments(
        light: Theme, desk: TrayWindows, guard: GuardHere, preferences: Preferences, qtbot: QtBot) -> None:
    preferences.configuration.parent.mkdir()
    preferences.configuration.write_text('[destinations]\nchat = ["pidgin", "momo"]  # 信息中心\n', "utf-8")
    window = SettingsWindow(light, desk.bridge, preferences)
    window.show()
    preferences.configuration.write_text(
        '[destinations]\nchat = ["pidgin", "momo", "zoom"]  # 信息中心\n[rules]\npacks = ["教育"]  # 教育局\n', "utf-8")
    window.chat.setText("pidgin, linphone")
    click(window.save)
    qtbot.waitUntil(lambda: any(line.startswith("已保存") for line in words(window)))
    assert guard.ended
    assert preferences.configuration.read_text("utf-8") == (
        '[destinations]\nchat = ["pidgin", "zoom", "linphone"]  # 信息中心\n[rules]\npacks = ["教育"]  # 教育局\n')
    assert window.chat.text() == "pidgin, zoom, linphone"
    preferences.configuration.write_text("[rules", "utf-8")
    window.chat.setText("pidgin")
    click(window.save)
    assert preferences.configuration.read_text("utf-8") == "[rules"
    assert any("不是正确的 TOML" in line for line in words(window))
    window.close()


@pytest.mark.parametrize("configuration", [
    Configuration(), Configuration(("a\"b\\c", "微信\x7f\u2028"), ("OA 系统",), ("~/图片",), "tesseract", ("教育",))])
def test_a_configuration_comes_out_of_its_file_as_it_went_in(tmp_path: Path, configuration: Configuration) -> None:
    change(tmp_path / "mishao.toml", lambda _: configuration)
    assert read(tmp_path / "mishao.toml") == configuration


def test_what_was_released_and_destroyed_later_does_not_count_as_never_sent(light: Theme, desk: TrayWindows,
                                                                            guard: GuardHere, qtbot: QtBot) -> None:
    for number, state in enumerate((CaseState.RELEASED, CaseState.HELD)):
        guard.keep(samples.draft(id=f"n{number}", opened_at=time.time(), state=state))
        guard.quarantine.destroy(guard.quarantine.case(f"n{number}"))
    window = StatisticsWindow(light, desk.bridge)
    window.show()
    qtbot.waitUntil(lambda: window.sentence.plain().startswith("拦下 2 次，其中 1 次后来也没有发出去"))
    window.close()


def test_statistics_count_this_month_by_rule(light: Theme, desk: TrayWindows, guard: GuardHere, qtbot: QtBot) -> None:
    now = time.time()
    for number, rule in enumerate(("BC-01", "BC-05", "BC-05")):
        state = CaseState.RELEASED if number == 2 else CaseState.HELD
        guard.keep(samples.draft(id=f"n{number}", opened_at=now, state=state,
                                 decision=replace(samples.draft().decision, rule=rule)))
    guard.keep(samples.draft(id="old", opened_at=now - 40 * 86400))
    window = StatisticsWindow(light, desk.bridge)
    window.show()
    qtbot.waitUntil(lambda: window.sentence.plain().startswith("拦下 3 次，其中 2 次后来也没有发出去"))
    first, second = window.chart.accessibleName().split("；")
    assert first.startswith("标注密级的文件 1 次"), "what protects 国家秘密 comes first"
    assert second.endswith(" 2 次，放行 1 次")
    QTest.keyClick(window, Qt.Key.Key_W, Qt.KeyboardModifier.ControlModifier)


def test_no_rule_that_protects_state_secrets_is_among_the_rest(light: Theme, qtbot: QtBot) -> None:
    chart = RuleChart(light)
    qtbot.addWidget(chart)
    chart.show_counts([RuleCount(f"BM-{number}", f"密 {number}", 1, 0, secret=True) for number in range(BARS + 1)]
                      + [RuleCount(f"GR-{number}", f"人 {number}", 9, 0) for number in range(2)])
    bars = chart.accessibleName().split("；")
    assert bars[BARS] == f"密 {BARS} 1 次，放行 0 次"
    assert bars[BARS + 1:] == ["其他 2 条规则 18 次，放行 0 次"]


def test_health_leads_to_what_is_held_and_renews_the_rules(light: Theme, desk: TrayWindows, guard: GuardHere,
                                                           qtbot: QtBot) -> None:
    went: list[str] = []

    def ask(request: Request, _owner: QObject, then: Then) -> None:
        assert request == Update()
        went.append("renew")
        then(Done("规则已是最新。"))

    guard.status.supply(SupplyState(managed=True))
    guard.status.trouble("folders", "截图文件夹不见了。")
    qtbot.waitUntil(lambda: desk.guard_status.last_trouble is not None)
    guard.status.trouble("folders", "")
    qtbot.waitUntil(lambda: desk.guard_status.status is not None and not desk.guard_status.status.troubles)
    ways = Ways(lambda: went.append("review"), lambda: went.append("statistics"), ask, lambda: went.append("ordered"))
    window = HealthWindow(light, desk.guard_status, "0.1.0", ways)
    qtbot.addWidget(window)
    window.show()
    for name in ("查看", "立即更新", "本月统计…"):
        button = button_named(window, name)
        assert isinstance(button, QPushButton)
        click(button)
    assert went == ["review", "renew", "statistics"]
    assert any("规则已是最新。" in line for line in words(window))
    assert any(line.endswith(" 截图文件夹不见了。") for line in words(window))


@pytest.mark.thorough
def test_the_window_stays_where_it_is_under_a_window_manager_however_often_the_language_is_changed(
        screen: dict[str, str], tmp_path: Path) -> None:  # noqa: F811 (fixture)
    done = subprocess.run([sys.executable, "-m", "tests.ui.language_program", str(tmp_path)], cwd=ROOT, env=screen,
                          capture_output=True, text=True, timeout=60)
    places = done.stdout.splitlines()
    assert len(places) == 4, done.stderr[-2000:]
    assert len(set(places)) == 1
    assert places[0].endswith("True")  # it has a frame
