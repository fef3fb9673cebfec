"""Repairs what mail programs write into headers before a library decodes it, which follows the standards to the letter.
"""

from __future__ import annotations

import binascii
import re
from base64 import b64encode

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
    end = 0
    before: tuple[str, str, str] | None = None
    for word in _WORD.finditer(untrusted_header):
        charset, code, text = codec(word[1]), word[2].upper(), word[3]
        between = untrusted_header[end:word.start()]
        if before is not None and not between.strip() and before[:2] == (charset, code):
            whole.pop()
            text = _joined(code, before[2], text)
        else:
            whole.append(between)
        before = (charset, code, text)
        whole.append(f"=?{charset}?{code}?{text}?=")
        end = word.end()
    whole.append(untrusted_header[end:])
    return _VALUE.sub(lambda value: value[1] + codec(value[2]), "".join(whole))


def _joined(code: str, first: str, second: str) -> str:
    """Return two pieces in base64, or in quoted-printable, as one."""
    if code == "Q":
        return first + second
    try:
        return b64encode(_unpacked(first) + _unpacked(second)).decode()
    except (binascii.Error, ValueError):
        return first + second


def _unpacked(packed: str) -> bytes:
    return binascii.a2b_base64(packed.rstrip("=") + "=" * (-len(packed.rstrip("=")) % 4))
