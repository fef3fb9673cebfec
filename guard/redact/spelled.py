"""Finds numbers in other writing: a phone in Chinese numerals, a number with a digit per line or between spaces.

Positions are of the normalised text (rules.scan.normalise).
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from guard.redact.mask_kinds import MaskKind
from guard.redact.traces import Found
from rules.validators import identity_number, mobile_number

_NUMERALS = str.maketrans("零〇○一二三四五六七八九幺两壹贰叁肆伍陆柒捌玖", "00012345678912123456789")
_DIGIT = "[0-9零〇○一二三四五六七八九幺两壹贰叁肆伍陆柒捌玖]"
_APART = r"[\s,、.\-]{0,3}"
_RUN = re.compile(rf"{_DIGIT}(?:{_APART}{_DIGIT}){{10,17}}(?:{_APART}[Xx])?(?!{_DIGIT})")
_TAIWAN = re.compile(r"(?<![\d\-])09\d\d-\d{3}-\d{3}(?![\d\-])")
_BETWEEN = re.compile(r"[\s,、.\-]+")


def spelled_numbers(text: str) -> Iterator[Found]:
    """Yield mobile and identity numbers, however their digits are written, and mobile numbers of Taiwan."""
    for match in _RUN.finditer(text):
        number = _BETWEEN.sub("", match.group()).translate(_NUMERALS).upper()
        if identity_number(number):
            yield *match.span(), MaskKind.ID_NUMBER
        elif mobile_number(number):
            yield *match.span(), MaskKind.PHONE
    yield from ((*match.span(), MaskKind.PHONE) for match in _TAIWAN.finditer(text))
