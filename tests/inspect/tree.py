"""Makes a folder as offices have them, with a fixed seed. Everybody and everything in it is invented.

It has marks in every place that can contain words, clean files, and files that cannot be read.
"""

from __future__ import annotations

import io
import json
import random
import re
import zipfile
from base64 import b64encode
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path

from guard.core.model import Outcome
from tests.reading.documents.stored import stored
from tests.support import ofd_parts, office_files, open_document_files, pdf_parts
from tests.support.archives import encrypted_zip_of, mail_of, outlook_message_of, seven_zip_of, tar_of, zip_of
from tests.support.fixed_layout_files import ofd, pdf
from tests.support.office_objects import with_streams, wrapped
from tests.support.pictures import encode, render_document

MARKS = ("机密★5年", "秘密★1年", "机密★10年", "绝密★30年")
CLEAN = (
    "图书室周五下午照常开放。", "保守国家秘密是每个公民的义务。", "会议室的投影仪已经修好，可以正常使用。",
    "食堂本周供应清淡饭菜，请大家节约粮食。", "培训资料可以在内网下载，不涉密。", "秘密武器是勤洗手、多通风。",
    "图书室新到了一批科普读物。", "办公用品请到二楼领取。",
)

MARKED_ONLY = "old-format"
"""Folder of the files once made by an office program: they contain marks and stay unchanged."""

Words = Callable[[str], bytes]
"""Makes the bytes of a file with these words in one certain place."""


@dataclass(frozen=True)
class Planted:
    """The files of a tree with what must be found in each."""

    expected: dict[Path, Outcome] = field(default_factory=dict)

    def of(self, outcome: Outcome) -> set[Path]:
        return {path for path, found in self.expected.items() if found is outcome}


def plant(folder: Path, count: int, seed: int = 6, *, pictures: bool = True) -> Planted:
    """Write ``count`` files below a folder. ``pictures``: some of them need OCR, a second each."""
    chance = random.Random(seed)
    planted = Planted()
    places = [place for place in PLACES if pictures or not place[0].startswith("picture")]
    for number in range(count):
        below = folder / f"{chance.choice(('科室', '文印', '归档'))}{number % 7}" / f"{2020 + number % 5}"
        below.mkdir(parents=True, exist_ok=True)
        if number % 25 == 24:
            name, content = _UNREADABLE[number // 25 % len(_UNREADABLE)]
            outcome = Outcome.UNREADABLE
        else:
            place, suffix, make = places[number // 2 % len(places)]
            filler = f"第 {number} 号。{chance.choice(CLEAN)}"
            marked = number % 2 == 0 or place == MARKED_ONLY
            words = f"{chance.choice(MARKS)}" if marked else chance.choice(CLEAN)
            short = "name" in place or "title" in place
            name, content = f"{place}{suffix}", make(words if short else f"{words}\n{filler}")
            outcome = Outcome.BLOCK if marked else Outcome.ALLOW
        path = below / f"{number:04d}-{name}"
        path.write_bytes(content)
        planted.expected[path] = outcome
    return planted


@cache
def _office(kind: str) -> Mapping[str, bytes]:
    """The parts of an office file with markers that mean nothing to any rule."""
    made = {"docx": office_files.letter, "xlsx": office_files.table, "pptx": office_files.slides,
            "odt": open_document_files.letter, "ods": open_document_files.table, "odp": open_document_files.slides,
            }[kind]()
    with zipfile.ZipFile(io.BytesIO(made)) as package:
        return {name: _without_persons(package.read(name)) for name in package.namelist()}


def _without_persons(part: bytes) -> bytes:
    if part.startswith(b"<"):
        part = re.sub(rb"&#(\d{4,5});", lambda found: chr(int(found[1])).encode(), part)
    for words, harmless in (("<w:t>机</w:t>", "<w:t>会</w:t>"), ("<w:t>密</w:t>", "<w:t>议</w:t>"),
                            ("<w:t>★</w:t>", "<w:t>室</w:t>"), ("<w:t>5年</w:t>", "<w:t>内</w:t>"),
                            ("机<text:span>密", "会<text:span>议"),
                            ("13800138000", "42"), ("110101199003078515", "7"), ("1.101011990030785e+18", "7"),
                            ("姓名", "地点"), ("电话", "楼层")):
        part = part.replace(words.encode(), harmless.encode())
    return part


def _in_office(kind: str, marker: str) -> Words:
    def make(words: str) -> bytes:
        first, _, filler = words.partition("\n")
        changes = {marker: first, **({_FREE[kind]: filler} if filler and marker != _FREE[kind] else {})}
        parts = dict(_office(kind))
        for name in parts:
            if name.endswith((".xml", ".rels")):
                for old, new in changes.items():
                    parts[name] = parts[name].replace(old.encode(), new.encode())
        return zip_of(parts)

    return make


def _split_runs(words: str) -> bytes:
    """Each character is a run of its own, as a word processor leaves them after some editing."""
    runs = "".join(f"<w:r><w:t>{character}</w:t></w:r>" for character in words.partition("\n")[0])
    parts = dict(_office("docx"))
    document = parts["word/document.xml"].decode()
    end = document.index("</w:p>")
    parts["word/document.xml"] = (document[:end] + "</w:p><w:p>" + runs + document[end:]).encode()
    return zip_of(parts)


def _watermark(words: str) -> bytes:
    """The words follow a path behind the text."""
    parts = dict(_office("docx"))
    shape = f'<v:shape xmlns:v="urn:schemas-microsoft-com:vml"><v:textpath string="{_first(words)}"/></v:shape>'
    document = parts["word/document.xml"].decode()
    parts["word/document.xml"] = document.replace("</w:p>", f"<w:r><w:pict>{shape}</w:pict></w:r></w:p>", 1).encode()
    return zip_of(parts)


def _beside(kind: str, name: str, made: Words) -> Words:
    """The words are in one more part of an office file."""
    return lambda words: zip_of({**_office(kind), name: made(words)})


def _pivot(words: str) -> bytes:
    return f'<pivotCacheRecords><r><s v="{_first(words)}"/></r></pivotCacheRecords>'.encode()


def _first(words: str) -> str:
    return words.partition("\n")[0]


def _rtf(words: str) -> bytes:
    numbered = "".join(f"\\u{ord(character)}?" for character in words.replace("\n", " "))
    return b"{\\rtf1\\ansi " + numbered.encode() + b"\\par}"


def _numbered(words: str) -> bytes:
    return "".join(f"&#{ord(character)};" for character in words).encode()


def _split_xml(words: str) -> bytes:
    """Word 2003's own XML, each character a run of its own."""
    lines = ("".join(f"<w:r><w:rPr/><w:t>{character}</w:t></w:r>" for character in line) for line in words.split("\n"))
    body = "".join(f"<w:p>{line}</w:p>" for line in lines)
    return f"<?xml version='1.0'?><w:wordDocument xmlns:w='w'><w:body>{body}</w:body></w:wordDocument>".encode()


def _page(body: str) -> bytes:
    return f"<!DOCTYPE html><html><head><meta charset=utf-8><title>t</title></head><body>{body}</body></html>".encode()


def _picture(words: str) -> bytes:
    return encode(render_document(words, width=700))


def _letters(words: str) -> bytes:
    """Each letter is an object of its own, in a font that is not in the file."""
    return pdf_parts.song([(72 + 14 * column, 760 - 24 * row, letter) for row, line in enumerate(words.split("\n"))
                           for column, letter in enumerate(line) if not letter.isspace()])


def _strips(words: str) -> bytes:
    """A scan in strips of sixteen pixels below each other, beside a page number."""
    scan = render_document(words, width=900)
    strips = [scan.crop((0, top, 900, min(top + 16, scan.height))) for top in range(0, scan.height, 16)]
    drawn = b"".join(b"q 450 0 0 %.1f 72 %.1f cm /I%d Do Q " % (
        strip.height / 2, 780 - 8 * number - strip.height / 2, number) for number, strip in enumerate(strips))
    names = b"".join(b"/I%d %d 0 R" % (number, 6 + number) for number in range(len(strips)))
    return pdf_parts.page(b"BT /F1 9 Tf 290 20 Td (- 1 -) Tj ET " + drawn, list(map(pdf_parts.image, strips)),
                          resources=b"/XObject<<%s>>" % names)


_FREE = {"docx": "第二页标记", "xlsx": "隔两列", "pptx": "组合标记", "odt": "换行标记", "ods": "隔两列",
         "odp": "组合标记"}
_IN_OFFICE = {
    "docx": {"header": "页眉标记", "footer": "页脚标记", "hidden": "隐藏文字标记", "comment": "批注标记",
             "inserted": "插入标记", "deleted": "删除标记", "box": "文本框标记", "property": "属性标记",
             "second-page": "第二页标记", "table": "王小明"},
    "xlsx": {"comment": "批注标记", "header": "页眉标记", "hidden-sheet": "隐藏表标记", "deep-sheet": "深藏表标记",
             "property": "属性标记", "hidden-row": "隔两列", "cell": "王小明"},
    "pptx": {"title": "标题标记", "notes": "备注标记", "hidden-slide": "文本框标记", "group": "组合标记",
             "property": "属性标记", "table": "王小明"},
    "odt": {"header": "页眉标记", "hidden": "隐藏文字标记", "comment": "批注标记", "note": "脚注标记",
            "deleted": "删除标记", "box": "文本框标记", "property": "属性标记", "chart": "图表标记"},
    "ods": {"comment": "批注标记", "footer": "页脚标记", "hidden-sheet": "隐藏表标记", "cell": "王小明"},
    "odp": {"title": "标题标记", "notes": "备注标记", "hidden-slide": "隐藏页标记", "comment": "批注标记"},
}

PLACES: tuple[tuple[str, str, Words], ...] = (
    ("plain", ".txt", str.encode),
    ("bom", ".txt", lambda words: words.encode("utf-8-sig")),
    ("utf-16", ".txt", lambda words: words.encode("utf-16")),
    ("gb18030", ".txt", lambda words: words.encode("gb18030")),
    ("rows", ".csv", lambda words: f"编号,内容\n1,{words}\n".encode("gb18030")),
    ("notes", ".md", lambda words: f"# 备忘\n\n- {words}\n".encode()),
    ("quoted", ".csv", lambda words: "".join(f'"{line}","二楼"\r\n' for line in words.split("\n")).encode("gb18030")),
    ("numbers", ".json", lambda words: json.dumps({"text": words}).encode()),
    ("runs", ".xml", _split_xml),
    ("numbers", ".xml", lambda words: b"<?xml version='1.0'?><d><p>" + _numbered(words) + b"</p></d>"),
    *((f"{place}", f".{kind}", _in_office(kind, marker))
      for kind, markers in _IN_OFFICE.items() for place, marker in markers.items()),
    ("split-runs", ".docx", _split_runs),
    *((MARKED_ONLY, f".{kind}", lambda _, kind=kind: stored(kind)) for kind in ("doc", "xls", "ppt")),
    ("text", ".pdf", lambda words: pdf([words])),
    ("last-page", ".pdf", lambda words: pdf(["封面", words])),
    ("title", ".pdf", lambda words: pdf(["正文"], title=words)),
    ("letters", ".pdf", _letters),
    ("bookmark", ".pdf", lambda words: pdf_parts.page(
        pdf_parts.TEXT, [b"<</Type/Outlines/First 7 0 R/Last 7 0 R/Count 1>>",
                         b"<</Title %s/Parent 6 0 R/Dest[3 0 R/Fit]>>" % pdf_parts.string(words)],
        catalog=b"/Outlines 6 0 R")),
    ("field", ".pdf", lambda words: pdf_parts.page(
        pdf_parts.TEXT, [b"<</Type/Annot/Subtype/Widget/Parent 7 0 R/Rect[10 10 200 60]>>",
                         b"<</T(a)/FT/Tx/V %s/Kids[6 0 R]>>" % pdf_parts.string(words)],
        page=b"/Annots[6 0 R]", catalog=b"/AcroForm<</Fields[7 0 R]>>")),
    ("attached", ".pdf", lambda words: pdf_parts.page(
        pdf_parts.TEXT, [b"<</Type/Annot/Subtype/FileAttachment/Rect[10 10 30 30]/FS 7 0 R>>",
                         b"<</Type/Filespec/F(a.txt)/EF<</F 8 0 R>>>>", pdf_parts.stream(words.encode())],
        page=b"/Annots[6 0 R]")),
    ("text", ".ofd", lambda words: ofd([[(20, 20, words.replace("\n", " "))]], title="通知")),
    ("title", ".ofd", lambda words: ofd([[(20, 20, "正文")]], title=words)),
    ("remark", ".ofd", lambda words: ofd_parts.annotated(f"<ofd:Remark>{words}</ofd:Remark>")),
    ("attached", ".ofd", lambda words: ofd_parts.attached("a.txt", words.encode())),
    ("attachment-name", ".ofd", lambda words: ofd_parts.attached(f"{words}.txt", b"1")),
    ("drawing", ".ofd", lambda words: ofd_parts.file_of(
        '<ofd:CompositeObject ID="5" ResourceID="88" Boundary="0 60 100 30"/>', common=ofd_parts.RESOURCES,
        parts={"Doc_0/DocumentRes.xml": ofd_parts.xml("Res", "<ofd:CompositeGraphicUnit ID='88'><ofd:Content>"
               f"{ofd_parts.words(words)}</ofd:Content></ofd:CompositeGraphicUnit>")})),
    ("body", ".html", lambda words: _page(f"<p>{words}</p>")),
    ("hidden", ".html", lambda words: _page(f"<p style='display:none'>{words}</p>")),
    ("piece", ".html", lambda words: f"<font>{words[0]}</font><b>{words[1:]}</b><br>".encode()),
    ("body", ".rtf", _rtf),
    ("subject", ".eml", lambda words: mail_of(words.partition("\n")[0], "见附件", {})),
    ("old-subject", ".eml", lambda words: b"From: a@example.cn\r\nMIME-Version: 1.0\r\nSubject: "
     + words.partition("\n")[0].encode("gbk") + b"\r\n\r\n1"),
    ("body", ".eml", lambda words: mail_of("通知", words, {})),
    ("attached", ".eml", lambda words: mail_of("通知", "见附件", {"a.docx": _in_office("docx", "页眉标记")(words)})),
    ("body", ".msg", lambda words: outlook_message_of("通知", words, {})),
    ("attached", ".msg", lambda words: outlook_message_of("通知", "见附件", {"a.txt": words.encode()})),
    ("member", ".zip", lambda words: zip_of({"资料/a.txt": words.encode()})),
    ("member-name", ".zip", lambda words: zip_of({f"{words}.txt": b"1"}, raw_names="gb18030")),
    ("nested", ".zip", lambda words: zip_of({"b.zip": zip_of({"a.docx": _in_office("docx", "页眉标记")(words)})})),
    ("member", ".7z", lambda words: seven_zip_of({"a.txt": words.encode()})),
    ("member", ".tar.gz", lambda words: tar_of({"a.txt": words.encode()}, "w:gz")),
    ("watermark", ".docx", _watermark),
    ("wrapped", ".docx", _beside("docx", "word/embeddings/oleObject1.bin",
                                 lambda words: wrapped("说明.txt", words.encode("gb18030")))),
    ("page-inside", ".docx", _beside("docx", "word/afchunk1.html", lambda words: _page(f"<p>{words}</p>"))),
    ("archive-inside", ".pptx", _beside("pptx", "ppt/embeddings/a.dat",
                                        lambda words: zip_of({"a.txt": words.encode()}))),
    ("pivot", ".xlsx", _beside("xlsx", "xl/pivotCache/pivotCacheRecords1.xml", _pivot)),
    ("object", ".doc", lambda words: with_streams(stored("doc", "objects"), {"ObjectPool": {"_1": {
        "Package": _in_office("docx", "页眉标记")(words)}}})),
    ("wrong-suffix", ".dat", _in_office("docx", "批注标记")),
    ("picture", ".png", _picture),
    ("picture", ".rtf", lambda words: rb"{\rtf1{\pict{\*\picprop{\sp{\sn fFlipH}{\sv 0}}}\pngblip "
     + _picture(words).hex().encode() + b"}}"),
    ("picture", ".md", lambda words: b"# 1\n\n![x](data:image/png;base64," + b64encode(_picture(words)) + b")\n"),
    ("picture", ".xml", lambda words: b"<?xml version='1.0'?><d><p>" + b64encode(_picture(words)) + b"</p></d>"),
    ("picture-scan", ".pdf", lambda words: pdf([render_document(words, width=900)])),
    ("picture-strips", ".pdf", _strips),
    ("picture-outlines", ".pdf", lambda words: pdf_parts.page(
        pdf_parts.TEXT + pdf_parts.drawn(words.partition("\n")[0], 40, 780))),
    ("picture-jbig2", ".ofd", lambda words: ofd_parts.file_of(ofd_parts.PICTURE, common=ofd_parts.RESOURCES, parts={
        "Doc_0/DocumentRes.xml": ofd_parts.media("a.jb2"),
        "Doc_0/Res/a.jb2": ofd_parts.jbig2(render_document(words, width=900))})),
    ("picture-inside", ".docx", lambda words: office_files.repacked(
        zip_of(_office("docx")), {"word/media/image1.png": _picture(words)})),
    ("picture-by-content", ".xlsx", _beside("xlsx", "xl/media/image1.tmp", _picture)),
)
"""The place of the words, the ending of the file, and the function that makes it."""

_UNREADABLE = (
    ("encrypted.zip", encrypted_zip_of({"1.txt": b"1"})),
    ("cut.docx", office_files.letter()[:9_000]),
    ("encrypted.pdf", pdf(["1"], password="x")),
    ("unknown.bin", bytes(range(256)) * 40),
)
