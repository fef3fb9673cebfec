"""Tests which kind of page a window title names: a table of titles, and the unit's own entries."""

from __future__ import annotations

import time
from pathlib import Path

import pytest
from ruamel.yaml import YAML

from guard.core.pages import Page, PageKind, Pages, held_page, page_of
from tests.support.built_in import built_in

TITLES: dict[str, list[str]] = YAML(typ="safe").load(Path("tests/corpus/page_titles.yaml"))
ORDINARY = TITLES.pop("照常")
TABLE = built_in().policy.pages
BEHIND = ("", " - Google Chrome", " — Mozilla Firefox", " - Chromium", " - 360安全浏览器 15.2", " - 奇安信可信浏览器",
          " 和另外 3 个页面 - 个人 - Microsoft\u200b Edge")


def kind_of(title: str) -> str:
    page = held_page([title], TABLE)
    return page.kind.value if page is not None else ""


def test_the_table_of_titles_is_as_long_as_it_must_be() -> None:
    assert len(ORDINARY) >= 120
    assert sum(map(len, TITLES.values())) >= 150
    assert {PageKind(kind) for kind in TITLES} == set(PageKind) - {PageKind.ORDINARY}


@pytest.mark.parametrize("behind", BEHIND)
def test_pages_of_the_office_stay_as_they_are_whatever_they_mention(behind: str) -> None:
    assert [title for title in ORDINARY if kind_of(title + behind)] == []


@pytest.mark.parametrize("kind", TITLES)
def test_a_page_is_known_by_its_title_with_counts_and_the_name_of_any_browser(kind: str) -> None:
    found = {title: kind_of(title) for title in TITLES[kind]}
    assert {title: seen for title, seen in found.items() if seen != kind} == {}


@pytest.mark.parametrize("behind", BEHIND)
def test_a_short_title_is_known_in_every_browser(behind: str) -> None:
    shown = {"微信(2)": "聊天", "X": "社交", "QQ邮箱": "互联网邮箱", "主页 / X": "社交", "即梦AI": "AI 助手",
             "(3) LINE": "聊天"}
    assert {title: kind_of(title + behind) for title in shown} == shown


OWN = (Pages(PageKind.ORDINARY, ("青河 Mattermost", "Element", "值班群 | Rocket.Chat", "*县医院*")), *TABLE)


@pytest.mark.parametrize(("title", "held"), [
    ("值班 - 青河 Mattermost", False), ("值班 - 别处 Mattermost", True), ("(2) Element | 值班群", False),
    ("值班群 - Rocket.Chat", False), ("(1) 值班群 | Rocket.Chat - Google Chrome", False), ("闲聊 - Rocket.Chat", True),
    ("企业微信 - 县医院门户", False),
    # the title of a conversation or a mail, which its author chooses, frees nothing
    ("县医院 - ChatGPT", True), ("青河 Mattermost - QQ邮箱", True),
])
def test_what_the_unit_calls_its_own_wins_where_the_site_is(title: str, *, held: bool) -> None:
    assert (held_page([title], OWN) is not None) is held


def test_the_name_is_the_tables_own_and_never_the_title() -> None:
    assert page_of("张三丰病历 - QQ邮箱", TABLE) == Page(PageKind.MAIL, "QQ邮箱")
    assert page_of("(2) 值班 - 青河 Mattermost", TABLE) == Page(PageKind.CHAT, "Mattermost")
    assert page_of("青河县OA", TABLE) == Page(PageKind.ORDINARY, "OA")
    assert page_of("", TABLE) is None
    assert page_of("(2)", TABLE) is None


def test_one_held_title_among_several_is_enough() -> None:
    assert held_page(["青河县OA", "值班表", "微博 - 首页"], TABLE) == Page(PageKind.SOCIAL, "微博")
    assert held_page([], TABLE) is None


@pytest.mark.parametrize("made", [" " * 4096, "(" * 4096, "(1)" * 1365, "- " * 2048, "1" * 4096, "未读" * 682,
                                  "浏览器" * 455, "|" * 4096, "@我" * 1000])
def test_a_title_made_to_take_long_takes_no_time(made: str) -> None:
    began = time.thread_time()
    page_of(made, TABLE)
    assert time.thread_time() - began < 0.2
