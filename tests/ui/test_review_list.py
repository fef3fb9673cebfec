"""Tests the list of 被拦截内容: searched, filtered, grouped, many at once, ten thousand, and hostile names."""

from __future__ import annotations

from dataclasses import replace

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QMessageBox
from pytestqt.qtbot import QtBot

from guard.control.requests import (
    DescribeCases,
    DestroyCase,
    MaskCase,
    ReleaseCase,
    Reply,
    Request,
    SendMasked,
    ShowCase,
)
from guard.core import item_names
from guard.core.model import CaseHeading, CaseState, CaseSummary, Judged, Outcome
from guard.feedback.answers import FeedbackAnswer, number_of
from rules.text import Text
from tests.support import ui_samples as samples
from tests.support.built_in import built_in
from tests.support.languages import speaking
from tests.support.ui_guard import GuardHere
from tests.ui.conftest import click
from tests.ui.review_steps import CONTROL, activate, opened, press, stage, words
from ui.app import TrayWindows
from ui.i18n.language import Language
from ui.kit.theme import Theme
from ui.review.copy_file_names import file_name
from ui.review.grouping import Group, Grouping, grouped
from ui.review.sieve import Sieve, sift
from ui.review.stage import View
from ui.review.text_view import Places, TextView
from ui.review.window import ReviewWindow


def titles(window: ReviewWindow) -> list[str]:
    model = window.listing.model
    return [str(model.index(row).data()).split("、")[0] for row in range(model.rowCount())]


def summary_of(case_id: str, opened_at: float) -> CaseSummary:
    return CaseSummary.of(samples.personal(id=case_id, opened_at=opened_at))


def became(window: ReviewWindow, case_id: str) -> CaseState | None:
    summary = window.listing.summary(case_id)
    return summary.state if summary is not None else None


def ids(window: ReviewWindow) -> list[str]:
    return [summary.id for summary in window.listing.selected()]


@pytest.fixture
def mixed(desk: TrayWindows, guard: GuardHere, qtbot: QtBot) -> ReviewWindow:
    for case in (samples.personal(), samples.draft(), samples.unreadable(),
                 samples.secret(opened_at=samples.AT - 86400 * 3)):
        guard.keep(case)
    window = opened(desk, qtbot, "personal")
    qtbot.waitUntil(lambda: "提醒：讨论稿" in titles(window))
    return window


def test_what_the_guard_calls_an_item_without_a_name_is_said_in_english_and_content_never(
        qapp: QApplication, desk: TrayWindows, guard: GuardHere, qtbot: QtBot) -> None:
    for case in (samples.patient(title=item_names.PICTURE), samples.personal(title=item_names.TEXT),
                 samples.draft(title="磁盘空间不足"), samples.secret(title="剪贴板图片")):
        guard.keep(case)
    with speaking(qapp, Language.ENGLISH):
        window = opened(desk, qtbot, "patient")
        titled = {"patient": "Patient records · 7 people", "personal": "Patient records · 2 people", "draft": "Draft",
                  "secret": "Secrecy mark"}
        qtbot.waitUntil(lambda: all(map(desk.headings.known, titled)))
        assert {case_id: desk.headings.known(case_id).title for case_id in titled} == titled  # type: ignore[union-attr]
        assert "Patient records · 7 people" in words(window)
        window.close()


@pytest.mark.parametrize(("adopted", "told"), [(True, "保密办：可以发"), (False, "保密办：不要发")])
def test_the_answer_of_the_office_is_on_the_row_that_it_was_asked_about(
        mixed: ReviewWindow, guard: GuardHere, qtbot: QtBot, adopted: bool, told: str) -> None:
    row = mixed.listing.model.index_of("secret")
    mixed.listing.select_case("secret")
    qtbot.waitUntil(lambda: mixed.shown() == "secret" and mixed.foot.first.text() == "请保密办核对")
    click(mixed.foot.first)
    qtbot.waitUntil(lambda: "等保密办答复" in str(row.data()))
    assert number_of("secret") in "\n".join(words(mixed))
    guard.feedback.answered([FeedbackAnswer(number_of("secret"), adopted, "已经核对", 5.0)])
    qtbot.waitUntil(lambda: told in str(row.data()))
    assert f"{told.removeprefix('保密办：')}。已经核对" in "\n".join(words(mixed))
    others = [str(mixed.listing.model.index_of(other).data()) for other in ("personal", "draft", "unreadable")]
    assert not any("保密办：" in other for other in others)


def test_letters_typed_find_items_by_title_rule_and_program(mixed: ReviewWindow, qtbot: QtBot) -> None:
    press(mixed, Qt.Key.Key_F, CONTROL)
    assert mixed.bar.search.hasFocus()
    for typed, found in (("讨论稿", "提醒：讨论稿"), ("qq", "没读出：扫描件 0412.pdf"),
                         ("gm-01", "拦下：密级标志")):
        mixed.bar.search.setText(typed)
        qtbot.waitUntil(lambda found=found: titles(mixed)[1:] == [found])
    mixed.bar.search.setText("没有这样的东西")
    qtbot.waitUntil(lambda: titles(mixed) == [])
    assert "没有符合条件的内容。" in words(mixed)


def test_the_keyboard_leaves_the_search_for_the_list_once_it_is_empty(mixed: ReviewWindow, qtbot: QtBot) -> None:
    press(mixed, Qt.Key.Key_F, CONTROL)
    mixed.bar.search.setText("讨论稿")
    qtbot.keyClick(mixed.bar.search, Qt.Key.Key_Escape)
    assert (mixed.bar.search.text(), mixed.bar.search.hasFocus()) == ("", True)
    for key in (Qt.Key.Key_Escape, Qt.Key.Key_Down):
        press(mixed, Qt.Key.Key_F, CONTROL)
        qtbot.keyClick(mixed.bar.search, key)
        assert mixed.listing.list.hasFocus()


def test_chips_and_rules_sift_and_rules_group(mixed: ReviewWindow) -> None:
    assert mixed.bar.chips[None].text() == "全部 4"
    click(mixed.bar.chips[Outcome.WARN])
    assert titles(mixed)[1:] == ["提醒：讨论稿"]
    click(mixed.bar.chips[None])
    mixed.bar.rules.setCurrentIndex(mixed.bar.rules.findData("GM-01"))
    assert titles(mixed)[1:] == ["拦下：密级标志"]
    mixed.bar.rules.setCurrentIndex(0)
    mixed.bar.grouping.setCurrentIndex(1)
    assert [title for title in titles(mixed) if "：" not in title] == [
        "他人就诊信息 · GR-02 · 1 项", "讨论稿 · GC-01 · 1 项", "没读出文字 · 1 项", "密级标志 · GM-01 · 1 项"]


def test_days_count_back_from_now() -> None:
    def words_of(_summary: object) -> str:
        return ""

    summaries = [summary_of(f"{days}", samples.AT - days * 86400) for days in (0, 2, 8, 31)]
    for days, left in ((1, 1), (7, 2), (30, 3), (0, 4)):
        assert len(sift(summaries, Sieve(days=days), samples.AT + 60, words_of)) == left
    assert len(grouped(summaries, Grouping.DAY, samples.AT, str)) == 8


def test_a_day_says_how_many_items_it_has() -> None:
    summaries = [summary_of(str(number), samples.AT - at) for number, at in enumerate((0, 60, 3 * 86400))]
    headings = [entry.words for entry in grouped(summaries, Grouping.DAY, samples.AT, str) if isinstance(entry, Group)]
    assert [words.rpartition(" · ")[2] for words in headings] == ["2 项", "1 项"]


@pytest.mark.parametrize(("title", "name"), [
    ("预算3.5亿", "预算3.5亿 打码版.txt"), ("名单.docx", "名单 打码版.txt"), (".txt", "txt 打码版.txt"),
    ("a/b:c", "a b c 打码版.txt"), ("", "内容 打码版.txt")])
def test_the_copy_of_a_text_is_called_by_its_title_without_the_ending_of_a_file(title: str, name: str) -> None:
    assert file_name(summary_of("1", samples.AT), title) == name


def test_arrows_go_from_item_to_item_over_the_headings(mixed: ReviewWindow, qtbot: QtBot) -> None:
    mixed.listing.list.setFocus()
    for case_id in ("draft", "unreadable", "secret"):
        press(mixed, Qt.Key.Key_Down)
        qtbot.waitUntil(lambda case_id=case_id: mixed.shown() == case_id)
    press(mixed, Qt.Key.Key_Up)
    qtbot.waitUntil(lambda: mixed.shown() == "unreadable")


def test_home_and_end_go_to_the_first_and_the_last_item(mixed: ReviewWindow, qtbot: QtBot) -> None:
    mixed.listing.list.setFocus()
    for key, case_id in ((Qt.Key.Key_End, "secret"), (Qt.Key.Key_Home, "personal")):
        press(mixed, key)
        qtbot.waitUntil(lambda case_id=case_id: mixed.shown() == case_id)


def test_many_are_destroyed_at_once_but_what_bears_a_mark(mixed: ReviewWindow, guard: GuardHere, qtbot: QtBot) -> None:
    press(mixed, Qt.Key.Key_A, CONTROL)
    assert len(ids(mixed)) == 4
    assert "选中了 4 项" in words(mixed)
    press(mixed, Qt.Key.Key_Delete)
    question = mixed.findChild(QMessageBox)
    assert question is not None
    assert question.text() == "销毁选中的 4 项中的 3 项？"
    assert question.informativeText().splitlines()[-1] == "销毁后再也取不回来；带密级标志的不会销毁。"
    assert "应急演练工作方案" not in question.informativeText()
    next(button for button in question.buttons() if button.text() == "销毁").click()
    mixed.going.carry_out()  # as when its seconds are over
    qtbot.waitUntil(lambda: guard.broker.dropped == ["personal", "draft", "unreadable"])
    assert guard.state("secret") is CaseState.HELD


def test_what_is_destroyed_already_is_not_counted_among_what_will_be(mixed: ReviewWindow, desk: TrayWindows,
                                                                     guard: GuardHere, qtbot: QtBot) -> None:
    desk.bridge.ask(DestroyCase("unreadable"), desk)
    qtbot.waitUntil(lambda: became(mixed, "unreadable") is CaseState.DESTROYED)
    press(mixed, Qt.Key.Key_A, CONTROL)
    press(mixed, Qt.Key.Key_Delete)
    question = mixed.findChild(QMessageBox)
    assert question is not None
    assert question.text() == "销毁选中的 4 项中的 2 项？"
    assert "扫描件 0412.pdf" not in question.informativeText()
    assert len(question.informativeText().splitlines()) == 3
    next(button for button in question.buttons() if button.text() == "销毁").click()
    mixed.going.carry_out()  # as when its seconds are over
    qtbot.waitUntil(lambda: "已销毁 2 项。" in words(mixed))
    qtbot.waitUntil(lambda: not mixed.foot.burn.isEnabled())  # the state of each item comes on another connection


def test_what_was_destroyed_and_what_was_not_are_sentences_without_a_blank_between(
        mixed: ReviewWindow, desk: TrayWindows, qtbot: QtBot) -> None:
    press(mixed, Qt.Key.Key_A, CONTROL)
    answer_destroy(mixed)
    desk.bridge.ask(DestroyCase("personal"), desk)
    mixed.going.carry_out()
    qtbot.waitUntil(lambda: "已销毁 2 项。编号 personal 的内容已经销毁，取不回来了。" in words(mixed))


def said_of(window: ReviewWindow, case_id: str) -> str:
    return str(window.listing.model.index_of(case_id).data())


def answer_destroy(window: ReviewWindow) -> None:
    press(window, Qt.Key.Key_Delete)
    question = window.findChild(QMessageBox)
    assert question is not None
    next(button for button in question.buttons() if button.text() == "销毁").click()


def test_for_some_seconds_destroying_can_be_undone_and_the_row_says_what_is_coming(
        mixed: ReviewWindow, guard: GuardHere, qtbot: QtBot) -> None:
    answer_destroy(mixed)
    assert said_of(mixed, "personal").endswith("马上销毁")
    mixed.listing.list.setCurrentIndex(mixed.listing.model.index_of("draft"))
    qtbot.waitUntil(lambda: mixed.shown() == "draft")
    click(mixed.foot.keep)
    assert "已撤销，一项也没有销毁。" in words(mixed)
    assert not mixed.foot.keep.isVisible()
    assert "马上销毁" not in said_of(mixed, "personal")
    mixed.going.carry_out()
    assert guard.state("personal") is CaseState.HELD


def test_closing_the_window_destroys_what_was_to_be_destroyed(mixed: ReviewWindow, guard: GuardHere,
                                                              qtbot: QtBot) -> None:
    answer_destroy(mixed)
    mixed.close()
    qtbot.waitUntil(lambda: guard.broker.dropped == ["personal"])


def test_a_row_says_what_became_of_its_item_and_who_approved_it(mixed: ReviewWindow, desk: TrayWindows,
                                                                guard: GuardHere, qtbot: QtBot) -> None:
    guard.keep(samples.roster(built_in().judge))
    desk.bridge.ask(SendMasked("roster"), desk, lambda _reply: None)
    desk.bridge.ask(ReleaseCase("draft", reason="王局长"), desk)
    desk.bridge.ask(ReleaseCase("personal", reason="本人的"), desk)
    for case_id, outcome in (("draft", "已放行 · 王局长"), ("personal", "已放行"), ("roster", "已发打码版")):
        qtbot.waitUntil(lambda case_id=case_id, outcome=outcome: said_of(mixed, case_id).endswith(outcome))


def test_a_destroyed_row_has_neither_the_colour_nor_the_title_of_one_that_is_held(
        mixed: ReviewWindow, desk: TrayWindows, light: Theme, qtbot: QtBot) -> None:
    shown = mixed.listing.list
    shown.setCurrentIndex(mixed.listing.model.index_of("secret"))

    def colours() -> set[str]:
        row = shown.visualRect(mixed.listing.model.index_of("personal"))
        image = shown.viewport().grab(row).toImage()
        return {image.pixelColor(x, y).name() for x in range(image.width()) for y in range(image.height())}

    titled, held = (light.color(name).name() for name in ("text", "hold_solid"))
    assert {titled, held} <= colours()
    desk.bridge.ask(DestroyCase("personal"), desk)
    qtbot.waitUntil(lambda: became(mixed, "personal") is CaseState.DESTROYED)
    assert not {titled, held} & colours()


def test_several_that_are_all_destroyed_already_offer_no_destroying_and_say_why(
        mixed: ReviewWindow, desk: TrayWindows, guard: GuardHere, qtbot: QtBot) -> None:
    gone = ("personal", "draft", "unreadable")
    for case_id in gone:
        desk.bridge.ask(DestroyCase(case_id), desk)
    qtbot.waitUntil(lambda: all(became(mixed, case_id) is CaseState.DESTROYED for case_id in gone))
    mixed.listing.list.setCurrentIndex(mixed.listing.model.index_of("personal"))
    for _ in range(2):
        press(mixed, Qt.Key.Key_Down, Qt.KeyboardModifier.ShiftModifier)
    assert ids(mixed) == list(gone)
    assert not mixed.foot.burn.isEnabled()
    assert "已经销毁" in words(mixed)
    assert "带密级标志，等保密办处理" not in words(mixed)


def test_an_item_destroyed_elsewhere_leaves_words_in_its_place(mixed: ReviewWindow, desk: TrayWindows,
                                                               qtbot: QtBot) -> None:
    desk.bridge.ask(DestroyCase("personal"), desk)
    qtbot.waitUntil(lambda: "这一项已经销毁，看不到内容了。" in words(mixed))
    assert not mixed.foot.isVisible()
    assert mixed.shown() == ""


def test_a_vault_that_cannot_keep_is_said_over_the_list_until_it_can_again(
        mixed: ReviewWindow, guard: GuardHere, qtbot: QtBot) -> None:
    guard.status.trouble("vault", "找不到暂存库的密钥，已暂存的内容仍在。")
    qtbot.waitUntil(lambda: "找不到暂存库的密钥，已暂存的内容仍在。" in words(mixed))
    guard.status.trouble("vault", "")
    qtbot.waitUntil(lambda: "找不到暂存库的密钥，已暂存的内容仍在。" not in words(mixed))


def test_no_items_and_no_vault_is_trouble_and_not_emptiness(desk: TrayWindows, guard: GuardHere, qtbot: QtBot) -> None:
    guard.status.trouble("vault", "找不到暂存库的密钥，已暂存的内容仍在。")
    qtbot.waitUntil(lambda: desk.guard_status.status is not None and bool(desk.guard_status.status.keeping))
    desk.review()
    window = desk.reviewed()
    assert window is not None
    qtbot.waitUntil(lambda: "找不到暂存库的密钥，已暂存的内容仍在。" in words(window))
    assert "这里还没有被拦下的内容。" not in words(window)


def test_of_ten_thousand_only_what_is_seen_is_decrypted(desk: TrayWindows, guard: GuardHere, qtbot: QtBot,
                                                        monkeypatch: pytest.MonkeyPatch) -> None:
    case = samples.personal()
    for number in range(10_000):
        guard.keep(replace(case, id=f"{number:05}", opened_at=samples.AT - number * 60))
    asked: list[Request] = []
    answer = guard.server._handle

    def listen(request: Request) -> Reply:
        asked.append(request)
        return answer(request)

    monkeypatch.setattr(guard.server, "_handle", listen)
    window = opened(desk, qtbot, "00000")
    bar = window.listing.list.verticalScrollBar()
    for place in (0.3, 0.6, 1.0):
        bar.setValue(round(bar.maximum() * place))
        qtbot.waitUntil(lambda: "就诊信息" in str(window.listing.list.indexAt(
            window.listing.list.viewport().rect().center()).data()))
    described = [case_id for request in asked if isinstance(request, DescribeCases) for case_id in request.cases]
    assert window.listing.model.rowCount() > 10_000
    assert 10 <= len(described) < 400
    assert len(set(described)) == len(described)
    assert sum(isinstance(request, ShowCase) for request in asked) == 1
    assert sum(isinstance(request, MaskCase) for request in asked) <= 1
    window.close()
    assert desk.headings.known(described[0]) is None


def test_names_and_text_of_any_kind_are_shown_as_text(desk: TrayWindows, guard: GuardHere, qtbot: QtBot) -> None:
    rude = "<b>a</b>\n\x1b[31m\u202e倒\u0645\u0631\u062d" + "e\u0301\u0302\u0303\u0304\u0305\u0306" * 40
    case = samples.hostile()
    guard.keep(replace(case, id="rude", title=rude, judged=(
        Judged(rude, Text(rude + "A" * 1_000_000), None, None), *case.judged)))
    window = opened(desk, qtbot, "rude")
    row = str(window.listing.model.index_of("rude").data())
    assert not any(character in row for character in "\n\x1b\u202e")
    view = stage(window).original.view()
    assert isinstance(view, TextView)
    assert "\u202e" not in view.toPlainText()
    for key in (Qt.Key.Key_N, Qt.Key.Key_P, Qt.Key.Key_Plus, Qt.Key.Key_Minus, Qt.Key.Key_0):
        press(window, key)
    assert stage(window).current() is View.ORIGINAL


def test_combining_characters_on_a_letter_and_characters_beyond_the_basic_plane_keep_their_places() -> None:
    untrusted_text = "甲e" + "\u0301" * 90 + "\U00020000乙\r\n丙" + "A" * 3_000_000 + "\x00丁"
    places = Places(untrusted_text)
    units = places.shown.encode("utf-16-le")
    for character in "甲乙丙丁":
        at = places.at(untrusted_text.index(character)) * 2
        assert units[at:at + 2].decode("utf-16-le") == character
    assert places.shown.count("\u0301") == 2
    assert max(map(len, places.shown.split("\n"))) <= 2_000


def test_a_picture_of_one_pixel_is_enlarged_until_it_can_be_seen(desk: TrayWindows, guard: GuardHere,
                                                                 qtbot: QtBot) -> None:
    pixel = samples.encoded(1, 1)
    guard.keep(samples.patient(id="pixel", judged=(Judged("图片", Text("", from_picture=True)),)), pixel)
    window = opened(desk, qtbot, "pixel")
    qtbot.waitUntil(lambda: stage(window).original.view() is stage(window).original.picture, timeout=20_000)
    QApplication.processEvents()
    assert stage(window).original.picture.transform().m11() == pytest.approx(8.0)


def test_a_damaged_item_says_so_and_hides_no_other(desk: TrayWindows, guard: GuardHere, qtbot: QtBot,
                                                   monkeypatch: pytest.MonkeyPatch) -> None:
    guard.keep(samples.personal())
    guard.keep(samples.draft())
    headings = guard.quarantine.headings

    def without_the_draft(case_ids: object) -> tuple[CaseHeading, ...]:
        return tuple(heading for heading in headings(case_ids) if heading.id != "draft")  # type: ignore[arg-type]

    monkeypatch.setattr(guard.quarantine, "headings", without_the_draft)
    window = opened(desk, qtbot, "personal")
    activate(window, qtbot)
    qtbot.waitUntil(lambda: any("打不开" in str(window.listing.model.index(row).data()) for row in (1, 2)))
    assert "拦下：就诊信息 · 2 人" in titles(window)
