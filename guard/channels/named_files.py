"""Finds the flagged files that the title of a window names: folded names are kept until other files are flagged."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable

from guard.channels.file_index import Flagged
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
        """Return the flagged files that a title names, newest first."""
        files = self._flagged()
        if files is not self._files:
            self._files = files
            self._names = [(plain(label(file.path)), file) for file in files]
            self._titles = {}
        if title not in self._titles:
            if len(self._titles) >= _TITLES:
                self._titles = {}
            shown = plain(title)
            self._titles[title] = tuple(file for name, file in self._names if _names(shown, name))
        return self._titles[title]


def names_without_ending(title: str, file: Flagged) -> bool:
    """Return whether a title names a file without its ending, as that of a slide show does."""
    return _names(plain(title), plain(label(file.path.with_suffix(""))))


def _names(title: str, name: str) -> bool:
    """Return whether a title names this file: as a word of its own, not as the end of a longer name."""
    start = title.find(name)
    while start >= 0:
        end = start + len(name)
        if not title[start - 1:start].isalnum() and not title[end:end + 1].isalnum():
            return True
        start = title.find(name, start + 1)
    return False


def plain(text: str) -> str:
    """Return a title or a name as they are compared: width and case do not count."""
    return unicodedata.normalize("NFKC", text).casefold()
