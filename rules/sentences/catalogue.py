"""Makes the sentences of rules/: ``sentence("lint.too-short")``."""

from __future__ import annotations

from rules.sentences.sentence import Catalogue, Sentence, Value, made
from rules.sentences.zh import files, packs

CHINESE: Catalogue = {**packs.WORDS, **files.WORDS}
"""Every sentence of rules/ in Chinese."""


def sentence(id: str, /, **values: Value) -> Sentence:  # noqa: A002
    """Return the sentence of this id with these values; tests/guard/test_sentences.py checks every call."""
    return made(CHINESE, id, values)


def english() -> Catalogue:
    """Return every sentence of rules/ in English; loaded on demand of a window."""
    from rules.sentences.en import files, packs

    return {**packs.WORDS, **files.WORDS}
