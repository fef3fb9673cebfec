"""How archives and messages are known by their bytes; see guard/reading/notation.py for what is made of characters."""

from __future__ import annotations

import re

_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_MESSAGE_PROPERTIES = "__properties_version1.0".encode("utf-16-le")
"""Every Outlook message has a stream of this name (MS-OXMSG 2.4), and no other OLE document has."""


def zip_archive(untrusted_bytes: bytes) -> bool:
    """ZIP (APPNOTE 4.3): a member, the end of an empty archive, or a mark of a split one."""
    return untrusted_bytes.startswith((b"PK\x03\x04", b"PK\x05\x06", b"PK\x07\x08"))


def seven_zip(untrusted_bytes: bytes) -> bool:
    """7z signature."""
    return untrusted_bytes.startswith(b"7z\xbc\xaf\x27\x1c")


def rar(untrusted_bytes: bytes) -> bool:
    """RAR 1.5 to 4, and 5."""
    return untrusted_bytes.startswith(b"Rar!\x1a\x07")


def tar(untrusted_bytes: bytes) -> bool:
    """POSIX (ustar) and GNU tar; and the older form, which only its checksum tells."""
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


def outlook_message(untrusted_bytes: bytes) -> bool:
    """Outlook's .msg (MS-OXMSG)."""
    return untrusted_bytes.startswith(_OLE) and _MESSAGE_PROPERTIES in untrusted_bytes
