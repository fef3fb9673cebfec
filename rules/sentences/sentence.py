"""A sentence for people that keeps its id and its values, so that no value can change it (ADR 36).

A ``Sentence`` is a ``str`` of Chinese words: logs, records and the command line use it like any other text. Code that
shows it in another language renders its id by that language's catalogue, and never looks at the words. Adding it to
another ``str`` loses the id, so a sentence within a sentence is one of its values; mypy rejects a ``str`` where a
``Sentence`` is declared.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from types import MappingProxyType

from rules.sentences.quoting import filled

Value = str | int | tuple["Value", ...]
"""The possible values of a sentence: foreign text, a number, another sentence, or a list of them."""

Catalogue = Mapping[str, str]
"""The words of one language by id, with ``{names}`` in place of values; BETWEEN is the separator of lists."""

BETWEEN = "between"
_NO_VALUES: Mapping[str, Value] = MappingProxyType({})


class Sentence(str):
    """Words in Chinese, with ``id`` and ``values`` for other languages; never changed once made.

    ``id`` is "" for foreign words, which every language shows as they are: those of the system, a unit, a user.
    """

    __slots__ = ("id", "values")
    id: str
    values: Mapping[str, Value]

    def __new__(cls, words: str, id: str = "", values: Mapping[str, Value] = _NO_VALUES) -> Sentence:  # noqa: A002
        """Return these words. For a sentence of a catalogue call ``made`` instead."""
        self = super().__new__(cls, words)
        object.__setattr__(self, "id", id)
        object.__setattr__(self, "values", values)
        return self

    def __setattr__(self, name: str, value: object) -> None:
        raise AttributeError(name)

    def __reduce__(self) -> tuple[type[Sentence], tuple[str, str, dict[str, Value]]]:
        return Sentence, (str(self), self.id, dict(self.values))


NOTHING = Sentence("")
"""The empty sentence."""


class SaidError(Exception):
    """An error that people are told of, in ``words``."""

    def __init__(self, words: Sentence) -> None:
        super().__init__(words)
        self.words = words


class SaidValueError(SaidError, ValueError):
    """The same for a wrongly written value."""


def made(catalogue: Catalogue, id: str, values: Mapping[str, Value]) -> Sentence:  # noqa: A002
    """Return the sentence of an id. ``catalogue`` is the Chinese one. Raises KeyError for an unknown id."""
    return Sentence(filled(catalogue[id], _within(catalogue, values, str)), id, values)


def rendered(words: str, catalogue: Catalogue, plain: Callable[[str], str] = str) -> str:
    """Return a sentence in the language of a catalogue, with all foreign words in it put through ``plain``.

    A sentence that the catalogue lacks, or has with other values (another version wrote it), keeps its Chinese words.
    """
    if not isinstance(words, Sentence) or words.id not in catalogue:
        return plain(words)
    try:
        return filled(catalogue[words.id], _within(catalogue, words.values, plain))
    except (LookupError, ValueError, AttributeError):
        return plain(words)


def _within(catalogue: Catalogue, values: Mapping[str, Value], plain: Callable[[str], str]) -> dict[str, str]:
    return {name: _shown(value, catalogue, plain) for name, value in values.items()}


def _shown(value: Value, catalogue: Catalogue, plain: Callable[[str], str]) -> str:
    if isinstance(value, str):
        return rendered(value, catalogue, plain)
    if isinstance(value, tuple):
        return catalogue[BETWEEN].join(_shown(each, catalogue, plain) for each in value)
    return str(value)
