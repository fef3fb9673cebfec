"""The counts of people and details in an item, as a type that travels: names of kinds and totals, no words."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class FoundKind(StrEnum):
    """What may be said of a person, in the order in which it is named."""

    ID_NUMBER = "证件号"
    BANK_CARD = "银行卡号"
    PHONE = "电话"
    ADDRESS = "住址"
    PATIENT_NUMBER = "就诊号"
    ILLNESS = "病情"


@dataclass(frozen=True, slots=True)
class Found:
    """How many people an item says something of, and how many different details of each kind. No words of it."""

    people: int = 0
    kinds: tuple[tuple[FoundKind, int], ...] = ()


NOTHING_FOUND = Found()
