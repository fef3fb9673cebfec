"""Describes the nine real cases that the rules come from, one line each; a rule names its case by number."""

from __future__ import annotations

from ui.i18n.say import mark, say

CASES = {
    1: mark("街道干部拍下疫情防控交办单发到亲属群，被转发扩散，受到警告处分。"),
    2: mark("未经审批把防控工作材料发到单位 QQ 群，又被转进个人微信群，两人被立案调查。"),
    3: mark("把未经核定的调查报告传到工作群，同事转进家族群后扩散，四人受到处理。"),
    4: mark("检验员把病历照片发到家人群，信息在多个群传开，科室负责人被立案审查。"),
    5: mark("把返乡人员排查文件转发到家人、同学等 4 个群，被诫勉谈话。"),
    6: mark("未经批准把公交恢复通告（讨论稿）发到公司群，被转到朋友圈，本人被免职。"),
    7: mark("开车时点错，把密接排查函发到朋友群，虽然撤回，仍被通报批评。"),
    8: mark("把听来的病例消息发到村民小组群，被立案并受到行政处罚。"),
    9: mark("编造两条封控消息发到群里，被行政拘留五日；转发的人被批评教育。"),
}
"""Number in the source article → the case in one line."""


def case_name(number: int) -> str:
    """Return 案例三 for 3, in English "Case 3"."""
    numerals = say("〇一二三四五六七八九")
    return say("案例{number}", number=numerals[number] if number < len(numerals) else number)


def case_line(number: int) -> str | None:
    """Return the one-line story of a case, or None for a number that is not one of the nine."""
    return say(CASES[number]) if number in CASES else None
