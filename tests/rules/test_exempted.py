"""Tests 误报豁免: exactly one content passes the rules on state secrets, for as long as it was approved."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from rules.definition import Pack
from rules.judge.exempted import content_mark, exempted_entry
from rules.judge.judge import Judge
from rules.model import Action, Nature
from rules.pack.diff import changes
from rules.pack.encoded import decode, encode
from rules.pack.known_texts import alert_entry
from rules.pack.known_writing import entries_as_yaml
from rules.pack.loading import PackError, load
from rules.scan.fingerprints import FingerprintError
from rules.text import PARTIAL, Box, Text, Trait
from tests.support.false_alarms import NOVEL

UNTIL = date(2027, 6, 30)
HEAD = "规则包: 本单位\n版本: '1'\n"


def exempting(*texts: str, until: date = UNTIL, reason: str = "书名，已向宣传部核实") -> Pack:
    """Return a pack that exempts these texts."""
    entries = [exempted_entry("推荐书目", reason, "赵敏", until, content_mark(text)) for text in texts]
    return load(f"{HEAD}误报豁免:\n{entries_as_yaml(entries)}".encode(), "unit.yaml")


def judged(builtin: Pack, pack: Pack, text: str | Text, today: date = UNTIL) -> Action:
    made = text if isinstance(text, Text) else Text(text)
    return Judge([builtin, pack], lambda: today).judge(made).action


def test_exactly_this_content_passes_and_leaves_a_record(builtin: Pack, judge: Judge) -> None:
    assert judge.judge(Text(NOVEL)).stopping(Nature.STATE_SECRET)
    verdict = Judge([builtin, exempting(NOVEL)], lambda: UNTIL).judge(Text(NOVEL))
    assert verdict.action is Action.LOG
    assert verdict.matches
    assert not verdict.stopping(Nature.STATE_SECRET)


@pytest.mark.parametrize("same", [NOVEL.replace("\n", "\r\n\r\n"), f"  {NOVEL}\n", NOVEL.replace("，", "， ")])
def test_layout_makes_no_other_content(builtin: Pack, same: str) -> None:
    assert judged(builtin, exempting(NOVEL), same) is Action.LOG


@pytest.mark.parametrize("other", [
    NOVEL.replace("第三期", "第四期"), f"{NOVEL}收到", NOVEL.replace("【机密】", "机密★"), NOVEL[:-1], NOVEL * 2])
def test_one_character_more_less_or_other_is_another_content(builtin: Pack, other: str) -> None:
    assert judged(builtin, exempting(NOVEL), other).severity >= Action.WARN.severity


@pytest.mark.parametrize("quoted", [f"{NOVEL}\n书里说“不予”公开决定书的由来。", f"{NOVEL}\n附“身份”证复印件。"])
def test_a_content_with_marks_inside_a_word_of_the_rules_is_exempted_too_and_is_another_than_without(
        builtin: Pack, quoted: str) -> None:
    assert judged(builtin, exempting(quoted), quoted) is Action.LOG
    plain = quoted.replace("“", "").replace("”", "")
    assert judged(builtin, exempting(plain), quoted).severity >= Action.WARN.severity


def test_it_ends_with_its_last_day_while_the_judge_goes_on(builtin: Pack) -> None:
    today = UNTIL
    judge = Judge([builtin, exempting(NOVEL)], lambda: today)
    assert judge.judge(Text(NOVEL)).action is Action.LOG
    today = UNTIL + timedelta(1)
    assert judge.judge(Text(NOVEL)).action is Action.BLOCK


def test_it_lifts_nothing_but_rules_on_state_secrets(builtin: Pack) -> None:
    both = f"{NOVEL}\n患者李建国，男，身份证430102199003077230，住院号00234567，确诊肺结核"
    verdict = Judge([builtin, exempting(both)], lambda: UNTIL).judge(Text(both))
    assert verdict.action.severity >= Action.WARN.severity
    assert not verdict.stopping(Nature.STATE_SECRET)


def test_an_alert_outweighs_it(builtin: Pack) -> None:
    long = NOVEL * 3
    alert = alert_entry("BK-01", "某份书目", "保密办布控单第1号", long, Nature.STATE_SECRET)
    alerting = load(f"{HEAD}紧急布控:\n{entries_as_yaml([alert])}".encode(), "alert.yaml")
    verdict = Judge([builtin, exempting(long), alerting], lambda: UNTIL).judge(Text(long))
    assert [match.rule for match in verdict.stopping(Nature.STATE_SECRET)] == ["BK-01"]


def test_the_part_of_a_picture_that_was_read_first_is_another_content(builtin: Pack) -> None:
    whole = f"{NOVEL}\n第二页还有一段说明，写着活动的费用由图书馆承担。"
    part = Text(NOVEL, from_picture=True, traits=(Trait(PARTIAL),))
    assert judged(builtin, exempting(whole), part) is Action.BLOCK


def test_a_content_that_others_may_have_too_is_not_exempted() -> None:
    with pytest.raises(FingerprintError, match="太短"):
        content_mark("机密★5年\n关于会议的通知")


def test_many_texts_at_once_are_judged_as_one_by_one(builtin: Pack) -> None:
    judge = Judge([builtin, exempting(NOVEL)], lambda: UNTIL)
    texts = [Text(text) for text in (NOVEL, "收到", f"{NOVEL}完", "机密★5年")]
    assert judge.judge_many(texts) == [judge.judge(text) for text in texts]


def test_it_travels_to_another_process(builtin: Pack) -> None:
    sent = decode(encode(exempting(NOVEL)))
    assert sent.exempted == exempting(NOVEL).exempted
    assert judged(builtin, sent, NOVEL) is Action.LOG


@pytest.mark.parametrize(("key", "value", "words"), [
    ("截止", '"永久"', "例如 2027-06-30"), ("内容", '"abc"', "不是指纹的摘要"), ("批准人", '""', "不能为空"),
    ("原因", None, "缺少“原因”")])
def test_an_entry_that_says_too_little_is_refused_with_its_line(key: str, value: str | None, words: str) -> None:
    lines = entries_as_yaml([exempted_entry("书目", "核实", "赵敏", UNTIL, content_mark(NOVEL))]).splitlines()
    kept = [line if key not in line else f"{line.partition(':')[0]}: {value}" for line in lines
            if value is not None or key not in line]
    with pytest.raises(PackError, match=words) as refused:
        load((f"{HEAD}误报豁免:\n" + "\n".join(kept) + "\n").encode(), "unit.yaml")
    assert refused.value.problems[0].line >= 4


def test_the_same_content_twice_is_refused() -> None:
    with pytest.raises(PackError, match="同一份文字"):
        exempting(NOVEL, NOVEL)


def test_what_changed_is_told_with_reason_approver_and_end() -> None:
    (change,) = changes(exempting(NOVEL), exempting(NOVEL, until=UNTIL + timedelta(30)))
    assert (change.how.value, change.id, change.name) == ("修改", "误报豁免", "推荐书目")
    assert change.lines == ("原因：书名，已向宣传部核实", "批准人：赵敏", "截止：2027-07-30")
    (added,) = changes(exempting(NOVEL), exempting(NOVEL, f"{NOVEL}完"))
    assert (added.how.value, added.lines[1]) == ("新增", "批准人：赵敏")


RED_HEADED = """规则包: 图样
版本: '1'
结构:
  红头图样: {检测器: traits, 种类: [红头]}
规则:
- 编号: T-01
  名称: 红头图样
  类别: 单位自定
  性质: 国家秘密
  依据: 测试规定第一条
  案例: []
  去向: [聊天软件]
  判据:
  - {把握: 高, 主证: ["@红头图样"]}
  动作: {高: 拦截}
  提示语: {标题: 测试, 说明: 测试。, 办法: 测试。}
  必须命中: [甲, 乙]
  不得命中: [丙, 丁]
"""


def test_what_is_seen_in_the_pixels_is_not_lifted() -> None:
    red_headed = load(RED_HEADED.encode(), "red.yaml")
    picture = Text(NOVEL, from_picture=True, traits=(Trait("红头", box=Box(0, 0, 9, 9)),))
    assert judged(red_headed, exempting(NOVEL), picture) is Action.BLOCK
