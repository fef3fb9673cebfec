"""Tests lint on examples that prove nothing, rules that another makes redundant, words that ordinary text is full of.
"""

from __future__ import annotations

from rules.judge.judge import Judge
from rules.lint.common import ORDINARY, lint_common
from rules.lint.examples import lint_examples
from rules.lint.lint import lint
from rules.model import Action
from rules.pack.loading import load
from rules.schema.problem import Problem
from rules.text import Text

RULE = """- 编号: {id}
  名称: 甲
  类别: 演示
  性质: 工作秘密
  依据: {basis}
  去向: [聊天软件]
  判据:
  - {{把握: 高, 主证: [{primary}], 例外: [{{出现: 演习, 距离: 同句, 作用: 降两级, 不得吞掉: "演习了。{sample}"}}]}}
  动作: {{高: {action}, 低: 记录}}
  提示语: {{标题: 甲, 说明: 乙, 办法: 丙}}
  必须命中: ["{sample}", "关于{sample}"]
  不得命中: [{silent}]
"""
NAME = "规则包: 演示包\n版本: 1\n"
HEAD = f"{NAME}规则:\n"


def _rule(number: int, primary: str = "青松计划", sample: str = "青松计划", silent: str = "青松长高了, 计划外",
          basis: str = "演示规定第一条", action: str = "拦截") -> str:
    return RULE.format(id=f"YS-0{number}", primary=primary, sample=sample, silent=silent, basis=basis, action=action)


def _told(written: str, rule: str) -> list[Problem]:
    pack = load(written.encode(), "unwise.yaml")
    return [problem for problem in (*lint(pack), *lint_examples(pack), *lint_common(pack)) if problem.rule == rule]


def test_a_sound_rule_is_told_nothing() -> None:
    assert _told(HEAD + _rule(1), "YS-01") == []


def test_an_example_that_is_written_twice_or_on_both_sides_is_told_with_its_line() -> None:
    written = HEAD + _rule(1, silent='计划外, 计划外, "青松计划"')
    found = _told(written, "YS-01")
    assert [problem.line for problem in found] == [written.count("\n")] * 3
    assert sum("和不得命中第 1 条一样" in problem.message for problem in found) == 1
    assert sum("和必须命中第 1 条一样" in problem.message for problem in found) == 1
    assert sum("不该命中，却是“拦截”" in problem.message for problem in found) == 1


def test_silent_examples_that_are_far_from_the_rule_are_told() -> None:
    (problem,) = _told(HEAD + _rule(1, silent="今天下雨, 明天晴"), "YS-01")
    assert "证明不了什么" in problem.message


def test_an_exemption_that_swallows_its_own_example_is_told() -> None:
    written = HEAD + _rule(1).replace("演习了。青松计划", "演习青松计划")
    (problem,) = _told(written, "YS-01")
    assert "不得吞掉第 1 条" in problem.message


def test_a_rule_whose_examples_another_one_stops_as_strictly_is_told() -> None:
    longer = _rule(2, primary="青松计划书", sample="青松计划书", action="提醒")
    written = HEAD + _rule(1, primary="白杨, 青松计划") + longer
    found = [problem.message for problem in _told(written, "YS-02")]
    assert any("规则 YS-01 也都管" in message for message in found)
    assert any("“青松计划书”里含有规则 YS-01 的主证“青松计划”" in message for message in found)
    assert not any("也都管" in problem.message for problem in _told(written, "YS-01"))


def test_a_basis_that_nobody_could_look_up_is_told_with_its_line() -> None:
    written = HEAD + _rule(1, basis="按有关规定")
    (problem,) = _told(written, "YS-01")
    assert problem.line == written[:written.index("依据")].count("\n") + 1
    assert "查不到出处" in problem.message


def test_a_deciding_word_that_ordinary_text_is_full_of_is_told() -> None:
    (problem,) = _told(HEAD + _rule(1, primary="负责人, 青松计划"), "YS-01")
    assert "主证“负责人”在普通公文和聊天里到处都有" in problem.message


def test_a_pattern_whose_needed_words_are_everywhere_is_slow() -> None:
    patterns = "模式:\n  常见: {正则: '(?:请|通知|部门|时间|工作)[^\\n]{0,20}(?:通知|工作|部门|会议|请)'}\n"
    written = NAME + patterns + "规则:\n" + _rule(1, primary='青松计划, "@常见"')
    slow = [problem for problem in _told(written, "YS-01") if "拖慢" in problem.message]
    assert [problem.line for problem in slow] == [4]


def test_ordinary_text_is_ordinary(judge: Judge) -> None:
    assert judge.judge(Text(ORDINARY)).action in (Action.ALLOW, Action.LOG)
