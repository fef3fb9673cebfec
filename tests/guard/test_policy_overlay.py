"""Tests a policy over the built-in one: only what differs is written, and the rest comes from the program."""

from __future__ import annotations

from dataclasses import replace

import pytest

from guard.config.builtin_policy import builtin_policy
from guard.config.errors import PolicyError
from guard.config.policy_file import drops_without_effect, load
from guard.core.destination_kinds import classify
from guard.core.model import DestinationKind, Release
from guard.core.pages import PageKind, page_of
from guard.core.policy import Mode, Policy
from rules.model import Nature

BUILTIN = load(builtin_policy(), "policy.yaml")
HEAD = "策略: 青河县\n版本: \"1\"\n基于: 内置\n"


def over(written: str) -> Policy:
    return load((HEAD + written).encode(), "单位策略.yaml")


def test_what_is_not_written_is_that_of_the_program() -> None:
    assert over("") == replace(BUILTIN, version="青河县 1")


def test_what_is_written_replaces_one_value_and_nothing_else() -> None:
    assert over("模式: 仅记录\n") == replace(BUILTIN, version="青河县 1", mode=Mode.MONITOR)


def test_own_programs_and_pages_are_added_to_those_of_the_program() -> None:
    policy = over("程序:\n- {种类: 聊天软件, 程序名: [qinghe-im]}\n"
                  "网页:\n- {种类: 普通网页, 名称: [青河 Mattermost]}\n")
    assert classify("/opt/qinghe/qinghe-im", (), (), policy) is DestinationKind.CHAT
    assert classify("/usr/bin/wechat", (), (), policy) is DestinationKind.CHAT
    found = page_of("闲聊 - 青河 Mattermost", policy.pages)
    assert found is not None
    assert found.kind is PageKind.ORDINARY


def test_a_release_of_one_nature_is_replaced_and_the_others_stay() -> None:
    policy = over("放行:\n- {性质: 过程稿, 拦截后: 自行, 提醒后: 自行}\n")
    rules = {rule.nature: rule for rule in policy.release}
    assert rules[Nature.DRAFT].after_block is Release.FREE
    assert {nature: rule for nature, rule in rules.items() if nature is not Nature.DRAFT} == {
        rule.nature: rule for rule in BUILTIN.release if rule.nature is not Nature.DRAFT}


def test_a_program_of_the_built_in_policy_can_be_moved_to_another_kind() -> None:
    assert classify("/usr/bin/dingtalk", (), (), BUILTIN) is DestinationKind.CHAT
    policy = over("去掉: {程序: [DingTalk]}\n程序:\n- {种类: 政务协同, 程序名: [dingtalk]}\n")
    assert classify("/usr/bin/dingtalk", (), (), policy) is DestinationKind.GOVERNMENT_CHAT


def test_a_drop_of_what_is_not_there_is_no_mistake_and_is_named() -> None:
    written = HEAD + "去掉: {程序: [没有的程序], 网页: [DeepSeek]}\n"
    load(written.encode(), "单位策略.yaml")
    assert drops_without_effect(written.encode(), "单位策略.yaml") == ("没有的程序",)


@pytest.mark.parametrize(("written", "words"), [
    ("模式: 随便\n", r"^单位策略\.yaml:4：.*“模式”"),
    ("锁定: [摸式]\n", r"^单位策略\.yaml:4：.*摸式"),
    ("从严性质: []\n", r"^单位策略\.yaml:4：.*国家秘密"),
    ("谁写的: 我\n", r"^单位策略\.yaml:4：.*谁写的"),
    ("放行:\n- {性质: 国家秘密, 拦截后: 自行, 提醒后: 自行}\n", r"^单位策略\.yaml:5：.*国家秘密"),
])
def test_a_mistake_is_told_with_its_line(written: str, words: str) -> None:
    with pytest.raises(PolicyError, match=words):
        over(written)


def test_a_base_that_is_none_and_a_whole_policy_with_a_gap_are_refused() -> None:
    with pytest.raises(PolicyError, match=r"单位策略\.yaml:3：.*基于"):
        load(HEAD.replace("内置", "别的").encode(), "单位策略.yaml")
    with pytest.raises(PolicyError, match="缺少“模式”"):
        load("策略: 青河县\n版本: \"1\"\n".encode(), "单位策略.yaml")
