"""Writes lines, tables and pages as a new docx that has nothing else: no metadata, no history, no picture. Pure.

WordprocessingML as far as every word processor reads it (ISO/IEC 29500-1 clause 17).
"""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby
from xml.sax.saxutils import escape

_HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
_MAIN = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_RELATIONS = "http://schemas.openxmlformats.org/package/2006/relationships"
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_KIND = "application/vnd.openxmlformats-officedocument.wordprocessingml"
_TYPES = ('<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
          '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
          '<Default Extension="xml" ContentType="application/xml"/>'
          f'<Override PartName="/word/document.xml" ContentType="{_KIND}.document.main+xml"/>'
          f'<Override PartName="/word/styles.xml" ContentType="{_KIND}.styles+xml"/></Types>')
_STYLES = (f'<w:styles xmlns:w="{_MAIN}"><w:docDefaults><w:rPrDefault><w:rPr>'
           '<w:rFonts w:ascii="Times New Roman" w:hAnsi="Times New Roman" w:eastAsia="SimSun"/><w:sz w:val="24"/>'
           "</w:rPr></w:rPrDefault></w:docDefaults></w:styles>")


def _relation(kind: str, target: str) -> str:
    return (f'<Relationships xmlns="{_RELATIONS}"><Relationship Id="rId1" Type="{_OFFICE}/{kind}" '
            f'Target="{target}"/></Relationships>')


_PARTS = (
    ("[Content_Types].xml", _TYPES),
    ("_rels/.rels", _relation("officeDocument", "word/document.xml")),
    ("word/_rels/document.xml.rels", _relation("styles", "styles.xml")),
    ("word/styles.xml", _STYLES),
)
_BREAK = '<w:p><w:r><w:br w:type="page"/></w:r></w:p>'
_ILLEGAL = re.compile("[^\t\n\r\\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
"""Characters that XML cannot have (XML 1.0, 2.2)."""

_LINE = re.compile(r"\r\n|[\n\r\v\f\x85\u2028\u2029]")
_WIDTH, _HEIGHT, _MARGIN = 11906, 16838, 1440
"""A4 in twentieths of a point, and its margins."""

_MANY_COLUMNS = 7
"""From so many columns on, the page lies on its side."""

_MOST_COLUMNS = 60
"""A word processor takes 63; what is beyond stays in the last one."""


def docx(pages: Iterable[str]) -> bytes:
    """Return a docx with these pages; consecutive lines with tabs are rows of a table."""
    bodies = [list(_blocks(page)) for page in pages]
    widest = max((len(row) for body in bodies for rows in body for row in rows), default=1)
    width, height = (_HEIGHT, _WIDTH) if widest >= _MANY_COLUMNS else (_WIDTH, _HEIGHT)
    body = _BREAK.join("".join(_block(rows, width - 2 * _MARGIN) for rows in blocks) for blocks in bodies)
    side = ' w:orient="landscape"' if width > height else ""
    edges = " ".join(f'w:{edge}="{_MARGIN}"' for edge in ("top", "right", "bottom", "left"))
    main = (f'<w:document xmlns:w="{_MAIN}"><w:body>{body}<w:sectPr><w:pgSz w:w="{width}" w:h="{height}"{side}/>'
            f'<w:pgMar {edges} w:header="720" w:footer="720" w:gutter="0"/></w:sectPr></w:body></w:document>')
    written = io.BytesIO()
    with zipfile.ZipFile(written, "w", zipfile.ZIP_DEFLATED) as package:
        for name, part in (*_PARTS, ("word/document.xml", main)):
            info = zipfile.ZipInfo(name)  # a time of its own, not that of this computer
            info.compress_type = zipfile.ZIP_DEFLATED
            package.writestr(info, _HEAD + part)
    return written.getvalue()


Rows = Sequence[Sequence[str]]


def _blocks(page: str) -> Iterator[Rows]:
    """Yield each table as its rows, and other lines as one row with one cell each."""
    lines = [line.split("\t", _MOST_COLUMNS - 1) for line in _LINE.split(page.rstrip("\n"))]
    for table, rows in groupby(lines, lambda cells: len(cells) > 1):
        if table:
            yield list(rows)
        else:
            yield from ([row] for row in rows)


def _block(rows: Rows, width: int) -> str:
    columns = max(map(len, rows))
    if columns == 1:
        return "".join(map(_paragraph, (row[0] for row in rows)))
    one = width // columns
    borders = "".join(f'<w:{edge} w:val="single" w:sz="4" w:space="0" w:color="auto"/>'
                      for edge in ("top", "left", "bottom", "right", "insideH", "insideV"))
    grid = f'<w:gridCol w:w="{one}"/>' * columns
    written = "".join(f"<w:tr>{''.join(_cell(cell, one) for cell in _filled(row, columns))}</w:tr>" for row in rows)
    return (f'<w:tbl><w:tblPr><w:tblW w:w="{one * columns}" w:type="dxa"/><w:tblBorders>{borders}</w:tblBorders>'
            f"</w:tblPr><w:tblGrid>{grid}</w:tblGrid>{written}</w:tbl>{_paragraph('')}")


def _filled(row: Sequence[str], columns: int) -> list[str]:
    return [*row, *[""] * (columns - len(row))]


def _cell(words: str, width: int) -> str:
    return f'<w:tc><w:tcPr><w:tcW w:w="{width}" w:type="dxa"/></w:tcPr>{_paragraph(words)}</w:tc>'


def _paragraph(words: str) -> str:
    if not words:
        return "<w:p/>"
    legal = escape(_ILLEGAL.sub("\ufffd", words))
    return f'<w:p><w:r><w:t xml:space="preserve">{legal}</w:t></w:r></w:p>'
