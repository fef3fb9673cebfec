"""Finds the numbers of court cases and of decisions about one person: whoever looks one up reads the whole case.

Court cases are numbered (year) court, kind, number (最高人民法院《关于人民法院案件案号的若干规定》, 2015); decisions
have the short name of the office, the kind of decision, the year and a number. Positions are of the normalised text.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from guard.redact.mask_kinds import MaskKind
from guard.redact.traces import Found

_HAN = "[\\u4e00-\\u9fff]"
_YEAR = r"[(\[〔【][12]\d{3}[)\]〕】]"
_COURT = re.compile(rf"{_YEAR}{_HAN}{{1,3}}\d{{0,5}}{_HAN}{{1,6}}\d{{1,7}}号(?:之[一二三四五六七八九十])?")
_DECISION = re.compile(
    rf"{_HAN}{{1,6}}(?:\({_HAN}{{1,6}}\))?{_HAN}{{0,8}}(?<=[罚决认裁鉴仲信访复监矫拘释受工伤])字?{_YEAR}第?\d{{1,7}}号"
    rf"|{_HAN}{{1,8}}字第?[0-9\-]{{4,20}}号?")


def case_numbers(text: str) -> Iterator[Found]:
    """Yield them whole."""
    for pattern in (_COURT, _DECISION):
        yield from ((*match.span(), MaskKind.CASE_NUMBER) for match in pattern.finditer(text))
