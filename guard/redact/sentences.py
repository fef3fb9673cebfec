"""Finds names in running sentences, without a label beside them: 黄小军得的是肝癌. Used only near what was masked.

The rules do not look for these: surname and given name are ordinary characters, and only the words around them show
that it is a name. All positions are of the normalised text (rules.scan.normalise).
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from guard.redact.mask_kinds import MaskKind
from guard.redact.traces import NO_NAME, Found, is_full_name
from rules.features.names import DOUBLE_SURNAMES, FIRST_CHARACTERS, is_name

_FIRST_CHARACTER = re.compile(f"[{FIRST_CHARACTERS}]")
_TELLS = re.compile(
    "的?(?:住院|门诊|病历|病案|就诊|社保|医保|护照|身份证|证件|银行|卡号|账号|账户|电话|手机|号码|微信|住址|家庭|病[情历房]|诊断|化验|检查|体检)"
    "|的病|得的?(?:是|了|病|癌|上)|患|[检查]出|查[到了]|确诊|感染|感冒|艾滋|乙肝|梅毒|[肝肺胃肠乳腺血]{1,2}癌|白血病|糖尿病|高血压"
    "|抑郁|精神|怀孕|流产|去世|手术|化疗|复查|隔离|发烧|发热|阳性"
    r"|[ :,(]{0,2}\d{4}",
)
"""What follows a person's name and hardly anything else."""
_MAY_FOLLOW = re.compile(
    r"[^\u4e00-\u9fff]|$|[的得患查确住因被已经在从去来到是有和与及跟同给把说要也于男女送陪入出发打叫做家等感就今昨前现之这那没不"
    "他她老两一又再还只全妈爸妻夫父母儿哥姐弟妹]",
)
_MAY_PRECEDE = re.compile(
    r"[^\u4e00-\u9fff]|[把将给替帮让叫送陪找问请派排下看经查是的由向和与及跟同对因为被见诉知员士者人儿子女妻夫母父]",
)
_VERBS = frozenset("得患查把给跟让请去来做检确感了过着吧吗呢")
"""Characters that continue the sentence after a name; with traces.NO_NAME."""


def names_in_sentences(text: str, start: int, end: int) -> Iterator[Found]:
    """Yield the names between two positions that the words around them show to be names."""
    place = start
    while (first := _FIRST_CHARACTER.search(text, place, end)) is not None:
        place = first.start()
        last = _end_of_name(text, place)
        if last is None:
            place += 1
        else:
            yield place, last, MaskKind.NAME
            place = last


def _end_of_name(text: str, start: int) -> int | None:
    """Return the end of the name that begins here, None when none does."""
    before = text[max(0, start - 1):start]
    within_a_word = before and before in FIRST_CHARACTERS and not is_name(before + text[start])
    if within_a_word or _TELLS.match(text, start) is not None:
        return None
    between = not before or _MAY_PRECEDE.match(before) is not None
    for length in (4, 3) if text[start:start + 2] in DOUBLE_SURNAMES else (3, 2):
        word = text[start:start + length]
        if not _is_person(word, length):
            continue
        end = start + length
        if _TELLS.match(text, end) is not None or (between and _MAY_FOLLOW.match(text, end) is not None):
            return end
    return None


def _is_person(word: str, length: int) -> bool:
    """Tell whether a word of this length may be a name; one that begins with an ordinary word (任务重) is not."""
    given = word[1:]
    return (
        is_full_name(word, length) and NO_NAME.isdisjoint(given) and _VERBS.isdisjoint(given)
        and (is_name(word[:2]) or word[:2] in DOUBLE_SURNAMES)
    )
