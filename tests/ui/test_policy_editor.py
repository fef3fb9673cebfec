"""Tests 单位策略: the policy is checked while it is typed, and only one that can be used is saved."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtWidgets import QPlainTextEdit
from pytestqt.qtbot import QtBot

from guard.config.policy_file import load
from guard.core.policy import Mode
from rules.pack.loading import load as load_pack
from rules.pack.skeleton import skeleton
from tests.ui.conftest import click
from ui.kit.theme import Theme
from ui.workshop.policy_editor import PolicyWindow


@pytest.fixture
def window(qtbot: QtBot, light: Theme, tmp_path: Path) -> PolicyWindow:
    window = PolicyWindow(light, tmp_path / "单位策略.yaml")
    qtbot.addWidget(window)
    window.show()
    return window


def typed(window: PolicyWindow, words: str) -> None:
    edit = window.findChild(QPlainTextEdit)
    assert edit is not None
    edit.appendPlainText(words)


def test_a_new_policy_is_written_over_the_built_in_one_and_saved_with_what_differs(
        qtbot: QtBot, window: PolicyWindow, tmp_path: Path) -> None:
    typed(window, "模式: 仅记录")
    qtbot.waitUntil(lambda: "模式：拦截 → 仅记录" in window.plain())
    click(window.save)
    written = (tmp_path / "单位策略.yaml").read_bytes()
    assert "基于: 内置" in written.decode()
    assert load(written, "单位策略.yaml").mode is Mode.MONITOR


def test_a_mistake_is_told_with_its_line_and_cannot_be_saved(
        qtbot: QtBot, window: PolicyWindow, tmp_path: Path) -> None:
    typed(window, "模式: 随便")
    qtbot.waitUntil(lambda: "“模式”" in window.plain())
    assert "第 5 行" in window.plain()
    assert not window.save.isEnabled()
    assert not (tmp_path / "单位策略.yaml").exists()


UNIT_RULE = ("科室规则: [{科室: [信访], 规则: [%s], 动作: 提醒, 原因: 窗口要用, 批准人: 赵敏, 截止: 2027-06-30}]")


@pytest.mark.parametrize("words", [UNIT_RULE % "GR-99", "附加规则包: [没有这个]"])
def test_what_would_not_be_signed_is_told_with_its_line_and_may_be_saved(
        qtbot: QtBot, window: PolicyWindow, tmp_path: Path, words: str) -> None:
    typed(window, words)
    qtbot.waitUntil(lambda: "有 1 处签名时会被拒绝" in window.plain())
    assert "第 5 行" in window.plain()
    assert ("GR-99" if "GR-99" in words else "没有这个") in window.plain()
    click(window.save)
    assert (tmp_path / "单位策略.yaml").exists()


def test_a_rule_of_the_units_own_pack_may_have_an_exception(qtbot: QtBot, light: Theme, tmp_path: Path) -> None:
    pack = tmp_path / "单位.yaml"
    pack.write_text(skeleton("单位", "1"), "utf-8")
    (rule, *_) = load_pack(pack.read_bytes(), "单位.yaml").rules
    window = PolicyWindow(light, tmp_path / "单位策略.yaml", None, pack)
    qtbot.addWidget(window)
    window.show()
    typed(window, UNIT_RULE % rule.id)
    qtbot.waitUntil(lambda: "科室规则" in window.plain())
    assert "拒绝" not in window.plain()
