"""Reads a table of the unit (xlsx, xls, et, csv) row by row, each cell as the text that people would write."""

from __future__ import annotations

import csv
import re
from collections.abc import Iterable, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import date
from itertools import islice
from pathlib import Path

from guard.publish.errors import PublishError
from guard.sentences.catalogue import sentence
from guard.util.os_errors import why
from rules.exact.building import is_shared

_WORKBOOKS = (".xlsx", ".xlsm", ".xlsb", ".xls", ".et", ".ods")
_SURE_DIGITS = 15
"""Digits of a number that a workbook keeps: longer ones (identity numbers) have lost their last digits."""
_ROUNDED = re.compile(r"[+-]?[0-9](?:\.[0-9]+)?E\+[0-9]{2,3}")
"""A long number as a workbook writes it into a csv, 3.30102E+17: its last digits are lost."""

_MOST_ABOVE = 10
"""Rows among which the headings are looked for: titles and who filled it in are above them."""

SAVED_TEXT_ENCODINGS = ("utf-8-sig", "gb18030")
"""How office programs and editors save a text, in the order to try."""

_SAMPLE = 1024 * 1024


class TableFileError(PublishError):
    """The file of a table cannot be read; the words name it."""


@dataclass(frozen=True, slots=True)
class UnitTable:
    """The chosen columns of a table by their headings, and its rows below the headings, which can be read once."""

    headings: tuple[str, ...]
    rows: Iterator[tuple[str, ...]]


def read_table(path: Path, columns: Sequence[str] = (), sheet: str = "") -> UnitTable:
    """Return the columns with these headings, all without any; ``sheet`` is of a workbook, by default the first.

    Raises TableFileError and PublishError.
    """
    try:
        rows = _workbook(path, sheet) if path.suffix.lower() in _WORKBOOKS else _comma_separated(path)
    except OSError as error:
        raise TableFileError(sentence("publish.not-readable", path=path, why=why(error))) from error
    headings = _headings(rows, columns)
    if not headings:
        raise PublishError(sentence("unit-table.no-headings", path=path, most=_MOST_ABOVE))
    known = "、".join(filter(None, headings))
    for column in columns:
        if headings.count(column) != 1:
            raise PublishError(sentence("unit-table.no-column", path=path, column=column, known=known))
    chosen = [headings.index(column) for column in columns] or [
        place for place, heading in enumerate(headings) if heading]
    return UnitTable(tuple(headings[place] for place in chosen), _chosen(rows, chosen))


@dataclass(frozen=True, slots=True)
class Column:
    """A column of a table: its heading, how many different values it has, and whether several rows have each."""

    heading: str
    values: int
    shared: bool


def columns_of(table: UnitTable) -> tuple[Column, ...]:
    """Return the columns of a table. Reads it to its end."""
    different: list[set[int]] = [set() for _ in table.headings]
    filled = [0] * len(table.headings)
    for row in table.rows:
        for place, cell in enumerate(row):
            if cell:
                different[place].add(hash(cell))
                filled[place] += 1
    return tuple(Column(heading, len(values), is_shared(len(values), count))
                 for heading, values, count in zip(table.headings, different, filled, strict=True))


def no_columns(path: Path, table: UnitTable) -> PublishError:
    """Return what is said where no column was named: all columns, with how many values each has. Reads the table."""
    told = (sentence("unit-table.shared-column" if one.shared else "unit-table.column", name=one.heading,
                     count=one.values) for one in columns_of(table))
    return PublishError(sentence("unit-table.no-columns", path=path, columns=tuple(told)))


def _headings(rows: Iterator[Sequence[str]], columns: Sequence[str]) -> list[str]:
    """Return the first row with all these headings, without any named or found the first with two cells; empty where no
    row has."""
    first: list[str] = []
    for row in islice(rows, _MOST_ABOVE):
        headings = [heading.strip() for heading in row]
        if len(headings) - headings.count("") > 1:
            first = first or headings
            if set(columns) <= set(headings):
                return headings
    return first


def _chosen(rows: Iterable[Sequence[str]], places: Sequence[int]) -> Iterator[tuple[str, ...]]:
    for row in rows:
        if any(row):
            yield tuple(row[place] if place < len(row) else "" for place in places)


def _comma_separated(path: Path) -> Iterator[Sequence[str]]:
    """Yield the rows of a text file, in the encoding and with the separator that it has."""
    with path.open("rb") as stream:
        sample = stream.read(_SAMPLE)
    for encoding in SAVED_TEXT_ENCODINGS:
        with suppress(UnicodeDecodeError):
            first = sample[:sample.rfind(b"\n") + 1 or None].decode(encoding).split("\n", _MOST_ABOVE)[:_MOST_ABOVE]
            return _lines(path, encoding, max(",\t;", key="\n".join(first).count))
    raise PublishError(sentence("unit-table.not-text", path=path))


def _lines(path: Path, encoding: str, separator: str) -> Iterator[Sequence[str]]:
    try:
        with path.open(encoding=encoding, newline="") as stream:
            for row in csv.reader(stream, delimiter=separator):
                yield ["" if _ROUNDED.fullmatch(cell) else cell for cell in row]
    except UnicodeDecodeError as error:
        raise PublishError(sentence("unit-table.not-text", path=path)) from error
    except csv.Error as error:
        raise PublishError(sentence("unit-table.not-a-table", path=path)) from error


def _workbook(path: Path, sheet: str) -> Iterator[Sequence[str]]:
    from python_calamine import CalamineError, CalamineWorkbook

    path.open("rb").close()
    try:
        book = CalamineWorkbook.from_path(str(path))
        if sheet and sheet not in book.sheet_names:
            raise PublishError(sentence("unit-table.no-sheet", path=path, sheet=sheet,
                                        known="、".join(book.sheet_names)))
        rows = (book.get_sheet_by_name(sheet) if sheet else book.get_sheet_by_index(0)).to_python()
    except CalamineError as error:
        raise PublishError(sentence("unit-table.not-a-table", path=path)) from error
    return map(_texts, rows)


def _texts(row: Sequence[object]) -> tuple[str, ...]:
    return tuple(map(_text, row))


def _text(value: object) -> str:
    """Return a cell as text; "" for a number so long that the workbook has rounded it."""
    if isinstance(value, bool):
        return ""
    if isinstance(value, float) and value.is_integer():
        return f"{value:.0f}" if len(f"{abs(value):.0f}") <= _SURE_DIGITS else ""
    if isinstance(value, date):
        return value.strftime("%Y%m%d")
    return str(value)
