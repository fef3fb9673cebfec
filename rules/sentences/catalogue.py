"""Makes the sentences of rules/: ``sentence("lint.too-short")``."""

from __future__ import annotations

from rules.sentences.sentence import Sentence, Value, made
from rules.sentences.zh import WORDS


def sentence(id: str, /, **values: Value) -> Sentence:  # noqa: A002
    """Return the sentence of this id with these values; tests/guard/test_sentences.py checks every call."""
    return made(WORDS, id, values)
