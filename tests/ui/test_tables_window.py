"""Tests 名单索引 and 发布的样子: an index is made, looked at and signed; a pack is seen as it is published."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import QSettings
from pytestqt.qtbot import QtBot

from guard.publish.unit_key import write_key
from rules.exact.index import index_of
from tests.support.code_words import CODE_WORDS, WORDS
from tests.support.publishing import PASSPHRASE, UnitOffice
from tests.support.tables import HEADINGS, KEY, OTHER_KEY, PEOPLE
from tests.ui.conftest import click
from ui.kit.theme import Theme
from ui.workshop.hashed import HashedWindow
from ui.workshop.tables import TablesWindow

MAKING_MS = 60_000


@pytest.fixture
def window(qtbot: QtBot, light: Theme, tmp_path: Path, settings: QSettings) -> TablesWindow:
    """The window with a table of pupils, whose columns are listed."""
    rows = [(*HEADINGS, "班级"), *((*row, "三班") for row in PEOPLE)]
    (tmp_path / "在校学生.csv").write_text("\n".join(",".join(row) for row in rows) + "\n", "utf-8")
    made = TablesWindow(light, settings)
    qtbot.addWidget(made)
    made.show()
    made.table.edit.setText(str(tmp_path / "在校学生.csv"))
    made.table.edit.editingFinished.emit()
    qtbot.waitUntil(lambda: len(made.ticks()) == 5)
    return made


def filled(window: TablesWindow, folder: Path) -> None:
    """Choose two columns, a name, a new key and a file."""
    window.name.setText("在校学生")
    window.key.edit.setText(str(folder / "exact.key"))
    window.index.edit.setText(str(folder / "在校学生.edm"))
    for tick in window.ticks()[:2]:
        tick.setChecked(True)


def test_an_index_is_made_with_a_new_key_and_signed(qtbot: QtBot, window: TablesWindow, tmp_path: Path,
                                                    cheap_sealing: None) -> None:
    assert not window.make.isEnabled()
    filled(window, tmp_path)
    assert not window.sign.isEnabled()
    click(window.make)
    qtbot.waitUntil(window.sign.isEnabled, timeout=MAKING_MS)
    for said in ("名单“在校学生”（个人信息）：8 行 2 列", "姓名：8 个不同的值用上了", "新的名单密钥"):
        assert said in window.plain()
    key = bytes.fromhex((tmp_path / "exact.key").read_text().strip())
    assert index_of((tmp_path / "在校学生.edm").read_bytes(), key).header.rows == 8
    office = UnitOffice.opened(tmp_path / "office")
    click(window.sign)
    signing = window._window
    qtbot.addWidget(signing)
    signing.folder.setText(str(office.folder))
    signing.folder.editingFinished.emit()
    qtbot.waitUntil(signing.sign.isEnabled)
    click(signing.sign)
    qtbot.waitUntil(lambda: "在校学生" in signing.differences.plain(), timeout=MAKING_MS)
    (passphrase,) = signing._keys.values()
    passphrase.setText(PASSPHRASE)
    click(signing.sign)
    qtbot.waitUntil(lambda: "已签名发布第 1 号" in signing._told.plain(), timeout=MAKING_MS)
    repository = office.office.repository
    bundle = repository.bundle(repository.index().releases[0])
    assert ([table.name for table in bundle.exact], bundle.builtin, bundle.packs) == (["在校学生"], True, ())


def test_a_column_that_tells_nobody_apart_is_marked_and_two_are_needed(window: TablesWindow, tmp_path: Path) -> None:
    assert [tick.text().startswith("▲") for tick in window.ticks()] == [False, False, False, False, True]
    filled(window, tmp_path)
    assert window.make.isEnabled()
    window.ticks()[0].setChecked(False)
    assert not window.make.isEnabled()


def test_an_index_is_looked_at_with_its_key_another_or_none(qtbot: QtBot, window: TablesWindow, tmp_path: Path) -> None:
    write_key(tmp_path / "exact.key", KEY)
    filled(window, tmp_path)
    click(window.make)
    qtbot.waitUntil(window.sign.isEnabled, timeout=MAKING_MS)
    before = (tmp_path / "在校学生.edm").read_bytes()
    click(window.make)  # nothing is replaced
    qtbot.waitUntil(lambda: "已经有了" in window.plain(), timeout=MAKING_MS)
    assert (window.sign.isEnabled(), (tmp_path / "在校学生.edm").read_bytes()) == (False, before)
    write_key(tmp_path / "other.key", OTHER_KEY)
    for key, said, signable in ((str(tmp_path / "exact.key"), "是做它的那一把", True), ("", "没有给密钥", True),
                                (str(tmp_path / "other.key"), "不是用这把名单密钥做的", False)):
        window.key.edit.setText(key)
        click(window.look)
        qtbot.waitUntil(lambda said=said: said in window.plain(), timeout=MAKING_MS)
        assert window.sign.isEnabled() is signable
    window.index.edit.setText(str(tmp_path / "在校学生.csv"))
    click(window.look)
    qtbot.waitUntil(lambda: "▲" in window.plain(), timeout=MAKING_MS)
    assert not window.sign.isEnabled()


def test_a_table_that_cannot_be_read_is_said(qtbot: QtBot, window: TablesWindow, tmp_path: Path) -> None:
    (tmp_path / "坏.xlsx").write_bytes(b"PK\x03\x04 damaged")
    window.table.edit.setText(str(tmp_path / "坏.xlsx"))
    window.table.edit.editingFinished.emit()
    qtbot.waitUntil(lambda: "坏.xlsx" in window.plain())
    assert window.ticks() == ()


def test_a_pack_is_shown_as_it_is_published(qtbot: QtBot, light: Theme, tmp_path: Path, settings: QSettings) -> None:
    window = HashedWindow(light, CODE_WORDS, "代号.yaml", settings)
    qtbot.addWidget(window)
    window.show()
    assert not window.look.isEnabled()
    window.key.edit.setText(str(tmp_path / "exact.key"))
    click(window.look)
    qtbot.waitUntil(lambda: bool(window.text()), timeout=MAKING_MS)
    assert "词表“项目代号”：7 个散列词\n新的名单密钥" in window.plain()
    assert "散列密钥" in window.text()
    assert not [word for word in WORDS if word in window.text()]
    nothing = HashedWindow(light, CODE_WORDS.replace("发布时散列: true", "发布时散列: false"), "代号.yaml", settings)
    qtbot.addWidget(nothing)
    nothing.show()
    click(nothing.look)
    qtbot.waitUntil(lambda: nothing.plain().startswith("▲"), timeout=MAKING_MS)
    assert nothing.text() == ""
