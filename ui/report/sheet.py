"""Writes one sheet of a workbook row by row. Every cell is text or a number, never a formula."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import xlsxwriter
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from ui.kit.display_text import one_line

MOST_ROWS = 100_000
"""Most rows of a sheet: they stay in memory, because none of them may be written to a temporary file."""

_CELL = 2_000

Cell = str | int


def formats(book: xlsxwriter.Workbook) -> tuple[Format, Format]:
    """Return a book's plain format and that of headings."""
    bold = book.add_format({"bold": True, "font_size": 11, "bg_color": "#E5EEF8", "border": 1,
                            "border_color": "#DCE1E7", "text_wrap": True, "valign": "vcenter"})
    return book.add_format({"text_wrap": True, "valign": "top"}), bold


class Sheet:
    """One sheet; ``cut`` is the note on an incomplete table."""

    def __init__(self, sheet: Worksheet, plain: Format, bold: Format, cut: str = "") -> None:
        self._sheet, self._plain, self._bold = sheet, plain, bold
        self._row = 0
        self._cut = cut
        sheet.hide_gridlines(2)
        sheet.set_landscape()
        sheet.set_paper(9)
        sheet.fit_to_pages(1, 0)
        sheet.set_footer("&C第 &P 页，共 &N 页")

    def widths(self, widths: Sequence[int]) -> None:
        """Set the widths of the columns, in characters."""
        for number, width in enumerate(widths):
            self._sheet.set_column(number, number, width)

    def table(self, columns: Sequence[tuple[str, int]], rows: Iterable[Sequence[Cell]]) -> None:
        """Write a table with a filter, and a note when it is incomplete."""
        self.widths([width for _, width in columns])
        self.line([title for title, _ in columns], self._bold)
        self._sheet.freeze_panes(1, 0)
        self._sheet.repeat_rows(0)
        for row in rows:
            if self._row > MOST_ROWS:
                self.line([f"表格只列前 {MOST_ROWS} 行；{self._cut}"])
                break
            self.line(row)
        self._sheet.autofilter(0, 0, max(1, self._row - 1), len(columns) - 1)

    def head(self, title: str, columns: Sequence[str]) -> None:
        """Write the heading of a section, after an empty row."""
        self._row += 1
        self.title(title)
        self.columns(columns)

    def columns(self, names: Sequence[str]) -> None:
        """Write the names of columns."""
        self.line(names, self._bold)

    def title(self, words: str) -> None:
        """Write a heading."""
        self.line([words], self._bold)

    def line(self, cells: Sequence[Cell], form: Format | None = None) -> None:
        """Write a row."""
        for number, cell in enumerate(cells):
            if isinstance(cell, str):
                # write() would turn text that looks like one into a formula or a link.
                self._sheet.write_string(self._row, number, one_line(cell, _CELL), form or self._plain)
            else:
                self._sheet.write_number(self._row, number, cell, form or self._plain)
        self._row += 1
