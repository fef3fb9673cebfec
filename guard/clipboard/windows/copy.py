"""A copy on Windows: what was fetched of it, and the answers it gives while it is ours."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from guard.clipboard.taken_copy import TakenCopy
from guard.clipboard.windows.formats import HELD, placed, to_windows
from guard.core.model import Capture, Kind, Origin, Target


@dataclass(slots=True, kw_only=True)
class Copy(TakenCopy):
    """Mutable on purpose: it lives in one broker. ``sequence`` is Windows' number of the content it was read from,
    ``unanswered`` how often its owner did not answer in time.
    """

    sequence: int
    targets: dict[str, Target] = field(default_factory=dict)
    promised: bool = False
    unanswered: int = 0

    def names(self) -> tuple[str, ...]:
        """Return the formats to promise; what its program conceals is concealed from the next broker, too."""
        return tuple(self.targets) if self.concealed else (*self.targets, HELD)

    def original(self, name: str) -> bytes | None:
        """Return the bytes of one format as Windows expects them, None for one that was not kept."""
        target = self.targets.get(name)
        return None if target is None else to_windows(target)

    def masked(self, name: str) -> bytes | None:
        """Return the bytes of one format of the masked copy that was released, None for one that it does not have."""
        target = placed(self.holding.masked).get(name)
        return None if target is None else to_windows(target)

    def originals(self) -> Mapping[str, bytes]:
        """Return every format as Windows expects it."""
        return {name: to_windows(target) for name, target in self.targets.items()}

    def capture(self, kind: Kind) -> Capture:
        """Return everything as the capture that the guard gets."""
        return self.captured(kind, Origin.CLIPBOARD, self.targets.values())
