"""The kinds of spans that the learnt tagger finds, and the labels of characters inside and outside them.

The first character of a span is BEGIN, the others are INSIDE; everything else is OUTSIDE.
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
BEGIN, INSIDE = range(2)
"""The place of a character in its span."""

LABELS = 1 + 2 * len(KINDS)
"""The number of labels."""


def follows() -> NDArray[np.bool_]:
    """Return for each pair of labels whether the second may follow the first."""
    places, kinds = (np.arange(LABELS) - 1) % 2, (np.arange(LABELS) - 1) // 2
    goes_on = (places == INSIDE) & (np.arange(LABELS) != OUTSIDE)
    same = kinds[:, None] == kinds[None, :]
    allowed: NDArray[np.bool_] = ~goes_on[None, :] | same
    return allowed
