"""One copy: what was fetched of it, who waits for it, and how far the broker has got with it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from enum import Enum, auto

from guard.clipboard.content import NOT_CONTENT
from guard.clipboard.holding import Asker, Patience
from guard.clipboard.taken_copy import TakenCopy
from guard.core.model import Capture, Kind, Origin, Target

_PLAIN_NAMES = ("text/plain;charset=utf-8", "text/plain")


class Stage(Enum):
    """What the broker waits for."""

    READING = auto()
    """The texts to judge by."""
    JUDGING = auto()
    """A worker's verdict on a large text."""
    FETCHING = auto()
    """It is ours; the types still to come are needed to serve the original."""
    HELD = auto()
    """It is ours and complete."""
    LEFT = auto()
    """Clean, empty or gone: never touched again."""


@dataclass(slots=True)
class Waiting:
    """A request that cannot be answered yet, and the monotonic time at which it gets an answer all the same."""

    name: str
    descriptor: int
    asker: Asker
    until: float


@dataclass(slots=True)
class Copy(TakenCopy):
    """``offer`` is the compositor's number of it, 0 for a placed one; ``source`` ours while we own it, else 0.

    ``reads`` are the pipes that types still come through.
    """

    origin: Origin
    offer: int = 0
    offered: tuple[str, ...] = ()
    reading: tuple[str, ...] = ()
    reads: dict[str, int] = field(default_factory=dict)
    targets: dict[str, Target] = field(default_factory=dict)
    stage: Stage = Stage.READING
    source: int = 0
    owned_ms: float | None = None
    slow: bool = False
    queue: list[Waiting] = field(default_factory=list)
    patience: Patience = field(default_factory=Patience)

    def capture(self, kind: Kind) -> Capture:
        """Return everything as the guard gets it."""
        return self.captured(kind, self.origin, self.targets.values())

    def names(self) -> tuple[str, ...]:
        """Return the types to offer: what has come and what may still come, in the order of the source."""
        return tuple(name for name in self.offered if name in self.targets or name in self.reads)


def by_name(targets: Iterable[Target]) -> dict[str, Target]:
    """Return content that came from elsewhere under the names of Wayland: not every program knows those of X11."""
    found = {target.name: target for target in targets if target.name not in NOT_CONTENT}
    plain = found.get("UTF8_STRING")
    if plain is not None:
        for name in _PLAIN_NAMES:
            found.setdefault(name, Target(name, name, 8, plain.untrusted_bytes))
    return found
