"""Words as a screen shows them: lines broken between words, and of what no font has, the room."""

from __future__ import annotations

import re
import unicodedata
from functools import cache

from PIL import ImageFont

from tests.support.pictures import NO_LINE_START, font

_NO_GLYPH = "\U0010ffff"
_GAP = "　"
_WORD = re.compile(r"[0-9A-Za-z][!-~]*|.")
_HANGING = NO_LINE_START + ",.;:!?)"
_HALF_WIDTH = 0.5
"""Of a letter's size: the room a half-width mark needs that hangs at the end of a line."""


def shown(text: str) -> str:
    """Return what is seen of a text: an emoji leaves a gap, for no font here has one; joiners leave nothing."""
    return "".join(_shown(character) for character in text)


@cache
def _shown(character: str) -> str:
    if character in "\n\t":
        return character
    if unicodedata.category(character) in {"Cf", "Mn", "Cc"}:
        return ""
    return _GAP if _glyph(character) == _glyph(_NO_GLYPH) else character


def _glyph(character: str) -> tuple[bytes, tuple[int, int]]:
    mask = font(16).getmask(character)
    return bytes(mask), mask.size


def broken(text: str, face: ImageFont.FreeTypeFont, width: float) -> str:
    """Return a text with line ends where a window of ``width`` pixels breaks it: never inside a number or a word."""
    return "\n".join(line for paragraph in text.split("\n")
                     for line in _lines(paragraph, face, width - _HALF_WIDTH * face.size))


def _lines(paragraph: str, face: ImageFont.FreeTypeFont, width: float) -> list[str]:
    lines, line = list[str](), ""
    for word in _WORD.findall(paragraph):
        for part in (word,) if face.getlength(word) <= width else word:
            if line and face.getlength(line + part) > width and part not in _HANGING:
                lines.append(line)
                line = ""
            line += part
    return [*lines, line]
