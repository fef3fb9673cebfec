"""Describes the layout of a text: what a weighing uses besides its words."""

from __future__ import annotations

from math import log1p

import numpy as np
from numpy.typing import NDArray

from rules.learnt.grams import digit_runs

NAMES = ("characters", "lines", "characters per line", "digits", "tabs", "letters", "colons", "phones", "identities",
         "question")
"""The values that ``layout_of`` returns, in this order. Shares are of all characters or, for tabs and colons, of
lines."""

_PHONE, _IDENTITY = 11, (17, 18)


def layout_of(text: str, symbols: NDArray[np.uint32]) -> tuple[float, ...]:
    """Return the layout of a normalised text, given its folded symbols."""
    length, lines = len(text), text.count("\n") + 1
    letters = int(np.count_nonzero((symbols - 97) < 26))
    runs = digit_runs(symbols)
    identities = sum(runs.count(length) for length in _IDENTITY)
    return (
        log1p(length), log1p(lines), log1p(length / lines),
        sum(runs) / max(length, 1), text.count("\t") / lines, letters / max(length, 1),
        text.count(":") / lines,
        log1p(runs.count(_PHONE)), log1p(identities),
        float("?" in text),
    )
