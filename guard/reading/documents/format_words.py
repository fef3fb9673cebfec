"""Applies the words that a number format writes around a value: ``"共"0"年"`` shows 5 as 共5年 (18.8.31)."""

from __future__ import annotations

import re
from functools import lru_cache

_TOKEN = re.compile(r'"([^"]*)"?|\\(.)|[_*].|\[[^\]]*\]|(General|[0#?.,/%@]+(?:[eE][+-][0#?]+)?)|([ymdhs]+)|(;)|(.)',
                    re.IGNORECASE | re.DOTALL)
_OF_DATES = re.compile(r"[上下午年月日时分秒周星期第季度号/\s]*")
"""Words that belong to a date, which is already shown with them."""

_FORMATS = 256
"""Number of parsed formats that are cached."""


def around(code: str, shown: str, value: float | None) -> str:
    """Return what is shown of a value with the words of its format; ``value`` is None for text."""
    sections = _sections(code)
    if value is None:
        section = sections[3] if len(sections) > 3 else next((one for one in sections if "@" in code and one[1]), None)
        return _filled(section, shown) if section is not None and "@" in code else shown
    if len(sections) > 1 and value < 0:
        return _filled(sections[1], shown.removeprefix("-"))
    return _filled(sections[2 if len(sections) > 2 and value == 0 else 0], shown)


@lru_cache(_FORMATS)
def _sections(code: str) -> tuple[tuple[str, bool, str], ...]:
    """Return what is before and after the value in each section, and whether there is a value between them."""
    found = [["", "", ""]]
    place = 0
    for token in _TOKEN.finditer(code):
        quoted, escaped, digits, date, end, other = token.groups()
        if end:
            found.append(["", "", ""])
            place = 0
        elif digits or date:
            found[-1][1] = "date" if date else found[-1][1] or "number"
            place = 2
        else:
            found[-1][place] += quoted or escaped or other or ""
    return tuple(_dated(before) if value == "date" else (before, bool(value), behind)
                 for before, value, behind in found)


def _dated(before: str) -> tuple[str, bool, str]:
    return ("" if _OF_DATES.fullmatch(before) else before), True, ""


def _filled(section: tuple[str, bool, str], shown: str) -> str:
    before, has_value, behind = section
    if not has_value:
        # Only the words are shown; the value is kept beside them.
        return f"{before} {shown}" if before else shown
    return f"{before}{shown}{behind}"
