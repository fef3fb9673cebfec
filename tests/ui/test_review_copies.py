"""Tests masked copies in 被拦截内容: shown beside the original, exported, and one mask removed with a reason."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import msgspec
import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QApplication, QComboBox, QFileDialog
from pytestqt.qtbot import QtBot

from guard.core.events import EventKind
from guard.core.model import FileFacts, Origin
from guard.redact.mask_kinds import KIND_WORDS, MaskKind
from tests.support import ui_samples as samples
from tests.support.ui_guard import GuardHere
from tests.ui.conftest import button_named, click
from tests.ui.review_steps import CONTROL, activate, copied, opened, press, stage, words
from ui.app import TrayWindows
from ui.review.picture_view import PictureView
from ui.review.stage import View
from ui.review.text_view import TextView
from ui.review.window import ReviewWindow


def recorded(guard: GuardHere, kind: EventKind) -> list[str]:
    return [event.reason for event in guard.record.events if event.kind is kind]


@pytest.fixture
def roster(desk: TrayWindows, guard: GuardHere, qtbot: QtBot) -> ReviewWindow:
    guard.keep(samples.roster(guard.rules.judge))
    window = opened(desk, qtbot, "roster")
    copied(window, qtbot)
    return window


def test_a_text_is_shown_beside_its_masked_copy(roster: ReviewWindow) -> None:
    shown = stage(roster)
    assert isinstance(shown.original.view(), TextView)
    masked = shown.masked.view()
    assert isinstance(masked, TextView)
    assert shown.original.isVisible()
    assert shown.masked.isVisible()
    assert not any(secret in masked.toPlainText() for secret in samples.ROSTER_SECRETS)
    assert masked.accessibleName() == "打码版，已遮住：姓名 3、证件号 3"
    assert len(masked.extraSelections()) == 6
    assert "打码版 · 可能有漏，请再看一遍" in words(roster)


def test_a_copy_that_rules_alone_made_says_so(roster: ReviewWindow) -> None:
    copy = stage(roster).copy
    assert copy is not None
    stage(roster).show_copy(msgspec.structs.replace(copy, by_rules=True))
    assert "打码版 · 只按规则打码，可能有漏，请逐字看一遍" in words(roster)
    assert "打码版 · 可能有漏，请再看一遍" not in words(roster)


def test_a_copy_in_which_something_may_be_legible_names_its_kind(
        roster: ReviewWindow) -> None:
    copy = stage(roster).copy
    assert copy is not None
    doubts = (KIND_WORDS[MaskKind.HEALTH], KIND_WORDS[MaskKind.UNIT])
    stage(roster).show_copy(msgspec.structs.replace(copy, doubts=doubts))
    assert "打码版 · 病情、单位可能没有遮全，请逐字看一遍" in words(roster)
    assert "打码版 · 可能有漏，请再看一遍" not in words(roster)


def test_the_keys_one_to_four_change_the_view_and_a_narrow_window_has_no_room_for_both(roster: ReviewWindow) -> None:
    press(roster, Qt.Key.Key_2)
    assert (stage(roster).original.isVisible(), stage(roster).masked.isVisible()) == (True, False)
    press(roster, Qt.Key.Key_3)
    assert (stage(roster).original.isVisible(), stage(roster).masked.isVisible()) == (False, True)
    press(roster, Qt.Key.Key_1)
    assert stage(roster).current() is View.PAIR
    roster.resize(roster.minimumSize())
    QApplication.processEvents()
    assert stage(roster).current() is View.ORIGINAL
    assert not stage(roster).tabs.isTabVisible(View.PAIR)


def test_a_click_on_a_mask_is_told_of_only_where_masks_are_seen(roster: ReviewWindow) -> None:
    told = "点遮住的地方，可取消这一处打码（要写原因）"
    assert told in words(roster)
    press(roster, Qt.Key.Key_2)
    assert told not in words(roster)
    press(roster, Qt.Key.Key_3)
    assert told in words(roster)


def test_copying_puts_the_masked_copy_on_the_clipboard_and_never_the_original(roster: ReviewWindow, guard: GuardHere,
                                                                              qtbot: QtBot) -> None:
    QApplication.clipboard().setText("before")
    press(roster, Qt.Key.Key_C, CONTROL)
    qtbot.waitUntil(lambda: QApplication.clipboard().text() != "before")
    text = QApplication.clipboard().text()
    assert text.startswith("值班人员信息")
    assert not any(secret in text for secret in samples.ROSTER_SECRETS)
    assert recorded(guard, EventKind.MASKED) == [""]


def test_what_has_no_copy_is_not_copied_at_all(desk: TrayWindows, guard: GuardHere, qtbot: QtBot) -> None:
    guard.keep(samples.secret())
    window = opened(desk, qtbot, "secret")
    QApplication.clipboard().setText("before")
    press(window, Qt.Key.Key_C, CONTROL)
    assert QApplication.clipboard().text() == "before"
    assert "这里只能复制打码版；这一项现在没有打码版。" in words(window)
    assert not window.foot.export.isVisible()


@pytest.mark.thorough
def test_the_copy_of_a_picture_is_exported_and_another_file_is_left_alone(desk: TrayWindows, guard: GuardHere,
                                                                          qtbot: QtBot, tmp_path: Path) -> None:
    case = replace(samples.screen(), origin=Origin.FOLDER, destination=None,
                   file=FileFacts(str(tmp_path / "截图.png"), 0o600, 0))
    guard.keep(case, samples.hospital_picture())
    window = opened(desk, qtbot, "screen")
    assert isinstance(copied(window, qtbot).masked.view(), PictureView)
    taken = tmp_path / "taken.png"
    taken.write_bytes(b"other")
    for path in (taken, tmp_path / "new.png"):
        activate(window, qtbot)
        press(window, Qt.Key.Key_E, CONTROL)
        dialog = next(found for found in window.findChildren(QFileDialog) if found.isVisible())
        dialog.fileSelected.emit(str(path))
        dialog.reject()
        qtbot.waitUntil(lambda path=path: any(str(path) in line for line in words(window)))
    assert taken.read_bytes() == b"other"
    picture = QImage(str(tmp_path / "new.png"))
    assert (picture.width(), picture.height()) == (720, 438)
    assert (tmp_path / "new.png").read_bytes() != samples.hospital_picture()


def test_of_several_items_those_are_named_whose_copy_was_not_exported(desk: TrayWindows, guard: GuardHere,
                                                                      qtbot: QtBot, tmp_path: Path) -> None:
    guard.keep(samples.roster(guard.rules.judge))
    guard.keep(samples.secret())
    window = opened(desk, qtbot, "roster")
    qtbot.waitUntil(lambda: desk.headings.known("secret") is not None)
    press(window, Qt.Key.Key_A, CONTROL)
    press(window, Qt.Key.Key_E, CONTROL)
    dialog = next(found for found in window.findChildren(QFileDialog) if found.isVisible())
    dialog.fileSelected.emit(str(tmp_path))
    dialog.reject()
    said = "已导出 1 份打码版。没有导出：密级标志。"
    qtbot.waitUntil(lambda: any(line.startswith(said) for line in words(window)))
    assert len(list(tmp_path.glob("*打码版.txt"))) == 1


@pytest.mark.thorough
def test_two_pictures_pan_and_zoom_together(desk: TrayWindows, guard: GuardHere, qtbot: QtBot) -> None:
    guard.keep(samples.screen(), samples.hospital_picture())
    window = opened(desk, qtbot, "screen")
    shown = copied(window, qtbot)
    QApplication.processEvents()
    original, masked = shown.original.view(), shown.masked.view()
    assert isinstance(original, PictureView)
    assert isinstance(masked, PictureView)
    for _ in range(4):
        press(window, Qt.Key.Key_Plus)
    assert masked.transform().m11() == pytest.approx(original.transform().m11())
    masked.horizontalScrollBar().setValue(masked.horizontalScrollBar().maximum())
    assert original.horizontalScrollBar().value() == masked.horizontalScrollBar().value() > 0
    press(window, Qt.Key.Key_0)
    assert masked.transform().m11() == pytest.approx(original.transform().m11())


def test_one_mask_is_taken_back_with_a_reason_and_the_rest_stays(roster: ReviewWindow, guard: GuardHere,
                                                                 qtbot: QtBot) -> None:
    press(roster, Qt.Key.Key_3)
    press(roster, Qt.Key.Key_N)
    press(roster, Qt.Key.Key_U)
    go = button_named(roster, "取消这一处打码，再核对一次")
    assert not go.isEnabled()
    reasons = next(combo for combo in roster.findChildren(QComboBox) if combo.accessibleName() == "原因")
    reasons.setCurrentIndex(3)
    click(go)
    masked = stage(roster).masked.text
    first, *others = samples.ROSTER_SECRETS
    qtbot.waitUntil(lambda: first in masked.toPlainText())
    assert not any(secret in masked.toPlainText() for secret in others)
    assert recorded(guard, EventKind.UNMASKED) == ["已征得本人同意"]
    QApplication.clipboard().clear()
    press(roster, Qt.Key.Key_C, CONTROL)
    qtbot.waitUntil(lambda: first in QApplication.clipboard().text())
    assert not any(secret in QApplication.clipboard().text() for secret in others)


def test_letters_in_the_list_of_reasons_look_for_a_reason_and_do_not_ask_about_another_mask(
        roster: ReviewWindow) -> None:
    for key in (Qt.Key.Key_3, Qt.Key.Key_N, Qt.Key.Key_U):
        press(roster, key)
    asked = [line for line in words(roster) if line.startswith("这一处是")]
    at = stage(roster).current_mask()
    for key in (Qt.Key.Key_P, Qt.Key.Key_U, Qt.Key.Key_2):
        press(roster, key)
    assert [line for line in words(roster) if line.startswith("这一处是")] == asked
    assert stage(roster).current() is View.MASKED
    assert stage(roster).current_mask() == at


def test_u_takes_back_the_mask_over_the_hit_that_n_came_to_beside_the_original(roster: ReviewWindow) -> None:
    press(roster, Qt.Key.Key_U)
    assert "先按 N 走到打了码的一处，再按 U。" in words(roster)
    press(roster, Qt.Key.Key_N)
    press(roster, Qt.Key.Key_U)
    assert stage(roster).current() is View.PAIR
    assert not roster.foot.first.isVisible()
    assert any(line.startswith("这一处是") for line in words(roster))


def test_u_says_so_where_nothing_is_masked(desk: TrayWindows, guard: GuardHere, qtbot: QtBot) -> None:
    guard.keep(samples.secret())
    window = opened(desk, qtbot, "secret")
    press(window, Qt.Key.Key_N)
    press(window, Qt.Key.Key_U)
    assert "这一项现在没有打码版。" in words(window)


def test_escape_puts_the_buttons_back_instead_of_taking_a_mask_back(roster: ReviewWindow) -> None:
    for key in (Qt.Key.Key_3, Qt.Key.Key_N, Qt.Key.Key_U):
        press(roster, key)
    assert not roster.foot.first.isVisible()
    press(roster, Qt.Key.Key_Escape)
    assert roster.foot.first.isVisible()
    assert roster.listing.list.hasFocus()


def test_a_mask_that_the_rules_need_is_not_taken_back(roster: ReviewWindow, qtbot: QtBot) -> None:
    masks = stage(roster).copy.spans  # type: ignore[union-attr]
    for mask in masks:
        roster.foot.close_strip()
        stage(roster).undo_wanted.emit(mask)
        roster.foot.undo_wanted.emit("已征得本人同意")
        before = stage(roster).masked.text.toPlainText()
        qtbot.waitUntil(lambda before=before: stage(roster).masked.text.toPlainText() != before
                        or any("没有给出打码版" in line for line in words(roster)))
    assert any("没有给出打码版" in line for line in words(roster))
    assert any(secret not in stage(roster).masked.text.toPlainText() for secret in samples.ROSTER_SECRETS)
