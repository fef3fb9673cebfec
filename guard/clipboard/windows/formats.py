"""Maps Windows clipboard formats to the guard's targets: what is requested, kept, judged and given back. Pure.

Text is carried as UTF8_STRING and a bitmap as image/bmp, so that the rest of the guard knows one name for each. All
other formats keep the name Windows knows them by and their bytes.
"""

from __future__ import annotations

import html
import struct
from collections.abc import Mapping, Sequence
from pathlib import PureWindowsPath

from guard.clipboard import content as contents
from guard.clipboard.content import NOT_CONTENT, Content, draws_its_text, read_content
from guard.clipboard.file_lists import FILE_NAMES, limited, local_path
from guard.core.model import Item, Kind, Reason, Target, Unreadable
from guard.sentences.catalogue import sentence

TEXT = "UTF8_STRING"
BITMAP = "image/bmp"
FILES = "CF_HDROP"
HTML = "HTML Format"
RTF = "Rich Text Format"
PNG = "PNG"
DRAWING = "CF_ENHMETAFILE"
METAFILE = 14
"""The number of CF_ENHMETAFILE, whose handle is one of a metafile and not one of memory."""

STANDARD = {13: TEXT, 8: BITMAP, 15: FILES, METAFILE: DRAWING}
"""Numbers of the predefined formats that are known here (CF_UNICODETEXT, CF_DIB, CF_HDROP, CF_ENHMETAFILE) and their
target names.

Windows makes CF_TEXT, CF_OEMTEXT, CF_BITMAP, CF_DIBV5 and CF_METAFILEPICT from these by itself.
"""

EXCLUSIONS = ("ExcludeClipboardContentFromMonitorProcessing", "CanIncludeInClipboardHistory",
              "CanUploadToCloudClipboard")
"""Formats that keep held content out of the clipboard history, its cloud and well-behaved clipboard managers."""

HELD = "MiShao Held"
"""A format without content beside what a broker holds: by it the next broker knows that EXCLUSIONS are not its
program's own.
"""

_NOT_KEPT = frozenset({
    "DataObject", "Ole Private Data", "Embed Source", "Embedded Object", "Link Source", "Link Source Descriptor",
    "Object Descriptor", "OwnerLink", "Native", "ObjectLink", "Custom Link Source", EXCLUSIONS[0], HELD,
})
"""Formats that have a meaning only while their owner owns the clipboard (OLE), and those that only we need."""

_ALIASES = {"text/plain;charset=utf-8": TEXT, "text/plain": TEXT, "image/png": PNG, "text/rtf": RTF}
_ELSEWHERE = NOT_CONTENT | {"STRING", "TEXT", "COMPOUND_TEXT"}
_FILE_HEADER = struct.Struct("<2sIHHI")
_DROPFILES = struct.Struct("<IiiII")
_BITFIELDS = {3: 12, 6: 16}
_INFO_HEADER_BYTES = 40
_CORE_HEADER_BYTES = 12
_HEAD_LIMIT = 4096
_PALETTE_BITS = 8


def names_to_keep(offered: Sequence[str], content: Content) -> tuple[str, ...]:
    """Return the formats to fetch so that the original can be served: text first, and no bitmap of that same text."""
    ours = EXCLUSIONS if HELD in offered else ()
    kept = [name for name in offered if name not in _NOT_KEPT and name not in ours]
    if TEXT in kept and draws_its_text(content, offered):
        kept = [TEXT, *(name for name in kept if name not in {TEXT, BITMAP, PNG, DRAWING})]
    return tuple(dict.fromkeys(kept))


def has_picture(offered: Sequence[str]) -> bool:
    """True when a picture is offered, as a bitmap or as PNG."""
    return BITMAP in offered or PNG in offered


def is_picture(content: Content, offered: Sequence[str]) -> bool:
    """Tell whether to read a copy as a picture (guard.clipboard.content.is_picture)."""
    return contents.is_picture(content, tuple("image/png" if name == PNG else name for name in offered))


def to_target(name: str, untrusted_bytes: bytes) -> Target:
    """Return the target for the bytes of a Windows format."""
    if name == TEXT:
        text = untrusted_bytes[:len(untrusted_bytes) & ~1].decode("utf-16-le", "replace").partition("\0")[0]
        return Target(TEXT, TEXT, 8, text.encode())
    if name == BITMAP:
        return Target(BITMAP, BITMAP, 8, _file_header(untrusted_bytes) + untrusted_bytes)
    return Target(name, name, 8, untrusted_bytes)


def to_windows(target: Target) -> bytes:
    """Return the bytes Windows expects for a target of this name: the reverse of ``to_target``."""
    if target.name == TEXT:
        return unicode_text(target.untrusted_bytes.decode("utf-8", "replace"))
    if target.name == BITMAP:
        return target.untrusted_bytes[_FILE_HEADER.size:]
    return target.untrusted_bytes


def placed(targets: Sequence[Target]) -> dict[str, Target]:
    """Return targets by the names of this module, those of other systems renamed; of equal names the first is kept."""
    found: dict[str, Target] = {}
    for target in targets:
        name = _ALIASES.get(target.name, target.name)
        if target.name == "text/html":
            markup = target.untrusted_bytes.decode("utf-8", "replace")
            found.setdefault(HTML, Target(HTML, HTML, 8, html_format(markup)))
        elif target.name in FILE_NAMES:
            listed = file_list(target.untrusted_bytes.decode("utf-8", "replace"))
            found.setdefault(FILES, Target(FILES, FILES, 8, listed))
        elif target.name not in _ELSEWHERE:
            found.setdefault(name, Target(name, name, 8, target.untrusted_bytes))
    return found


def content_of(targets: Mapping[str, Target | None]) -> Content:
    """Return the content of the fetched formats; files before pictures before text."""
    files = targets.get(FILES)
    listed = () if files is None else _file_items(paths_of(files.untrusted_bytes))
    marked_up = targets.get(HTML)
    seen = None if marked_up is None else Target("text/html", "text/html", 8, markup_of(marked_up.untrusted_bytes))
    return read_content({TEXT: targets.get(TEXT), "text/html": seen, RTF: targets.get(RTF)}, listed)


def with_picture(content: Content, targets: Mapping[str, Target | None]) -> Content:
    """Return the content with the copied picture in front, PNG before a bitmap."""
    pictures = {"image/png": targets.get(PNG), BITMAP: targets.get(BITMAP)}
    return contents.with_picture(content, pictures, tuple(pictures))


def paths_of(untrusted_bytes: bytes) -> tuple[str, ...]:
    """Return the paths of a CF_HDROP (DROPFILES); () when it is malformed."""
    if len(untrusted_bytes) < _DROPFILES.size:
        return ()
    start, _, _, _, wide = _DROPFILES.unpack_from(untrusted_bytes)
    names = untrusted_bytes[start:]
    text = names[:len(names) & ~1].decode("utf-16-le", "replace") if wide else names.decode("gb18030", "replace")
    return tuple(name for name in text.partition("\0\0")[0].split("\0") if name)


def file_list(uris: str) -> bytes:
    """Return the files that lines name by their URIs as a CF_HDROP; other lines are left out."""
    paths = (local_path(line, PureWindowsPath) for line in uris.splitlines() if line.startswith("file:"))
    names = "".join(f"{path}\0" for path in paths if path)
    return _DROPFILES.pack(_DROPFILES.size, 0, 0, 0, 1) + f"{names}\0".encode("utf-16-le", "surrogatepass")


def markup_of(untrusted_bytes: bytes) -> bytes:
    """Return the markup of an HTML Format: everything after its header, whatever offsets the header claims."""
    start = untrusted_bytes.find(b"<", 0, _HEAD_LIMIT)
    return untrusted_bytes[start:].rstrip(b"\0") if start >= 0 else untrusted_bytes


def html_format(markup: str) -> bytes:
    """Return markup as an HTML Format with a correct header."""
    before, after = b"<html><body><!--StartFragment-->", b"<!--EndFragment--></body></html>"
    head = "Version:0.9\r\nStartHTML:{:010d}\r\nEndHTML:{:010d}\r\nStartFragment:{:010d}\r\nEndFragment:{:010d}\r\n"
    start = len(head.format(0, 0, 0, 0))
    fragment = markup.encode()
    first = start + len(before)
    last = first + len(fragment)
    return head.format(start, last + len(after), first, last).encode() + before + fragment + after


def unicode_text(text: str) -> bytes:
    """Return text as CF_UNICODETEXT."""
    return (text + "\0").encode("utf-16-le", "replace")


def notice_bytes(name: str, notice: str) -> bytes | None:
    """Return the notice in a format, or None for a format that cannot contain it: that one stays empty."""
    if not notice:
        return None
    if name == TEXT:
        return unicode_text(notice)
    if name == HTML:
        return html_format(html.escape(notice))
    if name == RTF:
        return _rich_text(notice)
    return None


def _rich_text(text: str) -> bytes:
    units = struct.unpack(f"<{len(text.encode('utf-16-le')) // 2}h", text.encode("utf-16-le"))
    return b"{\\rtf1\\ansi\\uc1 " + b"".join(b"\\u%d?" % unit for unit in units) + b"}\0"


def _file_items(paths: Sequence[str]) -> tuple[Item, ...]:
    if not paths:
        return (Item("文件", Kind.FILES, problem=Unreadable(Reason.MALFORMED, sentence("clipboard.file-list"))),)
    return limited([Item(path, Kind.FILES) for path in paths])


def _file_header(dib: bytes) -> bytes:
    """Return the BITMAPFILEHEADER that makes a device-independent bitmap a file; an invalid bitmap gets an invalid one.
    """
    size = _FILE_HEADER.size + len(dib)
    offset = _FILE_HEADER.size + min(_before_pixels(dib), len(dib))
    return _FILE_HEADER.pack(b"BM", size & 0xFFFFFFFF, 0, 0, offset & 0xFFFFFFFF)


def _before_pixels(dib: bytes) -> int:
    """Return the size in bytes of header, masks and palette (BITMAPCOREHEADER, BITMAPINFOHEADER and later)."""
    if len(dib) < _CORE_HEADER_BYTES:
        return len(dib)
    header = int.from_bytes(dib[:4], "little")
    if header == _CORE_HEADER_BYTES:
        bits = int.from_bytes(dib[10:12], "little")
        return header + (3 << bits if bits <= _PALETTE_BITS else 0)
    if len(dib) < _INFO_HEADER_BYTES:
        return len(dib)
    bits = int.from_bytes(dib[14:16], "little")
    used = int.from_bytes(dib[32:36], "little")
    colours = used or (1 << bits if bits <= _PALETTE_BITS else 0)
    masks = _BITFIELDS.get(int.from_bytes(dib[16:20], "little"), 0) if header == _INFO_HEADER_BYTES else 0
    return header + masks + 4 * colours
