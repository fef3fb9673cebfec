"""The policy document and the user's configuration: every mistake is named, nothing loosens."""

from __future__ import annotations

import pytest

from guard.model import DestinationKind
from guard.policy_file import PolicyError, load, load_configuration
from guard.supply.active import active, proven
from guard.supply.builtin import builtin_policy
from rules.model import Nature

BUILTIN = builtin_policy().decode()


def test_the_builtin_policy_is_complete_and_its_notice_is_harmless() -> None:
    policy = load(builtin_policy(), "policy.yaml")
    assert {rule.nature for rule in policy.release} == set(Nature)
    assert policy.notice == "（内容核对中，稍后发）"
    assert not any(word in policy.notice for word in ("密哨", "拦截", "违规", "涉密"))


@pytest.mark.parametrize(("old", "new", "named"), [
    ("模式: 拦截", "模式: 随便", "模式"),
    ("模式: 拦截", "模式: 拦截\n谁写的: 我", "谁写的"),
    ("留存天数: 30", "", "留存天数"),
    ("留存天数: 30", "留存天数: 0", "留存天数"),
    ("拦截后: 不可, 提醒后: 自行, 打码版: false", "拦截后: 自行, 提醒后: 自行, 打码版: false", "国家秘密"),
    ("拦截后: 不可, 提醒后: 自行, 打码版: false", "拦截后: 不可, 提醒后: 自行, 打码版: true", "国家秘密"),
    ("从严性质: [国家秘密]", "从严性质: []", "国家秘密"),
    ("/usr/bin/mousepad", "mousepad", "完整路径"),
    ("- {性质: 过程稿, 拦截后: 授权码, 提醒后: 填批准人, 打码版: false}\n", "", "过程稿"),
    ("策略: 内置策略", "策略: [", "YAML"),
])
def test_a_policy_with_a_mistake_is_refused_with_file_and_place(old: str, new: str, named: str) -> None:
    assert old in BUILTIN
    with pytest.raises(PolicyError) as caught:
        load(BUILTIN.replace(old, new, 1).encode(), "单位策略.yaml")
    assert "单位策略.yaml" in str(caught.value)
    assert named in str(caught.value)


@pytest.mark.parametrize("untrusted_bytes", [b"", b"\xff\xfe", b"- 1\n- 2\n", b"a: &x [1]\nb: *x\n", b"[" * 10_000,
                                             b"x" * 2_000_000])
def test_bytes_that_are_no_policy_are_refused(untrusted_bytes: bytes) -> None:
    with pytest.raises(PolicyError):
        load(untrusted_bytes, "policy.yaml")


def test_a_configuration_adds_chat_programs_and_folders_and_takes_nothing_away() -> None:
    policy = load(builtin_policy(), "policy.yaml")
    text = b'[destinations]\nchat = ["pidgin"]\n[folders]\nscreenshots = ["/data/pictures"]\n'
    tightened = load_configuration(text, "mishao.toml").tighten(policy)
    assert tightened.programs[:-1] == policy.programs
    assert tightened.programs[-1].kind is DestinationKind.CHAT
    assert tightened.programs[-1].paths == ()
    assert tightened.screenshot_folders == ("/data/pictures",)


@pytest.mark.parametrize("text", [
    '[destinations]\noffice = ["/usr/bin/wechat"]\n', '[mode]\nvalue = "仅记录"\n', "[destinations\n",
    '[destinations]\nchat = "wechat"\n', '[reading]\nengine = "magic"\n', "\x00",
])
def test_a_configuration_that_would_loosen_or_has_a_mistake_is_refused(text: str) -> None:
    with pytest.raises(PolicyError) as caught:
        load_configuration(text.encode(), "mishao.toml")
    assert "mishao.toml" in str(caught.value)


def test_an_optional_pack_is_switched_on_beside_the_builtin_one() -> None:
    supply = active(load_configuration('[rules]\npacks = ["教育", "教育"]\n'.encode(), "mishao.toml"))
    assert [pack.source for pack in supply.packs] == ["builtin.yaml", "education.yaml"]
    assert "教育" in proven(supply).rules().judge.label


def test_an_unknown_pack_is_named_with_those_that_exist() -> None:
    with pytest.raises(PolicyError, match="企业商业秘密"):
        active(load_configuration('[rules]\npacks = ["航天"]\n'.encode(), "mishao.toml"))
