"""Decodes COMPOUND_TEXT, the encoding of old X11 programs (X Consortium, Compound Text Encoding 1.1). Pure.

Covers what Chinese office software produces: ASCII, Latin-1, GB 2312, UTF-8 and named extended segments.
"""

from __future__ import annotations

import codecs
import re

_ESCAPE = re.compile(
    rb"\x1b%/[0-4](?P<extended>..)"       # extended segment: two length bytes, then name STX data
    rb"|\x1b%(?P<utf8>[G@])"              # UTF-8 on, off
    rb"|\x1b\$(?P<side>[()]?)(?P<wide>[A-F])"  # a 94×94 set into the left or right half
    rb"|\x1b(?P<narrow>[()\-,])(?P<set>.)",    # a single-byte set
    re.DOTALL,
)
_EXTENDED = frozenset({
    "ascii", "utf-8", "utf-16", "utf-16-le", "utf-16-be", "utf-32", "gb2312", "gbk", "gb18030", "big5", "big5hkscs",
    "euc_jp", "shift_jis", "euc_kr", "cp949", "koi8-r", "koi8-u", "tis-620",
    *(f"iso8859-{part}" for part in range(1, 17)), *(f"cp125{page}" for page in range(9)),
})
"""Codecs of segments that name their encoding. Python has further codecs that are not character encodings and produce
text that no message can carry (unicode_escape).
"""

_WIDE = {b"A": "gb2312", b"B": "euc_jp", b"C": "euc_kr"}


def decode_compound_text(untrusted_bytes: bytes) -> str:
    """Return the text; bytes of a character set not listed above become U+FFFD."""
    parts: list[str] = []
    left: str | None = None
    right: str | None = "latin-1"
    utf8 = False
    position = 0
    while position < len(untrusted_bytes):
        escape = _ESCAPE.search(untrusted_bytes, position)
        end = escape.start() if escape else len(untrusted_bytes)
        parts.append(_run(untrusted_bytes[position:end], left, right, utf8=utf8))
        if escape is None:
            break
        position = escape.end()
        if escape["extended"] is not None:
            high, low = escape["extended"]
            length = max(0, (high - 128) * 128 + low - 128)
            parts.append(_extended(untrusted_bytes[position:position + length]))
            position += length
        elif escape["utf8"] is not None:
            utf8 = escape["utf8"] == b"G"
        elif escape["wide"] is not None:
            if escape["side"] == b")":
                right = _WIDE.get(escape["wide"], "")
            else:
                left = _WIDE.get(escape["wide"], "")
        elif escape["narrow"] in {b"-", b")"}:
            right = "latin-1"
        else:
            left = None
    return "".join(parts).replace("\0", "")


def _run(data: bytes, left: str | None, right: str | None, *, utf8: bool) -> str:
    """Decode bytes between two escapes; ``left`` None is ASCII, "" an unknown set."""
    if utf8:
        return data.decode("utf-8", "replace")
    parts: list[str] = []
    for run in re.findall(rb"[\x80-\xff]+|[\x21-\x7e]+|[\x00-\x20\x7f]+", data):
        if run[0] >= 0x80:
            parts.append(run.decode(right, "replace") if right else "\N{REPLACEMENT CHARACTER}")
        elif left is None or run[0] <= 0x20:
            parts.append(run.decode("ascii"))
        elif left:
            parts.append(bytes(byte | 0x80 for byte in run).decode(left, "replace"))
        else:
            parts.append("\N{REPLACEMENT CHARACTER}")
    return "".join(parts)


def _extended(segment: bytes) -> str:
    name, separator, data = segment.partition(b"\x02")
    if not separator:
        return "\N{REPLACEMENT CHARACTER}"
    try:
        # XFree86 and its descendants write GBK-0 and GB18030-0.
        codec = codecs.lookup(name.decode("ascii", "replace").removesuffix("-0")).name
    except (LookupError, ValueError):  # a name that contains a zero byte raises ValueError
        codec = ""
    return data.decode(codec, "replace") if codec in _EXTENDED else "\N{REPLACEMENT CHARACTER}"
