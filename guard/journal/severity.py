"""How serious a record is for whoever watches all computers: by the nature of what was found, else by its kind."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from guard.core.events import Event, EventKind
from guard.core.model import Outcome
from rules.model import Nature

_OF_NATURE: Mapping[str, int] = MappingProxyType({
    Nature.STATE_SECRET.value: 10, Nature.WORK_SECRET.value: 8, Nature.INSTRUCTION.value: 8, Nature.PERSONAL.value: 7,
    Nature.CHAT_RECORD.value: 6, Nature.DRAFT.value: 5, Nature.RUMOUR.value: 4,
})
_OF_KIND: Mapping[EventKind, int] = MappingProxyType({
    EventKind.TROUBLE: 7, EventKind.PACK_REFUSED: 6, EventKind.HELD: 5, EventKind.JUDGED: 2, EventKind.REFUSED: 3,
    EventKind.RELEASED: 3, EventKind.STOPPED: 3, EventKind.PAUSED: 3,
})
_LEAST = 1
_STOPPED = (Outcome.BLOCK.value, Outcome.WARN.value)

_LEVELS = ((9, 2), (7, 3), (4, 4), (0, 6))
"""The least severity for each level of syslog: critical, error, warning, informational (RFC 5424, 6.2.1)."""


def severity_of(event: Event, tells_nature: bool) -> int:
    """Return the severity of a record, 0 to 10. Where neither rules nor natures may leave the computer, neither may a
    severity by which a nature could be told."""
    of_kind = _OF_KIND.get(event.kind, _LEAST)
    stopped = event.kind in (EventKind.HELD, EventKind.RELEASED) or event.outcome in _STOPPED
    return _OF_NATURE.get(event.nature, of_kind) if tells_nature and stopped else of_kind


def seriousness(nature: str) -> int:
    """Return how serious a content of this nature (性质) is, 1 to 10."""
    return _OF_NATURE.get(nature, _LEAST)


def syslog_level(severity: int) -> int:
    """Return the level of syslog for a severity from 0 to 10."""
    return next(level for least, level in _LEVELS if severity >= least)
