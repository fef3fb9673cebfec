"""Drawings made of commands (EMF, WMF, SVM, packed or not), and photos as JPEG XR, the originals of pictures with an
effect. They are known so that they are not taken for files.
"""

from __future__ import annotations

import zlib

_GZIP = b"\x1f\x8b\x08"
_BEGINNINGS = (b"\xd7\xcd\xc6\x9a", b"\x01\x00\x09\x00\x00\x03", b"\x02\x00\x09\x00\x00\x03", b"VCLMTF",
               b"II\xbc\x01")
"""WMF with its size in front ([MS-WMF] 2.3.2.3), in memory and on disk without it (2.3.2.2), SVM, JPEG XR."""

_HEAD = 64


def is_drawing(untrusted_bytes: bytes) -> bool:
    """Say whether this is a drawing: of an object or a shape that stands beside it, or of a picture that does."""
    head = untrusted_bytes[:4096]
    if head.startswith(_GZIP):
        try:
            head = zlib.decompressobj(31).decompress(head, _HEAD)
        except zlib.error:
            return False
    return head[40:44] == b" EMF" or head.startswith(_BEGINNINGS)
