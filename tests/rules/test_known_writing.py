"""Tests that entries are added to a pack of any layout; every other line stays unchanged."""

from __future__ import annotations

import pytest

from rules.pack.known_texts import alert_entry, published_entry
from rules.pack.known_writing import (
    PlaceError,
    entries_as_yaml,
    new_pack,
    raised,
    with_entries,
    with_raised_version,
    without_list,
)
from rules.pack.loading import load
from tests.support.notices import notice

FIRST, SECOND = published_entry("甲", notice(1)), published_entry('乙 "引号"\\ \x00: #', notice(2))
ALERT = alert_entry("BK-01", "布控", "布控单第1号", notice(3))
HEAD = "# 说明\n规则包: 本单位   # 名称\n版本: 1\n"
ONE = entries_as_yaml([FIRST])
INDENTED = entries_as_yaml([FIRST], "    ")


@pytest.mark.parametrize(("layout", "kept"), [
    (HEAD, HEAD),
    (f"{HEAD}已发布清单: []   # 以后再填\n", "已发布清单:   # 以后再填"),
    (f"{HEAD}已发布清单:\n{ONE}", ONE),
    (f"{HEAD}已发布清单:\n  # 第一批\n{INDENTED}\n\n# 完\n", "# 完"),
    (f"已发布清单:\n{ONE}# 下面是名称\n{HEAD}", f"# 下面是名称\n{HEAD}"),
    (f'{HEAD}"已发布清单":\n{ONE}'.rstrip("\n"), ONE),
    (f"\ufeff{HEAD}".replace("\n", "\r\n"), f"{HEAD}".replace("\n", "\r\n")),
    (f"\ufeff已发布清单:\n{ONE}{HEAD}".replace("\n", "\r\n"), f"{HEAD}".replace("\n", "\r\n")),
])
def test_entries_are_added_and_the_rest_stays(layout: str, kept: str) -> None:
    written = with_entries(layout.encode(), "已发布清单", [SECOND])
    text = written.decode()
    pack = load(written, "unit.yaml")
    assert pack.published[-1].name == '乙 "引号"\\  : #'
    assert len(pack.published) == 1 + layout.count("片段")
    assert kept in text
    added = entries_as_yaml([SECOND]).split("\n")
    removed = [line for line in layout.splitlines() if line.replace(" []", "") not in text.splitlines()]
    assert removed == []
    assert ("\r\n" in text) == ("\r\n" in layout)
    assert all(line.strip() in text for line in added)


def test_both_lists_can_grow_beside_each_other() -> None:
    written = with_entries(new_pack("本单位: 甲", "2026.1"), "已发布清单", [FIRST])
    written = with_entries(written, "紧急布控", [ALERT])
    written = with_entries(written, "已发布清单", [SECOND])
    pack = load(written, "unit.yaml")
    assert (pack.name, len(pack.published), [entry.id for entry in pack.alerts]) == ("本单位: 甲", 2, ["BK-01"])


def test_a_list_on_one_line_is_not_guessed_at() -> None:
    flow = f"{HEAD}已发布清单: [{{名称: 甲}}]\n"
    with pytest.raises(PlaceError, match="一行"):
        with_entries(flow.encode(), "已发布清单", [FIRST])


@pytest.mark.parametrize("part", ["已发布清单", "紧急布控"])
def test_a_list_is_left_out_and_the_rest_stays(part: str) -> None:
    other = {"已发布清单": "紧急布控", "紧急布控": "已发布清单"}[part]
    rest = with_entries(f"\ufeff{HEAD}# 一\n".encode(), other, [ALERT if other == "紧急布控" else FIRST])
    both = with_entries(rest, part, [ALERT if part == "紧急布控" else FIRST])
    assert without_list(both, part) == rest
    assert without_list(rest, part) == rest


@pytest.mark.parametrize(("version", "following"), [
    ("1", "2"), ("2026.9", "2026.10"), ("2026.08.09", "2026.08.10"), ("2.0-rc9b", "2.0-rc10b"), ("试行", "试行.2"),
])
def test_the_version_that_follows_has_a_higher_number(version: str, following: str) -> None:
    assert raised(version) == following


@pytest.mark.parametrize("line", ["版本: {}", '版本: "{}"   # 每次改大', "'版本' : '{}'\r"])
def test_a_version_is_raised_and_the_rest_stays(line: str) -> None:
    layout = f"# 版本: 2026.12\n规则包: 单位2026.12\n{line}\n# 完\n"
    assert with_raised_version(layout.format("2026.12").encode(), "2026.12") == layout.format("2026.13").encode()
