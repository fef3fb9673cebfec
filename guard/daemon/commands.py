"""The commands that start the other processes. Imports next to nothing, because a starting guard imports this first."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Commands:
    """How the child processes are started, and this guard itself."""

    broker: Sequence[str]
    reader: Sequence[str]
    loader: Sequence[str]
    guard: Sequence[str]
    inspector: Sequence[str]
