"""The stages of a copy that X11 and Wayland share, and the requests that wait for one."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import Enum, auto
from typing import Generic, TypeVar

from guard.clipboard.holding import Patience
from guard.clipboard.taken_copy import TakenCopy
from guard.core.model import Capture, Kind, Origin, Target

R = TypeVar("R")
"""A request as the platform makes it."""


class Stage(Enum):
    """What the broker waits for."""

    LISTING = auto()
    """X11: the owner's TARGETS."""
    SELECTED = auto()
    """PRIMARY: the user to turn to another program. Until then the content is not asked for (X11) or not taken."""
    READING = auto()
    """The texts to judge by."""
    JUDGING = auto()
    """A worker's verdict on a large text."""
    FETCHING = auto()
    """It is ours; content that is still to come is needed to serve the original."""
    HELD = auto()
    """It is ours and complete."""
    LEFT = auto()
    """Clean, empty or gone: never touched again."""


@dataclass(slots=True)
class Waiting(Generic[R]):
    """A request that cannot be answered yet, and the monotonic time at which it gets an answer in any case."""

    asked: R
    until: float


@dataclass(slots=True, kw_only=True)
class StagedCopy(TakenCopy, Generic[R]):
    """``offered`` are the names of what its program can give, ``reading`` of what is judged; ``owned_ms`` is when it
    became ours, in milliseconds since this process learnt of it.
    """

    origin: Origin
    stage: Stage = Stage.READING
    offered: tuple[str, ...] = ()
    reading: tuple[str, ...] = ()
    queue: list[Waiting[R]] = field(default_factory=list)
    owned_ms: float | None = None
    patience: Patience = field(default_factory=Patience)

    def served(self) -> dict[str, Target]:
        """Return the content that can be served."""
        raise NotImplementedError

    def capture(self, kind: Kind) -> Capture:
        """Return everything as the capture that the guard gets."""
        return self.captured(kind, self.origin, self.served().values())
