"""Finds numbers with a checksum or a label, and doors: what rules are certain of. Positions are of the normalised text.
"""

from __future__ import annotations

from collections.abc import Iterator

from guard.redact.mask_kinds import MaskKind
from guard.redact.traces import Found
from rules.features.details import ID_NUMBER, PHONE, details
from rules.features.doors import doors
from rules.features.record_numbers import bank_cards, labelled_numbers

_NUMBER_KINDS = {ID_NUMBER: MaskKind.ID_NUMBER, PHONE: MaskKind.PHONE}


def numbers_in(text: str) -> Iterator[Found]:
    """Yield identity numbers, phones, bank cards, and what follows 住院号 and the like."""
    for detail in details(text, 0, len(text)):
        if detail.kind in _NUMBER_KINDS:
            yield detail.start, detail.end, _NUMBER_KINDS[detail.kind]
    yield from ((start, end, MaskKind.BANK_CARD) for start, end in bank_cards(text, 0, len(text)))
    yield from ((one.start, one.end, MaskKind.CASE_NUMBER) for one in labelled_numbers(text, 0, len(text)))


def doors_in(text: str) -> Iterator[Found]:
    """Yield doors, floors and buildings."""
    for start, end in doors(text, 0, len(text), ""):
        yield start, end, MaskKind.ADDRESS
