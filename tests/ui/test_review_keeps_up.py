"""Tests that 被拦截内容 shows what the guard has now, whatever happened while it was open."""

from __future__ import annotations

import pytest
from pytestqt.qtbot import QtBot

from guard.control.requests import CaseList
from guard.core.model import CaseState, CaseSummary
from tests.support import ui_samples as samples
from tests.support.ui_guard import GuardHere
from tests.ui.review_steps import words
from ui.app import TrayWindows
from ui.guard_client.bridge import Then
from ui.review.window import ReviewWindow

AWAY = "密哨没有在运行。可以从开始菜单打开，或运行 mishao。"


def reviewed(desk: TrayWindows, case_id: str = "") -> ReviewWindow:
    desk.review(case_id)
    window = desk.reviewed()
    assert window is not None
    return window


def listed(window: ReviewWindow) -> set[str]:
    return {case_id for case_id in ("personal", "draft", "secret") if window.listing.summary(case_id) is not None}


def test_a_list_that_was_opened_while_the_guard_was_away_is_there_when_the_guard_is(
        desk: TrayWindows, guard: GuardHere, qtbot: QtBot) -> None:
    guard.keep(samples.personal())
    guard.keep(samples.draft())
    with qtbot.waitSignal(desk.bridge.connection_lost):
        guard.stop()
    window = reviewed(desk, "draft")
    qtbot.waitUntil(lambda: AWAY in words(window))
    guard.again()
    qtbot.waitUntil(lambda: window.shown() == "draft")
    guard.hold(samples.secret(), notify=False)
    qtbot.waitUntil(lambda: listed(window) == {"personal", "draft", "secret"})
    assert AWAY not in words(window)


def test_a_guard_that_was_away_leaves_the_form_that_is_being_filled_in(desk: TrayWindows, guard: GuardHere,
                                                                       qtbot: QtBot) -> None:
    guard.keep(samples.personal())
    window = reviewed(desk)
    qtbot.waitUntil(lambda: window.shown() == "personal")
    window.foot.ask_release()
    with qtbot.waitSignal(desk.bridge.connection_lost):
        guard.stop()
    window.open()
    qtbot.waitUntil(lambda: AWAY in words(window))
    guard.again()
    guard.hold(samples.draft(), notify=False)
    qtbot.waitUntil(lambda: listed(window) == {"personal", "draft"} and AWAY not in words(window))
    assert window.shown() == "personal"
    assert not window.foot.first.isVisible()


def test_what_happens_between_the_request_for_the_list_and_its_answer_is_in_it(
        desk: TrayWindows, monkeypatch: pytest.MonkeyPatch) -> None:
    held, gone = (CaseSummary.of(case) for case in (samples.personal(), samples.secret(state=CaseState.DESTROYED)))
    awaited: list[Then] = []
    monkeypatch.setattr(desk.bridge, "list_cases", lambda _owner, then: awaited.append(then))
    window = reviewed(desk)
    desk.bridge.case_opened.emit(samples.draft(), False)
    desk.bridge.case_changed.emit(gone)
    for then in awaited:
        then(CaseList((held, CaseSummary.of(samples.secret()))))
    assert listed(window) == {"personal", "draft", "secret"}
    assert window.listing.summary("secret") == gone
