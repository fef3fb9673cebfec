"""Finds the blocked files that the title of a window names: folded names are kept until other files are flagged."""

from __future__ import annotations

from collections.abc import Callable

from guard.channels.file_index import Flagged
from guard.channels.on_screen import names, plain
from guard.core.model import Outcome
from guard.util.path_text import label

_TITLES = 200


class NamedFiles:
    """``flagged`` returns the flagged files, newest first, and the same tuple until there are others."""

    def __init__(self, flagged: Callable[[], tuple[Flagged, ...]]) -> None:
        self._flagged = flagged
        self._files: tuple[Flagged, ...] = ()
        self._names: list[tuple[str, Flagged]] = []
        self._titles: dict[str, tuple[Flagged, ...]] = {}

    def of(self, title: str) -> tuple[Flagged, ...]:
        """Return the blocked files that a title names, newest first."""
        files = self._flagged()
        if files is not self._files:
            self._files = files
            self._names = [(plain(label(file.path)), file) for file in files if file.outcome is Outcome.BLOCK]
            self._titles = {}
        if title not in self._titles:
            if len(self._titles) >= _TITLES:
                self._titles = {}
            shown = plain(title)
            self._titles[title] = tuple(file for name, file in self._names if names(shown, name))
        return self._titles[title]
