"""Tests that 被拦截内容 shows what the guard has now, whatever happened while it was open."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest
from PySide6.QtCore import QObject
from pytestqt.qtbot import QtBot

from guard.control.requests import CaseChanged, CaseList, ListCases, MaskCase, Reply, Request, ShowCase
from guard.core.model import Case, CaseState, CaseSummary
from guard.ipc.replies import Refused
from rules.sentences.sentence import Sentence
from tests.support import ui_samples as samples
from tests.support.ui_guard import GuardHere
from tests.ui.review_steps import copied, opened, stage, words
from ui.app import TrayWindows
from ui.guard_client.bridge import Then
from ui.review.several import SeveralView
from ui.review.stage import View
from ui.review.window import ReviewWindow

Ask = Callable[[Request, QObject, Then], None]
"""The type of ``Bridge.ask``."""

AWAY = "密哨没有在运行。可以从开始菜单打开，或运行 mishao。"


def reviewed(desk: TrayWindows, case_id: str = "") -> ReviewWindow:
    desk.review(case_id)
    window = desk.reviewed()
    assert window is not None
    return window


def marks(window: ReviewWindow) -> int:
    return len(stage(window).original.text.extraSelections())


def first_match(whole: Case) -> Case:
    """Return an item as it was before all of it was judged."""
    (judged,) = whole.judged
    assert judged.verdict is not None
    return replace(whole, judged=(replace(judged, verdict=replace(judged.verdict,
                                                                  matches=judged.verdict.matches[:1])),))


def complete(guard: GuardHere, whole: Case) -> None:
    guard.quarantine.change(whole.id, lambda _part: whole)
    guard.server.publish(CaseChanged(CaseSummary.of(whole)))


def listed(window: ReviewWindow) -> set[str]:
    return {case_id for case_id in ("personal", "draft", "secret") if window.listing.summary(case_id) is not None}


def counted(ask: Ask, fetched: list[Reply]) -> Ask:
    def asked(request: Request, owner: QObject, then: Then) -> None:
        def answered(reply: Reply) -> None:
            then(reply)
            if isinstance(request, ShowCase):
                fetched.append(reply)

        ask(request, owner, answered)

    return asked


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
    window = opened(desk, qtbot, "personal")
    copied(window, qtbot)  # one that is still being made would say afterwards that the guard was away
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
    awaited, ask = list[Then](), desk.bridge.ask

    def list_later(request: Request, owner: QObject, then: Then) -> None:
        if isinstance(request, ListCases):
            awaited.append(then)
        else:
            ask(request, owner, then)

    monkeypatch.setattr(desk.bridge, "ask", list_later)
    window = reviewed(desk)
    desk.bridge.case_opened.emit(samples.draft(), False)
    desk.bridge.case_changed.emit(gone)
    for then in awaited:
        then(CaseList((held, CaseSummary.of(samples.secret()))))
    assert listed(window) == {"personal", "draft", "secret"}
    assert window.listing.summary("secret") == gone


def test_an_item_that_is_completed_while_it_is_shown_is_shown_whole(desk: TrayWindows, guard: GuardHere,
                                                                    qtbot: QtBot) -> None:
    whole = samples.personal()
    guard.keep(first_match(whole))
    window = opened(desk, qtbot, "personal")
    assert marks(window) == 1
    complete(guard, whole)
    qtbot.waitUntil(lambda: marks(window) == len(whole.matches()))


def test_an_item_that_is_completed_while_it_is_fetched_is_shown_whole(
        desk: TrayWindows, guard: GuardHere, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch) -> None:
    whole, ask = samples.personal(), desk.bridge.ask
    guard.keep(first_match(whole))
    fetched: list[tuple[Then, Reply]] = []

    def show_later(request: Request, owner: QObject, then: Then) -> None:
        later = isinstance(request, ShowCase)
        ask(request, owner, (lambda reply: fetched.append((then, reply))) if later else then)

    with monkeypatch.context() as slow:
        slow.setattr(desk.bridge, "ask", show_later)
        window = reviewed(desk, "personal")
        qtbot.waitUntil(lambda: bool(fetched))
        complete(guard, whole)
        guard.hold(samples.draft(), notify=False)
        qtbot.waitUntil(lambda: listed(window) == {"personal", "draft"})
    for then, reply in fetched:
        then(reply)
    qtbot.waitUntil(lambda: window.shown() == "personal" and marks(window) == len(whole.matches()))


def test_an_item_that_is_completed_while_a_form_is_open_is_shown_whole_after_it(desk: TrayWindows, guard: GuardHere,
                                                                                qtbot: QtBot) -> None:
    whole = samples.personal()
    guard.keep(first_match(whole))
    window = opened(desk, qtbot, "personal")
    window.foot.ask_release()
    complete(guard, whole)
    guard.hold(samples.draft(), notify=False)
    qtbot.waitUntil(lambda: listed(window) == {"personal", "draft"})
    assert (marks(window), window.foot.asks()) == (1, True)
    window.foot.close_strip()
    qtbot.waitUntil(lambda: marks(window) == len(whole.matches()))


def test_what_the_guard_could_not_be_asked_for_is_fetched_when_it_is_back(
        desk: TrayWindows, guard: GuardHere, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch) -> None:
    case = guard.keep(samples.patient(), samples.hospital_picture())
    ask = desk.bridge.ask

    def without_pictures(request: Request, owner: QObject, then: Then) -> None:
        match request:
            case ShowCase(pixels=pixels) | MaskCase(pixels=pixels) if pixels:
                then(Refused("connection", Sentence("gone")))
            case _:
                ask(request, owner, then)

    with monkeypatch.context() as away:
        away.setattr(desk.bridge, "ask", without_pictures)
        window = opened(desk, qtbot, "patient")
        qtbot.waitUntil(lambda: "gone" in words(window))
        assert "这张图片显示不出来。原件还在，可以取回。" in words(window)
    guard.stop()
    guard.again()
    qtbot.waitUntil(lambda: stage(window).original.view() is stage(window).original.picture)
    qtbot.waitUntil(lambda: not stage(window).pending and "gone" not in words(window))
    qtbot.waitUntil(lambda: window.listing.thumbnails.picture(CaseSummary.of(case)) is not None)


def test_what_is_up_to_date_stays_as_it_is_looked_at_when_another_guard_is_there(
        desk: TrayWindows, guard: GuardHere, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch) -> None:
    guard.keep(samples.roster(guard.rules.judge))
    window = opened(desk, qtbot, "roster")
    copied(window, qtbot).show_view(View.MASKED)
    looked_at, fetched = stage(window), list[Reply]()
    monkeypatch.setattr(desk.bridge, "ask", counted(desk.bridge.ask, fetched))
    guard.stop()
    guard.again()
    qtbot.waitUntil(lambda: len(fetched) == 1)
    assert stage(window) is looked_at
    assert looked_at.current() is View.MASKED


def test_of_many_items_that_are_destroyed_at_once_the_page_is_built_once_and_names_none_of_them(
        desk: TrayWindows, guard: GuardHere, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch) -> None:
    many = [guard.keep(samples.unreadable(id=f"item {number}", opened_at=samples.AT - number)) for number in range(40)]
    window = opened(desk, qtbot, "item 0")
    qtbot.waitUntil(lambda: all(desk.headings.known(case.id) is not None for case in many[:6]))
    window.listing.list.selectAll()
    assert "选中了 40 项" in words(window)
    built: list[SeveralView] = []

    def build(*parts: Any) -> SeveralView:
        built.append(SeveralView(*parts))
        return built[-1]

    monkeypatch.setattr("ui.review.window.SeveralView", build)
    for case in many:
        desk.bridge.case_changed.emit(replace(CaseSummary.of(case), state=CaseState.DESTROYED))
    qtbot.waitUntil(lambda: not window.foot.burn.isEnabled())
    assert len(built) == 1
    assert "选中了 40 项" in words(window)
    assert "扫描件 0412.pdf" not in words(window)


def test_the_page_of_several_items_stays_while_nothing_on_it_changes(desk: TrayWindows, guard: GuardHere,
                                                                     qtbot: QtBot) -> None:
    for number in range(9):
        guard.keep(samples.unreadable(id=f"item {number}", opened_at=samples.AT - number))
    window = opened(desk, qtbot, "item 0")
    qtbot.waitUntil(lambda: all(desk.headings.known(f"item {number}") is not None for number in range(9)))
    window.listing.list.selectAll()
    (page,) = (each for each in window.findChildren(SeveralView) if each.isVisible())
    last = window.listing.summary("item 8")
    assert last is not None
    desk.bridge.case_changed.emit(replace(last, state=CaseState.DESTROYED))
    qtbot.waitUntil(lambda: window.listing.summary("item 8") != last)
    assert [each for each in window.findChildren(SeveralView) if each.isVisible()] == [page]


def test_an_item_that_comes_while_the_window_is_open_is_new_until_it_is_shown(desk: TrayWindows, guard: GuardHere,
                                                                              qtbot: QtBot) -> None:
    guard.keep(samples.draft())
    window = opened(desk, qtbot, "draft")
    guard.hold(samples.secret(), notify=False)
    qtbot.waitUntil(lambda: listed(window) == {"draft", "secret"})
    assert desk.guard_status.shown().tray == "held"
    window.listing.select_case("secret")
    qtbot.waitUntil(lambda: window.shown() == "secret")
    assert desk.guard_status.shown().tray == "rest"


def test_what_came_while_the_window_was_open_stays_new_when_another_guard_is_there(
        desk: TrayWindows, guard: GuardHere, qtbot: QtBot) -> None:
    guard.keep(samples.draft())
    window = opened(desk, qtbot, "draft")
    guard.hold(samples.secret(), notify=False)
    qtbot.waitUntil(lambda: listed(window) == {"draft", "secret"})
    with qtbot.waitSignal(desk.bridge.connected):
        guard.stop()
        guard.again()
    guard.hold(samples.personal(), notify=False)
    qtbot.waitUntil(lambda: listed(window) == {"draft", "secret", "personal"})
    desk.guard_status.look_at("personal")
    assert desk.guard_status.shown().tray == "held"
    window.open()
    qtbot.waitUntil(lambda: desk.guard_status.shown().tray == "rest")
