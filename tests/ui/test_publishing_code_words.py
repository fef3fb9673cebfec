"""Tests that 签名并发布 hashes code words with the key of tables, and asks for it where it is needed."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QSettings
from pytestqt.qtbot import QtBot

from tests.support.code_words import CODE_WORDS
from tests.support.publishing import PASSPHRASE, UnitOffice
from tests.support.tables import KEY
from tests.ui.conftest import click
from ui.kit.theme import Theme
from ui.workshop.publish import PublishWindow

PROVING_MS = 60_000


def test_code_words_are_signed_once_the_key_of_tables_is_chosen(
        qtbot: QtBot, light: Theme, tmp_path: Path, settings: QSettings, cheap_sealing: None) -> None:
    office = UnitOffice.opened(tmp_path / "office")
    (tmp_path / "exact.key").write_text(f"{KEY.hex()}\n")
    (tmp_path / "代号.yaml").write_text(CODE_WORDS, "utf-8")
    window = PublishWindow(light, tmp_path / "代号.yaml", settings)
    qtbot.addWidget(window)
    window.show()
    window.folder.setText(str(office.folder))
    window.folder.editingFinished.emit()
    qtbot.waitUntil(window.sign.isEnabled)
    click(window.sign)
    qtbot.waitUntil(lambda: "发布时散列" in window._told.plain(), timeout=PROVING_MS)
    window.unit_key.setText(str(tmp_path / "exact.key"))
    click(window.sign)
    qtbot.waitUntil(lambda: "新增规则包" in window.differences.plain(), timeout=PROVING_MS)
    (passphrase,) = window._keys.values()
    passphrase.setText(PASSPHRASE)
    click(window.sign)
    qtbot.waitUntil(lambda: "已签名发布第 1 号" in window._told.plain(), timeout=PROVING_MS)
    (bundle,) = office.served.rglob("bundles/*.json")
    assert "散列密钥" in bundle.read_text("utf-8")
    assert "青松计划" not in bundle.read_text("utf-8")
