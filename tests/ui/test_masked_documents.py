"""Tests what windows say of masked copies of documents, and that one press hands the new file over."""

from __future__ import annotations

from collections.abc import Callable
from io import BytesIO
from pathlib import Path
from typing import cast

import docx
import pytest
from PySide6.QtCore import Qt, QUrl
from PySide6.QtWidgets import QApplication, QFileDialog
from pytestqt.qtbot import QtBot

from guard.core.model import CaseState, Origin
from guard.redact.text import LONGEST_TEXT
from tests.support import office_files
from tests.support import ui_samples as samples
from tests.support.held_files import held_file, refused_file
from tests.support.pictures import encode, identity_number, render_document
from tests.support.ui_guard import GuardHere
from tests.ui.conftest import Press, button_named, click, read_aloud
from tests.ui.review_steps import CONTROL, activate, copied, opened, press, words
from ui.app import Desk
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


def test_a_warning_says_why_there_is_no_copy_of_a_document(warned: Warn, guard: GuardHere, tmp_path: Path,
                                                           qtbot: QtBot) -> None:
    case = refused_file(guard, office_files.document(tmp_path / "名单.docx", ROSTER + "字" * LONGEST_TEXT))
    window = warned(case)
    qtbot.waitUntil(lambda: window.panel().choices()[0].property("kind") == "primary"
                    and window.panel().choices()[0].text() == "不发送")
    assert "文字太长，不能逐处核对，没有给出打码版。请只复制需要的部分。" in read_aloud(window)


def test_the_copy_of_a_file_that_a_client_opened_is_put_on_the_clipboard(warned: Warn, guard: GuardHere, roster: Path,
                                                                         qtbot: QtBot) -> None:
    window = warned(refused_file(guard, roster, origin=Origin.OPENED))
    qtbot.waitUntil(lambda: button_named(window, "复制打码版").isEnabled(), timeout=30_000)
    assert "“复制打码版”就是这一份" in read_aloud(window)
    click(button_named(window, "复制打码版"))
    qtbot.waitUntil(lambda: "Ctrl+V" in window.panel().title())
    (address,) = QApplication.clipboard().mimeData().urls()
    assert address.fileName() == "打码副本.docx"
    assert "返乡人员信息" in given(address.toLocalFile())


def file_names_on_the_clipboard() -> list[str]:
    offered = QApplication.clipboard().mimeData()
    return [url.fileName() for url in offered.urls()] if offered else []  # none before the first copy


def test_the_review_shows_copies_and_exports_the_copy_of_a_document(desk: Desk, guard: GuardHere, roster: Path,
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


def test_a_name_that_is_stopped_too_hides_nothing_of_the_document(desk: Desk, guard: GuardHere, tmp_path: Path,
                                                                  qtbot: QtBot) -> None:
    named = f"赵建国{identity_number('43010219900307723')}.docx"
    case = held_file(guard, office_files.document(tmp_path / named, ROSTER))
    shown = copied(opened(desk, qtbot, case.id), qtbot)
    assert shown.original.text.toPlainText().startswith("返乡人员信息")
    assert shown.masked.text.toPlainText().startswith("返乡人员信息")


def test_several_documents_offer_no_copy(warned: Warn, guard: GuardHere, roster: Path, tmp_path: Path) -> None:
    other = office_files.document(tmp_path / "会议.docx", "明天上午九点开会。")
    window = warned(refused_file(guard, roster, other))
    assert "发送打码版" not in [choice.text() for choice in window.panel().choices()]
