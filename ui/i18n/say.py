"""Translates every sentence of the windows by ``say``: Chinese in the source, English in ui/i18n/mishao_en.ts.

lupdate knows ``say`` and ``mark`` by name alone, so nothing else in ui/ may have these names.
"""

from __future__ import annotations

from collections.abc import Iterable

from PySide6.QtCore import QCoreApplication

from rules.sentences.quoting import filled

CONTEXT = ""
"""The translation context of all words of the windows: lupdate files the arguments of ``say`` and ``mark`` under it."""

def mark(words: str) -> str:
    """Return ``words`` unchanged: marks words of a table made at import that ``say`` receives later."""
    return words


def say(words: str, /, **values: str | float | None) -> str:
    """Return words in the user's language with ``values`` filled in; foreign ones must be made plain before.

    ``words`` is a literal, or something that went through ``mark``: tests/ui/test_english.py checks it.
    """
    translated = QCoreApplication.translate(CONTEXT, words)
    return filled(translated, values) if values else translated


def listed(words: Iterable[str]) -> str:
    """Return words joined as a list in a sentence."""
    return say("、").join(words)


def sentences(*parts: str) -> str:
    """Return sentences joined, each with its full stop; empty ones are left out."""
    stop = say("。")
    ended = (part if part.endswith(_ENDS) else part + stop[:1] for part in parts if part)
    return stop[1:].join(ended)


_ENDS = (chr(0x3002), chr(0xFF1F), ".", "?")
"""Characters that end a sentence in either language."""


def speaks_chinese() -> bool:
    """Return whether the windows are Chinese now, as rule packs always are."""
    return say("zh") == "zh"
