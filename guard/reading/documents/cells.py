"""Writes the cells of a spreadsheet as people see them, row by row."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from guard.reading.documents.number_formats import Formats, index_of
from guard.reading.documents.rows import Rows
from guard.reading.documents.transcript import Transcript
from guard.reading.documents.xml import Event, Kind
from guard.sentences.catalogue import sentence
from rules.tables import column_of

_EDGE_PART = re.compile(r"&[LCR]")
_EDGE_CODE = re.compile(r'&(?:"[^"]*"|\d{1,3}|K[0-9A-Fa-f+-]{5,8}|[A-Za-z])')
_ESCAPED = re.compile(r"_x([0-9A-Fa-f]{4})_")
_IN_CELLS = frozenset({"sheetData", "row", "c", "v", "is", "t", "r", "f"})
_LAST_COLUMN = 16384
_YES = frozenset({"1", "true", "on"})


class Writer:
    """Writes the cells of one sheet into the transcript as their events arrive."""

    def __init__(self, transcript: Transcript, strings: Sequence[str], shown_as: Formats) -> None:
        self._rows = Rows(transcript)
        self._transcript = transcript
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
            self._row = index_of(event.attributes.get("r")) or self._row + 1
            self._row_hidden = _hides(event.attributes)
        elif event.name == "row":
            self.end_row()
        return True

    def end_row(self) -> None:
        """Write the row that was collected."""
        if self._row_hidden:
            with self._transcript.unseen():
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
            self._hidden.append((index_of(event.attributes.get("min")),
                                 index_of(event.attributes.get("max")) or _LAST_COLUMN))
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
        if kind in {"str", "inlineStr"}:
            value = unescaped(value)
        if kind == "s":
            number = int(value) if value.isdecimal() and len(value) < 10 else len(self._strings)
            if number >= len(self._strings):
                if value:
                    self._transcript.incomplete(sentence("reading.part-missing"))
                return ""
            return self._shown_as.text(self._strings[number], self._cell.get("s"))
        if kind == "n":
            return self._shown_as.shown(value.strip(), self._cell.get("s"))
        return "" if kind in {"b", "e"} else self._shown_as.text(value, self._cell.get("s"))


def _hides(attributes: Mapping[str, str]) -> bool:
    """Tell whether a row or column is hidden, or has no height or width."""
    size = attributes.get("ht", attributes.get("width", ""))
    return attributes.get("hidden") in _YES or (bool(size) and not size.strip("0."))


def unescaped(words: str) -> str:
    """Return a string of a workbook without the escapes for what XML cannot have (ST_Xstring, 22.9.2.19)."""
    return _ESCAPED.sub(_character, words) if "_x" in words else words


def _character(escaped: re.Match[str]) -> str:
    code = int(escaped[1], 16)
    return chr(code) if code in {9, 10} or 32 <= code < 0xD800 or 0xE000 <= code < 0xFFFE else ""


def edge_words(code: str) -> str:
    """Return what a header or footer shows, left, middle and right on lines of their own (18.3.1.46)."""
    return _EDGE_CODE.sub("", _EDGE_PART.sub("\n", code)).strip("\n")
