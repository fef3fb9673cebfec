"""Tests 发前自查 by keyboard, mouse, clipboard and drop, against the real answers of a guard."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from PySide6.QtCore import QMimeData, QPoint, QPointF, QRect, QSize, Qt
from PySide6.QtGui import QDropEvent, QImage
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QApplication, QFileDialog, QLabel, QWidget
from pytestqt.qtbot import QtBot

from guard.config.user_config import Configuration
from guard.daemon.receipts import ReceiptError, verify
from guard.inspect.own_report import is_own_report
from guard.supply.packs_and_policy import active
from tests.support import ui_samples as samples
from tests.support.ui_guard import GuardHere
from tests.ui.conftest import click
from tests.ui.screens_extremes import EVERYTHING
from tests.ui.screens_people import MARKED, ROSTER, files, picture, text
from tests.ui.self_check_steps import plant, says
from ui.kit.scroll_page import Page
from ui.selfcheck.window import SelfCheckWindow


def test_the_verdict_follows_what_is_typed(self_check: SelfCheckWindow, guard: GuardHere, qtbot: QtBot) -> None:
    assert self_check.panel.title() == "还没有内容"
    assert not self_check.panel.receipt.isVisible()
    QTest.keyClicks(self_check.editor, "see you at nine")
    says(qtbot, self_check, "可以发")
    self_check.editor.insertPlainText("\n" + MARKED)
    says(qtbot, self_check, "先别发")
    assert len(self_check.editor.extraSelections()) == 1
    assert self_check.editor.extraSelections()[0].cursor.selectedText() == samples.MARK
    click(self_check.clear)
    says(qtbot, self_check, "还没有内容")
    assert guard.quarantine.summaries() == ()
    assert guard.record.events == []


def test_typing_asks_once_it_rests_and_not_at_each_key(self_check: SelfCheckWindow, guard: GuardHere,
                                                       qtbot: QtBot) -> None:
    answers: list[None] = []
    self_check.checked.connect(lambda: answers.append(None))
    QTest.keyClicks(self_check.editor, "abcdefghijklmnop")
    says(qtbot, self_check, "可以发")
    assert len(answers) == 1


def test_marks_are_in_the_right_place_after_characters_beyond_the_first_plane(
        self_check: SelfCheckWindow, qtbot: QtBot) -> None:
    self_check.take(text("😀𠮷\n" + MARKED))
    says(qtbot, self_check, "先别发")
    assert self_check.editor.extraSelections()[0].cursor.selectedText() == samples.MARK


def test_a_masked_copy_made_under_rules_that_have_gone_is_made_anew_when_it_is_asked_for_again(
        self_check: SelfCheckWindow, guard: GuardHere, qtbot: QtBot) -> None:
    self_check.take(text(ROSTER))
    says(qtbot, self_check, "先别发")
    click(self_check.panel.look)
    qtbot.waitUntil(lambda: self_check.panes.currentWidget() is self_check.masked)
    guard.rules = active(Configuration()).rules()

    def told(words: str) -> bool:
        return any(words in part.accessibleName() for part in self_check.panel.findChildren(QLabel) if part.isVisible())

    click(self_check.panel.copy)
    qtbot.waitUntil(lambda: told("不能再用"))
    click(self_check.panel.copy)
    qtbot.waitUntil(lambda: told("打码版已复制"))
    assert not any(secret in QApplication.clipboard().text() for secret in samples.ROSTER_SECRETS)


def test_what_replaces_a_held_copy_bears_no_marks_and_is_said_to_replace_it(
        self_check: SelfCheckWindow, guard: GuardHere, qtbot: QtBot) -> None:
    guard.keep(samples.secret())
    self_check.take(text(guard.rules.policy.notice))
    says(qtbot, self_check, "先别发")
    assert self_check.editor.extraSelections() == []
    assert any("您复制的那一份" in part.accessibleName() for part in self_check.panel.findChildren(QLabel)
               if part.isVisible())


def test_personal_data_is_looked_at_masked_and_copied_masked(self_check: SelfCheckWindow, qtbot: QtBot) -> None:
    self_check.take(text(ROSTER))
    says(qtbot, self_check, "先别发")
    click(self_check.panel.look)
    qtbot.waitUntil(lambda: self_check.panes.currentWidget() is self_check.masked)
    assert not any(secret in self_check.masked.toPlainText() for secret in samples.ROSTER_SECRETS)
    click(self_check.panel.look)
    assert self_check.panes.currentWidget() is self_check.editor
    assert self_check.editor.toPlainText() == ROSTER
    self_check.panel.copy.setFocus()
    QTest.keyClick(self_check.panel.copy, Qt.Key.Key_Space)
    qtbot.waitUntil(lambda: "证件号" in QApplication.clipboard().text())
    assert not any(secret in QApplication.clipboard().text() for secret in samples.ROSTER_SECRETS)


def test_a_mark_of_secrecy_is_offered_no_masked_copy(self_check: SelfCheckWindow, qtbot: QtBot) -> None:
    self_check.take(text(MARKED))
    says(qtbot, self_check, "先别发")
    assert not self_check.panel.copy.isVisible()
    assert not self_check.panel.look.isVisible()
    assert self_check.panel.receipt.property("kind") == "primary"


def test_a_changed_text_can_no_longer_be_copied_as_it_was(self_check: SelfCheckWindow, qtbot: QtBot) -> None:
    self_check.take(text(ROSTER))
    says(qtbot, self_check, "先别发")
    QTest.keyClicks(self_check.editor, "x")
    assert not self_check.panel.copy.isEnabled()
    assert not self_check.panel.receipt.isEnabled()
    qtbot.waitUntil(self_check.panel.copy.isEnabled)


def test_the_receipt_is_saved_through_the_dialog_and_verifies(self_check: SelfCheckWindow, tmp_path: Path,
                                                              qtbot: QtBot) -> None:
    self_check.take(text(ROSTER))
    says(qtbot, self_check, "先别发")
    click(self_check.panel.receipt)
    dialog = self_check.findChild(QFileDialog)
    assert dialog is not None
    dialog.fileSelected.emit(str(tmp_path / "凭证.json"))
    dialog.close()
    qtbot.waitUntil((tmp_path / "凭证.json").exists)
    assert verify((tmp_path / "凭证.json").read_bytes()).is_of([ROSTER.encode()])
    assert "结论" in json.loads((tmp_path / "凭证.json").read_text("utf-8"))


def test_the_receipt_is_a_page_that_people_can_read_and_that_verifies_until_it_is_changed(
        self_check: SelfCheckWindow, tmp_path: Path, qtbot: QtBot) -> None:
    page = tmp_path / "凭证.html"
    self_check.take(text(ROSTER))
    says(qtbot, self_check, "先别发")
    click(self_check.panel.receipt)
    dialog = self_check.findChild(QFileDialog)
    assert dialog is not None
    assert dialog.defaultSuffix() == "html"
    assert Path(dialog.directory().path()) != Path.cwd()
    dialog.fileSelected.emit(str(page))
    dialog.close()
    qtbot.waitUntil(page.exists)
    receipt = verify(page.read_bytes())
    assert receipt.is_of([ROSTER.encode()])
    shown = page.read_text("utf-8").split("<script")[0]
    for words in ("尽责凭证", "拦下", receipt.pack, receipt.fingerprint, *receipt.rules):
        assert words in shown
    assert not any(secret in page.read_text("utf-8") for secret in samples.ROSTER_SECRETS)
    with pytest.raises(ReceiptError, match="改动"):
        verify(page.read_bytes().replace('"结论": "拦下"'.encode(), '"结论": "可发"'.encode()))


def test_files_are_listed_each_with_its_word(self_check: SelfCheckWindow, tmp_path: Path, qtbot: QtBot) -> None:
    (tmp_path / "通知.txt").write_text(MARKED, "utf-8")
    (tmp_path / "会议.txt").write_text("明天开会", "utf-8")
    mime = files(str(tmp_path / "通知.txt"), str(tmp_path / "会议.txt"))
    self_check.dropEvent(QDropEvent(QPointF(5, 5), Qt.DropAction.CopyAction, mime, Qt.MouseButton.LeftButton,
                                    Qt.KeyboardModifier.NoModifier))
    says(qtbot, self_check, "先别发")
    spoken = [self_check.files.item(row).data(Qt.ItemDataRole.AccessibleTextRole)
              for row in range(self_check.files.count())]
    assert spoken[0].startswith("拦下：通知.txt，")
    assert spoken[1] == "可发：会议.txt，可以发"


def test_a_folder_is_checked_file_by_file_stops_at_the_button_and_goes_on(self_check: SelfCheckWindow, tmp_path: Path,
                                                                          qtbot: QtBot) -> None:
    paths = plant(tmp_path / "资料", 12)
    self_check.take(files(str(tmp_path / "资料")))
    qtbot.waitUntil(lambda: self_check.several.run is not None)
    run = self_check.several.run
    assert run is not None
    with qtbot.waitSignal(run.answered):
        click(self_check.several.pause)
    assert self_check.several.pause.text() == "继续"
    done = len(run.checked)
    assert 0 < done < 12
    spoken = [self_check.files.item(row).data(Qt.ItemDataRole.AccessibleTextRole) for row in (0, 11)]
    assert spoken == ["可发：资料/00.txt，可以发", "只记录：资料/11.txt，正在看"]
    assert self_check.several.bar.value() == done
    click(self_check.several.pause)
    says(qtbot, self_check, "先别发")
    assert "12 / 12" in self_check.several.words.accessibleName()
    spoken = [self_check.files.item(row).data(Qt.ItemDataRole.AccessibleTextRole) for row in range(12)]
    assert spoken[0].startswith("拦下：资料/01.txt，")
    assert spoken[1] == "可发：资料/00.txt，可以发"
    assert not self_check.several.pause.isVisible()
    self_check.save_receipt(str(tmp_path / "凭证.json"))
    qtbot.waitUntil((tmp_path / "凭证.json").exists)
    assert verify((tmp_path / "凭证.json").read_bytes()).is_of([path.read_bytes() for path in paths])


def test_only_the_files_without_a_finding_are_copied(self_check: SelfCheckWindow, tmp_path: Path, qtbot: QtBot) -> None:
    paths = plant(tmp_path / "资料", 3)
    self_check.take(files(*map(str, paths)))
    says(qtbot, self_check, "先别发")
    assert "2" in self_check.panel.send.text()
    click(self_check.panel.send)
    copied = [url.toLocalFile() for url in QApplication.clipboard().mimeData().urls()]
    assert copied == [str(paths[0]), str(paths[2])]


def test_what_may_go_can_be_copied_at_once(self_check: SelfCheckWindow, tmp_path: Path, qtbot: QtBot) -> None:
    self_check.take(text(MARKED))
    says(qtbot, self_check, "先别发")
    assert not self_check.panel.send.isVisible()
    click(self_check.clear)
    self_check.take(text("明天上午九点在三楼会议室开会。"))
    says(qtbot, self_check, "可以发")
    click(self_check.panel.send)
    assert QApplication.clipboard().text() == "明天上午九点在三楼会议室开会。"
    (tmp_path / "会议.txt").write_text("明天开会", "utf-8")
    self_check.take(files(str(tmp_path / "会议.txt")))
    qtbot.waitUntil(lambda: self_check.panel.send.isVisible() and self_check.panel.send.isEnabled())
    click(self_check.panel.send)
    assert QApplication.clipboard().mimeData().urls()[0].toLocalFile() == str(tmp_path / "会议.txt")


@pytest.mark.parametrize("name", ["报告.html", "报告.xlsx"])
def test_a_report_of_several_files_is_saved_through_the_dialog(
        self_check: SelfCheckWindow, tmp_path: Path, qtbot: QtBot, name: str) -> None:
    plant(tmp_path / "资料", 3)
    self_check.take(files(str(tmp_path / "资料")))
    says(qtbot, self_check, "先别发")
    click(self_check.panel.report)
    dialog = self_check.findChild(QFileDialog)
    assert dialog is not None
    assert Path(dialog.directory().path()) != Path.cwd()
    dialog.fileSelected.emit(str(tmp_path / name))
    dialog.close()
    assert is_own_report(tmp_path / name)


def test_a_folder_is_chosen_by_button(self_check: SelfCheckWindow, tmp_path: Path, qtbot: QtBot) -> None:
    plant(tmp_path / "资料", 2)
    click(self_check.choose_folder)
    dialog = self_check.findChild(QFileDialog)
    assert dialog is not None
    assert dialog.fileMode() is QFileDialog.FileMode.Directory
    dialog.filesSelected.emit([str(tmp_path / "资料")])
    dialog.close()
    says(qtbot, self_check, "先别发")
    assert self_check.files.count() == 2


def test_an_empty_folder_is_told(self_check: SelfCheckWindow, tmp_path: Path, qtbot: QtBot) -> None:
    (tmp_path / "空").mkdir()
    self_check.take(files(str(tmp_path / "空")))
    says(qtbot, self_check, "没能查完")
    assert "没有文件" in self_check.panel.sentence()


def test_who_gave_a_file_that_is_gone_is_told_to_choose_it_again(self_check: SelfCheckWindow, tmp_path: Path,
                                                                 qtbot: QtBot) -> None:
    again, clearer = "请重新选一次文件", "截成清楚的图片"

    def advice() -> str:
        return "".join(part.accessibleName() for part in self_check.panel.findChildren(QLabel) if part.isVisible())

    self_check.take(files(str(tmp_path / "没有.txt")))
    says(qtbot, self_check, "没读出来")
    assert again in advice()
    assert clearer not in advice()
    (tmp_path / "坏.zip").write_bytes(b"PK\x03\x04")
    self_check.take(files(str(tmp_path / "没有.txt"), str(tmp_path / "坏.zip")))
    qtbot.waitUntil(lambda: clearer in advice())
    assert again in advice()


def test_no_line_is_cut_in_two_where_the_reasons_scroll_on(self_check: SelfCheckWindow, qtbot: QtBot) -> None:
    self_check.resize(self_check.minimumSize())
    self_check.take(text(EVERYTHING))
    says(qtbot, self_check, "先别发")
    page = self_check.panel.findChild(Page)
    assert page is not None
    bar = page.verticalScrollBar()
    qtbot.waitUntil(lambda: bar.maximum() > 30)
    plain = QApplication.palette().window().color().name()

    def edge() -> set[str]:
        seen = self_check.grab(QRect(page.mapTo(self_check, QPoint(0, page.height() - 1)),
                                     QSize(page.viewport().width(), 1))).toImage()
        return {seen.pixelColor(at, 0).name() for at in range(seen.width())}

    for at in range(0, bar.maximum(), 5):
        bar.setValue(at)
        assert edge() == {plain}


def test_a_pasted_picture_is_read_boxed_and_masked(self_check: SelfCheckWindow, qtbot: QtBot) -> None:
    QApplication.clipboard().setMimeData(picture())
    QTest.keyClick(self_check.editor, Qt.Key.Key_V, Qt.KeyboardModifier.ControlModifier)
    assert self_check.panes.currentWidget() is self_check.picture
    says(qtbot, self_check, "先别发", timeout=30_000)
    assert self_check.picture.accessibleName().startswith("图片，已标出 ")
    click(self_check.panel.look)
    qtbot.waitUntil(lambda: self_check.panes.currentWidget() is self_check.masked_picture, timeout=30_000)


def test_a_picture_that_is_only_there_decoded_is_checked_too(self_check: SelfCheckWindow, qtbot: QtBot) -> None:
    mime = QMimeData()
    blank = QImage(1, 1, QImage.Format.Format_RGB32)
    blank.fill(Qt.GlobalColor.white)
    mime.setImageData(blank)
    self_check.take(mime)
    says(qtbot, self_check, "可以发", timeout=30_000)


@pytest.mark.parametrize("hostile", ["字" * 1_000_000, "<h1>标题</h1>&amp;\u202e倒\x1b[31m", "z\u0335\u0321" * 400])
def test_hostile_texts_are_answered_and_shown_as_text(self_check: SelfCheckWindow, qtbot: QtBot, hostile: str) -> None:
    self_check.take(text(hostile))
    says(qtbot, self_check, "可以发")


def test_a_guard_that_is_gone_is_said_and_the_next_answer_comes(self_check: SelfCheckWindow, guard: GuardHere,
                                                                qtbot: QtBot) -> None:
    guard.stop()
    self_check.take(text("甲"))
    says(qtbot, self_check, "没能查完")
    guard.again()
    QTest.keyClicks(self_check.editor, "b")
    says(qtbot, self_check, "可以发")


def test_every_control_has_a_name(self_check: SelfCheckWindow, qtbot: QtBot) -> None:
    self_check.take(text(ROSTER))
    says(qtbot, self_check, "先别发")
    nameless = [part for part in self_check.findChildren(QWidget)
                if (isinstance(part, QAbstractButton) or part.focusPolicy() != Qt.FocusPolicy.NoFocus)
                and part.isVisible() and not part.accessibleName()
                and part.objectName() != "qt_scrollarea_viewport"]
    assert nameless == []
