"""Tests what windows say of masked copies of documents, and that one press hands the new file over."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import replace
from io import BytesIO
from pathlib import Path
from typing import cast

import docx
import msgspec
import pytest
from PySide6.QtCore import Qt, QUrl
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QFileDialog
from pytestqt.qtbot import QtBot

from guard.clipboard.file_lists import targets_listing
from guard.core.model import Case, CaseState, Origin
from guard.redact.mask_kinds import Masked
from guard.redact.text import LONGEST_TEXT
from guard.sentences.catalogue import sentence
from tests.support import office_files
from tests.support import ui_samples as samples
from tests.support.fixed_layout_files import pdf
from tests.support.held_files import held_file, refused_file
from tests.support.pictures import encode, identity_number, render_document
from tests.support.ui_guard import GuardHere
from tests.ui.conftest import Press, button_named, click, read_aloud
from tests.ui.review_steps import CONTROL, activate, copied, opened, press, words
from ui.app import TrayWindows
from ui.items.picture_boxes import Thumbnail
from ui.kit.widgets import Paragraph
from ui.review.picture_view import PictureView
from ui.review.text_view import TextView
from ui.warning.window import WarningWindow

Warn = Callable[..., WarningWindow]

ROSTER = "返乡人员信息\n" + "\n".join(f"{name}，身份证号 {number}" for name, number in zip(
    samples.ROSTER_SECRETS[:3], samples.ROSTER_SECRETS[3:], strict=True))
WITHOUT = "打码版是另做的文件，里面没有：图片、页眉页脚、批注、修订、隐藏内容和文件属性。"


@pytest.fixture
def roster(tmp_path: Path) -> Path:
    written = docx.Document(BytesIO(office_files.document(tmp_path / "名单.docx", ROSTER).read_bytes()))
    written.add_picture(BytesIO(encode(render_document("各村汇总图", width=700))))
    written.save(str(tmp_path / "名单.docx"))
    return tmp_path / "名单.docx"


def given(path: str | Path) -> str:
    return "\n".join(paragraph.text for paragraph in docx.Document(str(path)).paragraphs)


def test_one_press_in_a_warning_hands_over_a_new_file_in_place_of_the_document(
        warned: Warn, press: Press, guard: GuardHere, roster: Path, qtbot: QtBot) -> None:
    case = refused_file(guard, roster)
    window = warned(case)
    qtbot.waitUntil(lambda: button_named(window, "发送打码版").isEnabled(), timeout=30_000)
    assert WITHOUT in read_aloud(window)
    assert "“发送打码版”将粘贴这一份" in read_aloud(window)
    press(window, "发送打码版")
    qtbot.waitUntil(lambda: "Ctrl+V" in window.panel().title())
    listed = next(target for target in guard.broker.masked if target.name == "text/uri-list")
    text = given(QUrl(listed.untrusted_bytes.decode().strip()).toLocalFile())
    assert [secret for secret in samples.ROSTER_SECRETS if secret in text] == []
    assert text.startswith("返乡人员信息\n")
    assert guard.state(case.id) is CaseState.HELD


def test_of_two_files_one_press_hands_over_two_masked_copies(warned: Warn, press: Press, guard: GuardHere, roster: Path,
                                                             qtbot: QtBot) -> None:
    other = office_files.document(roster.with_name("走访.docx"), ROSTER)
    window = warned(refused_file(guard, roster, other))
    qtbot.waitUntil(lambda: button_named(window, "发送打码版").isEnabled())
    press(window, "发送打码版")
    qtbot.waitUntil(lambda: "Ctrl+V" in window.panel().title())
    listed = next(target for target in guard.broker.masked if target.name == "text/uri-list")
    texts = [given(QUrl(address).toLocalFile()) for address in listed.untrusted_bytes.decode().split()]
    assert len(texts) == 2
    assert [secret for secret in samples.ROSTER_SECRETS for text in texts if secret in text] == []


def test_a_warning_says_why_there_is_no_copy_of_a_document(warned: Warn, guard: GuardHere, tmp_path: Path,
                                                           qtbot: QtBot) -> None:
    case = refused_file(guard, office_files.document(tmp_path / "名单.docx", ROSTER + "字" * LONGEST_TEXT))
    window = warned(case)
    qtbot.waitUntil(lambda: window.panel().choices()[0].property("kind") == "primary"
                    and window.panel().choices()[0].text() == "不发送")
    assert "文字太长，不能逐处核对，没有给出打码版。请只复制需要的部分。" in read_aloud(window)


def opened_by_a_client(guard: GuardHere, path: Path) -> Case:
    case = replace(refused_file(guard, path, origin=Origin.OPENED), opened_at=time.time())
    guard.store(case, msgspec.msgpack.encode(targets_listing(path)))
    return case


def asked(guard: GuardHere, desk: TrayWindows, case: Case, qtbot: QtBot) -> WarningWindow:
    """Return the warning about an item that is stored, once the button for its copy can be pressed."""
    guard.announce(case)
    qtbot.waitUntil(lambda: desk.warnings.window() is not None)
    window = desk.warnings.window()
    assert window is not None
    qtbot.waitUntil(lambda: window.armed() and button_named(window, "另存打码版").isEnabled(), timeout=30_000)
    return window


def test_the_copy_of_a_file_that_a_client_opened_is_beside_it_and_on_the_clipboard(
        guard: GuardHere, desk: TrayWindows, roster: Path, qtbot: QtBot) -> None:
    window = asked(guard, desk, opened_by_a_client(guard, roster), qtbot)
    assert "“另存打码版”就是这一份" in read_aloud(window)
    click(button_named(window, "另存打码版"))
    qtbot.waitUntil(lambda: "原文件旁边：打码副本.docx" in window.panel().title())
    (address,) = QApplication.clipboard().mimeData().urls()
    assert Path(address.toLocalFile()) == roster.with_name("打码副本.docx")
    assert "返乡人员信息" in given(address.toLocalFile())


def test_a_picture_file_that_a_client_opened_is_shown_as_a_picture_and_its_copy_too(
        guard: GuardHere, desk: TrayWindows, tmp_path: Path, qtbot: QtBot) -> None:
    (tmp_path / "本").mkdir()
    path = tmp_path / "本" / "名单.png"
    path.write_bytes(encode(render_document(ROSTER, width=1200)))
    case = opened_by_a_client(guard, path)
    window = asked(guard, desk, case, qtbot)
    original, masked = (each.accessibleName() for each in window.findChildren(Thumbnail))
    assert original.startswith("原图，已标出")
    assert masked.startswith("打码版，已遮住：")
    click(button_named(window, "另存打码版"))
    qtbot.waitUntil(lambda: "原文件旁边：打码副本.png" in window.panel().title())
    shown = copied(opened(desk, qtbot, case.id), qtbot)
    assert isinstance(shown.original.view(), PictureView)
    assert isinstance(shown.masked.view(), PictureView)


def test_where_nothing_can_be_written_beside_a_file_its_copy_is_put_on_the_clipboard(
        warned: Warn, guard: GuardHere, roster: Path, qtbot: QtBot) -> None:
    window = warned(refused_file(guard, roster, origin=Origin.OPENED))  # the vault does not know where it is
    qtbot.waitUntil(lambda: button_named(window, "另存打码版").isEnabled(), timeout=30_000)
    click(button_named(window, "另存打码版"))
    qtbot.waitUntil(lambda: "放到剪贴板上了" in window.panel().title())
    (address,) = QApplication.clipboard().mimeData().urls()
    assert address.fileName() == "打码副本.docx"
    assert not roster.with_name("打码副本.docx").exists()


def file_names_on_the_clipboard() -> list[str]:
    offered = QApplication.clipboard().mimeData()
    return [url.fileName() for url in offered.urls()] if offered else []  # none before the first copy


def test_the_review_shows_copies_and_exports_the_copy_of_a_document(desk: TrayWindows, guard: GuardHere, roster: Path,
                                                                    tmp_path: Path, qtbot: QtBot) -> None:
    case = held_file(guard, roster)
    window = opened(desk, qtbot, case.id)
    masked = copied(window, qtbot).masked.text
    assert [secret for secret in samples.ROSTER_SECRETS if secret in masked.toPlainText()] == []
    assert masked.accessibleName() == f"打码版，已遮住：姓名 3、证件号 3。{WITHOUT}"
    assert len(masked.extraSelections()) == 6
    press(window, Qt.Key.Key_C, CONTROL)
    qtbot.waitUntil(lambda: file_names_on_the_clipboard() == ["打码副本.docx"])
    activate(window, qtbot)
    press(window, Qt.Key.Key_E, CONTROL)
    qtbot.waitUntil(lambda: any(found.isVisible() for found in window.findChildren(QFileDialog)))
    dialog = cast(QFileDialog, next(found for found in window.findChildren(QFileDialog) if found.isVisible()))
    assert [Path(path).name for path in dialog.selectedFiles()] == ["打码副本.docx"]
    dialog.fileSelected.emit(str(tmp_path / "给各村"))
    dialog.reject()
    qtbot.waitUntil(lambda: f"已导出：{tmp_path / '给各村.docx'}" in words(window))
    assert "返乡人员信息" in given(tmp_path / "给各村.docx")


def test_a_name_that_is_stopped_too_hides_nothing_of_the_document(desk: TrayWindows, guard: GuardHere, tmp_path: Path,
                                                                  qtbot: QtBot) -> None:
    named = f"赵建国{identity_number('43010219900307723')}.docx"
    case = held_file(guard, office_files.document(tmp_path / named, ROSTER))
    shown = copied(opened(desk, qtbot, case.id), qtbot)
    assert shown.original.text.toPlainText().startswith("返乡人员信息")
    assert shown.masked.text.toPlainText().startswith("返乡人员信息")


def test_a_click_on_a_person_asks_about_the_mask_over_that_person_where_the_name_is_stopped_too(
        desk: TrayWindows, guard: GuardHere, tmp_path: Path, qtbot: QtBot) -> None:
    named = f"赵建国{identity_number('43010219900307723')}.docx"
    case = held_file(guard, office_files.document(tmp_path / named, ROSTER))
    shown = copied(opened(desk, qtbot, case.id), qtbot)
    text, asked = shown.original.text, list[Masked]()
    shown.undo_wanted.connect(asked.append)
    for person in samples.ROSTER_SECRETS[:3]:
        QApplication.processEvents()  # the form of the one before takes some of the height
        cursor = text.document().find(person)
        cursor.setPosition(cursor.selectionStart() + 1)
        QTest.mouseClick(text.viewport(), Qt.MouseButton.LeftButton, pos=text.cursorRect(cursor).center())
    assert [text.toPlainText()[mask.start:mask.end] for mask in asked] == list(samples.ROSTER_SECRETS[:3])


def test_of_a_folder_a_warning_says_why_there_is_no_copy(warned: Warn, guard: GuardHere, roster: Path,
                                                         qtbot: QtBot) -> None:
    window = warned(refused_file(guard, roster.parent))
    qtbot.waitUntil(lambda: sentence("mask.files") in read_aloud(window))
    assert "发送打码版" not in [choice.text() for choice in window.panel().choices()]


def test_a_picture_among_several_files_is_looked_at_masked_by_turning_to_it(desk: TrayWindows, guard: GuardHere,
                                                                            roster: Path, qtbot: QtBot) -> None:
    photo = roster.with_name("名单.png")
    photo.write_bytes(encode(render_document(ROSTER, width=1200)))
    case = replace(refused_file(guard, roster, photo), opened_at=time.time())
    guard.store(case, msgspec.msgpack.encode(targets_listing(roster, photo)))
    masked = copied(opened(desk, qtbot, case.id), qtbot).masked
    shown = [masked.view()]
    assert [masked.turner.before.isEnabled(), masked.turner.after.isEnabled()] == [False, True]
    click(masked.turner.after)
    shown.append(masked.view())
    assert [masked.turner.before.isEnabled(), masked.turner.after.isEnabled()] == [True, False]
    assert {type(view) for view in shown} == {TextView, PictureView}
    assert not masked.picture.scene().sceneRect().isEmpty()
    assert [secret for secret in samples.ROSTER_SECRETS if secret in masked.text.toPlainText()] == []
    click(masked.turner.before)
    assert masked.view() is shown[0]


def test_what_a_copy_leaves_out_is_wrapped_and_not_shortened(desk: TrayWindows, guard: GuardHere, roster: Path,
                                                         qtbot: QtBot) -> None:
    window = opened(desk, qtbot, held_file(guard, roster).id)
    copied(window, qtbot)
    window.resize(window.minimumSize())
    press(window, Qt.Key.Key_3)
    (line,) = (each for each in window.findChildren(Paragraph) if each.plain() == WITHOUT)
    line.show_text(WITHOUT * 3)
    QApplication.processEvents()
    assert line.height() >= line.heightForWidth(line.width())
    assert line.heightForWidth(line.width()) > line.fontMetrics().height() * 2
    press(window, Qt.Key.Key_2)
    assert not line.isVisible()


@pytest.mark.thorough
def test_a_warning_about_a_scan_says_where_its_masked_pages_are_seen(desk: TrayWindows, guard: GuardHere,
                                                                     tmp_path: Path, qtbot: QtBot) -> None:
    path = tmp_path / "扫描件.pdf"
    path.write_bytes(pdf([render_document(ROSTER, width=1200)]))
    case = replace(refused_file(guard, path), opened_at=time.time())
    guard.store(case, msgspec.msgpack.encode(targets_listing(path)))
    guard.announce(case)
    qtbot.waitUntil(lambda: desk.warnings.window() is not None)
    window = desk.warnings.window()
    assert window is not None
    qtbot.waitUntil(lambda: button_named(window, "发送打码版").isEnabled(), timeout=60_000)
    said = read_aloud(window)
    assert [told for told in said if "到“被拦截内容”里看" in told or "请逐字看一遍再发" in told]
    assert "打码版是另做的文件，里面没有：可以复制的文字、附件和文件属性。" in said
    shown = copied(opened(desk, qtbot, case.id), qtbot).masked
    assert isinstance(shown.view(), PictureView)
    assert not shown.turner.isVisible()
