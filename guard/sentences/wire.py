"""Encodes sentences in messages between processes and in stored data: their words, their id and their values.

The words are included: stored data outlives the catalogue, and a process that only passes a sentence on looks up
nothing.
"""

from __future__ import annotations

from typing import Any

import msgspec

from rules.sentences.sentence import Sentence, Value

_FIELDS = {"words", "id", "values"}


def written(value: object) -> object:
    """Encode a sentence for msgspec: the ``enc_hook`` of every encoder. Foreign words are a plain text."""
    if not isinstance(value, Sentence):
        raise NotImplementedError(type(value).__name__)
    if not value.id:
        return str(value)
    return {"words": str(value), "id": value.id, "values": dict(value.values)}


def read(kind: type, untrusted: Any) -> Sentence:
    """Decode a sentence for msgspec: the ``dec_hook`` of every decoder. Raises ValueError for anything else."""
    if kind is not Sentence:
        raise NotImplementedError(kind.__name__)
    if isinstance(untrusted, str):
        return Sentence(untrusted)
    found = _value(untrusted)
    if not isinstance(found, Sentence):
        raise ValueError("no sentence")  # noqa: TRY004  msgspec makes a validation error of it
    return found


def to_builtins(value: object) -> Any:
    """Return an object for JSON output, with sentences as their Chinese words."""
    return msgspec.to_builtins(value, enc_hook=str)


def _value(untrusted: Any) -> Value:
    match untrusted:
        case str() | int():
            return untrusted
        case [*entries]:
            return tuple(map(_value, entries))
        case {"words": str(words), "id": str(id), "values": dict(values)} if len(untrusted) == len(_FIELDS):
            if all(isinstance(name, str) for name in values):
                return Sentence(words, id, {name: _value(value) for name, value in values.items()})
    raise ValueError("no sentence")
