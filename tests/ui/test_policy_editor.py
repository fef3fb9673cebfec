"""Tests 单位策略: the policy is checked while it is typed, and only one that can be used is saved."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import QSettings
from PySide6.QtWidgets import QPlainTextEdit
from pytestqt.qtbot import QtBot

from guard.config.policy_file import load
from guard.core.pages import Page, PageKind, page_of
from guard.core.policy import Mode
from guard.publish.pages import list_page
from guard.supply.unit_pack import UnitPackError
from rules.pack.loading import load as load_pack
from rules.pack.skeleton import skeleton
from tests.ui.conftest import click
from ui.kit.theme import Theme
from ui.workshop.carrying import Carried, carried_over
from ui.workshop.draft import Draft
from ui.workshop.policy_editor import PolicyWindow
from ui.workshop.sources import Sources
from ui.workshop.unfinished import Unfinished, draft_of, keep, left
from ui.workshop.window import Workshop


@pytest.fixture
def window(qtbot: QtBot, light: Theme, policy_path: Path) -> PolicyWindow:
    return opened(qtbot, light, policy_path)


def opened(qtbot: QtBot, light: Theme, file: Path) -> PolicyWindow:
    window = PolicyWindow(light, file)
    qtbot.addWidget(window)
    window.show()
    return window


def typed(window: PolicyWindow, words: str) -> None:
    edit = window.findChild(QPlainTextEdit)
    assert edit is not None
    edit.appendPlainText(words)


def test_a_new_policy_is_written_over_the_built_in_one_and_saved_with_what_differs(
        qtbot: QtBot, window: PolicyWindow, policy_path: Path) -> None:
    typed(window, "模式: 仅记录")
    qtbot.waitUntil(lambda: "模式：拦截 → 仅记录" in window.plain())
    click(window.save)
    written = policy_path.read_bytes()
    assert "基于: 内置" in written.decode()
    assert load(written, "单位策略.yaml").mode is Mode.MONITOR


def test_a_mistake_is_told_with_its_line_and_cannot_be_saved(
        qtbot: QtBot, window: PolicyWindow, policy_path: Path) -> None:
    typed(window, "模式: 随便")
    qtbot.waitUntil(lambda: "“模式”" in window.plain())
    assert "第 5 行" in window.plain()
    assert not window.save.isEnabled()
    assert not policy_path.exists()


UNIT_RULE = ("科室规则: [{科室: [信访], 规则: [%s], 动作: 提醒, 原因: 窗口要用, 批准人: 赵敏, 截止: 2027-06-30}]")


@pytest.mark.parametrize("words", [UNIT_RULE % "GR-99", "附加规则包: [没有这个]"])
def test_what_would_not_be_signed_is_told_with_its_line_and_may_be_saved(
        qtbot: QtBot, window: PolicyWindow, policy_path: Path, words: str) -> None:
    typed(window, words)
    qtbot.waitUntil(lambda: "有 1 处签名时会被拒绝" in window.plain())
    assert "第 5 行" in window.plain()
    assert ("GR-99" if "GR-99" in words else "没有这个") in window.plain()
    click(window.save)
    assert policy_path.exists()


def test_a_rule_of_the_units_own_pack_may_have_an_exception(
        qtbot: QtBot, light: Theme, tmp_path: Path, policy_path: Path) -> None:
    pack = tmp_path / "单位.yaml"
    pack.write_text(skeleton("单位", "1"), "utf-8")
    (rule, *_) = load_pack(pack.read_bytes(), "单位.yaml").rules
    window = PolicyWindow(light, policy_path, None, pack)
    qtbot.addWidget(window)
    window.show()
    typed(window, UNIT_RULE % rule.id)
    qtbot.waitUntil(lambda: "科室规则" in window.plain())
    assert "拒绝" not in window.plain()


PAGE = Page(PageKind.ORDINARY, "青河县政务邮箱")


@pytest.mark.parametrize("new", [True, False])
def test_a_file_that_was_changed_meanwhile_is_read_again_with_what_was_written_before_it_is_saved(
        qtbot: QtBot, light: Theme, policy_path: Path, new: bool) -> None:
    if not new:
        policy_path.write_text("策略: 青河县\n版本: '1'\n基于: 内置\n", "utf-8")
    window = opened(qtbot, light, policy_path)
    typed(window, "模式: 仅记录")
    qtbot.waitUntil(window.save.isEnabled)
    assert list_page(policy_path, PAGE)
    before = policy_path.read_bytes()
    click(window.save)
    assert "没有保存：单位策略.yaml 打开以后在别处改过" in window.plain()
    assert policy_path.read_bytes() == before
    click(window.again)
    assert "那边的改动已经加进来" in window.plain()
    assert (PAGE.name in window.source.text(), "模式: 仅记录" in window.source.text()) == (True, True)
    assert not window.again.isVisible()
    click(window.save)
    saved = load(policy_path.read_bytes(), "单位策略.yaml")
    assert (saved.mode, page_of(PAGE.name, saved.pages)) == (Mode.MONITOR, PAGE)
    assert {one.name for one in policy_path.parent.iterdir()} == {policy_path.name}


def test_what_was_joined_and_cannot_be_kept_beside_the_file_is_told_with_what_became_of_it(
        qtbot: QtBot, light: Theme, policy_path: Path) -> None:
    window = opened(qtbot, light, policy_path)
    typed(window, "模式: 仅记录")
    qtbot.waitUntil(window.save.isEnabled)
    assert list_page(policy_path, PAGE)
    click(window.save)
    draft_of(policy_path).unlink(missing_ok=True)
    draft_of(policy_path).mkdir()
    click(window.again)
    said = window.plain()
    assert "单位策略.yaml 在别处改过，那边的改动已经加进来" in said
    assert f"{draft_of(policy_path)}" in said


def test_a_file_that_cannot_be_read_again_is_not_replaced_by_a_later_save(
        qtbot: QtBot, light: Theme, policy_path: Path) -> None:
    policy_path.write_text("策略: 青河县\n版本: '1'\n基于: 内置\n", "utf-8")
    window = opened(qtbot, light, policy_path)
    theirs = "策略: 青河县\n版本: '2'\n基于: 内置\n".encode("gbk")
    policy_path.write_bytes(theirs)
    for words in ("模式: 仅记录", "# 再改"):
        typed(window, words)
        qtbot.waitUntil(window.save.isEnabled)
        click(window.save)
        assert policy_path.read_bytes() == theirs
        click(window.again)
        assert f"{policy_path} 不是 UTF-8 编码" in window.plain()


def test_what_was_joined_and_does_not_pass_is_kept_and_told_until_somebody_writes(
        qtbot: QtBot, light: Theme, policy_path: Path) -> None:
    mine = "策略: 青河县\n版本: '1'\n基于: 内置\n"
    theirs = f"模式: 提醒\n{mine}"
    policy_path.write_text(mine, "utf-8")
    window = opened(qtbot, light, policy_path)
    typed(window, "模式: 仅记录")
    qtbot.waitUntil(window.save.isEnabled)
    policy_path.write_text(theirs, "utf-8")
    click(window.save)
    click(window.again)
    qtbot.waitUntil(lambda: (work := left(policy_path)) is not None and work.basis == theirs)
    assert not window.save.isEnabled()
    assert "那边的改动已经加进来" in window.plain()


def test_what_is_not_saved_is_kept_beside_the_file_and_goes_on(qtbot: QtBot, light: Theme, policy_path: Path) -> None:
    window = opened(qtbot, light, policy_path)
    typed(window, "灵敏度: [")
    qtbot.waitUntil(lambda: bool(window.source.findChildren(QPlainTextEdit)[0].extraSelections()))
    text = window.source.text()
    window.close()
    assert not policy_path.exists()
    again = opened(qtbot, light, policy_path)
    assert again.source.text() == text
    assert "接着上次没写完的草稿" in again.plain()
    assert not again.save.isEnabled()
    again.source.findChildren(QPlainTextEdit)[0].setPlainText(text.replace("灵敏度: [", "模式: 仅记录"))
    qtbot.waitUntil(again.save.isEnabled)
    click(again.save)
    again.close()
    assert {one.name for one in policy_path.parent.iterdir()} == {policy_path.name}


def test_what_is_typed_is_kept_after_a_pause_and_what_was_undone_is_not(
        qtbot: QtBot, light: Theme, policy_path: Path) -> None:
    window = opened(qtbot, light, policy_path)
    text = window.source.text()
    typed(window, "模式: 随便")
    qtbot.waitUntil(draft_of(policy_path).exists)
    qtbot.waitUntil(lambda: "草稿已保存；改好以后才能保存到 单位策略.yaml。" in window.plain())
    window.source.findChildren(QPlainTextEdit)[0].setPlainText(text)
    window.close()
    assert list(policy_path.parent.iterdir()) == []


def test_a_draft_goes_on_in_the_file_as_it_is_now(qtbot: QtBot, light: Theme, policy_path: Path) -> None:
    policy_path.write_text("策略: 青河县\n版本: '1'\n基于: 内置\n模式: 拦截\n", "utf-8")
    window = opened(qtbot, light, policy_path)
    window.source.findChildren(QPlainTextEdit)[0].setPlainText(window.source.text().replace("模式: 拦截", "模式: 提醒"))
    window.close()
    assert list_page(policy_path, PAGE)
    policy_path.write_text(policy_path.read_text("utf-8").replace("模式: 拦截", "模式: 仅记录"), "utf-8")
    again = opened(qtbot, light, policy_path)
    assert "您写的加了“#”，成了注释" in again.plain()
    assert {"模式: 仅记录", "# 模式: 提醒"} < set(again.source.text().splitlines())
    assert PAGE.name in again.source.text()
    again.close()
    work = left(policy_path)
    assert work is not None
    assert (work.text, work.basis) == (again.source.text(), policy_path.read_text("utf-8"))


def test_a_draft_over_an_empty_file_goes_on_in_the_file_as_it_is_now(
        qtbot: QtBot, light: Theme, policy_path: Path) -> None:
    policy_path.write_bytes(b"")
    window = opened(qtbot, light, policy_path)
    typed(window, "模式: 提醒")
    window.close()
    policy_path.write_text("策略: 青河县\n", "utf-8")
    again = opened(qtbot, light, policy_path)
    assert {"策略: 青河县", "模式: 提醒"} <= set(again.source.text().splitlines())


def test_a_draft_is_written_before_what_it_began_as(policy_path: Path) -> None:
    keep(policy_path, Unfinished("a\nx\n", "a\n"))
    basis = draft_of(policy_path).with_name(f"{draft_of(policy_path).name}.原文")
    basis.unlink()
    basis.mkdir()
    with pytest.raises(UnitPackError):
        keep(policy_path, Unfinished("b\nx\n", "b\n"))
    assert draft_of(policy_path).read_text("utf-8") == "b\nx\n"


def test_a_draft_that_cannot_be_read_is_named_and_nothing_is_replaced(
        qtbot: QtBot, light: Theme, policy_path: Path) -> None:
    draft_of(policy_path).write_bytes(b"\xff\xff")
    window = opened(qtbot, light, policy_path)
    assert f"{draft_of(policy_path)} 不是 UTF-8 编码" in window.plain()
    window.close()
    assert draft_of(policy_path).read_bytes() == b"\xff\xff"


def test_the_workshop_shows_the_policy_in_one_window_until_that_is_closed(
        qtbot: QtBot, light: Theme, tmp_path: Path) -> None:
    settings = QSettings(str(tmp_path / "workshop.ini"), QSettings.Format.IniFormat)
    workshop = Workshop(light, Draft.open(tmp_path / "单位.yaml", "1"), Sources([], tmp_path / "no.sock"), settings)
    qtbot.addWidget(workshop)

    def shown() -> PolicyWindow:
        workshop._open_policy()
        (window,) = [one for one in workshop._windows if isinstance(one, PolicyWindow)]
        return window

    window = shown()
    assert shown() is window
    window.close()
    assert shown() is not window


@pytest.mark.parametrize(("mine", "theirs", "text", "clashes"), [
    ("a\nb\nc\n", "a\nb\nc\nd\n", "a\nb\nc\nd\n", False),
    ("a\nb\nc\ne", "a\nb\nc\nd\n", "a\nb\nc\nd\ne", False),
    ("a\nB\nc\n", "a\nb\nc\nd\n", "a\nB\nc\nd\n", False),
    ("a\nc\n", "z\na\nb\nc\n", "z\na\nc\n", False),
    ("x\na\nb\nc\ny\n", "a\nB\nc\n", "x\na\nB\nc\ny\n", False),
    ("a\nB\nc\n", "a\nβ\nc\n", "a\nβ\n# B\nc\n", True),
    ("a\nB\nc\n", "a\nB\nc\n", "a\nB\nc\n", False),
    ("a\nB\nc\n", "", "# B\n", True),
    ("", "a\nβ\nc\n", "a\nβ\nc\n", True),
    ("a\r\nB\r\nc\r\n", "a\nb\nc\nd\n", "a\nB\nc\nd\n", False),
    ("a\nb\nc\nd\n", "a\nb\nc\nd\n", "a\nb\nc\nd\n", False),
    ("a\nx\nb\nc\n", "a\nx\nb\nc\nd\n", "a\nx\nb\nc\nd\n", False),
    ("x\na\nb\nC\n", "x\na\nb\nc\n", "x\na\nb\nC\n", False),
    ("a\nc\n", "a\nc\n", "a\nc\n", False),
    ("a\nc\n", "a\nc\nd\n", "a\nc\nd\n", False),
    ("a\nc\n", "a\nβ\nc\n", "a\nβ\nc\n", True),
    ("a\nB\nc\n", "a\nB\nD\nc\n", "a\nB\nD\n# B\nc\n", True),
])
def test_lines_are_carried_over_to_where_they_belong_and_none_is_lost(
        mine: str, theirs: str, text: str, clashes: bool) -> None:
    assert carried_over("a\nb\nc\n", mine, theirs) == Carried(text, clashes)
