"""Every sentence of the windows goes through ``say``: Chinese in the source, English in ui/i18n/mishao_en.ts.

lupdate knows ``say`` and ``mark`` by name alone, so nothing else in ui/ may be called that.
"""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication

CONTEXT = ""
"""The translation context of all words of the windows: lupdate puts what ``say`` and ``mark`` are given under it."""

def mark(words: str) -> str:
    """Return ``words`` as they are: a table made at import names here what ``say`` is given later."""
    return words


def say(words: str, **values: object) -> str:
    """Return words in the user's language with ``values`` filled in; foreign values must be made plain before.

    ``words`` is a literal, or something that went through ``mark``: tests/ui/test_english.py checks it.
    """
    translated = QCoreApplication.translate(CONTEXT, words)
    return translated.format(**values) if values else translated


def speaks_chinese() -> bool:
    """Return whether the windows speak Chinese now, as rule packs always do."""
    return say("zh") == "zh"
