"""Limits what a guard is told of opens that were answered already: a client may try a refused file without a pause.

What comes within a second of a report is counted and told with the next one.
"""

from __future__ import annotations

from collections import Counter, OrderedDict

from guard.file_gate.messages import FileKey, Unjudged

SECONDS = 1.0
"""Time between two reports of the same program and file, or of the same program and answer."""

_REMEMBERED = 1_024


class Reports:
    """Of one user. Not thread-safe; ``now`` is always the monotonic clock in seconds."""

    def __init__(self) -> None:
        self._refused: OrderedDict[tuple[FileKey, str], float] = OrderedDict()
        self._told: dict[tuple[bool, str], float] = {}
        self._untold: Counter[tuple[bool, str]] = Counter()

    def is_due(self, key: FileKey, executable: str, now: float) -> bool:
        """Return whether the guard is to be told now that this program was refused a known file."""
        if now - self._refused.get((key, executable), -SECONDS) < SECONDS:
            return False
        self._refused[key, executable] = now
        self._refused.move_to_end((key, executable))
        if len(self._refused) > _REMEMBERED:
            self._refused.popitem(last=False)
        return True

    def unjudged(self, message: Unjudged, now: float) -> Unjudged | None:
        """Note opens that were answered without a verdict; return what the guard is to be told now."""
        of = message.refused, message.program
        self._untold[of] += message.count
        if now - self._told.get(of, -SECONDS) < SECONDS:
            return None
        self._told[of] = now
        return Unjudged(self._untold.pop(of), *of, message.path)

    def failed(self, message: Unjudged) -> None:
        """Keep what could not be told: there is no guard, or it does not keep up."""
        self._untold[message.refused, message.program] += message.count

    def rest(self, now: float) -> list[Unjudged]:
        """Return everything that was not told, as told now."""
        untold = [Unjudged(count, *of) for of, count in self._untold.items()]
        self._told.update(dict.fromkeys(self._untold, now))
        self._untold.clear()
        return untold

    def waits_until(self) -> float | None:
        """Return when what was not told is to be told; None when everything was."""
        return max(self._told[of] for of in self._untold) + SECONDS if self._untold else None
