"""Converts cells of a spreadsheet to what people see in them, row by row."""

from __future__ import annotations

import math
import re
from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta

from guard.reading.documents.draft import Draft
from guard.reading.documents.ooxml import loose_words, number_formats
from guard.reading.documents.rows import Rows
from guard.reading.documents.xml import Event, Kind
from guard.sentences.catalogue import sentence
from rules.tables import column_of

_DATE_FORMATS = frozenset((*range(14, 23), *range(27, 37), *range(45, 48), *range(50, 59)))
"""Built-in number formats that show a date or a time, those of Chinese versions included (18.8.30)."""

_LONGEST = 1024
"""Characters of a format that are read; a workbook cannot have more than 255."""

_NOT_SHOWN = re.compile(r'"[^"]*"|\\.|_.|\*.|\[[^\]]*\]')
_DATE_LETTERS = re.compile(r"[ymdhs]|[年月日时]", re.IGNORECASE)
_CHINESE_FORMATS = frozenset({31, 32, 33, 57, 58})
_DAY_0 = datetime(1899, 12, 30)  # noqa: DTZ001  a spreadsheet's day has no time zone
_DAY_0_OF_1904 = datetime(1904, 1, 1)  # noqa: DTZ001
_LAST_DAY = 2958465
_EDGE_PART = re.compile(r"&[LCR]")
_EDGE_CODE = re.compile(r'&(?:"[^"]*"|\d{1,3}|K[0-9A-Fa-f+-]{5,8}|[A-Za-z])')
_IN_CELLS = frozenset({"sheetData", "row", "c", "v", "is", "t", "r", "f"})
_LAST_COLUMN = 16384
_YES = frozenset({"1", "true", "on"})


class Formats:
    """How numbers are shown: the formats of a workbook's cell styles, and the day it counts from."""

    def __init__(self, styles: tuple[Sequence[int], Mapping[int, str]], from_1904: bool) -> None:
        self._styles, codes = styles
        self._codes = {number: code[:_LONGEST] for number, code in codes.items()}
        self._dates: dict[int, bool | None] = {}
        self._worded = {number: code for number, code in self._codes.items() if loose_words.written(code)}
        self._day_0 = _DAY_0_OF_1904 if from_1904 else _DAY_0

    def shown(self, digits: str, style: str | None) -> str:
        """Return a number as people see it, with the words of its format; unchanged when it is not a number."""
        shown = self._plain(digits, style)
        try:
            code = self._code(style)
            return number_formats.around(code, shown, float(digits)) if code else shown
        except ValueError:
            return shown

    def text(self, words: str, style: str | None) -> str:
        """Return a text with the words of its format."""
        code = self._code(style)
        return number_formats.around(code, words, None) if code else words

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
        return str(int(value)) if value.is_integer() and abs(value) < 1e20 else digits

    def _date_format(self, style: str | None) -> bool | None:
        """Return None for a style that does not show a date, else whether it writes 年 and 月."""
        wanted = self._format(style)
        if wanted not in self._dates:
            self._dates[wanted] = _shows_date(wanted, self._codes.get(wanted))
        return self._dates[wanted]

    def _format(self, style: str | None) -> int:
        number = _number(style)
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


class Writer:
    """Writes the cells of one sheet into the draft as their events arrive."""

    def __init__(self, draft: Draft, strings: Sequence[str], shown_as: Formats) -> None:
        self._rows = Rows(draft)
        self._draft = draft
        self._strings = strings
        self._shown_as = shown_as
        self._cells: list[tuple[int, str]] = []
        self._row = self._column = 0
        self._cell: Mapping[str, str] = {}
        self._value: list[str] = []
        self._in_data = self._reading = self._row_hidden = False
        self._hidden: list[tuple[int, int]] = []

    def take(self, event: Event) -> bool:
        """Take an event of the sheet; return False for one that does not belong to a cell."""
        if event.kind is Kind.TEXT:
            if self._reading:
                self._value.append(event.name)
            return self._in_data
        begins = event.kind is Kind.START
        if event.name == "sheetData":
            self._in_data = begins
        elif begins and not self._in_data:
            self._note_hidden(event)
        if not self._in_data or event.name not in _IN_CELLS:
            return self._in_data or event.name == "sheetData"
        if event.name == "c":
            self._begin(event.attributes) if begins else self._end()
        elif event.name in {"v", "t"}:
            self._reading = begins
        elif event.name == "row" and begins:
            self._row = _number(event.attributes.get("r")) or self._row + 1
            self._row_hidden = _hides(event.attributes)
        elif event.name == "row":
            self.end_row()
        return True

    def end_row(self) -> None:
        """Write the row that was collected."""
        if self._row_hidden:
            with self._draft.unseen():
                self._rows.write(self._row, self._cells)
        else:
            self._rows.write(self._row, self._cells, self._hidden)
        self._cells = []
        self._column = 0

    def _note_hidden(self, event: Event) -> None:
        """Note columns that are not shown (18.3.1.13); where rows are hidden unless they say otherwise, all of them are
        (18.3.1.81).
        """
        if event.name == "col" and _hides(event.attributes):
            self._hidden.append((_number(event.attributes.get("min")),
                                 _number(event.attributes.get("max")) or _LAST_COLUMN))
        elif event.name == "sheetFormatPr" and event.attributes.get("zeroHeight") in _YES:
            self._hidden.append((1, _LAST_COLUMN))

    def _begin(self, attributes: Mapping[str, str]) -> None:
        self._cell, self._value = attributes, []

    def _end(self) -> None:
        text = self._text()
        self._column = column_of(self._cell.get("r", "")) or self._column + 1
        if text:
            self._cells.append((self._column, text))

    def _text(self) -> str:
        value, kind = "".join(self._value), self._cell.get("t", "n")
        if kind == "s":
            number = int(value) if value.isdecimal() and len(value) < 10 else len(self._strings)
            if number >= len(self._strings):
                if value:
                    self._draft.incomplete(sentence("reading.part-missing"))
                return ""
            return self._shown_as.text(self._strings[number], self._cell.get("s"))
        if kind == "n":
            return self._shown_as.shown(value.strip(), self._cell.get("s"))
        return "" if kind in {"b", "e"} else self._shown_as.text(value, self._cell.get("s"))


def _hides(attributes: Mapping[str, str]) -> bool:
    """Tell whether a row or column is hidden, or has no height or width."""
    size = attributes.get("ht", attributes.get("width", ""))
    return attributes.get("hidden") in _YES or (bool(size) and not size.strip("0."))


def _number(digits: str | None) -> int:
    return int(digits) if digits is not None and digits.isdecimal() and len(digits) < 10 else 0


def edge_words(code: str) -> str:
    """Return what a header or footer shows, left, middle and right on lines of their own (18.3.1.46)."""
    return _EDGE_CODE.sub("", _EDGE_PART.sub("\n", code)).strip("\n")
