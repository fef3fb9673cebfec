"""The kinds of spans that the learnt tagger finds, and the labels of characters inside and outside them.

A span of several characters is BEGIN, INSIDE…, END, one of a single character SINGLE; everything else is OUTSIDE.
"""

from __future__ import annotations

from enum import StrEnum

import numpy as np
from numpy.typing import NDArray


class Kind(StrEnum):
    """What a span is; the values are those of tests/corpus/tags."""

    NAME = "name"
    IDENTITY = "id"
    PHONE = "phone"
    ADDRESS = "address"
    UNIT = "unit"
    BIRTH = "birth"
    HEALTH = "health"
    FAMILY = "family"
    ACCOUNT = "account"
    OTHER = "other"


KINDS = tuple(Kind)
OUTSIDE = 0
BEGIN, INSIDE, END, SINGLE = range(4)
"""The place of a character in its span."""

LABELS = 1 + 4 * len(KINDS)
"""The number of labels."""


def label_of(kind: Kind, place: int) -> int:
    """Return the label of a character at this place of a span of this kind."""
    return 1 + 4 * KINDS.index(kind) + place


def follows() -> NDArray[np.bool_]:
    """Return for each pair of labels whether the second may follow the first."""
    places = (np.arange(LABELS) - 1) % 4
    kinds = (np.arange(LABELS) - 1) // 4
    places[OUTSIDE], kinds[OUTSIDE] = SINGLE, -1
    goes_on = (places == BEGIN) | (places == INSIDE)
    within = (places == INSIDE) | (places == END)
    same = kinds[:, None] == kinds[None, :]
    allowed: NDArray[np.bool_] = np.where(goes_on[:, None], within[None, :] & same, ~within[None, :])
    return allowed


def first_and_last() -> tuple[NDArray[np.bool_], NDArray[np.bool_]]:
    """Return which labels the first character of a text may have, and which the last."""
    places = (np.arange(LABELS) - 1) % 4
    places[OUTSIDE] = SINGLE
    return (places == BEGIN) | (places == SINGLE), (places == END) | (places == SINGLE)
