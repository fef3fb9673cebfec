"""Tests 误报反馈 on the screen: answers are shown once; words are handed over only with a tick."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
import shiboken6
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel, QWidget
from pytestqt.qtbot import QtBot

from guard.control.requests import ReportFalseAlarm
from guard.core.events import EventKind
from guard.feedback.answers import FeedbackAnswer, Given, number_of
from tests.support import ui_samples as samples
from tests.support.ui_guard import GuardHere
from tests.ui.conftest import button_named, click
from ui.app import TrayWindows
from ui.feedback.answer import answer_words
from ui.feedback.statement import StatementWindow
from ui.feedback.window import SHOWN, FeedbackWindow
from ui.kit.theme import Theme

NUMBER = number_of("draft")
HOSTILE = "<b>改了</b>\u202e\n第二行"


def answered(guard: GuardHere, words: str = "规则改了", *, adopted: bool = True, since: str = "2026-12-01") -> None:
    """Deliver the answer to the feedback on the draft with the rules."""
    guard.feedback.answered([FeedbackAnswer(NUMBER, adopted, words, 5.0, since)])


def given(guard: GuardHere) -> None:
    """Hold the draft, and report it as a false alarm."""
    guard.hold(samples.draft(), notify=False)
    guard.answer(ReportFalseAlarm("draft"))


def words(window: QWidget) -> str:
    return "\n".join(label.accessibleName() or label.text() for label in window.findChildren(QLabel)
                     if label.isVisible())


@pytest.fixture
def statement(light: Theme, desk: TrayWindows, guard: GuardHere, qtbot: QtBot) -> Iterator[StatementWindow]:
    given(guard)
    (entry,) = guard.feedback.book.entries()
    window = StatementWindow(light, desk.bridge, entry)
    window.show()
    qtbot.waitUntil(window.tick.isEnabled)
    yield window
    if shiboken6.isValid(window):
        window.close()


def test_an_answer_is_told_once_in_a_strip_and_counted_until_it_is_looked_at(desk: TrayWindows, guard: GuardHere,
                                                                            qtbot: QtBot) -> None:
    given(guard)
    answered(guard)
    qtbot.waitUntil(lambda: bool(desk.strips.shown()))
    (strip,) = desk.strips.shown()
    assert strip.sentence() == "您反馈的误报有答复了：已采纳，12 月 1 日的规则起不再提示。规则改了。"
    qtbot.waitUntil(lambda: desk.guard_status.answered() == 1)
    assert desk.stand_in is not None
    link = button_named(desk.stand_in, "误报反馈（1 条新答复）…")
    strip.close()
    answered(guard)
    click(link)
    (window,) = desk.windows()
    qtbot.waitUntil(lambda: desk.guard_status.answered() == 0)
    assert NUMBER in words(window)
    assert link.text() == "误报反馈…"
    assert desk.strips.shown() == (), "the same answer is not told again"


def test_what_comes_while_the_list_is_open_is_shown_there_and_an_answer_counts_as_seen(
        desk: TrayWindows, guard: GuardHere, qtbot: QtBot) -> None:
    given(guard)
    desk._commands.feedback()
    (window,) = desk.windows()
    qtbot.waitUntil(lambda: NUMBER in words(window))
    answered(guard)
    qtbot.waitUntil(lambda: "已采纳" in words(window))
    qtbot.waitUntil(lambda: all(entry.seen for entry in guard.feedback.book.entries()))
    qtbot.waitUntil(lambda: desk.guard_status.answered() == 0)
    guard.keep(samples.personal())
    guard.answer(ReportFalseAlarm("personal"))
    desk._commands.feedback()
    qtbot.waitUntil(lambda: number_of("personal") in words(window))


def test_that_the_guard_was_away_is_said_until_it_is_asked_again(desk: TrayWindows, guard: GuardHere,
                                                                 qtbot: QtBot) -> None:
    with qtbot.waitSignal(desk.bridge.connection_lost):
        guard.stop()
    desk._commands.feedback()
    (window,) = desk.windows()
    qtbot.waitUntil(window.notice.isVisible)
    with qtbot.waitSignal(desk.bridge.connected):
        guard.again()
    given(guard)
    desk._commands.feedback()
    qtbot.waitUntil(lambda: NUMBER in words(window))
    assert not window.notice.isVisible()


def test_nothing_pops_up_at_the_start_for_what_was_answered_meanwhile(
        light: Theme, guard: GuardHere, qtbot: QtBot) -> None:
    given(guard)
    answered(guard)
    desk = TrayWindows(light, guard.socket)
    desk.start()
    qtbot.waitUntil(lambda: desk.guard_status.answered() == 1)
    assert desk.strips.shown() == ()
    desk.close()
    assert desk.stand_in is not None
    desk.stand_in.deleteLater()


def test_the_review_says_the_state_of_the_feedback_on_an_item(desk: TrayWindows, guard: GuardHere,
                                                              qtbot: QtBot) -> None:
    given(guard)
    desk.review("draft")
    review = desk.reviewed()
    assert review is not None
    qtbot.waitUntil(lambda: "误报反馈：等保密办答复" in words(review))
    answered(guard, adopted=False, since="")
    qtbot.waitUntil(lambda: "误报反馈：没有采纳" in words(review))


@pytest.mark.parametrize(("adopted", "since", "told"), [
    (True, "2026-12-01", "已采纳，12 月 1 日的规则起不再提示。"), (True, "", "已采纳。"), (True, "soon", "已采纳。"),
    (False, "", "没有采纳。"), (False, "2026-12-01", "没有采纳。"),
])
def test_an_answer_is_told_in_words(adopted: bool, since: str, told: str) -> None:
    answer = FeedbackAnswer(NUMBER, adopted, "", 5.0, since)
    assert answer_words(Given(NUMBER, "draft", "GC-01", 1.0, answer)).rstrip("。") == told.rstrip("。")


def test_an_answer_is_shown_as_it_was_written_and_never_as_markup(light: Theme, desk: TrayWindows, guard: GuardHere,
                                                                  qtbot: QtBot) -> None:
    given(guard)
    answered(guard, HOSTILE)
    window = FeedbackWindow(light, desk.bridge)
    qtbot.addWidget(window)
    window.show()
    qtbot.waitUntil(lambda: NUMBER in words(window))
    shown = words(window)
    assert "<b>改了</b>" in shown
    assert "\u202e" not in shown


def test_the_newest_are_listed_and_the_others_counted(light: Theme, desk: TrayWindows, guard: GuardHere,
                                                      qtbot: QtBot) -> None:
    for number in range(SHOWN + 2):
        guard.feedback.book.add(samples.draft(id=f"case-{number}"))
    window = FeedbackWindow(light, desk.bridge)
    qtbot.addWidget(window)
    window.show()
    qtbot.waitUntil(lambda: "更早的还有 2 条" in words(window))
    assert number_of(f"case-{SHOWN + 1}") in words(window)
    assert number_of("case-0") not in words(window)


@pytest.mark.parametrize("ticked", [False, True])
def test_a_statement_holds_words_of_the_item_only_when_its_user_has_ticked_the_box(
        statement: StatementWindow, guard: GuardHere, tmp_path: Path, ticked: bool) -> None:
    shown = statement.words.plain()
    assert "讨论稿" in shown
    if ticked:
        statement.tick.setFocus()
        QTest.keyClick(statement.tick, Qt.Key.Key_Space)
    statement.write(str(tmp_path / "statement.txt"))
    written = (tmp_path / "statement.txt").read_text("utf-8")
    assert NUMBER in written
    assert (shown in written, "讨论稿" in written) == (ticked, ticked)
    assert [event.kind for event in guard.record.events] == [EventKind.FALSE_ALARM]


def test_a_statement_never_takes_the_place_of_another_file(statement: StatementWindow, tmp_path: Path) -> None:
    kept = tmp_path / "ke\u202ept.txt"
    kept.write_text("别的", "utf-8")
    statement.write(str(kept))
    assert kept.read_text("utf-8") == "别的"
    assert statement.isVisible()
    assert "ke□pt.txt 已经存在，没有覆盖" in words(statement)


@pytest.mark.parametrize("case", [samples.secret(), samples.unreadable()], ids=["secret", "unread"])
def test_no_words_can_be_added_of_what_bears_a_mark_or_was_not_read(
        light: Theme, desk: TrayWindows, guard: GuardHere, qtbot: QtBot, case: object) -> None:
    guard.hold(case, notify=False)  # type: ignore[arg-type]
    window = StatementWindow(light, desk.bridge, Given(NUMBER, case.id, "", 1.0))  # type: ignore[attr-defined]
    qtbot.addWidget(window)
    window.show()
    qtbot.waitUntil(lambda: "只能口头说明" in words(window))
    assert not window.tick.isEnabled()
    assert samples.MARK not in window.text()
