"""Translates the guard's and rules' sentences for windows; foreign words in them stay visible words of their own."""

from __future__ import annotations

from functools import cache

from guard.sentences.catalogue import CHINESE, english
from rules.sentences.sentence import Catalogue, Sentence, rendered
from ui.i18n.say import speaks_chinese
from ui.kit.display_text import lines, visible


def told(words: str) -> str:
    """Return a sentence in the user's language, and foreign words as they are; both are safe to show."""
    if not isinstance(words, Sentence) or not words.id:
        return lines(words)
    return rendered(words, CHINESE if speaks_chinese() else _english(), visible)


def entitled(words: str) -> str:
    """Return the same for an entry of a list: our own sentences begin with a capital."""
    said = told(words)
    return said[:1].upper() + said[1:] if isinstance(words, Sentence) and words.id else said


@cache
def _english() -> Catalogue:
    return english()
