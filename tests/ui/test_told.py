"""What guard and rules say for people is known to the windows: every sentence, compared with their source."""

from __future__ import annotations

import ast
import re
import string
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
import yaml
from PySide6.QtWidgets import QApplication

from guard.core.model import DestinationKind, Release
from guard.core.policy import Mode, Retention
from rules.pack.schema import keys
from rules.sensitivity import Sensitivity
from tests.support.languages import speaking
from tests.ui.test_english import translations
from ui.i18n.language import Language
from ui.i18n.told import SENTENCES
from ui.i18n.told.speech import entitled, translated, translated_or

ROOT = Path(__file__).parents[2]
HAN = re.compile("[\u3400-\u9fff]")
VALUE = "{}"

NEVER_SHOWN = (
    # commands of their own, which speak Chinese as every command does
    "guard/doctor.py", "guard/fleet/", "guard/inspect/", "guard/journal/verify.py", "guard/platform/autostart_linux.py",
    "guard/platform/display.py", "guard/platform/instance.py", "guard/platform/linux.py", "guard/platform/windows.py",
    "guard/platform/__init__.py", "guard/platform/paths.py",
    "guard/publish/history.py", "guard/daemon/receipts.py",
    # read in window titles, not shown
    "guard/core/pages.py",
    # content to look for or to write into files, not words for people
    "guard/redact/fields.py",
    "guard/redact/personal.py", "guard/redact/sentences.py", "guard/redact/text.py", "guard/redact/traces.py",
    "guard/reading/mask_words.py", "guard/reading/traits/", "guard/folders/placeholder.py",
    "guard/channels/chat_folders.py", "rules/pack/example_lines.py", "rules/features/", "rules/scan/literals.py",
    "rules/scan/mending.py", "rules/judge/register.py", "rules/pack/schema.py", "rules/pack/skeleton.py",
    "rules/scan/traditional.py", "rules/validators.py",
)
"""Files whose words no window shows."""

DATA = {
    "授权码", "登记{}", "删去一个登记的号码", "意外中止", "系统或用户结束了进程",  # reasons in the journal
    *(kind.value for kind in DestinationKind), *(way.value for way in Release), *(way.value for way in Retention),
    *(mode.value for mode in Mode), *(stop.value for stop in Sensitivity),
    "（内容核对中，稍后发）", "先留着", "放过",  # values of the policy file
    "去处", "字段", "种类", "地址", "加密", "证书", "科室", "电脑", "每秒最多", "报到间隔分钟",  # keys of 上报
    "结果", "数量", "给出", "编号", "程序", "理由", "规则", "来自",  # fields that may be reported
    "公安", "教育", "企业商业秘密",  # optional packs by the names that a policy has
    "红头", "银行卡", "身份证", "印章", "手写", "病历", "二维码",  # kinds of traits
    "（另有 \\d+ 处没有读）$", "[ymdhs]|[年月日时]",
    "[上下午年月日时分秒周星期第季度号/\\s]*", "[绝机秘]密", "密", "年", "月", "规则:", "- +编号:", "㐀", "鿿",
    "{}年{}月{}日", "{} (取回 {}){}", "规则包: {}\n版本: {}\n", "%s 不能写入（%s）。请检查权限和磁盘空间。", "内容",
    "单位策略.yaml",  # the name of a file
    "打开", "选择", "选取", "浏览", "保存|另存|下载|导出|save|download|export",  # titles of file dialogs
    "文件|文档|附件|图片|照片|上传|file|document|attach|picture|image|photo|upload",
    "[（(]可无[）)]$",
    "一",  # where the ideographs begin
    "文本串", "句",  # elements of UOF
}
"""Chinese that is looked for, written to files or logged, not shown."""

COMMANDS_ALONE = {
    "第 {} 号的文件没有签名。",  # fleet audit, which reads old releases
    "文字不足 {} 个字，太短：别的内容也会和它一样，不能单独豁免。",  # rules exempt
}
"""What only commands say, though windows may show other things that these modules say."""

DATA_BEGINS = ("# 放到每台电脑的", "法(?!律规定)|条例|", "各乡镇人民政府、", "好的，明白，", "(?m)^[ \\t-]{0,8}编号:")
"""How longer texts of that kind begin."""

JOINTS = {"内容太长，有规则没有判断完，请拆分后再试：", "规则 {}：", "（截图）", "等", " 等", "新增", "删去", "修改",
          "文件", "图片"}
"""Parts that others are joined to, and words that windows have of their own."""

COMPOSED = {
    "其中的 {member}，{place}", "工作表“{sheet}”，单元格 {cell}", "内容太长，有规则没有判断完，请拆分后再试：{rules}",
    "规则 {rule}：{why}", "“{words}”",
    "读取程序意外中止，内容没有读完。请重试，仍然如此请联系管理员。", "“{key}”{why}", "{text}（截图）", "要写整数。",
    "{name}：{was} → {now}", "{name}，{how}：{words}", "词表要写成一列词。要加说明，分成“说明”和“词”两项写。",
    "要写整数{least}。", "“{key}”只能写：{expected}。",
    "，不小于 {least}，不大于 {most}", "“{part}”里的“{key}”只能写：{expected}。",
    "距离只能写：同句、同行、全文，或 1 到 {most} 的字数。", "{when}，没有成功；上次成功：{reached}；{valid}",
}
"""Sentences that the code joins of parts."""


class Said(ast.NodeVisitor):
    """The Chinese strings of one file, with VALUE where values stand; docstrings and keys of files are left out."""

    def __init__(self, tree: ast.Module) -> None:
        self.words: set[str] = set()
        self._silent = {id(node.value) for node in ast.walk(tree) if isinstance(node, ast.Expr)}
        self.visit(tree)

    def visit_keyword(self, node: ast.keyword) -> None:
        if node.arg != "alias":
            self.generic_visit(node)

    def visit_JoinedStr(self, node: ast.JoinedStr) -> None:
        self._add("".join(str(part.value) if isinstance(part, ast.Constant) else VALUE for part in node.values))
        for part in node.values:
            if isinstance(part, ast.FormattedValue):
                self.visit(part.value)

    def visit_Constant(self, node: ast.Constant) -> None:
        if isinstance(node.value, str) and id(node) not in self._silent:
            self._add(node.value)

    def _add(self, words: str) -> None:
        if HAN.search(words):
            self.words.add(words)


def said() -> Iterator[tuple[str, str]]:
    for path in (*sorted((ROOT / "guard").rglob("*.py")), *sorted((ROOT / "rules").rglob("*.py"))):
        name = str(path.relative_to(ROOT))
        if not name.startswith(NEVER_SHOWN):
            yield from ((name, words) for words in Said(ast.parse(path.read_text("utf-8"))).words)


def shape(sentence: str) -> str:
    """Return a sentence of the tables with VALUE in place of its fields."""
    parts = list(string.Formatter().parse(sentence))
    if not all(name is None or name.isidentifier() for _, name, _, _ in parts):
        return sentence
    return "".join(fixed + (VALUE if name is not None else "") for fixed, name, _, _ in parts)


def in_tables() -> set[str]:
    return {shape(sentence) for sentence in (*SENTENCES, *translations())}


def test_every_sentence_of_guard_and_rules_that_a_window_may_show_stands_in_a_table() -> None:
    known = in_tables() | {*keys()} | DATA | JOINTS | COMMANDS_ALONE
    unknown = {(name, words) for name, words in said() if not {words, shape(words)} & known}
    assert sorted((name, words) for name, words in unknown if not words.startswith(DATA_BEGINS)) == []


def test_no_table_has_a_sentence_that_nobody_says_any_more() -> None:
    known = {shape(words) for _, words in said()} | set(pack_words())
    assert [sentence for sentence in SENTENCES if shape(sentence) not in known and sentence not in COMPOSED] == []


def pack_words() -> Iterator[str]:
    """The words of the packs of the program that a window may show, but for 依据, which stays as the law is called."""
    for path in sorted((ROOT / "rules/packs").glob("*.yaml")):
        if path.name == "policy.yaml":
            continue
        for rule in yaml.safe_load(path.read_text("utf-8"))["规则"]:
            yield from (rule["名称"], rule["类别"], *rule["提示语"].values())
    for words in yaml.safe_load((ROOT / "rules/learnt/words.yaml").read_text("utf-8"))["说话"]:
        yield from (words[key] for key in ("名称", "类别", "标题", "说明", "办法"))


def test_the_packs_of_the_program_say_nothing_that_has_no_english() -> None:
    assert sorted(set(pack_words()) - set(SENTENCES)) == []


@pytest.fixture
def english(qapp: QApplication) -> Iterator[None]:
    with speaking(qapp, Language.ENGLISH):
        yield


@pytest.mark.parametrize(("spoken", "read"), [
    ("已销毁。", "Destroyed."),
    ("一次最多暂停 30 分钟。", "A pause lasts 30 minutes at most."),
    # sentences in sentences
    ("内容太大，没有读完：文字超过 1000 字，没有读完。请拆分后再试。（另有 3 处没有读）",
     ("it is too large and was not read to its end: its text is over 1000 characters; it was not read to its end. "
      "Please split it and try again. (and 3 more places were not read)")),
    ("剪贴板没法看守。连不上图形桌面", "The clipboard cannot be guarded. the desktop cannot be reached"),
    ("没有签名：“科室规则”里 BC-01、BC-02 那一条已经在 2026-01-31 到期，请删去这一条，或者重新核对后改“截止”。",
     ("Nothing was signed: the entry of \"科室规则\" for BC-01, BC-02 ended on 2026-01-31; please delete it, "
      "or check it again and change \"截止\".")),
    ("没有签名：规则包和策略要用 UTF-8 编码保存。", "Nothing was signed: packs and policies must be saved as UTF-8."),
    ("2026-01-02 08:00，没有成功；上次成功：这次启动后还没有；签名有效到 2026-01-31（还有 29 天）",
     ("2026-01-02 08:00; failed, last success: not since MiShao was started; "
      "signatures valid until 2026-01-31 (29 days left)")),
    # one after another
    ("没有取到，下次再取。请检查网络和 supply.toml 里的地址。原来的规则继续有效。",
     ("Nothing was fetched; it is tried again next time. Please check the network and the address in supply.toml. "
      "The rules of before stay in force.")),
    # lists, and keys that stay as the file has them
    ("内容太长，有规则没有判断完，请拆分后再试：BC-01、BC-02",
     "too long: some rules were not judged to their end; please split it and try again: BC-01, BC-02"),
    ("“动作”里的“高”只能写：拦截、提醒、记录。", "\"高\" in \"动作\" can only be: 拦截、提醒、记录."),
    ("动作：把握高拦截、把握中提醒 → 把握高提醒", "Action: High: Hold, Medium: Ask first → High: Ask first"),
    # names stay, whatever stands in them
    ("名单、附件.docx 已经存在，没有覆盖。请换一个文件名。",
     "名单、附件.docx exists already and was not overwritten. Please choose another file name."),
    ("一个单位自己写的话。", "一个单位自己写的话。"),
    ("", ""),
])
def test_what_the_guard_says_is_read_in_english(spoken: str, read: str, english: None) -> None:
    assert translated(spoken) == read


def test_in_chinese_everything_stays_as_it_was_said() -> None:
    assert [sentence for sentence in SENTENCES if translated(sentence) != sentence] == []


def test_what_a_unit_wrote_itself_gives_way_to_words_that_english_has(english: None) -> None:
    assert translated_or("一条本单位的规则", "Draft") == "Draft"
    assert translated_or("未公开的执法行动", "Draft") == "an enforcement action that is not public"


def test_what_stands_alone_begins_with_a_capital_and_a_name_stays_as_it_is(english: None) -> None:
    assert entitled("未公开的执法行动") == "An enforcement action that is not public"
    assert entitled("wps 名单") == "wps 名单"


def test_quoted_words_are_said_without_a_blank_behind_them(english: None) -> None:
    assert translated("命中的是“青松计划”。") == 'It matched "青松计划". '


def test_a_long_name_full_of_signs_that_sentences_have_is_read_at_once(english: None) -> None:
    hostile = "，没有读完。：、“”" * 400
    began = time.process_time()
    assert translated(f"“{hostile}”") != ""
    assert time.process_time() - began < 2.0
