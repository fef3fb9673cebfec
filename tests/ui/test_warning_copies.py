"""Tests the masked copy in a warning: when it is shown, when the original is, and what is said where there is none."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest
from pytestqt.qtbot import QtBot

from guard.core.model import CaseState, Kind, Release
from rules.model import Action, Verdict
from tests.support import ui_samples as samples
from tests.support.built_in import built_in
from tests.support.ui_guard import GuardHere
from tests.ui.conftest import Press, button_named, read_aloud, with_release
from ui.app import TrayWindows
from ui.items.explanation import without_copy
from ui.kit.theme import Theme
from ui.warning.one_case import CasePanel
from ui.warning.window import WarningWindow

Warn = Callable[..., WarningWindow]

COPY, ORIGINAL = "“发送打码版”将粘贴这一份", "原文，将粘贴这一份"
"""The words below the excerpt."""


def test_the_masked_copy_is_shown_and_one_press_lets_it_be_pasted(warned: Warn, press: Press, guard: GuardHere,
                                                                  qtbot: QtBot) -> None:
    case = samples.roster(guard.rules.judge)
    window = warned(case)
    qtbot.waitUntil(lambda: button_named(window, "发送打码版").isEnabled())
    assert COPY in read_aloud(window)
    press(window, "发送打码版")
    qtbot.waitUntil(lambda: "Ctrl+V" in window.panel().title())
    pasted = guard.broker.masked[0].untrusted_bytes.decode()
    assert [secret for secret in samples.ROSTER_SECRETS if secret in pasted] == []
    assert guard.state(case.id) is CaseState.HELD
    assert guard.released() == []


def test_a_form_shows_the_original_that_it_lets_go_and_return_the_copy_again(warned: Warn, press: Press,
                                                                             guard: GuardHere, qtbot: QtBot) -> None:
    window = warned(samples.roster(guard.rules.judge))
    qtbot.waitUntil(lambda: button_named(window, "发送打码版").isEnabled())
    press(window, "工作需要，写明原因")
    assert samples.ROSTER_SECRETS[0] in "".join(read_aloud(window))
    assert ORIGINAL in read_aloud(window)
    assert COPY not in read_aloud(window)
    press(window, "返回")
    assert samples.ROSTER_SECRETS[0] not in "".join(read_aloud(window))
    assert COPY in read_aloud(window)
    assert ORIGINAL not in read_aloud(window)


@pytest.mark.parametrize(("release", "words"), [(Release.CODE, "输入授权码"), (Release.APPROVER, "已批准，填批准人"),
                                                (Release.REASON, "工作需要，写明原因")])
def test_a_copy_that_is_ready_only_after_a_form_was_opened_leaves_the_original_there(
        release: Release, words: str, light: Theme, qtbot: QtBot) -> None:
    panel = CasePanel(light, with_release(samples.roster(built_in().judge), release), "")
    qtbot.addWidget(panel)
    panel.show()
    button_named(panel, words).click()
    copy = samples.masked_copy(samples.roster(built_in().judge))
    assert copy is not None
    panel.show_copy(copy)
    assert ORIGINAL in read_aloud(panel)
    assert COPY not in read_aloud(panel)


@pytest.mark.parametrize(("release", "words"), [(Release.FAMILY, "这是我本人或家人的"), (Release.FREE, "放行一次")])
def test_one_press_that_lets_the_original_go_shows_it_until_the_guard_refuses(
        release: Release, words: str, warned: Warn, guard: GuardHere, desk: TrayWindows, qtbot: QtBot) -> None:
    window = warned(with_release(samples.roster(guard.rules.judge), release))
    qtbot.waitUntil(lambda: button_named(window, "发送打码版").isEnabled())
    guard.stop()
    qtbot.waitUntil(lambda: desk.guard_status.status is None)
    button_named(window, words).click()
    assert ORIGINAL in read_aloud(window)
    qtbot.waitUntil(window.panel().isEnabled)
    assert COPY in read_aloud(window)


def test_a_form_shows_the_whole_picture_that_it_lets_go_and_no_copy(light: Theme, qtbot: QtBot) -> None:
    case = samples.patient()
    panel = CasePanel(light, case, "")
    qtbot.addWidget(panel)
    panel.show()
    copy = samples.masked_copy(case)
    assert copy is not None
    panel.show_copy(copy)
    assert COPY in read_aloud(panel)
    button_named(panel, "工作需要，写明原因").click()
    assert "原图，将粘贴这一份" in read_aloud(panel)
    assert COPY not in read_aloud(panel)


def test_where_no_copy_can_be_given_the_safe_button_takes_its_place(warned: Warn, qtbot: QtBot) -> None:
    window = warned(samples.patient(), samples.hospital_picture())
    qtbot.waitUntil(lambda: next(one.text() for one in window.panel().choices()) == "不发送")
    assert window.panel().choices()[0].property("kind") == "primary"


ADVICE = "本人或家人的、工作需要的，写明原因再发。"


def test_advice_speaks_of_a_copy_only_where_one_is_offered(light: Theme, qtbot: QtBot) -> None:
    case = samples.roster(built_in().judge)
    one, other = (replace(case.judged[0], name=name) for name in ("甲.docx", "乙.docx"))
    files = replace(case, kind=Kind.FILES, judged=(one, other))
    clean = replace(other, verdict=Verdict(Action.ALLOW))
    for each, told in ((case, f"可以发打码版；{ADVICE}"), (replace(files, judged=(one,)), f"可以发打码版；{ADVICE}"),
                       (replace(files, judged=(one, clean)), f"可以发打码版；{ADVICE}")):
        panel = CasePanel(light, each, "")
        qtbot.addWidget(panel)
        panel.show()
        assert told in read_aloud(panel)
    panel = CasePanel(light, case, "")
    qtbot.addWidget(panel)
    panel.show()
    panel.no_copy()
    assert ADVICE in read_aloud(panel)


@pytest.mark.parametrize(("advice", "left"), [
    ("是本人的，确认后就能发；是别人的，请发打码版。", "是本人的，确认后就能发。"), ("请发打码版。", ""), ("", "")])
def test_what_is_left_of_advice_without_a_copy_is_whole_sentences(advice: str, left: str) -> None:
    assert without_copy(advice) == left
