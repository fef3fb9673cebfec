"""Makes rules with 让位: one in a pack of its own; no built-in rule has it."""

from __future__ import annotations

from guard.supply.builtin import builtin_pack
from rules.judge.judge import Judge
from rules.model import Action, Verdict
from rules.pack.loading import load

WORDS = "闭门碰头会"
"""The word that the rule looks for."""

_PACK = """\
规则包: 让位演示
版本: 2026.1
规则:
- 编号: RW-01
  名称: 闭门碰头会
  类别: 单位自定
  性质: 工作秘密
  依据: 演示单位保密规定第三条
  去向: [聊天软件]
  让位: true
  判据:
  - {把握: 中, 主证: 闭门碰头会}
  动作: {中: ACTION}
  提示语: {标题: 先等一等, 说明: 这是会议安排。, 办法: 请走办公系统。}
  必须命中: [参加闭门碰头会, 闭门碰头会改期]
  不得命中: [开会了, 碰头会改期]
"""


def stopped_by(verdict: Verdict) -> set[str]:
    """Return the rules that warn of a text or block it, without warnings of yielding rules."""
    yielding = {entry.rule for entry in verdict.explanations if entry.yields}
    return {match.rule for match in verdict.matches
            if match.action is Action.BLOCK or (match.action is Action.WARN and match.rule not in yielding)}


def yielding_judge(action: str = "提醒") -> Judge:
    """Return the built-in rules with one more that yields; ``action`` is 提醒 or 拦截."""
    return Judge([load(builtin_pack(), "builtin.yaml"), load(_PACK.replace("ACTION", action).encode(), "unit.yaml")])
