"""Writes a report for a word processor: pages of A4, headings, tables with the columns of a report."""

from __future__ import annotations

import io
from collections.abc import Iterable, Sequence
from datetime import UTC, datetime
from typing import NamedTuple

from docx import Document
from docx.document import Document as Page
from docx.enum.section import WD_ORIENT
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Cm, Pt
from docx.table import Table

from ui.kit.display_text import one_line, visible
from ui.report.sheet import Cell


class Column(NamedTuple):
    """Its heading, its width in centimetres, and whether it has counts, which are on the right."""

    name: str
    width: float
    counts: bool = False


_FONT = "仿宋"
_LONGEST = 500
_LONG, _SHORT = Cm(29.7), Cm(21)


def begun(title: str, at: float, *, wide: bool = False) -> Page:
    """Return a document with a title, made at a time since the epoch; ``wide``: on its side."""
    made = Document()
    section = made.sections[0]
    section.orientation = WD_ORIENT.LANDSCAPE if wide else WD_ORIENT.PORTRAIT
    section.page_width, section.page_height = (_LONG, _SHORT) if wide else (_SHORT, _LONG)
    section.top_margin = section.bottom_margin = Cm(1.8)
    for name in ("Normal", "Title", "Heading 2"):
        font = made.styles[name].font
        font.name = _FONT
        # Chinese uses the East Asian font, which python-docx does not set.
        made.styles[name].element.get_or_add_rPr().get_or_add_rFonts().set(qn("w:eastAsia"), _FONT)
    made.styles["Normal"].font.size = Pt(11)
    made.styles["Normal"].paragraph_format.space_after = Pt(4)
    about = made.core_properties
    about.title, about.author, about.comments = title, "密哨", ""
    about.created = about.modified = datetime.fromtimestamp(at, UTC)
    made.add_heading(title, 0).alignment = WD_ALIGN_PARAGRAPH.CENTER
    return made


def add_words(made: Page, words: str = "") -> None:
    """Write a paragraph; what cannot be seen in it, or cannot be in a document, becomes visible."""
    made.add_paragraph(visible(words))


def add_table(made: Page, title: str, columns: Sequence[Column], rows: Iterable[Sequence[Cell]]) -> None:
    """Write a table under a heading."""
    made.add_heading(title, 2)
    written: list[Sequence[Cell]] = [[column.name for column in columns], *rows]
    if len(written) == 1:
        add_words(made, "没有。")
        return
    table = made.add_table(0, len(columns), "Table Grid")
    table.autofit = False
    for drawn, column in zip(table.columns, columns, strict=True):
        drawn.width = Cm(column.width)
    for words in written:
        for cell, column, said in zip(table.add_row().cells, columns, words, strict=True):
            cell.width = Cm(column.width)
            cell.text = one_line(str(said), _LONGEST)
            if column.counts:
                cell.paragraphs[0].alignment = WD_ALIGN_PARAGRAPH.RIGHT
    finish(table)


def finish(table: Table) -> None:
    """Repeat the first row on every page, keep each row on one, and its lines close together."""
    for row in table.rows:
        for cell in row.cells:
            cell.paragraphs[0].paragraph_format.space_after = Pt(0)
        row._tr.get_or_add_trPr().append(OxmlElement("w:cantSplit"))
    table.rows[0]._tr.get_or_add_trPr().append(OxmlElement("w:tblHeader"))


def content_of(made: Page) -> bytes:
    """Return the document as a file."""
    out = io.BytesIO()
    made.save(out)
    return out.getvalue()
