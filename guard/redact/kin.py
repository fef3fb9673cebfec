"""Finds words for relatives beside a person: 「赵样例（妻子）」 and 「其女」 tell whose family is meant.

All positions are of the normalised text (rules.scan.normalise).
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence

from guard.redact.mask_kinds import MaskKind
from guard.redact.traces import Found

_WORDS = "|".join((
    "妻子|丈夫|老公|老婆|老伴|爱人|配偶|前妻|前夫|未婚[妻夫]|[男女](?:朋友|友)|父亲|母亲|父母|爸爸?|妈妈?|双亲|遗孀",
    "爷爷|奶奶|外[公婆]|姥[姥爷]|外?曾?祖[父母]|公公|婆婆|岳[父母]|丈人|丈母娘|[继养][父母子女]",
    "[大二三四小长次独幼]?(?:儿子|女儿|闺女)|[长次三四独幼][子女]|儿媳妇?|女婿|外?曾?孙[子女]|外孙",
    "[大二三四小]?[哥弟姐妹]{2}|[胞堂表][兄弟哥姐妹]|兄弟|姐妹|嫂子|弟媳|弟妹|姐夫|妹夫|小[叔姑舅姨]子?",
    "叔叔|伯[伯父母]|[叔姑舅姨]父|婶[婶子]|姑[姑妈]|舅[舅妈]|[姨姑舅]妈|[大二小]姨|侄[子女儿]|外甥女?|亲家",
))
_KIN = re.compile(rf"(?:[他她我你其]的?|之)?(?:{_WORDS})")
_SHORT = re.compile("[其之][父母妻夫子女兄弟姐妹](?=[\u4e00-\u9fff(:,])"
                    "|(?<=[(|\t])[父母妻夫子女兄弟姐妹](?=[)|\t:]|$)", re.MULTILINE)
_NEAR = frozenset((MaskKind.NAME, MaskKind.ID_NUMBER, MaskKind.PHONE, MaskKind.BIRTH, MaskKind.HEALTH, MaskKind.FAMILY))
_FARTHEST = 12


def kin_beside(text: str, found: Sequence[Found]) -> Iterator[Found]:
    """Yield words for relatives in the line of something that tells who is meant, and near it."""
    people = sorted((start, end) for start, end, kind in found if kind in _NEAR)
    for pattern in (_KIN, _SHORT):
        for match in pattern.finditer(text):
            if _is_beside(text, match.start(), match.end(), people):
                yield match.start(), match.end(), MaskKind.FAMILY


def _is_beside(text: str, start: int, end: int, people: Sequence[tuple[int, int]]) -> bool:
    place = bisect_left(people, (start, 0))
    around = people[max(0, place - 2):place + 2]
    return any(one[0] - end <= _FARTHEST and start - one[1] <= _FARTHEST
               and "\n" not in text[min(end, one[1]):max(start, one[0])] for one in around)
