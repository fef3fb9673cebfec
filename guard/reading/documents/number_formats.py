"""Shows numbers of a spreadsheet as people see them: dates, percent, and the words that a format writes around them."""

from __future__ import annotations

import math
import re
from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from decimal import ROUND_HALF_UP, Decimal

from guard.reading.documents import format_words, loose_words

_DATE_FORMATS = frozenset((*range(14, 23), *range(27, 37), *range(45, 48), *range(50, 59)))
"""Built-in number formats that show a date or a time, those of Chinese versions included (18.8.30)."""

_LONGEST = 1024
"""Characters of a format that are read; a workbook cannot have more than 255."""

_NOT_SHOWN = re.compile(r'"[^"]*"|\\.|_.|\*.|\[[^\]]*\]')
_DATE_LETTERS = re.compile(r"[ymdhs]|[年月日时]", re.IGNORECASE)
_PERCENT = re.compile(r"(?:\.([0#?]*))?[^.;]*%")
_PERCENT_FORMATS = {9: (0, 0), 10: (2, 2)}
"""Built-in number formats that show percent, with the decimals that are always and at most shown (18.8.30)."""

_MOST_DECIMALS = 15
"""More digits than a workbook stores."""

_CONDITION = re.compile(r"\[[<>=]")
"""Of a section for some values alone (18.8.31): what is shown of the others is not known here."""

_LARGEST_SHARE = 1e6
"""A number beyond is no share, whatever its format: it is read as it is written."""

_CHINESE_FORMATS = frozenset({31, 32, 33, 57, 58})
_DAY_0 = datetime(1899, 12, 30)  # noqa: DTZ001  a spreadsheet's day has no time zone
_DAY_0_OF_1904 = datetime(1904, 1, 1)  # noqa: DTZ001
_LAST_DAY = 2958465


class Formats:
    """How numbers are shown: the formats of a workbook's cell styles, and the day it counts from."""

    def __init__(self, styles: tuple[Sequence[int], Mapping[int, str]], from_1904: bool) -> None:
        self._styles, codes = styles
        self._codes = {number: code[:_LONGEST] for number, code in codes.items()}
        self._dates: dict[int, bool | None] = {}
        self._percents: dict[int, tuple[int, int] | None] = {}
        self._worded = {number: code for number, code in self._codes.items() if loose_words.written(code)}
        self._day_0 = _DAY_0_OF_1904 if from_1904 else _DAY_0

    def shown(self, digits: str, style: str | None) -> str:
        """Return a number as people see it, with the words of its format; unchanged when it is not a number."""
        shown = self._plain(digits, style)
        try:
            code = self._code(style)
            return format_words.around(code, shown, float(digits)) if code else shown
        except ValueError:
            return shown

    def text(self, words: str, style: str | None) -> str:
        """Return a text with the words of its format."""
        code = self._code(style)
        return format_words.around(code, words, None) if code else words

    def _plain(self, digits: str, style: str | None) -> str:
        try:
            value = float(digits)
        except ValueError:
            return digits
        if not math.isfinite(value):
            return digits
        chinese = self._date_format(style)
        if chinese is not None and 0 <= value <= _LAST_DAY:
            return self._date(value, chinese)
        decimals = self._percent(style)
        if decimals is not None and abs(value) <= _LARGEST_SHARE:
            return _hundredfold(digits, *decimals)
        return str(int(value)) if value.is_integer() and abs(value) < 1e20 else digits

    def _date_format(self, style: str | None) -> bool | None:
        """Return None for a style that does not show a date, else whether it writes 年 and 月."""
        wanted = self._format(style)
        if wanted not in self._dates:
            self._dates[wanted] = _shows_date(wanted, self._codes.get(wanted))
        return self._dates[wanted]

    def _percent(self, style: str | None) -> tuple[int, int] | None:
        """Return the least and the most decimals of a style that shows a hundredfold with %, None for any other."""
        wanted = self._format(style)
        if wanted not in self._percents:
            self._percents[wanted] = _shows_percent(wanted, self._codes.get(wanted))
        return self._percents[wanted]

    def _format(self, style: str | None) -> int:
        number = index_of(style)
        return self._styles[number] if number < len(self._styles) else 0

    def _code(self, style: str | None) -> str:
        return self._worded.get(self._format(style), "") if self._worded else ""

    def _date(self, value: float, chinese: bool) -> str:
        moment = self._day_0 + timedelta(seconds=round(value * 86400))
        if value < 1:
            return f"{moment:%H:%M:%S}"
        day = f"{moment.year}年{moment.month}月{moment.day}日" if chinese else f"{moment:%Y-%m-%d}"
        return day if value.is_integer() else f"{day} {moment:%H:%M:%S}"


def _shows_date(number: int, code: str | None) -> bool | None:
    if code is not None:
        return ("年" in code or "月" in code) if _DATE_LETTERS.search(_NOT_SHOWN.sub("", code)) else None
    return number in _CHINESE_FORMATS if number in _DATE_FORMATS else None


def _shows_percent(number: int, code: str | None) -> tuple[int, int] | None:
    if code is None:
        return _PERCENT_FORMATS.get(number)
    found = None if _CONDITION.search(code) else _PERCENT.search(_NOT_SHOWN.sub("", code).partition(";")[0])
    if found is None:
        return None
    decimals = (found[1] or "")[:_MOST_DECIMALS]
    return len(decimals.rstrip("#?")), len(decimals)


def _hundredfold(digits: str, least: int, most: int) -> str:
    """Return a share as percent, rounded as spreadsheets do, without zeros behind the decimals that always show."""
    rounded = (Decimal(digits) * 100).quantize(Decimal(1).scaleb(-most), ROUND_HALF_UP)
    whole, _, decimals = f"{rounded:f}".partition(".")
    decimals = decimals[:least] + decimals[least:].rstrip("0")
    return f"{whole}.{decimals}%" if decimals else f"{whole}%"


def index_of(digits: str | None) -> int:
    """Return a number that an attribute contains, 0 for none."""
    return int(digits) if digits is not None and digits.isdecimal() and len(digits) < 10 else 0
