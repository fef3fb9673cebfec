"""Prints what happened and when; knows whether every step held."""

from __future__ import annotations

import time

from rich.console import Console


class Timeline:
    """Milliseconds since the last ``mark``, a tick or a cross, and the words of each step."""

    def __init__(self, console: Console) -> None:
        self._console = console
        self._started = time.perf_counter()
        self._marked = self._started
        self.held = True

    def mark(self) -> None:
        """Count from now."""
        self._marked = time.perf_counter()

    def step(self, words: str, held: bool = True) -> None:
        """Print one step."""
        self.held = self.held and held
        now = time.perf_counter()
        since = (now - self._marked) * 1000
        self._console.print(f"{now - self._started:7.2f} s  {'✓' if held else '✗'}  {words}  （+{since:.0f} ms）")
