"""Finds the folders that links in marked folders lead to: a client opens a file there by a path that begins here."""

from __future__ import annotations

import os
from collections.abc import Sequence
from pathlib import Path

from guard.util.path_text import path_text, text_path


class LinkedFolders:
    """Looks at a folder again only when it has changed. Not thread-safe."""

    def __init__(self) -> None:
        self._seen: dict[str, tuple[int, tuple[str, ...]]] = {}

    def of(self, folders: Sequence[str]) -> tuple[str, ...]:
        """Return the real paths of the folders that links directly in these lead to, but for hidden ones, what is
        marked with these already, and what contains one of these, as a home folder does.
        """
        seen = {}
        for folder in folders:
            changed = _changed(folder)
            known = self._seen.get(folder)
            seen[folder] = known if known is not None and known[0] == changed else (changed, _led_to(folder))
        self._seen = seen
        found = dict.fromkeys(path for _, paths in seen.values() for path in paths)
        return tuple(path for path in found if not any(_is_in(path, folder) or _is_in(folder, path)
                                                       for folder in folders))


def _led_to(folder: str) -> tuple[str, ...]:
    try:
        with os.scandir(text_path(folder)) as entries:
            links = [entry.path for entry in entries if entry.is_symlink() and entry.is_dir()]
    except OSError:
        return ()
    paths = (path_text(Path(os.path.realpath(link))) for link in links)
    return tuple(sorted(path for path in paths if "/." not in path))


def _changed(folder: str) -> int:
    """Return when entries of a folder came or went, in nanoseconds since 1970; 0 when it cannot be known."""
    try:
        return text_path(folder).stat().st_mtime_ns
    except OSError:
        return 0


def _is_in(path: str, folder: str) -> bool:
    return path == folder or path.startswith(folder.rstrip("/") + "/")
