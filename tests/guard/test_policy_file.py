"""Tests the policy document and the user's configuration: every mistake is named, nothing makes rules looser."""

from __future__ import annotations

import json
import re
from dataclasses import replace
from pathlib import Path

import pytest

from guard.config.builtin_policy import builtin_policy
from guard.config.errors import PolicyError
from guard.config.policy_file import load
from guard.config.user_config import Configuration, load_configuration
from guard.control.page_requests import LARGE_UPLOAD, UPLOAD_LIMIT
from guard.core.model import DestinationKind
from guard.core.pages import PageKind, Pages
from guard.core.policy import ENGINES, FileGate, GateMode, Policy, Unjudged
from guard.platform.machine import only_root_writes
from guard.reading.ocr import ENGINES as READING_ENGINES
from guard.supply.builtin import builtin_pack
from guard.supply.bundle import Bundle, RuleRelease
from guard.supply.packs_and_policy import (
    PackFile,
    Supply,
    SupplyError,
    active,
    configuration_from,
    prove_examples,
    proven_packs,
)
from guard.supply.stored_release import Issued
from rules.model import Nature
from rules.pack.known_texts import alert_entry, published_entry
from rules.pack.known_writing import with_entries
from rules.sensitivity import Sensitivity
from tests.support.notices import notice

BUILTIN = builtin_policy().decode()
UNIT_RULE = ("截图目录: []\n科室规则: [{{科室: [{units}], 规则: [BC-08], 动作: 提醒, 原因: 核对, 批准人: 赵敏, "
             "截止: {until}}}]")


def test_the_builtin_policy_is_complete_and_its_notice_is_harmless() -> None:
    policy = load(builtin_policy(), "policy.yaml")
    assert {rule.nature for rule in policy.release} == set(Nature)
    assert policy.notice == "（内容核对中，稍后发）"
    assert not any(word in policy.notice for word in ("密哨", "拦截", "违规", "涉密"))


def test_reading_without_a_sandbox_must_be_asked_for() -> None:
    line = "没有沙箱也读取: false\n"
    assert line in BUILTIN
    assert not load(BUILTIN.encode(), "policy.yaml").read_unconfined
    assert not load(BUILTIN.replace(line, "").encode(), "policy.yaml").read_unconfined
    assert load(BUILTIN.replace(line, "没有沙箱也读取: true\n").encode(), "policy.yaml").read_unconfined


def test_a_warning_counts_down_only_where_the_policy_sets_a_time() -> None:
    line = "窗口倒计时秒: 0\n"
    assert load(BUILTIN.encode(), "policy.yaml").countdown_seconds == 0
    assert load(BUILTIN.replace(line, "").encode(), "policy.yaml").countdown_seconds == 0
    assert load(BUILTIN.replace(line, "窗口倒计时秒: 30\n").encode(), "policy.yaml").countdown_seconds == 30


@pytest.mark.parametrize(("written", "stop"), [
    ("", Sensitivity.STANDARD), ("灵敏度: 宽松\n", Sensitivity.LENIENT), ("灵敏度: 适中\n", Sensitivity.STANDARD),
    ("灵敏度: 严格\n", Sensitivity.STRICT),
])
def test_the_sensitivity_has_three_stops_and_is_in_the_middle_unless_the_policy_says_otherwise(
        written: str, stop: Sensitivity) -> None:
    assert load(BUILTIN.encode(), "policy.yaml").sensitivity is Sensitivity.STANDARD
    assert load(BUILTIN.replace("灵敏度: 适中\n", written).encode(), "policy.yaml").sensitivity is stop


def test_the_file_gate_is_on_unless_the_policy_says_otherwise() -> None:
    line = "文件闸门: {开关: 开, 等待毫秒: 1500, 没判完的: 同未读出, 加看目录: [], 不看目录: []}\n"
    written = "文件闸门: {开关: 只提示, 没判完的: 放过, 加看目录: [~/共享], 不看目录: [/data/备份]}\n"
    assert load(BUILTIN.encode(), "policy.yaml").file_gate == FileGate()
    assert load(BUILTIN.replace(line, "").encode(), "policy.yaml").file_gate == FileGate()
    assert load(BUILTIN.replace(line, written).encode(), "policy.yaml").file_gate == FileGate(
        GateMode.TELL, 1500, ("~/共享",), ("/data/备份",), Unjudged.PASS)


def test_large_uploads_are_as_unread_unless_the_policy_says_otherwise() -> None:
    assert load(BUILTIN.encode(), "policy.yaml").large_uploads is Unjudged.AS_UNREAD
    silent = BUILTIN.replace("大文件上传: 同未读出\n", "")
    assert load(silent.encode(), "policy.yaml").large_uploads is Unjudged.AS_UNREAD
    loose = BUILTIN.replace("大文件上传: 同未读出", "大文件上传: 放过")
    assert load(loose.encode(), "policy.yaml").large_uploads is Unjudged.PASS


def test_uploads_are_judged_up_to_what_the_guard_takes_unless_the_policy_says_less() -> None:
    line = "上传核对上限MB: 256\n"
    assert load(BUILTIN.encode(), "policy.yaml").upload_megabytes * 2**20 == UPLOAD_LIMIT
    assert load(BUILTIN.replace(line, "").encode(), "policy.yaml").upload_megabytes * 2**20 == UPLOAD_LIMIT
    less = BUILTIN.replace(line, "上传核对上限MB: 64\n")
    assert load(less.encode(), "policy.yaml").upload_megabytes * 2**20 == LARGE_UPLOAD
    for wrong in (63, 257):
        with pytest.raises(PolicyError, match="上传核对上限MB"):
            load(BUILTIN.replace(line, f"上传核对上限MB: {wrong}\n").encode(), "policy.yaml")


def test_what_is_missing_in_a_policy_is_in_no_line() -> None:
    with pytest.raises(PolicyError, match=r"^单位策略\.yaml：缺少“留存天数”。请补上这一项。$"):
        load(BUILTIN.replace("留存天数: 30\n", "").encode(), "单位策略.yaml")


@pytest.mark.parametrize(("old", "new", "named"), [
    ("窗口倒计时秒: 0", "窗口倒计时秒: 3", "来不及看"),
    ("等待毫秒: 1500", "等待毫秒: 5000", "等待毫秒"),
    ("开关: 开", "开关: 半开", "开关"),
    ("加看目录: []", "加看目录: [资料]", "完整路径"),
    ("窗口倒计时秒: 0", "窗口倒计时秒: -1", "窗口倒计时秒"),
    ("窗口倒计时秒: 0", "窗口倒计时秒: 601", "窗口倒计时秒"),
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
    ("[DeepSeek, DeepSeek网页版", '["*豆*", DeepSeek网页版', "至少写 2 个字"),
    ("[DeepSeek, DeepSeek网页版", '["Deep*Seek", DeepSeek网页版', "开头或结尾"),
    ("种类: AI 助手", "种类: 人工智能", "种类"),
])
def test_a_policy_with_a_mistake_is_refused_with_file_and_place(old: str, new: str, named: str) -> None:
    assert old in BUILTIN
    with pytest.raises(PolicyError) as caught:
        load(BUILTIN.replace(old, new, 1).encode(), "单位策略.yaml")
    assert "单位策略.yaml" in str(caught.value)
    assert named in str(caught.value)


@pytest.mark.parametrize(("old", "new", "words"), [
    ("版本: 2026.11.1", "版本: 2026.1", "“版本”要写文字；数字和日期请加引号"),
    ("模式: 拦截", "模式: 警告", "“模式”只能写：仅记录、提醒、拦截。"),
    ("灵敏度: 适中", "灵敏度: 灵敏", "“灵敏度”只能写：宽松、适中、严格。"),
    ("留存天数: 30", "留存天数: 三十", "“留存天数”要写整数"),
    ("留存天数: 30", "留存天数: 0", "“留存天数”要写整数，不小于 1。"),
    ("未读出先留着: true", "未读出先留着: 也许", "“未读出先留着”只能写 true 或 false。"),
    ("截图目录: []", "截图目录: /x", "“截图目录”要写成列表"),
    ("{性质: 国家秘密, 动作: 先留着}", "{性质: 国秘, 动作: 先留着}", "“政务协同 → 第 1 条 → 性质”只能写：国家秘密、"),
    ("截图目录: []", "截图目录: []\n授权公钥: [ab]", "“授权公钥 → 第 1 条”写法不对"),
    ("截图目录: []", UNIT_RULE.format(units="", until="2027-06-30"),
     "“科室规则 → 第 1 条 → 科室”至少要写 1 条，现在只有 0 条。"),
    ("截图目录: []", UNIT_RULE.format(units="窗口", until="明天"), "“科室规则 → 第 1 条 → 截止”要写日期"),
])
def test_a_mistake_in_a_policy_is_said_in_chinese_with_its_line_and_entries_are_counted_from_one(
        old: str, new: str, words: str) -> None:
    before, _, _ = BUILTIN.partition(old)
    line = (before + new).count("\n") + 1
    with pytest.raises(PolicyError) as caught:
        load(BUILTIN.replace(old, new, 1).encode(), "单位策略.yaml")
    assert str(caught.value).startswith(f"单位策略.yaml:{line}：{words}")
    assert not re.search("[Ii]nput|valid|should", str(caught.value))


@pytest.mark.parametrize("untrusted_bytes", [b"", b"\xff\xfe", b"- 1\n- 2\n", b"a: &x [1]\nb: *x\n", b"[" * 10_000,
                                             b"x" * 2_000_000])
def test_bytes_that_are_no_policy_are_refused(untrusted_bytes: bytes) -> None:
    with pytest.raises(PolicyError):
        load(untrusted_bytes, "policy.yaml")


def test_a_configuration_adds_chat_programs_and_folders_and_takes_nothing_away() -> None:
    policy = load(builtin_policy(), "policy.yaml")
    text = b'[destinations]\nchat = ["pidgin"]\nsites = ["Example"]\n[folders]\nscreenshots = ["/data/pictures"]\n'
    tightened = load_configuration(text, "mishao.toml").tighten(policy)
    assert tightened.programs[:-1] == policy.programs
    assert tightened.pages == (*policy.pages, Pages(PageKind.CHAT, ("*Example*",)))
    assert tightened.programs[-1].kind is DestinationKind.CHAT
    assert tightened.programs[-1].paths == ()
    assert tightened.screenshot_folders == ("/data/pictures",)


@pytest.mark.parametrize("entry", [
    "{性质: 国家秘密, 动作: 放过}", "{动作: 放过}", "{性质: 个人信息, 规则: A, 动作: 放过}",
    "{规则: A, 动作: 随便}",
])
def test_what_is_written_about_government_chat_loosens_no_state_secret_and_says_which_it_means(entry: str) -> None:
    text = builtin_policy().decode().replace("{性质: 国家秘密, 动作: 先留着}", entry)
    assert entry in text
    with pytest.raises(PolicyError, match=r"policy\.yaml"):
        load(text.encode(), "policy.yaml")


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
    proven_packs(supply)
    assert "教育" in supply.rules().judge.label


def test_examples_of_the_programs_own_packs_are_run_when_asked_and_those_of_others_at_each_start() -> None:
    failing = builtin_pack().replace("  必须命中: [".encode(), "  必须命中: [今天开会, ".encode(), 1)
    of_program, of_unit = PackFile("甲", failing, shipped=True), PackFile("乙", failing, signed=True)
    assert len(proven_packs(Supply((of_program,), Policy("")))) == 1
    with pytest.raises(SupplyError, match="甲"):
        prove_examples([of_program])
    with pytest.raises(SupplyError, match="乙"):
        proven_packs(Supply((of_unit,), Policy("")))


def test_an_unknown_pack_is_named_with_those_that_exist() -> None:
    with pytest.raises(PolicyError, match="企业商业秘密"):
        active(load_configuration('[rules]\npacks = ["航天"]\n'.encode(), "mishao.toml"))


UNIT_PACK = "规则包: 单位\n版本: 1\n"


@pytest.mark.parametrize(("written", "noticed"), [("屏幕提示: true", True), ("屏幕提示: false", False), ("", True)])
def test_a_unit_can_do_without_the_word_on_documents_on_the_screen(written: str, noticed: bool) -> None:
    policy = builtin_policy().decode().replace("屏幕提示: true", written)
    assert load(policy.encode(), "策略.yaml").screen_notice is noticed


def test_a_pack_in_a_file_is_found_beside_the_configuration_that_names_it(tmp_path: Path) -> None:
    added = with_entries(UNIT_PACK.encode(), "紧急布控", [alert_entry("BK-01", "甲", "布控单", notice(1))])
    (tmp_path / "单位.yaml").write_bytes(added)
    (tmp_path / "mishao.toml").write_text('[rules]\npacks = ["单位.yaml"]\n', "utf-8")
    supply = active(configuration_from(tmp_path / "mishao.toml", None))
    assert supply.packs[1].source == str(tmp_path / "单位.yaml")
    assert supply.packs[1].load().alerts[0].id == "BK-01"


def test_a_list_that_lets_content_pass_binds_no_guard_unless_only_root_can_change_it(tmp_path: Path) -> None:
    path, bare = tmp_path / "单位.yaml", tmp_path / "清单.yaml"
    listed = with_entries(UNIT_PACK.encode(), "已发布清单", [published_entry("甲", notice(1))])
    bare.write_bytes(listed)
    path.write_bytes(with_entries(listed, "紧急布控", [alert_entry("BK-01", "乙", "布控单", notice(2))]))
    for file in (path, bare):
        file.chmod(0o666)
        assert not only_root_writes(file)
    configuration = Configuration(packs=(str(path), str(bare)))
    guarding = active(configuration)
    proven_packs(guarding)
    assert [(len(pack.load().published), len(pack.load().alerts)) for pack in guarding.packs[1:]] == [(0, 1)]
    assert len(guarding.left_out) == 2
    assert {left.part for left in guarding.left_out} == {"已发布清单"}
    answering = active(configuration, answering_only=True)
    assert [len(pack.load().published) for pack in answering.packs[1:]] == [1, 1]
    assert answering.left_out == ()
    assert only_root_writes(Path("/etc/passwd"))


def test_a_list_that_cannot_be_left_out_safely_stops_the_configuration(tmp_path: Path) -> None:
    entry = published_entry("甲", notice(1))
    path = tmp_path / "单位.yaml"
    flow = json.dumps([entry], ensure_ascii=False)
    path.write_text(f'{{"规则包": "单位", "版本": "1", "已发布清单": {flow}, "紧急布控": '
                    f'{json.dumps([alert_entry("BK-01", "乙", "布控单", notice(2))], ensure_ascii=False)}}}', "utf-8")
    path.chmod(0o666)
    with pytest.raises(PolicyError, match="已发布清单"):
        active(Configuration(packs=(str(path),)))


@pytest.mark.parametrize("written", [None, "规则包: ["])
def test_a_pack_file_that_is_missing_or_broken_is_a_mistake_of_the_configuration(
    tmp_path: Path, written: str | None,
) -> None:
    if written is not None:
        (tmp_path / "单位.yaml").write_text(written, "utf-8")
    with pytest.raises(PolicyError, match=r"单位\.yaml"):
        active(Configuration(packs=(str(tmp_path / "单位.yaml"),)))


def test_a_pack_file_in_a_home_that_nobody_has_is_a_mistake_of_the_configuration(tmp_path: Path) -> None:
    (tmp_path / "mishao.toml").write_text('[rules]\npacks = ["~zhangsan/x.yaml"]\n', "utf-8")
    with pytest.raises(PolicyError, match=r"mishao\.toml:2：“rules → packs → 第 1 条”不能写成“~用户名”"):
        configuration_from(tmp_path / "mishao.toml", None)


def test_what_the_policy_locks_a_user_cannot_add_to_and_is_told() -> None:
    text = builtin_policy().decode().replace("锁定: [模式", "锁定: [识别引擎, 截图目录, 模式")
    configuration = Configuration(chat=("pidgin",), screenshots=("/data",), engine="tesseract")
    release = RuleRelease(1, "bundle", "第1号", 0.0)
    supply = active(configuration, issued=Issued(release, Bundle(builtin=True, policy=text)))
    assert (supply.policy.engine, supply.policy.screenshot_folders) == ("cascade", ())
    assert supply.policy.programs[-1].names == ("pidgin",)
    assert [left.part for left in supply.left_out] == ["截图目录", "识别引擎"]


def test_locked_settings_take_nothing_from_the_file_of_a_user() -> None:
    text = builtin_policy().decode().replace("锁定: [模式", "锁定: [设置, 模式")
    configuration = Configuration(chat=("pidgin",), screenshots=("/data",), engine="tesseract")
    release = RuleRelease(1, "bundle", "第1号", 0.0)
    supply = active(configuration, issued=Issued(release, Bundle(builtin=True, policy=text)))
    assert replace(supply.policy, locked=()) == replace(load(builtin_policy(), "policy.yaml"), locked=())
    assert [left.part for left in supply.left_out] == ["程序", "截图目录", "识别引擎"]


def test_a_user_may_choose_an_engine_that_reads_as_well_and_is_told_of_one_that_does_not() -> None:
    text = builtin_policy().decode().replace("识别引擎: cascade", "识别引擎: tesseract")
    weaker = Issued(RuleRelease(1, "bundle", "第1号", 0.0), Bundle(builtin=True, policy=text))
    for engine, issued, used, left_out in (("tesseract", None, "cascade", ["识别引擎"]),
                                           ("cascade", weaker, "cascade", []),
                                           ("tesseract", weaker, "tesseract", [])):
        supply = active(Configuration(engine=engine), issued=issued)
        assert (supply.policy.engine, [left.part for left in supply.left_out]) == (used, left_out)


def test_the_engines_of_a_policy_are_those_that_exist() -> None:
    assert set(ENGINES) == set(READING_ENGINES)


def test_where_a_policy_names_an_engine_of_an_earlier_version_the_one_in_its_place_reads() -> None:
    content = builtin_policy().replace(b"cascade", b"rapidocr")
    assert load(content, "policy.yaml").engine == "cascade"


def test_a_mapping_as_a_name_is_refused_in_words() -> None:
    with pytest.raises(PolicyError, match="键要写成普通文字"):
        load(b"? {a: b}\n: c\n", "policy.yaml")
