"""Finds the numbers by which banks, hospitals and offices know a person. Positions are of the normalised text."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from rules.validators import bank_card

_BANK_CARD = re.compile(r"(?<![0-9A-Za-z])62\d{2}(?:[ -]?\d{4}){3}(?:[ -]?\d{1,3})?(?![0-9A-Za-z])")
_LABELLED = re.compile(
    "(?:(?P<patient>住院号|病历号|病案号|门诊号|就诊号|就诊卡号|患者编号)|社保卡号|医保卡号|护照号码?|证件号码?)"
    r"[: ]{0,3}(?P<number>[A-Za-z]{0,3}\d{4,18}[Xx]?)",
)


class Labelled(NamedTuple):
    """A number behind a label that says what it is; ``of_patient``: a hospital's."""

    start: int
    end: int
    of_patient: bool


def bank_cards(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """Yield the places of UnionPay cards with a valid check digit (rules.validators.bank_card)."""
    for match in _BANK_CARD.finditer(text, start, end):
        if bank_card(match.group()):
            yield match.span()


def labelled_numbers(text: str, start: int, end: int) -> Iterator[Labelled]:
    """Yield the numbers behind 住院号, 护照号 and the like."""
    for match in _LABELLED.finditer(text, start, end):
        yield Labelled(*match.span("number"), match["patient"] is not None)
