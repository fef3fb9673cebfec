"""Tests that a screenshot that was stopped by its first part is shown whole as soon as it was read whole."""

from __future__ import annotations

from dataclasses import replace

import pytest
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


@pytest.fixture
def whole(qapp: QApplication) -> Case:
    return samples.screen(id="shot", origin=Origin.FOLDER, destination=None,
                          file=FileFacts("/tmp/Screenshot.png", 0o600, 0))


def test_a_screenshot_in_a_folder_is_completed_and_its_masked_copy_is_offered_in_the_same_window(
        desk: TrayWindows, guard: GuardHere, qtbot: QtBot, whole: Case) -> None:
    part = first_part(whole)
    guard.hold(part, samples.hospital_picture())
    qtbot.waitUntil(lambda: desk.warnings.window() is not None and desk.warnings.window().isVisible())
    window = desk.warnings.window()
    assert window is not None
    before = window.panel().title()
    guard.quarantine.change("shot", lambda current: replace(current, judged=whole.judged, found=whole.found))
    guard.server.publish(CaseChanged(CaseSummary.of(whole)))
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
