"""A copy on Wayland: its offer, the pipes that its types arrive through, and one request to read a type."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

from guard.clipboard.content import NOT_CONTENT
from guard.clipboard.holding import Asker
from guard.clipboard.stages import StagedCopy
from guard.core.model import Target

_PLAIN_NAMES = ("text/plain;charset=utf-8", "text/plain")


@dataclass(frozen=True, slots=True)
class Request:
    """One type that ``asker`` wants to read from its end of the pipe; we write to ``descriptor``."""

    name: str
    descriptor: int
    asker: Asker


@dataclass(slots=True)
class Copy(StagedCopy[Request]):
    """``offer`` is the compositor's number of it, 0 for a placed one; ``source`` is ours while we own it, else 0.

    ``reads`` are the pipes that types still arrive through.
    """

    offer: int = 0
    reads: dict[str, int] = field(default_factory=dict)
    targets: dict[str, Target] = field(default_factory=dict)
    source: int = 0
    slow: bool = False

    def served(self) -> dict[str, Target]:
        """Return the types that have arrived."""
        return self.targets

    def names(self) -> tuple[str, ...]:
        """Return the types to offer: what has arrived and what may still arrive, in the order of the source."""
        return tuple(name for name in self.offered if name in self.targets or name in self.reads)


def by_name(targets: Iterable[Target]) -> dict[str, Target]:
    """Return content from elsewhere under the names of Wayland: not every program knows those of X11."""
    found = {target.name: target for target in targets if target.name not in NOT_CONTENT}
    plain = found.get("UTF8_STRING")
    if plain is not None:
        for name in _PLAIN_NAMES:
            found.setdefault(name, Target(name, name, 8, plain.untrusted_bytes))
    return found
