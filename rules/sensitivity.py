"""How readily the learnt judge speaks up (灵敏度): the three stops that a policy chooses from."""

from __future__ import annotations

from enum import StrEnum


class Sensitivity(StrEnum):
    """The stops, from that which asks least; the values are the words of the policy file and of the weights."""

    LENIENT = "宽松"
    STANDARD = "适中"
    STRICT = "严格"
