"""Lists programs that requested flagged content and are on no list, for the administrator to classify. Without content.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from guard.core.events import Event, EventKind
from guard.core.model import Answer


@dataclass(frozen=True, slots=True)
class Learned:
    """One program of the journal. ``given`` counts its pastes that got the original, ``refused`` those that got the
    notice; ``last`` is in seconds since the epoch. ``executable`` is "" when the system did not say.
    """

    program: str
    executable: str
    given: int
    refused: int
    last: float


def learned(events: Iterable[Event]) -> tuple[Learned, ...]:
    """Return the programs that requested flagged content, the most frequent first."""
    found: dict[tuple[str, str], Learned] = {}
    for event in events:
        if event.kind is not EventKind.SERVED or not event.destination:
            continue
        key = (event.destination, event.reason)
        known = found.get(key, Learned(*key, given=0, refused=0, last=0.0))
        given = event.answer == Answer.ORIGINAL.value
        found[key] = Learned(*key, known.given + given, known.refused + (not given), max(known.last, event.at))
    return tuple(sorted(found.values(), key=lambda one: (-one.given - one.refused, one.program)))
