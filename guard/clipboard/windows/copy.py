"""One copy: what was fetched of it, and the answers it gives while it is ours."""

from __future__ import annotations

import time
from collections.abc import Mapping
from dataclasses import dataclass, field

from guard.clipboard.content import Content
from guard.clipboard.holding import Holding
from guard.clipboard.windows.formats import placed, to_windows
from guard.model import Capture, Judged, Kind, Origin, Target, new_id


@dataclass(slots=True)
class Copy:
    """Mutable on purpose: it lives in one broker. ``sequence`` is Windows' number of the content it was read from."""

    sequence: int
    targets: dict[str, Target] = field(default_factory=dict)
    content: Content = field(default_factory=Content)
    judged: tuple[Judged, ...] = ()
    promised: bool = False
    id: str = field(default_factory=new_id)
    taken_at: float = field(default_factory=time.time)
    started: float = field(default_factory=time.perf_counter)
    holding: Holding = field(init=False)

    def __post_init__(self) -> None:
        self.holding = Holding(self.id)

    def elapsed_ms(self) -> float:
        """Return the milliseconds since this process heard of the copy."""
        return (time.perf_counter() - self.started) * 1000

    def original(self, name: str) -> bytes | None:
        """Return the bytes of one format as Windows expects them, None for one that was not kept."""
        target = self.targets.get(name)
        return None if target is None else to_windows(target)

    def masked(self, name: str) -> bytes | None:
        """Return the bytes of one format of the masked copy that was let go, None for one that it does not have."""
        target = placed(self.holding.masked).get(name)
        return None if target is None else to_windows(target)

    def originals(self) -> Mapping[str, bytes]:
        """Return every format as Windows expects it."""
        return {name: to_windows(target) for name, target in self.targets.items()}

    def capture(self, kind: Kind) -> Capture:
        """Return everything as the guard gets it."""
        return Capture(self.id, Origin.CLIPBOARD, kind, self.taken_at, self.content.items(),
                       tuple(self.targets.values()))
