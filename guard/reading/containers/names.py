"""Decodes names of members as archives store them. Old Chinese programs write GBK without declaring it."""

from __future__ import annotations

import re

_UNLIKELY, _HAN = re.compile(r"[\u0250-\u07ff]"), re.compile(r"[\u4e00-\u9fff]")
"""Two bytes of GBK can be one Greek or Hebrew letter in UTF-8: 图纸 would become ͼֽ."""


def text_of(name: bytes) -> str:
    """Return a stored name as text: UTF-8 when it is valid and likely, else GB 18030, which maps nearly every byte."""
    try:
        found = name.decode("utf-8")
    except UnicodeDecodeError:
        return name.decode("gb18030", "replace")
    if not _UNLIKELY.search(found):
        return found
    other = name.decode("gb18030", "replace")
    return other if _HAN.search(other) and not _HAN.search(found) else found


def of_surrogates(name: str) -> str:
    """Return a name that a library decoded with ``surrogateescape`` as text."""
    return text_of(name.encode("utf-8", "surrogateescape"))
