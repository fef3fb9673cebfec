"""Finds illnesses in running text: words that name one, and what 患, 确诊 and the like say of somebody.

Positions are of the normalised text (rules.scan.normalise).
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from guard.redact.mask_kinds import MaskKind
from guard.redact.traces import Found

_HAN = "[\\u4e00-\\u9fff]"
_ENDS = (
    "病|症|癌|瘤|炎|疹|疣|痨|结核|癫痫|梗[死塞]|出血|骨折|中风|瘫痪|障碍|衰竭|综合[征症]|梅毒|淋病|艾滋|抑郁|焦虑|痴呆|流产"
    "|阳性"
)
_SAID = re.compile(
    "(?:患[上有了]?(?![者儿处难]|病)|确诊(?:患有|为|是)?(?!者)|诊断[为是]|查出|感染[了上]?|得(?:的是|[了上过]))"
    f"(?P<illness>{_HAN}{{0,8}}?(?:{_ENDS}))(?![例人历者房友情床])",
)
_NAMED = re.compile(
    "艾滋病?|梅毒|尖锐湿疣|淋病|乙肝|丙肝|肺结核|肺痨|精神分裂症?|抑郁症|焦虑症|癫痫|白血病|糖尿病|高血压|冠心病"
    "|脑梗死?|[肝肺胃肠乳腺血癌]{1,2}癌",
)


def illnesses(text: str) -> Iterator[Found]:
    """Yield the names of illnesses, without the words that say that somebody has one."""
    for match in _SAID.finditer(text):
        yield *match.span("illness"), MaskKind.HEALTH
    for match in _NAMED.finditer(text):
        yield *match.span(), MaskKind.HEALTH
