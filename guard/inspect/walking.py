"""Finds the files of a self-inspection: follows no link, and enters another file system only if asked."""

from __future__ import annotations

import os
import stat
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from fnmatch import fnmatchcase
from pathlib import Path

from guard.inspect.own_report import is_own_report

_OF_REPORTS = frozenset({".html", ".htm", ".xlsx"})
"""File endings of reports: no other file is opened only to see whether it is one."""


@dataclass(frozen=True, slots=True)
class Found:
    """One file to read. ``path`` is absolute, ``shown`` is the argument joined with the rest.

    ``size`` is in bytes; it and the times of its content and of its entry, ``mtime_ns`` and ``ctime_ns``, are -1 for
    what cannot be examined: reading it will say why.
    """

    path: Path
    shown: str
    size: int = -1
    mtime_ns: int = -1
    ctime_ns: int = -1


@dataclass(frozen=True, slots=True)
class Scope:
    """What belongs to an inspection.

    ``exclude`` are globs for a name or for a path below the argument; a folder that matches is not entered. ``since``
    is in seconds since the epoch: older files, by change of content or of place, are left out. ``own`` are absolute
    paths of files that the inspection itself writes.
    """

    exclude: tuple[str, ...] = ()
    since: float = 0.0
    cross_file_systems: bool = False
    own: frozenset[Path] = frozenset()

    @property
    def whole(self) -> bool:
        """True when nothing is left out by choice, so that a file that was not found is gone."""
        return not self.exclude and not self.since


@dataclass(slots=True)
class LeftOut:
    """What a walk left out, counted; ``file_systems`` names the folders where another one begins.

    ``reports`` are reports of earlier inspections: what they quote would be found again. ``by_glob`` counts what each
    glob has left out.
    """

    links: int = 0
    excluded: int = 0
    older: int = 0
    file_systems: list[str] = field(default_factory=list)
    reports: list[str] = field(default_factory=list)
    by_glob: Counter[str] = field(default_factory=Counter)

    def idle(self, scope: Scope) -> list[str]:
        """Return the filters that have left nothing out, as written on the command line: they may be mistyped."""
        words = [f"--exclude {glob}" for glob in dict.fromkeys(scope.exclude) if not self.by_glob[glob]]
        return words + ["--since"] * (bool(scope.since) and not self.older)


def find(given: Sequence[str], scope: Scope, left_out: LeftOut) -> Iterator[Found]:
    """Yield each file once, in name order folder by folder; a folder that cannot be entered is yielded itself."""
    seen: set[Path] = set()
    for argument in given:
        root = Path(os.path.abspath(argument))  # noqa: PTH100 - resolve() would follow links
        if root not in seen:
            seen.add(root)
            yield from _Walk(root, argument, scope, left_out).files()


class _Walk:
    """The walk below one argument."""

    def __init__(self, root: Path, argument: str, scope: Scope, left_out: LeftOut) -> None:
        self._root, self._argument, self._scope, self._left_out = root, argument, scope, left_out

    def files(self) -> Iterator[Found]:
        try:
            facts = self._root.stat()
        except OSError:
            yield Found(self._root, self._argument)
            return
        if not stat.S_ISDIR(facts.st_mode):
            yield from self._file(self._root, facts)
            return
        folders = [self._root]
        while folders:
            folder = folders.pop()
            try:
                with os.scandir(folder) as listing:
                    entries = sorted(listing, key=lambda entry: entry.name)
            except OSError:
                yield Found(folder, self._shown(folder))
                continue
            below: list[Path] = []
            for entry in entries:
                yield from self._entry(entry, facts.st_dev, below)
            folders += reversed(below)

    def _entry(self, entry: os.DirEntry[str], device: int, below: list[Path]) -> Iterator[Found]:
        path = Path(entry.path)
        if self._excluded(path, entry.name):
            self._left_out.excluded += 1
            return
        try:
            facts = entry.stat(follow_symlinks=False)
        except OSError:
            yield Found(path, self._shown(path))
            return
        if stat.S_ISLNK(facts.st_mode) or _is_junction(entry):
            self._left_out.links += 1
        elif stat.S_ISDIR(facts.st_mode):
            if facts.st_dev != device and os.name != "nt" and not self._scope.cross_file_systems:
                self._left_out.file_systems.append(self._shown(path))
            else:
                below.append(path)
        elif stat.S_ISREG(facts.st_mode):
            yield from self._file(path, facts)

    def _file(self, path: Path, facts: os.stat_result) -> Iterator[Found]:
        # A copied file keeps the time of its content; the time of its entry tells when it came here.
        if max(facts.st_mtime, facts.st_ctime) < self._scope.since:
            self._left_out.older += 1
        elif path in self._scope.own:
            return
        elif path.suffix.lower() in _OF_REPORTS and is_own_report(path):
            self._left_out.reports.append(self._shown(path))
        else:
            yield Found(path, self._shown(path), facts.st_size, facts.st_mtime_ns, facts.st_ctime_ns)

    def _excluded(self, path: Path, name: str) -> bool:
        below = path.relative_to(self._root).as_posix()
        fitting = {glob for glob in self._scope.exclude
                   if fnmatchcase(name, glob) or fnmatchcase(below, glob.rstrip("/"))}
        self._left_out.by_glob.update(fitting)
        return bool(fitting)

    def _shown(self, path: Path) -> str:
        return self._argument if path == self._root else os.path.join(self._argument, path.relative_to(self._root))  # noqa: PTH118 - keeps ./


def _is_junction(entry: os.DirEntry[str]) -> bool:
    """Return whether this is a junction, Windows' other kind of link to a folder, which Python 3.11 does not know."""
    return bool(getattr(entry, "is_junction", bool)())
