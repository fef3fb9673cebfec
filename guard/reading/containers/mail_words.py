"""Repairs what mail programs write into headers before a library decodes it, which follows the standards to the letter.
"""

from __future__ import annotations

import binascii
import re
from base64 import b64encode
from collections.abc import Sequence

_GB = frozenset({"gb2312", "gbk", "x-gbk", "cp936", "gb_2312-80", "ms936", "windows-936"})
"""Names that programs give to GB 18030, with which they write all characters that GB 2312 does not have."""

_WORD = re.compile(r"=\?([\w.:-]{1,40})(?:\*[\w-]{0,40})?\?([bBqQ])\?([^?\r\n]*)\?=")
"""An encoded word (RFC 2047, 2) with its charset, which a language may follow (RFC 2231, 5)."""

_VALUE = re.compile(r"(\*(?:0\*)?\s*=\s*\"?)([\w.:-]{1,40})(?=')")
"""The charset before an encoded value of a parameter (RFC 2231, 4)."""


def codec(charset: str) -> str:
    """Return the codec for a charset as mail programs mean it."""
    return "gb18030" if charset.lower() in _GB else charset


def repaired(untrusted_header: str) -> str:
    """Return a header whose charsets are as they were meant, and whose characters are not split between two words."""
    whole: list[str] = []
    pieces: list[str] = []
    said, end = ("", ""), 0
    for word in _WORD.finditer(untrusted_header):
        how, between = (codec(word[1]), word[2].upper()), untrusted_header[end:word.start()]
        if between.strip() or how != said:
            whole += (_joined(*said, pieces), between)
            pieces.clear()
        pieces.append(word[3])
        said, end = how, word.end()
    whole += (_joined(*said, pieces), untrusted_header[end:])
    return _VALUE.sub(lambda value: value[1] + codec(value[2]), "".join(whole))


def _joined(charset: str, code: str, pieces: Sequence[str]) -> str:
    """Return neighbouring pieces, in base64 or in quoted-printable, as one encoded word."""
    text = "".join(pieces)
    if code == "B" and len(pieces) > 1:
        try:
            text = b64encode(b"".join(map(_unpacked, pieces))).decode()
        except (binascii.Error, ValueError):
            if any("=" in piece for piece in pieces[:-1]):
                # In one word everything behind that would be lost.
                return " ".join(_joined(charset, code, [piece]) for piece in pieces)
    return f"=?{charset}?{code}?{text}?=" if pieces else ""


def _unpacked(packed: str) -> bytes:
    return binascii.a2b_base64(packed.rstrip("=") + "=" * (-len(packed.rstrip("=")) % 4))
