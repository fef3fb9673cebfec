"""Tests that a screenshot that was stopped by its first part is shown whole as soon as it was read whole."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from guard.control.requests import CaseChanged
from guard.core.found import found_in
from guard.core.model import Case, CaseState, CaseSummary, FileFacts, Origin
from rules.model import Verdict
from rules.text import PARTIAL, Trait
from tests.support import ui_samples as samples
from tests.support.ui_guard import GuardHere
from tests.ui.conftest import button_named, click
from ui.app import TrayWindows
from ui.warning.one_case import CasePanel
from ui.warning.panels import Panel
from ui.warning.window import WarningWindow

SECONDS = 30_000


def first_part(whole: Case) -> Case:
    """The case as it was held after the first row: one match, and a text that is not read to its end."""
    judged = whole.judged[0]
    assert judged.text is not None
    assert judged.verdict is not None
    match = next(match for match in judged.verdict.matches if match.rule == whole.decision.rule)
    verdict = Verdict(judged.verdict.action, (match,), judged.verdict.explanations)
    text = replace(judged.text, traits=(*judged.text.traits, Trait(PARTIAL)))
    part = (replace(judged, text=text, verdict=verdict),)
    return replace(whole, judged=part, found=found_in(part))


def complete(guard: GuardHere, whole: Case) -> None:
    """Tell the tray of all that was found."""
    guard.quarantine.change("shot", lambda current: replace(current, judged=whole.judged, found=whole.found))
    guard.server.publish(CaseChanged(CaseSummary.of(whole)))


@pytest.fixture
def whole(qapp: QApplication) -> Case:
    return samples.screen(id="shot", origin=Origin.FOLDER, destination=None,
                          file=FileFacts("/tmp/Screenshot.png", 0o600, 0))


def test_a_screenshot_in_a_folder_is_completed_and_its_masked_copy_is_offered_in_the_same_window(
        desk: TrayWindows, guard: GuardHere, qtbot: QtBot, whole: Case) -> None:
    guard.hold(first_part(whole), samples.hospital_picture())
    qtbot.waitUntil(lambda: desk.warnings.window() is not None and desk.warnings.window().isVisible())
    window = desk.warnings.window()
    assert window is not None
    before = window.panel().title()
    complete(guard, whole)
    qtbot.waitUntil(lambda: window.panel().title() != before, timeout=SECONDS)
    qtbot.waitUntil(lambda: button_named(window, "复制打码版").isEnabled() and window.armed(), timeout=SECONDS)
    panel = window.panel()
    assert isinstance(panel, CasePanel)
    assert desk.warnings.window() is window
    QApplication.clipboard().clear()
    click(button_named(window, "复制打码版"))
    qtbot.waitUntil(lambda: "打码版放到剪贴板上了" in window.panel().title(), timeout=SECONDS)
    assert QApplication.clipboard().mimeData().hasFormat("image/png")
    assert guard.state("shot") is CaseState.HELD


def test_a_screenshot_that_was_answered_is_not_asked_about_again_because_more_was_found_under_the_pointer(
        desk: TrayWindows, guard: GuardHere, warned: Callable[..., WarningWindow], qtbot: QtBot, whole: Case,
        monkeypatch: pytest.MonkeyPatch) -> None:
    window = warned(first_part(whole), samples.hospital_picture())
    window.setAttribute(Qt.WidgetAttribute.WA_UnderMouse, True)
    waiting: list[object] = []
    when_free = window.when_free
    monkeypatch.setattr(window, "when_free", lambda show: (waiting.append(show), when_free(show)))
    complete(guard, whole)
    qtbot.waitUntil(lambda: bool(waiting))
    shown: list[Panel] = []
    monkeypatch.setattr(window, "show_panel", lambda panel, *_words: shown.append(panel))
    click(button_named(window, "先留着"))
    assert window.panel().title() == "好的，先替您留着"
    qtbot.waitUntil(lambda: desk.warnings.window() is None or bool(shown))
    assert not shown
