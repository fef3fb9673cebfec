"""Makes drawings of commands, as office programs store them beside an object ([MS-EMF], [MS-WMF])."""

from __future__ import annotations

import io
import struct
from collections.abc import Sequence

from PIL import Image

Line = tuple[int, str]
"""The height of the words, and the words."""


def emf(lines: Sequence[Line] = (), picture: bytes = b"", plus: str = "") -> bytes:
    """Return an EMF with these words, a picture drawn as a bitmap, and words that only EMF+ has."""
    records = [_text(height, words) for height, words in lines]
    if picture:
        out = io.BytesIO()
        Image.open(io.BytesIO(picture)).convert("RGB").save(out, "DIB")
        bitmap = out.getvalue()
        head = struct.pack("<16x6i4I2I2i", 0, 0, 0, 0, 9, 9, 80, 40, 120, len(bitmap) - 40, 0, 0xCC0020, 9, 9)
        records.append(_record(81, head + bitmap))
    if plus:
        content = struct.pack("<III16x", 0, 0, len(plus)) + plus.encode("utf-16-le")
        content += b"\0" * (-len(content) % 4)
        comment = b"EMF+" + struct.pack("<HHII", 0x401C, 0, 12 + len(content), len(content)) + content
        records.append(_record(70, struct.pack("<I", len(comment)) + comment))
    records.append(_record(14, struct.pack("<III", 0, 16, 20)))
    body = b"".join(records)
    header = struct.pack("<32x4sIIIHH", b" EMF", 0x10000, 108 + len(body), len(records) + 1, 1, 0).ljust(100, b"\0")
    return _record(1, header) + body


def wmf(lines: Sequence[Line]) -> bytes:
    """Return a WMF, with its size in front, that has these words."""
    records = b""
    for height, words in lines:
        content = words.encode("gb18030")
        body = struct.pack("<hhHH", height, 5, len(content), 0) + content + b"\0" * (len(content) % 2)
        records += struct.pack("<IH", 3 + len(body) // 2, 0x0A32) + body
    records += struct.pack("<IH", 3, 0)
    header = struct.pack("<HHHIHIH", 1, 9, 0x300, 9 + len(records) // 2, 1, 100, 0)
    return b"\xd7\xcd\xc6\x9a".ljust(22, b"\0") + header + records


def _text(height: int, words: str) -> bytes:
    content = words.encode("utf-16-le")
    return _record(84, struct.pack("<16xIffiiIII16xI", 1, 1, 1, 5, height, len(words), 76, 0, 0) + content)


def _record(kind: int, content: bytes) -> bytes:
    content += b"\0" * (-len(content) % 4)
    return struct.pack("<II", kind, 8 + len(content)) + content
