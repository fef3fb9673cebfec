"""Tests 网页: a click writes a browser's page into the policy file, and the same file is signed."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import QSettings
from PySide6.QtWidgets import QLabel, QPushButton
from pytestqt.qtbot import QtBot

from guard.config.policy_file import load
from guard.core.pages import OpenPage, Page, PageKind, page_of
from guard.core.policy import Policy
from guard.platform.errors import BrokerError
from ui.kit.theme import Theme
from ui.workshop.pages import PagesWindow, policy_file
from ui.workshop.publish import PublishWindow

OPEN = (OpenPage("(2) 值班群 - 青河 Mattermost — Mozilla Firefox", "firefox"), OpenPage("写信 - 青河邮", "firefox"))
Show = Callable[..., PagesWindow]


@pytest.fixture
def show(qtbot: QtBot, light: Theme, policy_path: Path) -> Show:
    def make(look: Callable[[Policy], tuple[OpenPage, ...]] = lambda _: OPEN) -> PagesWindow:
        window = PagesWindow(light, policy_path, look)
        qtbot.addWidget(window)
        window.show()
        return window

    return make


def words_of(window: PagesWindow) -> str:
    return "\n".join(part.accessibleName() or part.text() for part in window.findChildren(QLabel) if part.isVisible())


def named(window: PagesWindow, beginning: str) -> QPushButton:
    return next(part for part in window.findChildren(QPushButton)
                if part.accessibleName().startswith(beginning) and part.isVisible())


def says(file: Path, title: str) -> Page | None:
    return page_of(title, load(file.read_bytes(), file.name).pages)


def test_one_click_lists_the_units_own_page_and_leaves_every_other_line(show: Show, policy_path: Path) -> None:
    window = show()
    assert "聊天网页" in words_of(window)
    named(window, "照常：(2) 值班群").click()
    assert says(policy_path, "闲聊 - 青河 Mattermost") == Page(PageKind.ORDINARY, "青河 Mattermost")
    assert says(policy_path, "闲聊 - 别处 Mattermost") == Page(PageKind.CHAT, "Mattermost")
    added = policy_path.read_text("utf-8").partition("基于: 内置\n网页:\n")[2]
    assert added == '- 种类: "普通网页"\n  名称: "青河 Mattermost"\n', "nothing else of the title is written"
    assert "签名发布以后生效" in words_of(window)
    assert "聊天网页" not in words_of(window)


def test_a_page_is_listed_as_one_of_the_kinds_that_are_held(show: Show, policy_path: Path) -> None:
    window = show()
    assert says_nothing_of(window, "青河邮")
    menu = named(window, "同聊天软件：写信").menu()
    next(action for action in menu.actions() if action.text() == "互联网邮箱网页").trigger()
    assert says(policy_path, "收件箱 - 青河邮") == Page(PageKind.MAIL, "青河邮")
    named(window, "照常：写信").click()
    assert says(policy_path, "收件箱 - 青河邮") == Page(PageKind.ORDINARY, "青河邮"), "the unit's own line wins"
    named(window, "同聊天软件：写信").menu().actions()[0].trigger()
    assert "已经写成“普通网页”" in words_of(window)


def says_nothing_of(window: PagesWindow, name: str) -> bool:
    return f"网页：{name}" not in words_of(window)


def test_a_page_that_is_not_open_is_typed(show: Show, policy_path: Path) -> None:
    def blind(_: Policy) -> tuple[OpenPage, ...]:
        raise BrokerError("no display")

    window = show(blind)
    assert "看不到窗口标题" in words_of(window)
    named(window, "照常：站名").click()
    assert not policy_path.exists()
    window.typed.setText("青河县OA")
    named(window, "照常：站名").click()
    assert says(policy_path, "待办 - 青河县OA") == Page(PageKind.ORDINARY, "青河县OA")


def test_what_was_written_is_what_is_signed(show: Show, policy_path: Path, light: Theme, qtbot: QtBot) -> None:
    settings = QSettings(str(policy_path.with_name("workshop.ini")), QSettings.Format.IniFormat)
    assert policy_file(settings) == policy_path
    named(show(), "照常：(2) 值班群").click()
    window = PublishWindow(light, policy_path.with_name("单位.yaml"), settings)
    qtbot.addWidget(window)
    assert window.policy.text() == str(policy_path)
    window.close()


@pytest.mark.skipif(shutil.which("chromium") is None, reason="Chromium is not installed")
def test_the_open_pages_of_a_browser_are_found(tmp_path: Path) -> None:
    from guard.clipboard.x11.windows import open_pages
    from tests.support.built_in import built_in
    from tests.support.paged_browser import PagedBrowser
    from ui.demo.display import private_display

    with private_display("1024x768") as display:
        browser = PagedBrowser(display, "chromium", tmp_path / "profile")
        browser.show("待办 - 青河县OA")
        found = open_pages(built_in().policy, display.name)
        browser.close()
    assert [(page.untrusted_title.split(" - Chromium")[0], page.browser) for page in found] == [
        ("待办 - 青河县OA", "chromium")]
