"""Prepares words for drawing as a screen shows them: lines broken between words, a gap for characters without a font.
"""

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
"""Part of the font size: the space for a half-width punctuation mark that hangs at the end of a line."""


def shown(text: str) -> str:
    """Return the visible form of a text: a gap for an emoji, which no font here has; nothing for joiners."""
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
    """Return a text with line breaks as in a window of ``width`` pixels: never inside a number or a word."""
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
