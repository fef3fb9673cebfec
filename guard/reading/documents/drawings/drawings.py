"""Recognises drawings made of commands, and JPEG XR, so that they are not taken for files.

Drawings are EMF, WMF and SVM, packed or not; photos as JPEG XR are the originals of pictures with an effect.
"""

from __future__ import annotations

import zlib

_GZIP = b"\x1f\x8b\x08"
_WMF = (b"\xd7\xcd\xc6\x9a", b"\x01\x00\x09\x00\x00\x03", b"\x02\x00\x09\x00\x00\x03")
"""With its size in front ([MS-WMF] 2.3.2.3), in memory and on disk without it (2.3.2.2)."""

_OTHERS = (b"VCLMTF", b"II\xbc\x01")
"""SVM, JPEG XR."""

_HEAD = 64


def is_drawing(untrusted_bytes: bytes) -> bool:
    """Tell whether this is a drawing: of an object or a shape whose content is beside it, or of a picture that is."""
    head = _head(untrusted_bytes)
    return _is_metafile(head) or head.startswith(_OTHERS)


def is_metafile(untrusted_bytes: bytes) -> bool:
    """Tell whether this is an EMF or a WMF, which can be read without what is beside it."""
    return _is_metafile(_head(untrusted_bytes))


def _head(untrusted_bytes: bytes) -> bytes:
    head = untrusted_bytes[:4096]
    if not head.startswith(_GZIP):
        return head
    try:
        return zlib.decompressobj(31).decompress(head, _HEAD)
    except zlib.error:
        return b""


def _is_metafile(head: bytes) -> bool:
    return head[40:44] == b" EMF" or head.startswith(_WMF)
