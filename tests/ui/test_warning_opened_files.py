"""Tests the warning about several files that a program opened."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from pytestqt.qtbot import QtBot

from guard.core.model import CaseState, Origin
from tests.support import ui_samples as samples
from tests.support.ui_guard import GuardHere
from tests.ui.conftest import button_named, click
from ui.warning.window import WarningWindow

Warn = Callable[..., WarningWindow]


def test_of_several_opened_files_the_refused_ones_are_named_and_the_others_go(
        warned: Warn, guard: GuardHere, qtbot: QtBot) -> None:
    window = warned(samples.secret(origin=Origin.OPENED))
    guard.hold(samples.draft(origin=Origin.OPENED, opened_at=samples.AT + 1))
    qtbot.waitUntil(lambda: "2 个文件没有交给" in window.panel().title())
    assert "没问题的照常发" in window.panel().description()
    qtbot.waitUntil(window.armed)
    click(button_named(window, "只发没问题的"))
    qtbot.waitUntil(lambda: "再选一次" in window.panel().title())
    assert [guard.state("secret"), guard.state("draft")] == [CaseState.HELD] * 2


def test_files_that_a_program_was_refused_in_silence_are_counted_in_the_warning_that_is_there(
        warned: Warn, guard: GuardHere, qtbot: QtBot) -> None:
    window = warned(samples.secret(origin=Origin.OPENED))
    other = samples.draft(id="other", origin=Origin.OPENED, destination=replace(samples.WECHAT, executable="/opt/qq"))
    for case in (other, samples.draft(id="copied"), samples.draft(origin=Origin.OPENED), samples.patient(
            origin=Origin.OPENED)):
        guard.hold(case, notify=False)
    qtbot.waitUntil(lambda: "3 个文件没有交给" in window.panel().title())
    assert "没问题的照常发" in window.panel().description()
