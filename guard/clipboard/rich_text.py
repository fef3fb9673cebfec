"""Extracts the words of copied RTF where that is quick. What contains pictures or takes longer is for the reader. Pure.
"""

from __future__ import annotations

import re

from guard.markup import notation
from guard.markup.rtf import RichText, RtfError

NAMES = ("text/rtf", "application/rtf", "Rich Text Format", "text/richtext", "application/x-rtf")
"""The names under which office programs offer formatted text beside plain text. The first one offered is read."""

WORDS_LIMIT = 1024 * 1024
"""Bytes of RTF that the broker parses; a longer one is for the reader."""

_HOLDS = re.compile(rb"\\(?:pict|objdata|bin)(?![a-zA-Z])")
_PICTURE = re.compile(rb"\\(?:(pict)|nonshppict)(?![a-zA-Z])")
_BULLETS = b"\\listpicture"
_ABOUT = frozenset({b"info", b"userprops", b"docvar"})
"""Destinations about the whole document, whatever was copied of it; no program shows them at a paste."""


def words_of(untrusted_bytes: bytes) -> str | None:
    """Return the words, None for what only the reader can read: with pictures or objects inside, long, or not RTF."""
    if len(untrusted_bytes) > WORDS_LIMIT or not notation.rtf(untrusted_bytes) or _HOLDS.search(untrusted_bytes):
        return None
    text = RichText(_ABOUT)
    try:
        text.read(untrusted_bytes)
    except RtfError:
        return None
    return text.text().replace("\0", "")


def pictures_in(untrusted_bytes: bytes) -> int:
    """Return a lower bound of the number of pictures in it. A picture and its variant for older programs count as one.
    """
    if _BULLETS in untrusted_bytes:
        return 0
    return sum(1 if found[1] else -1 for found in _PICTURE.finditer(untrusted_bytes))
