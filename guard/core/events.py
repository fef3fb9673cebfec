"""The records of the journal: what happened, without content."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class EventKind(StrEnum):
    """The kinds of journal records."""

    STARTED = "started"
    STOPPED = "stopped"
    JUDGED = "judged"
    HELD = "held"
    SERVED = "served"
    RELEASED = "released"
    MASKED = "masked"
    UNMASKED = "unmasked"
    FALSE_ALARM = "false-alarm"
    DESTROYED = "destroyed"
    REFUSED = "refused"
    PAUSED = "paused"
    RESUMED = "resumed"
    TROUBLE = "trouble"
    UPDATED = "updated"
    SIGHTED = "sighted"
    ALIVE = "alive"
    PACK_REFUSED = "pack-refused"
    RECEIPT = "receipt"
    OWN = "own"
    INSPECTION = "inspection"


@dataclass(frozen=True, slots=True)
class Event:
    """One journal record. Never any content: rule ids, counts, kinds, program names, a reason the user typed.

    ``kin`` is the case of the earlier item with these words, when kinship was the reason. ``facts``: what the guard
    said of itself then (state, mode, number of the rules), which may have changed by the time the record is sent.
    ``nature`` is that of the deciding rule (性质). ``what`` is what the content was: text, picture, files. ``would``:
    what rules asked for that was not done (guard.core.trial), the action by the rule's id. ``inspection``: how far an
    ordered inspection is, or what it found, by the names under which it leaves (guard.ordered.records).
    """

    kind: EventKind
    at: float
    case: str = ""
    outcome: str = ""
    rules: tuple[str, ...] = ()
    count: int = 0
    destination: str = ""
    answer: str = ""
    reason: str = ""
    kin: str = ""
    facts: tuple[tuple[str, str], ...] = ()
    nature: str = ""
    what: str = ""
    would: tuple[tuple[str, str], ...] = ()
    inspection: tuple[tuple[str, str], ...] = ()
