"""Tests 代号词表: words are counted, refused with a reason, and added to a list that is hashed when it is published."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import QSettings
from pytestqt.qtbot import QtBot

from guard.publish.unit_key import write_key
from rules.pack.hashing import hashed_pack
from rules.pack.loading import load
from tests.support.code_words import CODE_WORDS
from tests.support.tables import KEY
from tests.ui.conftest import click
from ui.kit.theme import Theme
from ui.workshop.code_words import CodeWordsWindow
from ui.workshop.draft import Draft
from ui.workshop.sources import Sources
from ui.workshop.window import Workshop

HASHING_MS = 60_000


@pytest.fixture
def draft(tmp_path: Path) -> Draft:
    return Draft(CODE_WORDS, tmp_path / "代号.yaml")


@pytest.fixture
def window(qtbot: QtBot, light: Theme, draft: Draft) -> CodeWordsWindow:
    made = CodeWordsWindow(light, draft, bool)
    qtbot.addWidget(made)
    made.show()
    return made


def words_of(draft: Draft, name: str) -> tuple[str, ...]:
    return dict(load(draft.text.encode(), "x.yaml").words)[name]


def test_words_are_counted_refused_with_why_and_added(qtbot: QtBot, window: CodeWordsWindow, draft: Draft) -> None:
    assert window.list.currentText() == "项目代号（发布时散列）"
    assert not window.name.isVisible()
    assert not window.add.isEnabled()
    window.words.setPlainText("白鹭行动\n海东青\n鹭\n北斗、二期\n")
    qtbot.waitUntil(window.add.isEnabled)
    said = window.plain()
    assert "能收 1 个；已经有的 1 个；不收的 2 个" in said
    assert "不收“鹭”：只能是 2 到 40 个字" in said
    assert "一行只写一个" in said
    click(window.add)
    assert "加了 1 个，发布时散列" in window.plain()
    assert words_of(draft, "项目代号")[-1] == "白鹭行动"
    assert window.words.toPlainText() == "鹭\n北斗、二期"
    assert not window.add.isEnabled()
    assert "白鹭行动" not in hashed_pack(draft.text.encode(), "x.yaml", KEY).decode()


def test_a_new_list_says_that_no_rule_uses_it_and_a_plain_one_that_it_is_hashed_whole(
        qtbot: QtBot, window: CodeWordsWindow, draft: Draft) -> None:
    window.list.setCurrentText("进展（明写）")
    qtbot.waitUntil(lambda: "现在是明写的" in window.plain())
    window.list.setCurrentText("新的词表…")
    window.name.setText("明年项目")
    assert window.name.isVisible()
    window.words.setPlainText("白鹭行动")
    qtbot.waitUntil(window.add.isEnabled)
    qtbot.waitUntil(lambda: "现在是明写的" not in window.plain())
    click(window.add)
    assert "主证里写 @明年项目" in window.plain()
    assert words_of(draft, "明年项目") == ("白鹭行动",)
    assert window.list.currentText() == "明年项目（发布时散列）"
    assert not window.name.isVisible()


def test_the_lists_are_those_of_the_draft_also_after_it_was_changed_elsewhere(
        qtbot: QtBot, window: CodeWordsWindow, draft: Draft) -> None:
    window.words.setPlainText("白鹭行动")
    qtbot.waitUntil(window.add.isEnabled)
    draft.write(CODE_WORDS.replace("海东青", "白鹭行动"))
    qtbot.waitUntil(lambda: "能收 0 个；已经有的 1 个" in window.plain())
    draft.write(CODE_WORDS.replace("项目代号", "代号"))
    assert [window.list.itemText(at) for at in range(window.list.count())] == ["代号（发布时散列）", "进展（明写）",
                                                                               "新的词表…"]
    assert window.list.currentText() == "新的词表…"
    assert not window.add.isEnabled()


@pytest.mark.parametrize("encoding", ["utf-8-sig", "gb18030"])
def test_a_file_is_read_in_the_encodings_that_offices_use(qtbot: QtBot, window: CodeWordsWindow, tmp_path: Path,
                                                          encoding: str) -> None:
    path = tmp_path / "代号.txt"
    path.write_text("白鹭行动\n北斗工程\n", encoding)
    window.file.edit.setText(str(path))
    window.file.edit.editingFinished.emit()
    qtbot.waitUntil(window.add.isEnabled)
    assert "能收 2 个" in window.plain()


@pytest.mark.parametrize(("content", "said"), [(b"PK\x03\x04\0\0", "不是文本文件"), (b"a" * 300_000, "256 KB"),
                                               (None, "读不出来")])
def test_a_file_that_cannot_be_read_is_said(window: CodeWordsWindow, tmp_path: Path, content: bytes | None,
                                            said: str) -> None:
    path = tmp_path / "代号.xlsx"
    if content is not None:
        path.write_bytes(content)
    window.file.edit.setText(str(path))
    window.file.edit.editingFinished.emit()
    assert said in window.plain()
    assert window.words.toPlainText() == ""


def test_a_pack_of_the_program_is_not_changed(qtbot: QtBot, light: Theme) -> None:
    draft = Draft.inside("内置")
    before = draft.text
    window = CodeWordsWindow(light, draft, bool)
    qtbot.addWidget(window)
    window.show()
    window.list.setCurrentText("新的词表…")
    window.name.setText("代号")
    window.words.setPlainText("白鹭行动")
    qtbot.waitUntil(window.add.isEnabled)
    click(window.add)
    assert "▲" in window.plain()
    assert draft.text == before


def test_from_the_menu_to_the_published_form(qtbot: QtBot, light: Theme, draft: Draft, tmp_path: Path) -> None:
    settings = QSettings(str(tmp_path / "workshop.ini"), QSettings.Format.IniFormat)
    write_key(tmp_path / "exact.key", KEY)
    settings.setValue("unit_key", str(tmp_path / "exact.key"))
    workshop = Workshop(light, draft, Sources([], tmp_path / "socket"), settings)
    qtbot.addWidget(workshop)
    workshop._open_code_words()
    words = next(one for one in workshop._windows if isinstance(one, CodeWordsWindow))
    words.words.setPlainText("白鹭行动")
    qtbot.waitUntil(words.add.isEnabled)
    click(words.add)
    click(words.look)
    look = workshop._windows[-1]
    click(look.look)  # type: ignore[attr-defined]
    qtbot.waitUntil(lambda: "8 个散列词" in look.plain(), timeout=HASHING_MS)  # type: ignore[attr-defined]
    assert "白鹭行动" not in look.text()  # type: ignore[attr-defined]
    for window in (*workshop._windows, workshop):
        window.close()
