"""How a guard starts the other processes. Imports next to nothing: a guard that starts begins with this."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Commands:
    """How the child processes are started."""

    broker: Sequence[str]
    reader: Sequence[str]
    loader: Sequence[str]
