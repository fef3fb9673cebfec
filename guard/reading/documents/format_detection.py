"""Recognises documents by the beginning of their bytes and by their index."""

from __future__ import annotations

import io
import re
import zipfile

from guard.reading.documents.errors import DocumentError
from guard.reading.documents.package import index_fits
from guard.reading.known import archive
from guard.util.unreadable_zips import UNREADABLE_ZIP

_LOCAL = b"PK\x03\x04"
"""Signature of a member's header; 26 more bytes are between it and the name (APPNOTE 4.3.7)."""

_TYPES = "[Content_Types].xml"
_TYPES_BYTES = 4 * 2**20
_LETTER = re.compile(rb"""["']application/[\w.+-]*(?:wordprocessingml|ms-word)[\w.+-]*\.main\+xml["']""")
_WORKBOOK = re.compile(rb"""["']application/[\w.+-]*(?:spreadsheetml|ms-excel)[\w.+-]*\.main\+xml["']""")
_SLIDES = re.compile(rb"""["']application/[\w.+-]*(?:presentationml|ms-powerpoint)[\w.+-]*\.main\+xml["']""")
"""Content types of main parts (ISO/IEC 29500-1 clause 15.2), which may have any name."""

_COMPOUND = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
"""First bytes of a compound file ([MS-CFB] 2.2)."""


def docx(untrusted_bytes: bytes) -> bool:
    """Office Open XML with a text document (docx, docm, dotx, and what WPS saves as such)."""
    return _has_part(untrusted_bytes, "word/document") or _says(untrusted_bytes, _LETTER)


def xlsx(untrusted_bytes: bytes) -> bool:
    """Office Open XML with a workbook in XML (xlsx, xlsm, xltx)."""
    return _has_part(untrusted_bytes, "xl/workbook.xml") or _says(untrusted_bytes, _WORKBOOK)


def pptx(untrusted_bytes: bytes) -> bool:
    """Office Open XML with a presentation (pptx, pptm, ppsx)."""
    return _has_part(untrusted_bytes, "ppt/presentation.xml") or _says(untrusted_bytes, _SLIDES)


def pdf(untrusted_bytes: bytes) -> bool:
    """PDF; readers look for its beginning in the first 1,024 bytes (ISO 32000-1 annex H, note 13), where the first
    member of an archive may begin, too.
    """
    start = untrusted_bytes[:1024].find(b"%PDF-")
    return start == 0 or (start > 0 and not archive(untrusted_bytes))


def ofd(untrusted_bytes: bytes) -> bool:
    """OFD, the fixed layout of Chinese offices (GB/T 33190)."""
    return _has_part(untrusted_bytes, "OFD.xml", beside="OFD.xml")


def odf(untrusted_bytes: bytes) -> bool:
    """OpenDocument in a package (odt, ods, odp, odg and their templates), with a password or without."""
    return any(_has_part(untrusted_bytes, part, beside="META-INF/manifest.xml")
               for part in ("content.xml", "encrypted-package"))


def xlsb(untrusted_bytes: bytes) -> bool:
    """A workbook in binary records inside a package."""
    return _has_part(untrusted_bytes, "xl/workbook.bin")


def doc(untrusted_bytes: bytes) -> bool:
    """Word 97–2003, WPS documents (doc, dot, wps)."""
    return _has_stream(untrusted_bytes, "WordDocument")


def xls(untrusted_bytes: bytes) -> bool:
    """Excel 5 to 2003, WPS tables (xls, xlt, et)."""
    return _has_stream(untrusted_bytes, "Workbook", "Book")


def ppt(untrusted_bytes: bytes) -> bool:
    """PowerPoint 97–2003, WPS presentations (ppt, pps, dps)."""
    return _has_stream(untrusted_bytes, "PowerPoint Document")


def ole_object(untrusted_bytes: bytes) -> bool:
    """An object as it is stored in a document: a wrapped file, the file of another program, a formula, a control."""
    return _has_stream(untrusted_bytes, "\x01Ole10Native", "Package", "CONTENTS", "contents", "Equation Native")


def encrypted(untrusted_bytes: bytes) -> bool:
    """Office Open XML with a password ([MS-OFFCRYPTO] 2.3.4.4)."""
    return _has_stream(untrusted_bytes, "EncryptedPackage")


def _has_stream(untrusted_bytes: bytes, *names: str) -> bool:
    """Tell whether these bytes are a compound file with one of these streams at its root."""
    if not untrusted_bytes.startswith(_COMPOUND) or not any(name.encode("utf-16-le") in untrusted_bytes
                                                            for name in names):
        return False
    from guard.reading.documents.ole.compound import Compound

    try:
        file = Compound(untrusted_bytes)
    except DocumentError:
        return True
    return any(name in file for name in names)


def _says(untrusted_bytes: bytes, main: re.Pattern[bytes]) -> bool:
    """Tell whether these bytes are a package whose list of content types has such a main part."""
    if not untrusted_bytes.startswith(_LOCAL) or _TYPES.encode() not in untrusted_bytes \
            or not index_fits(untrusted_bytes):
        return False
    try:
        with zipfile.ZipFile(io.BytesIO(untrusted_bytes)) as package, package.open(_TYPES) as types:
            return main.search(types.read(_TYPES_BYTES)) is not None
    except UNREADABLE_ZIP:
        return False


def _has_part(untrusted_bytes: bytes, beginning: str, beside: str = "[Content_Types].xml") -> bool:
    """Tell whether these bytes are a ZIP with a part whose name begins so, and with the part that must be beside it."""
    folder, slash, _ = beginning.encode().partition(b"/")
    member = re.compile(_LOCAL + rb"[\s\S]{26}/?" + re.escape(folder) + slash)
    if not untrusted_bytes.startswith(_LOCAL) or not member.search(untrusted_bytes):
        return False
    if not index_fits(untrusted_bytes):
        return True
    try:
        with zipfile.ZipFile(io.BytesIO(untrusted_bytes)) as package:
            names = [name.replace("\\", "/").lstrip("/") for name in package.namelist()]
    except UNREADABLE_ZIP:
        # Truncated: the reader reports that it is damaged, which is better than an unknown format.
        return True
    # Without the part that lists the others no office program opens it: it is an archive of anything.
    return beside in names and any(name.startswith(beginning) for name in names)
