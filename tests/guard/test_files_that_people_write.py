"""Every file that a person writes for the guard: each mistake names file, line, field, and says what to write."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from guard.config.builtin_policy import builtin_policy
from guard.config.errors import POLICY_LIMIT, PolicyError
from guard.config.policy_file import load
from guard.config.user_config import Configuration, load_configuration
from guard.config.user_config_writing import rewritten, written
from guard.core.policy import Policy
from guard.core.reporting import Reporting
from guard.journal.machine_reporting import with_machine
from guard.platform.machine import MachineLayer
from guard.sentences.catalogue import english
from guard.supply.retention_file import retention_days
from guard.supply.trusted_sources import trust_of
from guard.util.toml_text import lines_of
from rules.schema.problem import visible
from rules.schema.record import rows_of
from rules.sentences.sentence import SaidError, rendered

BUILTIN = builtin_policy().decode()
KEYS = re.findall(r"(?m)^([^\s:#-]+):", BUILTIN)


def machine_with(folder: Path, name: str, content: bytes) -> MachineLayer:
    (folder / name).write_bytes(content)
    (folder / "root.json").write_bytes(b"{}")
    return MachineLayer(folder, lambda _: True)


READERS: dict[str, Callable[[Path, bytes], object]] = {
    "policy.yaml": lambda _, content: load(content, "policy.yaml"),
    "mishao.toml": lambda _, content: load_configuration(content, "mishao.toml"),
    "supply.toml": lambda folder, content: trust_of(machine_with(folder, "supply.toml", content)),
    "report.toml": lambda folder, content: with_machine(Reporting(), machine_with(folder, "report.toml", content)),
    "retention.toml": lambda folder, content: retention_days(machine_with(folder, "retention.toml", content)),
}


@pytest.mark.parametrize(("name", "content", "line", "words"), [
    ("mishao.toml", "[destinations]\nchat = 'wechat'\n", 2, "“destinations → chat”要写成列表"),
    ("mishao.toml", "[destinations]\n\nchats = ['x']\n", 3, "不认识“destinations → chats”。是不是“chat”？"),
    ("mishao.toml", "[reading]\nengine = 'magic'", 2, "“reading → engine”只能写：cascade、tesseract。"),
    ("mishao.toml", "[destinations]\nsites = ['ok', 'x']", 2,
     "“destinations → sites → 第 2 条”太短了，至少写 2 个字。"),
    ("mishao.toml", "[destinations]\nchat ＝ ['x']", 2, "不是正确的 TOML"),
    ("mishao.toml", "[rules]\npacks = []\npacks = []", 3, "“packs”写了两次。请合并成一处。"),
    ("mishao.toml", "[rules]\npacks = []\npacks = [\n'a',\n]", 3, "“packs”写了两次。"),
    ("mishao.toml", "[rules]\n[folders]\n[rules]\n", 3, "“rules”写了两次。"),
    ("mishao.toml", "[rules]\n\n[[destinations]]\nchat = []\n", 3, "“destinations”要写成"),
    ("report.toml", "per_second = 1\n\n[[reciever]]\nkind = 'syslog'\n", 3, "不认识“reciever”。是不是“receivers”？"),
    ("report.toml", "\nper_secnd = 1\n", 2, "不认识“per_secnd”。是不是“per_second”？"),
    ("report.toml", "unit = 'x'\n[[receivers]]\n", 2, "缺少“receivers → 第 1 条 → kind”。"),
    ("report.toml", "[[receivers]]\nkind = 'syslog'\naddress = 'a:1'\ncertificates = '''\nkind = 1\n'''\ntls = 3\n", 7,
     "“receivers → 第 1 条 → tls”只能写 true 或 false。"),
    ("report.toml", "[[receivers]]\nkind = 'syslog'\naddress = 'a:1'\ncertificates = 5\n", 4,
     "“receivers → 第 1 条 → certificates”要写文字"),
    ("policy.yaml", "- 策略: 甲\n", 1, "整个文件要写成“键: 值”的形式。"),
    ("mishao.toml", "[folders]\nscreenshots = ['/a', '~zhangsan/图片']", 2,
     "“folders → screenshots → 第 2 条”不能写成“~用户名”。"),
    ("mishao.toml", "[folders]\nscreenshots = ['/" + "x" * 300 + "']", 2, "“folders → screenshots → 第 1 条”太长了："),
    ("mishao.toml", '[folders]\nscreenshots = ["/a\\u0000b"]', 2, "看不见的控制字符（U+0000）"),
    ("mishao.toml", '[rules]\npacks = ["a\\u0000.yaml"]', 2, "“rules → packs → 第 1 条”第 2 个字是看不见的"),
    ("policy.yaml", BUILTIN.replace("截图目录: []", "截图目录: [rel]"), 0,
     "“截图目录 → 第 1 条”要写完整路径，或以 ~/ 开头。"),
    ("policy.yaml", BUILTIN.replace("截图目录: []", "截图目录: ['']"), 0, "“截图目录 → 第 1 条”不能为空"),
    ("policy.yaml", BUILTIN.replace("加看目录: []", r'加看目录: ["~/a\0b"]'), 0, "看不见的控制字符（U+0000）"),
    ("policy.yaml", BUILTIN.replace("不看目录: []", "不看目录: [图片]"), 0,
     "“文件闸门 → 不看目录 → 第 1 条”要写完整路径"),
    *(("mishao.toml", f"[destinations]\nsites = ['{site}']", 2, "“destinations → sites → 第 1 条”要写网页标题里的字")
      for site in ("**", "*a", "a*b*c", "  ")),
    ("mishao.toml", "[destinations]\nchat = ['']", 2, "“destinations → chat → 第 1 条”不能为空"),
    ("mishao.toml", "[destinations]\nchat = ['  ']", 2, "“destinations → chat → 第 1 条”不能为空"),
    ("supply.toml", "servers = ['']", 1, "“servers → 第 1 条”不能为空"),
    ("supply.toml", "servers = ['ftp://x']", 1, "“servers → 第 1 条”要写 https:// 开头的地址"),
    ("supply.toml", "servers = ['https://']", 1, "“servers → 第 1 条”要写 https:// 开头的地址"),
    ("supply.toml", "servers = ['x']\nchannel = ''", 2, "“channel”不能为空"),
    ("supply.toml", "servers = ['x']\nproxy = 'blah'", 2, "“proxy”要写代理的地址"),
    *(("policy.yaml", BUILTIN.replace("识别引擎: cascade", f"识别引擎: {engine}"), 0, "“识别引擎”只能写：cascade、")
      for engine in ("rapidocrr", "''")),
    ("policy.yaml", BUILTIN.replace("锁定: [模式", "锁定: [摸式"), 0, "“锁定”里的“摸式”不是策略的项目"),
    ("policy.yaml", BUILTIN.replace("\n程序:\n", "\n程序:\n- {种类: 聊天软件, 程序名: []}\n"), 0,
     "“程序”第 1 条没有写任何程序。"),
    ("policy.yaml", re.sub("占位文字: .*", r'占位文字: "稍后\\n发"', BUILTIN), 0, "控制字符（U+000A）"),
    ("policy.yaml", BUILTIN.replace('保密办联系方式: ""', r'保密办联系方式: "8\u202e1"'), 0, "控制字符（U+202E）"),
    ("policy.yaml", BUILTIN + "科室规则: [{科室: [甲], 规则: [BC-08], 动作: 提醒, 原因: 核对, 批准人: '   ', "
     "截止: 2027-06-30}]\n", 0, "“科室规则 → 第 1 条 → 批准人”不能为空"),
    ("report.toml",
     "unit = 'x'\n[[receivers]]\nkind = 'syslog'\naddress = 'a:1'\n[[receivers]]\nkind = '信鸽'\naddress = 'b:1'", 6,
     "“receivers → 第 2 条 → kind”只能写：syslog、otlp。"),
    ("report.toml", "per_second = 0", 1, "“per_second”要写整数，不小于 1。"),
    ("report.toml", "[[receivers]]\nkind = 'syslog'\naddress = '没有端口'", 1, "上报的地址写法不对：没有端口。"),
    ("supply.toml", "servers = ['x']\npoll_minutes = '多'", 2, "“poll_minutes”要写数字，从 1 到 10080。"),
    ("supply.toml", "servers = ['x']\ngroups = '窗口'", 2, "“groups”要写成列表"),
    ("retention.toml", "# 天数\ndays = '多'", 2, "“days”要写整数。"),
    ("retention.toml", b"\nday\xff", 2, "文件不是 UTF-8 编码的文字。"),
    ("policy.yaml", BUILTIN.replace("模式: 拦截", "模式：拦截"), 0, "冒号“：”是全角的"),
    ("policy.yaml", BUILTIN + "模式: 提醒\n", BUILTIN.count("\n") + 1, "“模式”写了两次。"),
    ("policy.yaml", BUILTIN.replace("模式: 拦截", "摸式: 拦截"), 0, "不认识“摸式”。是不是“模式”？"),
    ("policy.yaml", BUILTIN + "上报: {去处: [{种类: syslog, 地址: 没有端口}]}\n", BUILTIN.count("\n") + 1,
     "地址写法不对"),
    ("policy.yaml", "策略: !!str 1\n", 1, "标签"),
])
def test_a_mistake_names_file_line_field_and_what_to_write(tmp_path: Path, name: str, content: str | bytes, line: int,
                                                          words: str) -> None:
    with pytest.raises(SaidError) as caught:
        READERS[name](tmp_path, content.encode() if isinstance(content, str) else content)
    (told,) = [one for one in str(caught.value.words).split("\n") if words in one]
    assert f"{name}:{line}：" in told if line else re.search(rf"{name}:\d+：", told)


@pytest.mark.parametrize("name", READERS)
@pytest.mark.parametrize("content", [b"\xff\xfe", b"\x00", b"[" * 100_000, b"{" * 100_000, b"a = " + b"9" * 5000,
                                     "：".encode() * 1000, b"a: &b\n", b"x" * 2 * POLICY_LIMIT],
                         ids=["utf-16", "nul", "brackets", "braces", "digits", "wide", "anchor", "huge"])
def test_what_is_no_such_file_at_all_is_refused_in_words(tmp_path: Path, name: str, content: bytes) -> None:
    with pytest.raises(SaidError) as caught:
        READERS[name](tmp_path, content)
    assert name in caught.value.words
    assert len(caught.value.words) < 1000


@pytest.mark.parametrize("name", ["policy.yaml", "supply.toml", "retention.toml"])
def test_an_empty_file_says_nothing_and_is_refused(tmp_path: Path, name: str) -> None:
    with pytest.raises(SaidError, match=name):
        READERS[name](tmp_path, b"")


@pytest.mark.parametrize("name", ["mishao.toml", "report.toml"])
def test_an_empty_file_of_additions_adds_nothing(tmp_path: Path, name: str) -> None:
    assert READERS[name](tmp_path, b"") in (Configuration(), Reporting())


def test_the_policy_has_every_key_once_and_the_builtin_one_only_such() -> None:
    known = [row.key for row in rows_of(Policy)]
    assert len(known) == len(set(known))
    assert set(KEYS) <= {*known, "策略", "版本"}


@pytest.mark.parametrize("key", [key for key in KEYS if key not in ("策略", "版本")])
def test_a_value_of_another_kind_is_refused_with_its_line_under_every_key(key: str) -> None:
    lines = BUILTIN.split("\n")
    at = next(number for number, line in enumerate(lines) if line.startswith(f"{key}:"))
    end = next((number for number in range(at + 1, len(lines)) if re.match(r"[^\s#-]", lines[number])), len(lines))
    changed = [*lines[:at], f"{key}: {{甲: {{乙: 丙}}}}", *lines[end:]]
    with pytest.raises(PolicyError) as caught:
        load("\n".join(changed).encode(), "policy.yaml")
    assert re.search(rf"(?m)^policy\.yaml:{at + 1}：.*“{key}", str(caught.value.words))
    assert key in rendered(caught.value.words, english())


def test_all_mistakes_of_a_policy_are_told_at_once() -> None:
    changed = BUILTIN.replace("留存天数: 30", "留存天数: 0").replace("模式: 拦截", "模式: 随便")
    with pytest.raises(PolicyError) as caught:
        load(changed.encode(), "policy.yaml")
    assert ["模式" in line or "留存天数" in line for line in str(caught.value.words).split("\n")] == [True, True]


NAMES = st.lists(st.text(min_size=2, max_size=6), max_size=3).map(tuple)
WORDS = NAMES.map(lambda names: tuple("页" + visible(name.replace("*", "")) + "面" for name in names))
PATHS = NAMES.map(lambda names: tuple(f"/{visible(name)}" for name in names))


@settings(max_examples=200, deadline=None)
@given(st.builds(Configuration, WORDS, WORDS, PATHS, st.sampled_from([None, "cascade", "tesseract"]), PATHS))
def test_a_configuration_is_read_as_it_was_written(configuration: Configuration) -> None:
    assert load_configuration(written(configuration).encode("utf-8", "surrogatepass"), "mishao.toml") == configuration


LOCAL = """# 信息中心加，不要删
[destinations]
chat = ["pidgin"]   # 本科室的聊天
sites = [
    "某某论坛",  # 家长群
]

[rules]
# 教育局要求
packs = ["教育"]
"""


@pytest.mark.parametrize(("change", "stays"), [
    ({"chat": ("pidgin", "linphone")}, [line for line in LOCAL.split("\n") if "chat" not in line]),
    ({"chat": ()}, [line for line in LOCAL.split("\n") if "chat" not in line]),
    ({"chat": ("井#号",)}, ['chat = ["井#号"]   # 本科室的聊天']),
    ({"screenshots": ("~/截屏",)}, LOCAL.split("\n")),
    ({"sites": ("论坛",)}, ["# 教育局要求", 'chat = ["pidgin"]   # 本科室的聊天']),
    ({"engine": "tesseract", "packs": ()}, ["# 教育局要求", *LOCAL.split("\n")[:7]]),
])
@pytest.mark.parametrize("end", ["\n", "\r\n"])
def test_what_was_not_changed_of_a_configuration_stays_with_its_comments(
        change: dict[str, Any], stays: list[str], end: str) -> None:
    text = LOCAL.replace("\n", end)
    wished = replace(load_configuration(LOCAL.encode(), "mishao.toml"), **change)
    made = rewritten(text, wished)
    assert load_configuration(made.encode(), "mishao.toml") == wished
    assert [line for line in stays if line not in made.split(end)] == []
    assert made.count("\n") == made.count(end)


@pytest.mark.parametrize("text", ['destinations = {chat = ["pidgin"]}\n', 'rules.packs = ["教育"]\n', "[folders]", ""])
@pytest.mark.parametrize("wished", [Configuration(screenshots=("~/截屏",)), Configuration(("a",), packs=("公安",))])
def test_a_configuration_of_an_unusual_form_says_what_was_wished(text: str, wished: Configuration) -> None:
    assert load_configuration(rewritten(text, wished).encode(), "mishao.toml") == wished


@pytest.mark.parametrize(("text", "line"), [
    ("a = 1\n", 1), ('b = """\na = 1\n"""\na = 2\n', 4), ("b = '''\na = 1\n'''\na = 2\n", 4),
    ('b = """x\\""" \na = 1\n""""\na = 2\n', 4), ("# '''\na = 1\n# '''", 2), ("b = \"'''\"\na = 1\nc = \"'''\"\n", 2),
    ("[[a]]\n", 1), ("\n[a.b]\n", 2), ("\na.b = 1\n", 2),
])
def test_the_line_of_a_key_is_told_whatever_texts_over_several_lines_hold(text: str, line: int) -> None:
    tomllib.loads(text)
    assert lines_of(text)(("a",)) == line
