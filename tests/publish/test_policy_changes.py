"""Tests what a change of a policy does: every key is compared, and what loosens is known for each."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from guard.config.builtin_policy import builtin_policy
from guard.config.policy_file import POLICY, load
from guard.publish.policy_changes import KEYS, policy_changes
from tests.support.certificates import public_part, self_signed

BASE = builtin_policy().decode().replace("加看目录: []", "加看目录: [/srv/a]").replace(
    "附加规则包: []", "附加规则包: [教育]").replace(
    "锁定: [模式, 占位文字", "锁定: [停止, 模式, 占位文字, 网页").replace(
    "凭授权码: []", "凭授权码: [暂停]").replace(
    "{性质: 国家秘密, 动作: 先留着}", "{性质: 国家秘密, 动作: 先留着}\n- {规则: GR-01, 动作: 先留着}").replace(
    "种类: 聊天\n  名称", "种类: 普通网页\n  名称: [青河县邮]\n- 种类: 聊天\n  名称") + """
授权公钥: []
上报: {去处: [{种类: syslog, 地址: "10.0.0.9:6514"}], 报到间隔分钟: 60, 每秒最多: 200}
科室规则: [{科室: [信访], 规则: [GR-01], 动作: 拦截, 原因: 窗口要用, 批准人: 赵敏, 截止: 2027-06-30}]
"""
KEY = "a" * 64


def changed(before: str, after: str) -> list[tuple[str, bool]]:
    return [(one.key, one.loosens) for one in policy_changes(load(before.encode(), "a"), load(after.encode(), "b"))]


def test_every_key_of_a_policy_is_compared() -> None:
    assert {row.key for row in POLICY.rows} - {"策略", "版本"} == KEYS.keys()


@pytest.mark.parametrize(("key", "strict", "loose"), [
    ("模式", "模式: 拦截", "模式: 仅记录"), ("灵敏度", "灵敏度: 适中", "灵敏度: 宽松"),
    ("未读出先留着", "未读出先留着: true", "未读出先留着: false"), ("屏幕提示", "屏幕提示: true", "屏幕提示: false"),
    ("没有沙箱也读取", "没有沙箱也读取: false", "没有沙箱也读取: true"),
    ("锁定", "锁定: [停止, ", "锁定: ["), ("锁定", "占位文字, 网页", "占位文字"),
    ("凭授权码", "凭授权码: [暂停]", "凭授权码: []"),
    ("暂停最长分钟", "暂停最长分钟: 30", "暂停最长分钟: 60"),
    ("拦下后记住小时", "拦下后记住小时: 8", "拦下后记住小时: 0"),
    ("大文件上传", "大文件上传: 同未读出", "大文件上传: 放过"),
    ("上传核对上限MB", "上传核对上限MB: 256", "上传核对上限MB: 64"),
    ("文件闸门", "等待毫秒: 1500", "等待毫秒: 200"),
    ("文件闸门", "开关: 开", "开关: 只提示"), ("文件闸门", "没判完的: 同未读出", "没判完的: 放过"),
    ("文件闸门", "加看目录: [/srv/a]", "加看目录: []"), ("文件闸门", "不看目录: []", "不看目录: [/srv/a]"),
    ("打码样式", "打码样式: 全遮", "打码样式: 公示"), ("代为粘贴", "代为粘贴: false", "代为粘贴: true"),
    ("附加规则包", "附加规则包: [教育]", "附加规则包: []"), ("识别引擎", "识别引擎: cascade", "识别引擎: tesseract"),
    ("政务协同", "{规则: GR-01, 动作: 先留着}", "{规则: GR-01, 动作: 放过}"),
    ("放行", "{性质: 工作秘密, 拦截后: 授权码", "{性质: 工作秘密, 拦截后: 自行"),
    ("网页", "名称: [青河县邮]", "名称: [青河县邮, 青河论坛]"), ("授权公钥", "授权公钥: []", f"授权公钥: [{KEY}]"),
    ("网站", "[wx.qq.com, ", "["),
    ("上报", '"10.0.0.9:6514"', '"10.0.0.9:6514", 加密: false'),
    ("上报", "每秒最多: 200", "每秒最多: 1"), ("上报", "报到间隔分钟: 60", "报到间隔分钟: 600"),
    ("科室规则", "动作: 拦截, 原因", "动作: 记录, 原因"),
])
def test_the_way_to_the_looser_value_is_marked_and_the_way_back_is_not(key: str, strict: str, loose: str) -> None:
    other = BASE.replace(strict, loose, 1)
    assert changed(BASE, other) == [(key, True)]
    assert changed(other, BASE) == [(key, False)]


def test_a_receiver_that_is_gone_and_a_chat_client_that_is_no_longer_known_loosen() -> None:
    without = BASE.replace('去处: [{种类: syslog, 地址: "10.0.0.9:6514"}], ', "").replace("wechat, ", "", 1)
    assert without.count("wechat") < BASE.count("wechat")
    assert changed(BASE, without) == [("程序", True), ("上报", True)]


@pytest.mark.parametrize("entry", [
    "种类: 政务协同, 程序名: [chrome]", "种类: 未知程序, 程序路径: [/opt/*/*]", "种类: 浏览器, 程序路径: [/opt/x/y]",
    "种类: 办公软件, 程序路径: [/opt/x/y]",
])
def test_a_program_of_a_kind_milder_than_chat_loosens(entry: str) -> None:
    assert changed(BASE, BASE.replace("程序:\n", f"程序:\n- {{{entry}}}\n", 1)) == [("程序", True)]


@pytest.mark.parametrize("entry", ["种类: 聊天软件, 程序名: [qinghe]", "种类: 浏览器, 程序名: [qinghe]"])
def test_a_program_of_a_kind_as_strict_as_chat_and_a_browser_by_name_loosen_nothing(entry: str) -> None:
    assert changed(BASE, BASE.replace("程序:\n", f"程序:\n- {{{entry}}}\n", 1)) == [("程序", False)]


def test_a_lock_that_locks_nothing_may_go_unasked() -> None:
    assert changed(BASE, BASE.replace("锁定: [停止, 模式, ", "锁定: [停止, ", 1)) == [("锁定", False)]


def test_another_certificate_of_a_receiver_and_one_less_loosen_and_a_first_one_does_not(tmp_path: Path) -> None:
    one, other = (public_part(self_signed(tmp_path / name)) for name in ("one", "other"))
    first, second, none = (BASE.replace('"10.0.0.9:6514"', f'"10.0.0.9:6514"{said}') for said in (
        f", 证书: {json.dumps(one)}", f", 证书: {json.dumps(other)}", ""))
    assert changed(first, second) == [("上报", True)]
    assert changed(first, none) == [("上报", True)]
    assert changed(none, first) == [("上报", False)]


def test_a_second_form_for_the_same_server_and_one_less_are_seen() -> None:
    one = '{种类: syslog, 地址: "10.0.0.9:6514"}'
    both = BASE.replace(one, f"{one}, {one[:-1]}, 格式: CEF}}")
    assert changed(BASE, both) == [("上报", False)]
    assert changed(both, BASE) == [("上报", True)]
    assert changed(both, BASE.replace(one, f"{one[:-1]}, 格式: CEF}}")) == [("上报", True)]


def unit_rules(*entries: str) -> str:
    head, _, _ = BASE.partition("科室规则:")
    return f"{head}科室规则: [{', '.join(f'{{{entry}, 规则: [GR-01]}}' for entry in entries)}]\n"


RECORDED = "科室: [全部], 动作: 记录, 原因: 窗口要用, 批准人: 赵敏, 截止: 2027-06-30"
BLOCKED = "科室: [信访], 动作: 拦截, 原因: 专班, 批准人: 赵敏, 截止: 2027-06-30"


@pytest.mark.parametrize(("before", "after", "loosens"), [
    ((RECORDED, BLOCKED), (BLOCKED, RECORDED), True),
    ((RECORDED,), (RECORDED.replace("赵敏", "钱立"),), False),
    ((RECORDED,), (RECORDED.replace("窗口要用", "试点"),), False),
    ((RECORDED,), (RECORDED.replace("06-30", "07-31"),), True),
    ((RECORDED,), (RECORDED.replace("06-30", "05-31"),), False),
    ((BLOCKED,), (BLOCKED.replace("06-30", "05-31"),), True),
    ((RECORDED,), (RECORDED.replace("记录", "拦截"),), False),
    ((BLOCKED,), (RECORDED.replace("全部", "信访"), BLOCKED), None),
    ((BLOCKED,), (), True),
])
def test_unit_rules_are_compared_with_their_order_their_reason_and_who_approved_them(
        before: tuple[str, ...], after: tuple[str, ...], loosens: bool | None) -> None:
    expected = [] if loosens is None else [("科室规则", loosens)]
    assert changed(unit_rules(*before), unit_rules(*after)) == expected


def test_words_and_how_long_things_are_kept_loosen_nothing() -> None:
    other = BASE.replace("留存天数: 30", "留存天数: 10").replace("保密办联系方式: \"\"", "保密办联系方式: 二楼")
    assert changed(BASE, other) == [("留存天数", False), ("保密办联系方式", False)]
