"""Encodes file names that are not UTF-8 (GBK names from old archives) as text that messages and the vault can carry.

Python represents the odd bytes of such a name as lone surrogates (PEP 383), which no UTF-8 encoder accepts. Here each
becomes a character of a private-use plane (U+10FE80 to U+10FEFF), which no real name contains, and back again.
"""

from __future__ import annotations

import os
from pathlib import Path, PurePath

_SHIFT = 0x10FE80 - 0xDC80
_TO_TEXT = {code: code + _SHIFT for code in range(0xDC80, 0xDD00)}
_TO_PATH = {text: code for code, text in _TO_TEXT.items()}


def path_text(path: PurePath) -> str:
    """Return a path as text that encodes in UTF-8."""
    return str(path).translate(_TO_TEXT)


def text_path(text: str) -> Path:
    """Return the path from which ``path_text`` made this text."""
    return Path(text.translate(_TO_PATH))


def label(path: Path) -> str:
    """Return a file's name for people: a name that is not UTF-8 is decoded as GB 18030."""
    return _read(path.name)


def readable(path: str) -> str:
    """Return a path as people read it: each part that is not UTF-8 decoded as GB 18030. It may not be a usable path."""
    return "/".join(_read(part) for part in path.split("/"))


def _read(part: str) -> str:
    name = os.fsencode(part)
    try:
        return name.decode("utf-8")
    except UnicodeDecodeError:
        return name.decode("gb18030", "replace")
