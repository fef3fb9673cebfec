"""Makes foreign text safe to show on one line or in a paragraph. Pure."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass

from rules.characters import is_shown

WORD_JOINER = "\u2060"
BREAK_HERE = "\u200b"
NO_BREAK = "\u00a0"
ELLIPSIS = "…"
MASK = "███"
"""Replaces any masked text, whatever its length."""

_LONG_RUN = 16
_LAST = 4
"""Chinese characters that stay together at the end of a paragraph."""
_CHINESE_END = re.compile(rf"[\u3001-\u9fff\uff01-\uff60]{{{_LAST}}}$")
_NUMBER = rf"(?:[\u4e00\u4e8c\u4e09\u56db\u4e94\u516d\u4e03\u516b\u4e5d\u5341\u767e\u96f60-9]{WORD_JOINER}?){{1,5}}"
_ARTICLE = re.compile(rf"\u7b2c{WORD_JOINER}?{_NUMBER}[\u6761\u6b3e\u9879]")
"""Also one whose end is joined already, as the last characters of a paragraph are."""
_COUNTED = re.compile(r"(?<=\d) (?=[\u4e00-\u9fff])")
_WORD_END = re.compile(rf"(?<=[!-~]) ([!-~]{{1,{_LONG_RUN}}})$")
_WIDE = ("W", "F")


@dataclass(frozen=True, slots=True)
class Span:
    """Code points ``start`` to ``end`` of a paragraph, marked in the colour of a state (hold, ask, clear, unknown)."""

    start: int
    end: int
    state: str


def visible(untrusted_text: str) -> str:
    """Return text in which line breaks become ⏎ and invisible characters (controls, direction marks) become □."""
    return "".join(_visible(character) for character in untrusted_text)


def one_line(untrusted_text: str, limit: int) -> str:
    """Return a name as one visible line of at most ``limit`` characters, elided in the middle."""
    if limit < len(untrusted_text):
        # Characters that will never be shown need not be looked at: a name may be a megabyte long.
        half = (limit - 1) // 2
        untrusted_text = untrusted_text[:limit - 1 - half] + ELLIPSIS + untrusted_text[len(untrusted_text) - half:]
    return visible(untrusted_text)


def lines(untrusted_text: str) -> str:
    """Return text with its line breaks; other controls are made visible."""
    parts = untrusted_text.replace("\r\n", "\n").replace("\r", "\n").replace("\t", " ").split("\n")
    return "\n".join(visible(part) for part in parts)


def breakable(text: str) -> str:
    """Return text in which runs too long for a line (links, hashes) may break anywhere."""
    result: list[str] = []
    run = 0
    for character in text:
        run = 0 if character.isspace() or unicodedata.east_asian_width(character) in _WIDE else run + 1
        result.append(character)
        if run >= _LONG_RUN:
            result.append(BREAK_HERE)
    return "".join(result)


def without_orphan(text: str) -> str:
    """Return a paragraph whose last line will not be a single short word, or one or two characters."""
    if _CHINESE_END.search(text):
        return text[:-_LAST] + joined(text[-_LAST:])
    return _WORD_END.sub(rf"{NO_BREAK}\1", text)


def numbered(text: str) -> str:
    """Return text in which no line breaks between a number and the Chinese word that it counts (12 月), nor inside the
    number of an article (第二十九条).
    """
    return _ARTICLE.sub(lambda found: joined(found[0].replace(WORD_JOINER, "")), _COUNTED.sub(NO_BREAK, text))


def joined(text: str) -> str:
    """Return a short mark that no line break may split."""
    return WORD_JOINER.join(text)


def _visible(character: str) -> str:
    if character in "\n\r\u2028\u2029\x0b\x0c\x85":
        return "⏎"
    if character in (WORD_JOINER, BREAK_HERE):
        return ""
    return character if is_shown(character) else "□"
