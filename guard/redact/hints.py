"""Tells the learnt tagger what rules found: hints, which it weighs with the words around them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import chain
from types import MappingProxyType

from guard.redact.case_numbers import case_numbers
from guard.redact.fields import fields
from guard.redact.illnesses import illnesses
from guard.redact.mask_kinds import MaskKind
from guard.redact.numbered import doors_in, numbers_in
from guard.redact.sentences import names_in_sentences
from guard.redact.spelled import spelled_numbers
from guard.redact.traces import traces
from rules.features.details import names
from rules.tagging.kinds import KINDS, Kind
from rules.tagging.windows import Hint

_KINDS = MappingProxyType({
    MaskKind.NAME: Kind.NAME, MaskKind.ID_NUMBER: Kind.IDENTITY, MaskKind.BANK_CARD: Kind.IDENTITY,
    MaskKind.CASE_NUMBER: Kind.IDENTITY, MaskKind.NUMBER: Kind.IDENTITY, MaskKind.PHONE: Kind.PHONE,
    MaskKind.ADDRESS: Kind.ADDRESS, MaskKind.UNIT: Kind.UNIT, MaskKind.BIRTH: Kind.BIRTH,
    MaskKind.HEALTH: Kind.HEALTH, MaskKind.ACCOUNT: Kind.ACCOUNT, MaskKind.CELL: Kind.OTHER,
})
_COUNTED, _IN_SENTENCES = len(KINDS), len(KINDS) + 1


def hints_of(text: str) -> Sequence[Hint]:
    """Return what rules find in a normalised text, whether or not it must be hidden."""
    return list(_hints(text))


def _hints(text: str) -> Iterator[Hint]:
    for start, end, kind in chain(numbers_in(text), doors_in(text), traces(text), fields(text), illnesses(text),
                                  case_numbers(text), spelled_numbers(text)):
        yield start, end, KINDS.index(_KINDS[kind])
    yield from ((named.start, named.end, _COUNTED) for named in names(text, 0, len(text)))
    yield from ((start, end, _IN_SENTENCES) for start, end, _ in names_in_sentences(text, 0, len(text)))
