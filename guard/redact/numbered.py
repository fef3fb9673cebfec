"""Finds numbers with a checksum or a label, and doors: what rules are certain of. Positions are of the normalised text.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from guard.redact.masks import MaskKind
from guard.redact.traces import Found
from rules.features.details import ID_NUMBER, PHONE, details
from rules.features.doors import doors
from rules.validators import bank_card

_BANK_CARD = re.compile(r"(?<![0-9A-Za-z])62\d{2}(?:[ -]?\d{4}){3}(?:[ -]?\d{1,3})?(?![0-9A-Za-z])")
_CASE_NUMBER = re.compile(
    r"(?:住院号|病历号|病案号|门诊号|就诊号|就诊卡号|社保卡号|医保卡号|护照号码?|证件号码?)[: ]{0,3}"
    r"(?P<number>[A-Za-z]{0,3}\d{4,18}[Xx]?)",
)
_NUMBER_KINDS = {ID_NUMBER: MaskKind.ID_NUMBER, PHONE: MaskKind.PHONE}


def numbers_in(text: str) -> Iterator[Found]:
    """Yield identity numbers, phones, bank cards, and what follows 住院号 and the like."""
    for detail in details(text, 0, len(text)):
        if detail.kind in _NUMBER_KINDS:
            yield detail.start, detail.end, _NUMBER_KINDS[detail.kind]
    for match in _BANK_CARD.finditer(text):
        if bank_card(match.group()):
            yield match.start(), match.end(), MaskKind.BANK_CARD
    for match in _CASE_NUMBER.finditer(text):
        yield match.start("number"), match.end("number"), MaskKind.CASE_NUMBER


def doors_in(text: str) -> Iterator[Found]:
    """Yield doors, floors and buildings."""
    for start, end in doors(text, 0, len(text), ""):
        yield start, end, MaskKind.ADDRESS
