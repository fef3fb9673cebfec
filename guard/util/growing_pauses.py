"""Pauses between attempts at something that fails, each longer than the one before (exponential back-off)."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class GrowingPause:
    """Pauses in seconds: ``first_seconds``, then ``factor`` times more each, up to ``longest_seconds``."""

    first_seconds: float
    longest_seconds: float
    factor: float = 2.0

    def after(self, previous_seconds: float) -> float:
        """Return the pause that follows one of ``previous_seconds``, 0 when there was none."""
        if previous_seconds <= 0:
            return self.first_seconds
        return min(self.longest_seconds, previous_seconds * self.factor)
