"""Tests 被拦截内容 against the real control server: what it lists, shows, releases and destroys."""

from __future__ import annotations

import os
from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtCore import QObject, QPoint, QRectF, Qt, QUrl, Slot
from PySide6.QtGui import QDesktopServices
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QComboBox, QFileDialog, QMessageBox
from pytestqt.qtbot import QtBot

from guard.core.model import CaseState, FileFacts, Kind, Origin, Release
from guard.ipc.raster import Raster
from guard.util.path_text import path_text
from rules.model import Action
from rules.text import Text
from tests.support import ui_samples as samples
from tests.support.ui_guard import OFFICE, GuardHere
from tests.ui.conftest import button_named, click
from tests.ui.review_steps import opened, press, words
from ui.app import TrayWindows
from ui.items.picture_boxes import Disc, image_of
from ui.kit.theme import Theme
from ui.review.foot import Foot
from ui.review.picture_view import PictureView
from ui.review.text_view import TextView
from ui.review.window import ReviewWindow

RED, AMBER = "#B8402C", "#A56A00"


def test_without_items_it_says_so_and_offers_to_close(desk: TrayWindows, qtbot: QtBot) -> None:
    desk.review()
    window = desk.reviewed()
    assert window is not None
    qtbot.waitUntil(lambda: "这里还没有被拦下的内容。" in words(window))
    click(button_named(window, "关闭"))
    qtbot.waitUntil(lambda: desk.reviewed() is None)


def test_the_list_names_every_item_under_its_day(desk: TrayWindows, guard: GuardHere, qtbot: QtBot) -> None:
    guard.keep(samples.draft(opened_at=samples.AT - 86400))
    guard.keep(samples.secret())
    window = opened(desk, qtbot, "secret")
    model = window.listing.model
    rows = [model.index(row).data() for row in range(model.rowCount())]
    qtbot.waitUntil(lambda: window.listing.model.index(3).data().startswith(
        "提醒：讨论稿、微信、"))
    assert len(rows) == 4
    assert window.listing.model.index(1).data().startswith("拦下：密级标志、微信、")
    assert window.listing.model.index(1).data().endswith("、等保密办核对")
    assert not model.flags(model.index(0)) & Qt.ItemFlag.ItemIsSelectable


def test_a_file_whose_name_was_judged_beside_its_content_is_one_of_one(desk: TrayWindows, guard: GuardHere,
                                                                       qtbot: QtBot) -> None:
    (content,) = samples.secret().judged
    guard.keep(samples.secret(kind=Kind.FILES, judged=(replace(content, text=Text("名单")), content)))
    guard.keep(samples.secret(id="two", judged=(replace(content, name="附件.txt"), content)))
    window = opened(desk, qtbot, "two")
    assert any("共 2 项" in line for line in words(window))
    window.open("secret")
    qtbot.waitUntil(lambda: window.shown() == "secret")
    assert not [line for line in words(window) if "项，这是" in line]


def test_a_picture_is_shown_with_boxes_and_a_legend(desk: TrayWindows, guard: GuardHere, qtbot: QtBot) -> None:
    guard.keep(samples.patient(), samples.hospital_picture())
    window = opened(desk, qtbot, "patient")
    view = window.findChild(PictureView)
    assert view is not None
    qtbot.waitUntil(lambda: view.isVisible() and bool(view.accessibleName()))
    assert view.accessibleName() == "原图，已标出 21 处：姓名 7、住院号 7、诊断 7"
    assert {"姓名 7", "住院号 7", "诊断 7"} <= set(words(window))
    box = samples.patient().matches()[0].boxes[0]
    view.viewport().grab()  # lays the window out
    edge = view.mapFromScene(QPoint(box.x, box.y + box.height // 2))
    shot = view.viewport().grab().toImage()
    assert any(color.red() > 150 and color.green() < 110
               for color in (shot.pixelColor(edge - QPoint(away, 0)) for away in range(6)))


def test_a_number_has_the_colour_of_the_marks_that_it_represents(desk: TrayWindows, guard: GuardHere,
                                                                 qtbot: QtBot) -> None:
    guard.keep(samples.draft())
    guard.keep(samples.secret())
    (seen,) = samples.patient().judged
    assert seen.verdict is not None
    asked = tuple(replace(match, action=Action.WARN) for match in seen.verdict.matches)
    guard.keep(samples.patient(judged=(replace(seen, verdict=replace(seen.verdict, matches=asked)),)),
               samples.hospital_picture())
    assert discs(opened(desk, qtbot, "secret")) == {RED}
    assert discs(opened(desk, qtbot, "draft")) == {AMBER}
    window = opened(desk, qtbot, "patient")
    assert discs(window) == {RED}  # like the boxes on every picture
    press(window, Qt.Key.Key_4)
    assert discs(window) == {AMBER}  # like the marks in the words that were read


def discs(window: ReviewWindow) -> set[str]:
    found = [disc for disc in window.findChildren(Disc) if disc.isVisible()]
    return {disc.grab().toImage().pixelColor(disc.grab().width() // 4, disc.grab().height() // 2).name().upper()
            for disc in found}


def test_a_picture_larger_than_is_shown_has_its_boxes_where_its_words_are(light: Theme, qtbot: QtBot) -> None:
    reduced = image_of(Raster(10, 20, 100, 200, bytes(600)))
    assert (reduced.width(), reduced.deviceIndependentSize().width()) == (10, 100)
    view = PictureView(light)
    qtbot.addWidget(view)
    view.show_picture(reduced, "")
    assert view.sceneRect() == QRectF(0, 0, 100, 200)
    assert view.scene().itemsBoundingRect() == QRectF(0, 0, 100, 200)


def test_a_picture_that_cannot_be_decoded_leaves_words_in_its_place(desk: TrayWindows, guard: GuardHere,
                                                                    qtbot: QtBot) -> None:
    guard.keep(samples.patient(), samples.hospital_picture()[:200])
    window = opened(desk, qtbot, "patient")
    qtbot.waitUntil(lambda: "这张图片显示不出来。原件还在，可以取回。" in words(window), timeout=20_000)


def test_keys_zoom_the_picture_and_go_from_hit_to_hit(desk: TrayWindows, guard: GuardHere, qtbot: QtBot) -> None:
    guard.keep(samples.patient(), samples.hospital_picture())
    window = opened(desk, qtbot, "patient")
    view = window.findChild(PictureView)
    assert view is not None
    qtbot.waitUntil(lambda: view.isVisible() and bool(view.accessibleName()))  # decoded on another thread
    QApplication.processEvents()  # the layout gives the view its size
    QTest.keyClick(window, Qt.Key.Key_0)
    fitted = view.transform().m11()
    QTest.keyClick(window, Qt.Key.Key_Plus)
    assert view.transform().m11() == pytest.approx(fitted * 1.25)
    plain = view.viewport().grab().toImage()
    QTest.keyClick(window, Qt.Key.Key_N)
    assert view.viewport().grab().toImage() != plain
    QTest.keyClick(window, Qt.Key.Key_0)
    assert view.transform().m11() == pytest.approx(fitted)


def test_text_is_shown_with_its_marks_and_cannot_be_copied(desk: TrayWindows, guard: GuardHere, qtbot: QtBot) -> None:
    guard.keep(samples.personal())
    window = opened(desk, qtbot, "personal")
    view = window.findChild(TextView)
    assert view is not None
    marked = [selection.cursor.selectedText() for selection in view.extraSelections()]
    assert marked == ["赵样例", "ZY20260411", "重症肺炎", "钱演示", "ZY20260418", "2 型糖尿病"]
    QApplication.clipboard().setText("before")
    QTest.keyClick(view, Qt.Key.Key_A, Qt.KeyboardModifier.ControlModifier)
    QTest.keyClick(view, Qt.Key.Key_C, Qt.KeyboardModifier.ControlModifier)
    assert QApplication.clipboard().text() == "before"


def test_marks_stay_on_their_words_beyond_the_basic_plane_and_over_long_lines(desk: TrayWindows, guard: GuardHere,
                                                                              qtbot: QtBot) -> None:
    untrusted_text = "𠀀" * 3000 + "\r\n\x00" + "字" * 5000 + samples.MARK + "后"
    guard.keep(samples.text_case("far", untrusted_text, samples.MARK, samples.SECRET))
    window = opened(desk, qtbot, "far")
    view = window.findChild(TextView)
    assert view is not None
    assert [selection.cursor.selectedText() for selection in view.extraSelections()] == [samples.MARK]


def test_a_free_item_is_taken_back_after_one_more_press(desk: TrayWindows, guard: GuardHere, qtbot: QtBot) -> None:
    guard.keep(samples.unreadable())
    window = opened(desk, qtbot, "unreadable")
    click(button_named(window, "取回原件…"))
    assert guard.released() == []
    click(button_named(window, "放行一次，再按 Ctrl+V"))
    qtbot.waitUntil(lambda: guard.released() == [("unreadable", "")])
    qtbot.waitUntil(lambda: any("Ctrl+V" in line for line in words(window)))


def test_taking_back_asks_for_the_reason_inline(desk: TrayWindows, guard: GuardHere, qtbot: QtBot) -> None:
    guard.keep(samples.personal())
    window = opened(desk, qtbot, "personal")
    click(button_named(window, "取回原件…"))
    go = button_named(window, "放行一次，再按 Ctrl+V")
    assert not go.isEnabled()
    reasons = next(combo for combo in window.findChildren(QComboBox) if combo.accessibleName() == "原因")
    reasons.setCurrentIndex(1)
    click(go)
    qtbot.waitUntil(lambda: guard.released() == [("personal", "对方按职责需要")])


class FolderShown(QObject):
    """Takes the place of the file manager."""

    def __init__(self) -> None:
        super().__init__()
        self.shown: list[str] = []

    @Slot(QUrl)
    def show(self, url: QUrl) -> None:
        self.shown.append(url.toEncoded().data().decode())


def test_the_folder_of_what_was_taken_back_opens_though_its_name_is_not_utf_8(light: Theme, tmp_path: Path) -> None:
    foot, folder = Foot(light), FolderShown()
    taken = tmp_path / os.fsdecode("资料".encode("gb18030")) / "截图.png"
    foot.tell("已取回。", path_text(taken))
    QDesktopServices.setUrlHandler("file", folder, "show")
    foot.folder.click()
    QDesktopServices.unsetUrlHandler("file")
    assert folder.shown == [taken.parent.as_uri()]
    foot.deleteLater()


def test_a_file_is_saved_elsewhere_and_never_over_another(desk: TrayWindows, guard: GuardHere, qtbot: QtBot,
                                                          tmp_path: Path) -> None:
    source, taken = tmp_path / "截图.png", tmp_path / "taken.png"
    taken.write_bytes(b"other")
    picture = samples.hospital_picture()
    case = samples.patient(origin=Origin.FOLDER, destination=None, file=FileFacts(str(source), 0o600, 0))
    guard.keep(replace(case, decision=replace(case.decision, release=Release.FREE)), picture)
    window = opened(desk, qtbot, "patient")
    click(button_named(window, "取回原件…"))
    click(button_named(window, "另存到…"))
    dialog = next(found for found in window.findChildren(QFileDialog) if found.isVisible())
    dialog.fileSelected.emit(str(taken))
    dialog.close()
    dialog.deleteLater()
    qtbot.waitUntil(lambda: guard.state("patient") is CaseState.RELEASED)
    assert taken.read_bytes() == b"other"
    assert [path.read_bytes() for path in tmp_path.glob("taken*") if path != taken] == [picture]
    qtbot.waitUntil(lambda: any(line.startswith("已取回") for line in words(window)))
    folder = FolderShown()
    QDesktopServices.setUrlHandler("file", folder, "show")
    click(button_named(window, "打开文件夹"))
    QDesktopServices.unsetUrlHandler("file")
    assert folder.shown == [tmp_path.as_uri()]
    window.foot.tell("别的话")
    assert not window.foot.folder.isVisible()


def test_a_marked_item_can_neither_be_taken_back_nor_destroyed(desk: TrayWindows, guard: GuardHere,
                                                               qtbot: QtBot) -> None:
    guard.keep(samples.secret())
    window = opened(desk, qtbot, "secret")
    assert not window.foot.take.isEnabled()
    assert not window.foot.burn.isEnabled()
    assert "带密级标志，等保密办处理" in words(window)
    QTest.keyClick(window, Qt.Key.Key_Delete)
    assert window.findChildren(QMessageBox) == []
    click(button_named(window, "请保密办核对"))
    assert any(OFFICE in line and "请帮忙核对能不能发" in line for line in words(window))


@pytest.mark.parametrize(("answer", "state"), [("先留着", CaseState.HELD), ("销毁", CaseState.DESTROYED)])
def test_destroying_asks_with_the_name_and_does_what_is_answered(desk: TrayWindows, guard: GuardHere, qtbot: QtBot,
                                                                 answer: str, state: CaseState) -> None:
    guard.keep(samples.unreadable())
    window = opened(desk, qtbot, "unreadable")
    QTest.keyClick(window, Qt.Key.Key_Delete)
    question = window.findChild(QMessageBox)
    assert question is not None
    assert question.text() == "销毁“扫描件 0412.pdf”？"
    assert question.defaultButton().text() == "先留着"
    question_button = next(button for button in question.buttons() if button.text() == answer)
    question_button.click()
    qtbot.waitUntil(lambda: window.findChild(QMessageBox) is None)
    window.going.carry_out()  # as when its seconds are over
    if state is CaseState.DESTROYED:
        qtbot.waitUntil(lambda: guard.broker.dropped == ["unreadable"])
    else:
        assert guard.broker.dropped == []
        assert guard.state("unreadable") is CaseState.HELD


def test_a_new_item_does_not_disturb_a_form_that_is_being_filled_in(desk: TrayWindows, guard: GuardHere,
                                                                    qtbot: QtBot) -> None:
    guard.keep(samples.personal())
    window = opened(desk, qtbot, "personal")
    click(button_named(window, "取回原件…"))
    guard.hold(samples.draft(), notify=False)
    qtbot.waitUntil(lambda: window.listing.model.rowCount() == 3)
    assert window.shown() == "personal"
    assert button_named(window, "放行一次，再按 Ctrl+V").isVisible()


def test_closing_forgets_the_content(desk: TrayWindows, guard: GuardHere, qtbot: QtBot) -> None:
    guard.keep(samples.personal())
    window = opened(desk, qtbot, "personal")
    view = window.findChild(TextView)
    assert view is not None
    QTest.keyClick(window, Qt.Key.Key_W, Qt.KeyboardModifier.ControlModifier)
    assert view.toPlainText() == ""
    assert desk.reviewed() is None
