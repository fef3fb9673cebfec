"""The pictures of 规则工坊; drawn by tests.ui.screens."""

from __future__ import annotations

import tempfile
from collections.abc import Callable
from pathlib import Path
from tempfile import TemporaryDirectory

from PySide6.QtCore import QSettings
from PySide6.QtWidgets import QPlainTextEdit, QWidget

from guard.core.pages import OpenPage, Page, PageKind
from guard.publish.pages import list_page
from guard.publish.unit_key import write_key
from rules.pack.skeleton import new_rule, skeleton
from rules.pack.writing import with_rule
from tests.support.code_words import CODE_WORDS
from tests.support.publishing import unit_pack
from tests.support.tables import KEY, PEOPLE
from tests.support.ui_guarded import until
from ui.i18n.say import say
from ui.kit.theme import Theme
from ui.workshop.code_words import CodeWordsWindow
from ui.workshop.draft import Draft
from ui.workshop.hashed import HashedWindow
from ui.workshop.pages import PagesWindow
from ui.workshop.policy_editor import PolicyWindow
from ui.workshop.publish import PublishWindow
from ui.workshop.sources import Sources
from ui.workshop.tables import TablesWindow
from ui.workshop.window import Workshop

_NOWHERE = Path("/演示县")
_KEPT = TemporaryDirectory(prefix="mishao-drawings-")  # until the end of the program: settings are written late
_PAGES = tuple(OpenPage(title, "firefox-esr") for title in (
    "待办事项 - 演示县协同办公平台 — Mozilla Firefox", "(2) 值班群 - 演示县医院 Mattermost — Mozilla Firefox",
    "写信 - QQ邮箱 — Mozilla Firefox", "返乡人员健康情况登记表 - 问卷星 — Mozilla Firefox",
    "工单详情 | 演示县12345政务服务便民热线 | 演示县数据局 — Mozilla Firefox"))


def drawings(theme: Theme) -> dict[str, Callable[[], QWidget]]:
    """Return how each picture is made, by name."""
    return {
        "workshop": lambda: workshop(theme, 0),
        "workshop-yaml": lambda: workshop(theme, 1),
        "workshop-changes": lambda: workshop(theme, 2),
        "workshop-carried": lambda: carried(theme),
        "workshop-pages": lambda: PagesWindow(theme, _NOWHERE / "单位策略.yaml", lambda _: _PAGES),
        "workshop-policy": lambda: policy(theme),
        "workshop-policy-refused": lambda: policy(theme, 1),
        "workshop-policy-again": lambda: policy(theme, 2),
        "workshop-publish": lambda: PublishWindow(theme, _NOWHERE / "单位.yaml", _settings()),
        "workshop-tables": lambda: tables(theme),
        "workshop-code-words": lambda: code_words(theme),
        "workshop-code-words-new": lambda: new_code_words(theme),
        "workshop-hashed": lambda: hashed(theme),
    }


def workshop(theme: Theme, tab: int) -> QWidget:
    """Return 规则工坊 with one failing example, on 表单, YAML 原文 or 改动."""
    text = with_rule(skeleton("演示县单位规则", "2026.11.2"), {**new_rule({"DW-01"}), "名称": "没有公布的考核名单"})
    draft = Draft(text, _NOWHERE / "单位.yaml")
    draft.set(0, "不得命中", ["青松计划", "青松计划选址公告已经贴出来了，大家去看"])
    window = Workshop(theme, draft, Sources([], _NOWHERE / "socket"), _settings())
    window.tabs.setCurrentIndex(tab)
    window.show()
    window.trial.field.setPlainText("听说青松计划的选址已经定了，就在河东。")
    until(lambda: window.report is not None and window.trial.answer().startswith(say("拦截")))
    return window


def carried(theme: Theme) -> QWidget:
    """Return 规则工坊 on a pack of which one line was changed here and elsewhere."""
    temporary = tempfile.TemporaryDirectory()
    file = Path(temporary.name) / "演示县委办公室单位规则（2026年修订）.yaml"
    text = skeleton("演示县单位规则", "2026.11.2")
    file.write_text(text, "utf-8")
    window = Workshop(theme, Draft.open(file, "1"), Sources([], _NOWHERE / "socket"), _settings())
    window.show()
    window.draft.write(text.replace("没有公开的项目", "没有公布的项目"))
    until(lambda: window.report is not None and window.report.green)
    file.write_text(text.replace("没有公开的项目", "未公开的项目"), "utf-8")
    window.save.click()
    until(lambda: window.report is not None)
    window.tabs.setCurrentIndex(1)
    temporary.cleanup()
    return window


def policy(theme: Theme, step: int = 0) -> PolicyWindow:
    """Return 单位策略 that differs from the built-in policy; 1: while 网页 wrote into its file, 2: read again, where
    both have changed one line."""
    temporary = tempfile.TemporaryDirectory()
    file = Path(temporary.name) / "单位策略.yaml"
    file.write_text("策略: 演示县\n版本: 2026.11.2\n基于: 内置\n模式: 仅记录\n", "utf-8")
    window = PolicyWindow(theme, file)
    window.show()
    if step:
        list_page(file, Page(PageKind.ORDINARY, "演示县政务邮箱"))
        window.save.click()
    if step == 2:
        file.write_text(file.read_text("utf-8").replace("仅记录", "拦截"), "utf-8")
        window.source.findChildren(QPlainTextEdit)[0].setPlainText(window.source.text().replace("仅记录", "提醒"))
        window.again.click()
    temporary.cleanup()
    return window


def tables(theme: Theme) -> QWidget:
    """Return 名单索引 after an index was made of a table with a column that tells nobody apart."""
    temporary = tempfile.TemporaryDirectory()
    folder = Path(temporary.name)
    people = "\n".join(",".join((*row[:3], f"{place % 2 + 1}班")) for place, row in enumerate(PEOPLE))
    (folder / "在校学生.csv").write_text(f"姓名,身份证号,手机号,班级\n{people}\n", "utf-8")
    write_key(folder / "exact.key", KEY)
    window = TablesWindow(theme, _settings())
    for field, name in ((window.table, "在校学生.csv"), (window.key, "exact.key"), (window.index, "在校学生.edm")):
        field.edit.setText(str(folder / name))
    window.name.setText("在校学生")
    window.show()
    window.table.edit.editingFinished.emit()
    until(lambda: bool(window.ticks()))
    for tick in window.ticks()[:3]:
        tick.setChecked(True)
    window.make.click()
    until(window.sign.isEnabled)
    temporary.cleanup()
    return window


def code_words(theme: Theme) -> QWidget:
    """Return 代号词表 with words, of which it takes some."""
    window = CodeWordsWindow(theme, Draft(CODE_WORDS, _NOWHERE / "代号.yaml"), bool)
    window.show()
    window.words.setPlainText("白鹭行动\n海东青\n鹭\n" + "很长的一个代号" * 12 + "\n@所有人\n北斗工程\n")
    until(window.add.isEnabled)
    return window


def new_code_words(theme: Theme) -> QWidget:
    """Return 代号词表 of a pack that has no list yet."""
    return CodeWordsWindow(theme, Draft(unit_pack("青松甲号"), _NOWHERE / "单位.yaml"), bool)


def hashed(theme: Theme) -> QWidget:
    """Return 发布的样子 of a pack with code words."""
    temporary = tempfile.TemporaryDirectory()
    folder = Path(temporary.name)
    write_key(folder / "exact.key", KEY)
    window = HashedWindow(theme, CODE_WORDS, "代号.yaml", _settings())
    window.key.edit.setText(str(folder / "exact.key"))
    window.show()
    window.look.click()
    until(lambda: bool(window.text()))
    temporary.cleanup()
    return window


def _settings() -> QSettings:
    return QSettings(str(Path(_KEPT.name) / "workshop.ini"), QSettings.Format.IniFormat)
