"""Defines how readily the learnt judge stops a text (灵敏度): three levels that a policy chooses from."""

from __future__ import annotations

from enum import StrEnum


class Sensitivity(StrEnum):
    """The levels, from the one that stops least; the values are the words of the policy file and of the weights."""

    LENIENT = "宽松"
    STANDARD = "适中"
    STRICT = "严格"
