"""Decodes the bytes of a text target into every text that they can be. Pure."""

from __future__ import annotations

import codecs
from collections.abc import Iterator

from guard.clipboard.compound_text import decode_compound_text
from guard.core.model import Target

_WIDE = ("utf-16-le", "utf-16-be")
_DECLARED = frozenset({"utf-8", "utf-16", *_WIDE, "utf-32", "gb2312", "gbk", "gb18030", "big5", "big5hkscs"})
"""Codecs that a target may name. The name comes from outside, and Python has codecs that are not character encodings.
"""


def decode_text(target: Target) -> str:
    """Return the likeliest text of a text target."""
    return readings(target)[0]


def readings(target: Target) -> tuple[str, ...]:
    """Return every text that these bytes can be, the likeliest first.

    Programs show bytes that are not valid in the encoding they claim in different ways; all of these texts are judged.
    """
    texts = (text.replace("\0", "") for text in _decoded(target.untrusted_bytes, target))
    return tuple(dict.fromkeys(texts))


def _decoded(data: bytes, target: Target) -> Iterator[str]:
    if data[:2] in {codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE}:
        yield data.decode("utf-16", "replace")
        return
    if target.type == "COMPOUND_TEXT":
        yield decode_compound_text(data)
        if b"\x1b" in data or data.isascii():
            return
    declared = _declared(target)
    if declared:
        yield data.decode(declared, "replace")
    yield from _guessed(data, utf8_first=target.type != "STRING")


def _guessed(data: bytes, *, utf8_first: bool) -> Iterator[str]:
    """Guess: old programs use the locale's encoding where Latin-1 is expected; others cut UTF-8 inside a character."""
    utf8 = _strictly(data, "utf-8")
    if utf8 is not None:
        yield utf8
    else:
        chinese = _strictly(data, "gb18030")
        likely = (data.decode("utf-8", "replace"), chinese if chinese is not None else data.decode("latin-1"))
        yield from likely if utf8_first else reversed(likely)
    # One zero at the end is what ends a string of C: LibreOffice copies it.
    if (utf8 is None or b"\0" in data.removesuffix(b"\0")) and len(data) % 2 == 0:
        yield from (data.decode(encoding, "replace") for encoding in _WIDE)


def _strictly(data: bytes, encoding: str) -> str | None:
    try:
        return data.decode(encoding)
    except UnicodeDecodeError:
        return None


def _declared(target: Target) -> str:
    """Return the codec that a name such as text/plain;charset=utf-16 means, "" when it names no known one."""
    for name in (target.type, target.name):
        _, _, charset = name.partition("charset=")
        if not charset:
            continue  # Python would look for a module of that name, each time
        try:
            codec = codecs.lookup(charset.strip("\"' ")).name
        except (LookupError, ValueError):
            continue
        if codec in _DECLARED:
            return codec
    return ""
