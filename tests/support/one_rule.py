"""Makes a pack's section 规则 with one rule around the criteria under test."""

from __future__ import annotations

_HEAD = """规则:
- 编号: YS-01
  名称: 甲
  类别: 演示
  性质: 工作秘密
  依据: 演示规定第一条
  去向: [聊天软件]
  判据:
"""
_TAIL = """  动作: {高: 拦截, 中: 提醒}
  提示语: {标题: 甲, 说明: 乙, 办法: 丙}
"""
_EXAMPLES = """  必须命中: [青松计划, 白杨计划]
  不得命中: [柏树, 松树]
"""


def one_rule(criteria: str, examples: str = _EXAMPLES) -> str:
    """Return the section 规则 with one rule; ``criteria`` and ``examples`` are its lines there."""
    return f"{_HEAD}{criteria}{_TAIL}{examples}"
