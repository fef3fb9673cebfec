"""Makes the sentences of guard/, ``sentence("vault.full")``, and joins the catalogues of guard/ and rules/."""

from __future__ import annotations

from datetime import date
from functools import reduce
from pathlib import PurePath

from guard.sentences.odd_bytes import carried
from guard.sentences.zh import administration, answers, orders, quarantine, reading, supply
from rules.sentences import catalogue as of_rules
from rules.sentences.sentence import NOTHING, Catalogue, Sentence, Value, made

CHINESE: Catalogue = {**of_rules.CHINESE, **administration.WORDS, **answers.WORDS, **orders.WORDS, **quarantine.WORDS,
                      **reading.WORDS, **supply.WORDS}
"""Every sentence of guard/ and rules/ in Chinese."""


def sentence(id: str, /, **values: Value | PurePath | date) -> Sentence:  # noqa: A002
    """Return the sentence of this id with these values; tests/guard/test_sentences.py knows every call."""
    return made(CHINESE, id, {name: _plain(value) for name, value in values.items()})


def _plain(value: Value | PurePath | date) -> Value:
    """Return a value as messages can carry it: names of files may hold bytes that are not UTF-8."""
    if isinstance(value, PurePath):
        return carried(str(value))
    return str(value) if isinstance(value, date) else value


def joined(*parts: Sentence) -> Sentence:
    """Join sentences into one; those without words are left out."""
    spoken = [part for part in parts if part]
    return reduce(_then, spoken) if spoken else NOTHING


def _then(first: Sentence, then: Sentence) -> Sentence:
    return sentence("joined.then", first=first, then=then)


def english() -> Catalogue:
    """Return every sentence of guard/ and rules/ in English; loaded on demand of a window."""
    from guard.sentences.en import administration, answers, orders, quarantine, reading, supply

    return {**of_rules.english(), **administration.WORDS, **answers.WORDS, **orders.WORDS, **quarantine.WORDS,
            **reading.WORDS, **supply.WORDS}
