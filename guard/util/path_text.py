"""Encodes file names that are not UTF-8 (GBK names from old archives) as text that messages and the vault can carry.
"""

from __future__ import annotations

import os
from pathlib import Path, PurePath

from guard.sentences.odd_bytes import brought_back, carried


def path_text(path: PurePath) -> str:
    """Return a path as text that encodes in UTF-8."""
    return carried(str(path))


def text_path(text: str) -> Path:
    """Return the path from which ``path_text`` made this text."""
    return Path(brought_back(text))


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
