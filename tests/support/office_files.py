"""Makes office files with one marker in every place that can contain words; everybody in them is invented."""

from __future__ import annotations

import io
import os
import zipfile
from collections.abc import Mapping
from datetime import date
from pathlib import Path

import docx
import openpyxl
import pptx
from docx.oxml import OxmlElement, parse_xml
from docx.oxml.ns import nsdecls, qn
from openpyxl.comments import Comment
from pptx.util import Inches

from tests.support.pictures import encode, render_document

PICTURE = encode(render_document("图片里的机密★10年", width=700))


def repacked(untrusted_bytes: bytes, changes: Mapping[str, bytes]) -> bytes:
    """Return the package with these parts replaced or added."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(untrusted_bytes)) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        for info in old.infolist():
            if info.filename not in changes:
                new.writestr(info.filename, old.read(info))
        for name, content in changes.items():
            new.writestr(name, content)
    return out.getvalue()


def document(path: Path, words: str) -> Path:
    """Write a docx with a paragraph per line, and nothing else."""
    written = docx.Document()
    about = written.core_properties
    # python-docx's own properties are in each document, and the words of a stopped one are recognised.
    about.title = about.author = about.comments = ""
    for line in words.splitlines():
        written.add_paragraph(line)
    path.write_bytes(saved(written))
    return path


def part(untrusted_bytes: bytes, name: str) -> bytes:
    """Return one part of a package."""
    with zipfile.ZipFile(io.BytesIO(untrusted_bytes)) as package:
        return package.read(name)


def saved(document: object) -> bytes:
    """Return the bytes that python-docx, openpyxl or python-pptx would write to a file."""
    out = io.BytesIO()
    document.save(out)  # type: ignore[attr-defined]
    return out.getvalue()


def letter(picture: bytes = b"") -> bytes:
    """A docx with a marker in each place."""
    document = docx.Document()
    paragraph = document.add_paragraph()
    for run in ("机", "密", "★", "5年"):
        paragraph.add_run(run)
    document.sections[0].header.paragraphs[0].text = "页眉标记"
    document.sections[0].footer.paragraphs[0].text = "页脚标记"
    table = document.add_table(2, 2)
    for number, words in enumerate(("姓名", "电话", "王小明", "13800138000")):
        table.cell(number // 2, number % 2).text = words
    hidden = document.add_paragraph().add_run("隐藏文字标记")
    hidden.font.hidden = True
    document.add_paragraph().add_run("批注处")
    document.add_comment(document.paragraphs[-1].runs, text="批注标记", author="李四")
    _tracked(document.add_paragraph()._p)
    document.add_paragraph()._p.append(parse_xml(_TEXT_BOX))
    document.core_properties.title = "属性标记"
    document.add_page_break()
    document.add_paragraph("第二页标记")
    if picture:
        document.add_picture(io.BytesIO(picture), Inches(4))
    return saved(document)


def _tracked(paragraph: object) -> None:
    for kind, text_name, words in (("w:ins", "w:t", "插入标记"), ("w:del", "w:delText", "删除标记")):
        change, run, text = OxmlElement(kind), OxmlElement("w:r"), OxmlElement(text_name)
        change.set(qn("w:author"), "李四")
        text.text = words
        run.append(text)
        change.append(run)
        paragraph.append(change)  # type: ignore[attr-defined]


_BOX = '<w:txbxContent><w:p><w:r><w:t>文本框标记</w:t></w:r></w:p></w:txbxContent>'
_TEXT_BOX = f"""<w:r {nsdecls('w')} xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006"
 xmlns:wps="http://schemas.microsoft.com/office/word/2010/wordprocessingShape"
 xmlns:v="urn:schemas-microsoft-com:vml"><w:t>框前</w:t><mc:AlternateContent>
 <mc:Choice Requires="wps"><w:drawing><wps:wsp><wps:txbx>{_BOX}</wps:txbx></wps:wsp></w:drawing></mc:Choice>
 <mc:Fallback><w:pict><v:textbox>{_BOX}</v:textbox></w:pict></mc:Fallback></mc:AlternateContent><w:t>框后</w:t></w:r>"""


def table(picture: bytes = b"") -> bytes:
    """An xlsx with a marker in each place."""
    book = openpyxl.Workbook()
    first = book.active
    assert first is not None
    first.title = "名册"
    for row in (("姓名", "电话", "日期", "百分比"), ("王小明", 13800138000, date(2026, 1, 5), 0.5), ("", "", "隔两列")):
        first.append(row)
    first["C2"].number_format = 'yyyy"年"m"月"d"日"'
    first["F2"] = 1101011990030785151
    first["A2"].comment = Comment("批注标记", "李四")
    first.oddHeader.center.text = "页眉标记"
    hidden = book.create_sheet("隐藏表")
    hidden["A1"] = "隐藏表标记"
    hidden.sheet_state = "hidden"
    very = book.create_sheet("深藏表")
    very["A1"] = "深藏表标记"
    very.sheet_state = "veryHidden"
    first.row_dimensions[3].hidden = True
    book.properties.keywords = "属性标记"
    if picture:
        from openpyxl.drawing.image import Image

        first.add_image(Image(io.BytesIO(picture)), "A10")
    return saved(book)


def slides(picture: bytes = b"") -> bytes:
    """A pptx with a marker in each place."""
    show = pptx.Presentation()
    blank = show.slide_layouts[6]
    first = show.slides.add_slide(show.slide_layouts[0])
    first.shapes.title.text = "标题标记"
    first.notes_slide.notes_text_frame.text = "备注标记"
    second = show.slides.add_slide(blank)
    second.shapes.add_textbox(0, 0, Inches(3), Inches(1)).text_frame.text = "文本框标记"
    cells = second.shapes.add_table(1, 2, 0, Inches(2), Inches(4), Inches(1)).table
    cells.cell(0, 0).text, cells.cell(0, 1).text = "王小明", "13800138000"
    second._element.set("show", "0")
    third = show.slides.add_slide(blank)
    third.shapes.add_group_shape().shapes.add_textbox(0, 0, Inches(2), Inches(1)).text_frame.text = "组合标记"
    if picture:
        third.shapes.add_picture(io.BytesIO(picture), 0, 0)
    show.core_properties.comments = "属性标记"
    return saved(show)


def heavy_document(path: Path, words: str, size: int) -> Path:
    """Write a docx of about this many bytes, most of them a part that nobody reads."""
    document(path, words)
    with zipfile.ZipFile(path, "a", zipfile.ZIP_STORED) as package:
        package.writestr("docProps/thumbnail.bin", os.urandom(size))
    return path
