"""Prints rich text in which no name can control the terminal, begin a line, or be read as markup."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from rich.console import Console
from rich.text import Text


class PlainConsole(Console):
    """A console that passes every text that it is given through ``plain``; several texts with ``sep="\\n"`` are several
    lines."""

    def __init__(self, plain: Callable[[str], str], **options: Any) -> None:
        super().__init__(markup=False, highlight=False, emoji=False, **options)
        self._plain = plain

    def print(self, *objects: Any, **options: Any) -> None:
        """Print as ``Console.print`` does."""
        super().print(*map(self._safe, objects), **options)

    def _safe(self, one: Any) -> Any:
        if isinstance(one, str):
            return self._plain(one)
        if isinstance(one, Text):
            safe = one.copy()
            safe.plain = self._plain(one.plain)
            return safe
        return one
