"""Recognises archives and messages by their bytes; see guard/markup/notation.py for text formats."""

from __future__ import annotations

import re

_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_MESSAGE_PROPERTIES = "__properties_version1.0".encode("utf-16-le")
"""Every Outlook message has a stream of this name (MS-OXMSG 2.4), and no other OLE document has."""

_THUMBNAILS = "Catalog".encode("utf-16-le")
"""A stream that every Thumbs.db has."""

_ZIP_MEMBER, _ZIP_END, _SEVEN_ZIP, _RAR = b"PK\x03\x04", b"PK\x05\x06", b"7z\xbc\xaf\x27\x1c", b"Rar!\x1a\x07"
_ZIP_END_BYTES = 22 + 0xFFFF
"""Longest end of a ZIP, with the longest comment, in bytes (APPNOTE 4.3.16)."""


def archive_behind(untrusted_bytes: bytes) -> int:
    """Return where an archive appended to something else begins, or 0: ZIP, 7z and RAR are found from the end."""
    starts = [untrusted_bytes.find(signature, 1) for signature in (_SEVEN_ZIP, _RAR)]
    if untrusted_bytes.rfind(_ZIP_END, max(1, len(untrusted_bytes) - _ZIP_END_BYTES)) > 0:
        starts.append(untrusted_bytes.find(_ZIP_MEMBER, 1))
    return min((start for start in starts if start > 0), default=0)


def has_archive_behind(untrusted_bytes: bytes) -> bool:
    """Tell whether an archive is appended to a picture, a program or anything else: archive programs open it all the
    same.
    """
    return archive_behind(untrusted_bytes) > 0


def archive(untrusted_bytes: bytes) -> bool:
    """Tell whether these bytes begin as an archive or a compound file does, whatever is stored in it."""
    return untrusted_bytes.startswith(_OLE) or any(
        is_it(untrusted_bytes) for is_it in (zip_archive, seven_zip, rar, compressed, tar))


def zip_archive(untrusted_bytes: bytes) -> bool:
    """ZIP (APPNOTE 4.3): a member, the end of an empty archive, or the mark of a split one."""
    return untrusted_bytes.startswith((_ZIP_MEMBER, _ZIP_END, b"PK\x07\x08"))


def seven_zip(untrusted_bytes: bytes) -> bool:
    """7z signature."""
    return untrusted_bytes.startswith(_SEVEN_ZIP)


def rar(untrusted_bytes: bytes) -> bool:
    """RAR 1.5 to 4, and 5."""
    return untrusted_bytes.startswith(_RAR)


def tar(untrusted_bytes: bytes) -> bool:
    """POSIX (ustar) and GNU tar; and the older form, which only its checksum identifies."""
    block = untrusted_bytes[:512]
    if len(block) < 512 or not block[0]:
        return False
    field = block[148:156].strip(b" \0")
    if not re.fullmatch(rb"[0-7]{1,7}", field):
        return False
    return int(field, 8) == sum(block[:148]) + 8 * 0x20 + sum(block[156:])


def compressed(untrusted_bytes: bytes) -> bool:
    """gzip (RFC 1952) with deflate, bzip2, xz: one file, often a tar."""
    if untrusted_bytes.startswith((b"\x1f\x8b\x08", b"\xfd7zXZ\x00")):
        return True
    return re.match(rb"BZh[1-9](?:1AY&SY|\x17rE8P\x90)", untrusted_bytes) is not None


def left_by_file_manager(untrusted_bytes: bytes) -> bool:
    """AppleDouble (RFC 1740, appendix B) and .DS_Store of macOS, Thumbs.db of Windows: how a folder was viewed."""
    if untrusted_bytes.startswith((b"\x00\x05\x16\x07\x00\x02\x00\x00", b"\x00\x00\x00\x01Bud1")):
        return True
    return untrusted_bytes.startswith(_OLE) and _THUMBNAILS in untrusted_bytes


def outlook_message(untrusted_bytes: bytes) -> bool:
    """Outlook's .msg (MS-OXMSG)."""
    return untrusted_bytes.startswith(_OLE) and _MESSAGE_PROPERTIES in untrusted_bytes
