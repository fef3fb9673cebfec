"""Whether the masked copy of a held item was taken out or sent, or neither."""

from __future__ import annotations

from enum import StrEnum


class MaskedUse(StrEnum):
    """What became of an item's masked copy: TAKEN out, or SENT in its place to the program that was refused."""

    NONE = "none"
    TAKEN = "taken"
    SENT = "sent"
