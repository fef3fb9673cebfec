"""Watches the folders below given ones: as many as the system can spare, newest first. Reads no files.

Linux needs one watch per folder, and older kernels allow a user 8,192, all programs together. Elsewhere one watch
covers everything below.
"""

from __future__ import annotations

import heapq
import os
import stat
import threading
from collections.abc import Iterable, Sequence
from itertools import islice
from pathlib import Path

from guard.folders.folder_news import Heard, News, Notifier
from guard.folders.watching import Identity
from guard.platform.developer_folders import DEVELOPER_FOLDERS
from guard.platform.kernel_settings import user_watches
from guard.platform.mounts import on_network

FOLDERS_LIMIT = 4_096
"""Folders below the given ones that are watched at most. Each costs the kernel about 1 KB, and us about as much."""

_SHARE = 4
"""We take at most one in this many of the watches that a user has."""

_RESERVE = 8
"""One in this many is reserved for later folders: new folders are the most important to watch."""

_ENTRIES_LIMIT = 50_000
"""Entries of one folder that are searched for sub-folders."""

_REPOSITORY = ".git"
_LEAF_LINKS = 2
"""Link count of a folder without sub-folders where the file system counts them (ext4, xfs); btrfs has 1 for all."""


def folders_limit() -> int:
    """Return how many folders are watched at most on this system."""
    allowed = user_watches()
    return min(FOLDERS_LIMIT, allowed // _SHARE) if allowed else FOLDERS_LIMIT


class TreeWatch:
    """Watches what is below the given folders, never these themselves.

    Not entered: hidden folders, those of programs and repositories, links, other file systems, network folders.
    All but ``hear`` belongs to one thread.
    """

    def __init__(self, notifier: Notifier, heard: Heard, limit: int | None = None) -> None:
        self._notifier = notifier
        self._heard = heard
        self._limit = folders_limit() if limit is None else limit
        self._lock = threading.Lock()
        self._news: list[tuple[News, Path]] = []
        self._roots: dict[Path, Identity] = {}
        self._elsewhere: frozenset[Path] = frozenset()
        self._closed: frozenset[Path] = frozenset()
        self._watches: dict[Path, tuple[object, Identity]] = {}
        self._left: set[Identity] = set()
        self.left_out = 0
        """Folders that are not watched because there are too many; those below them are not counted."""

    def hear(self, news: News, path: Path) -> None:
        """Queue what happened to a folder, from any thread; ``arm`` handles it."""
        with self._lock:
            self._news.append((news, path))

    def at_rest(self) -> bool:
        """Return whether ``arm`` has nothing to follow, to forget or to try again."""
        with self._lock:
            return not (self._news or self._left or self.left_out)

    def folders(self) -> tuple[Path, ...]:
        """Return the folders that are watched."""
        return tuple(self._watches)

    def arm(self, roots: Sequence[Path], elsewhere: Iterable[Path], closed: Iterable[Path]) -> tuple[Path, ...]:
        """Watch below ``roots`` and follow what happened; return the folders that appeared since, where everything is
        new.

        ``roots`` exist, links resolved. What is in ``elsewhere`` is watched by others, ``closed`` is not entered.
        """
        with self._lock:
            news, self._news = self._news, []
        if not news:
            self._left.clear()
        self._closed = frozenset(closed)
        self._follow(frozenset(elsewhere))
        self._take(roots)
        came: list[Path] = []
        for what, path in news:
            gone = self._forget(path)
            if what is News.FOLDER_LEFT:
                self._left |= gone
            if what is News.FOLDER_CAME and self._belongs(path) and not self._notifier.deep:
                came += self._enter([path], self._limit, itself=True)
        return tuple(path for path in came if self._watches[path][1] not in self._left)

    def _follow(self, elsewhere: frozenset[Path]) -> None:
        """Give up what others watch now, and watch what they no longer do."""
        given_up, self._elsewhere = self._elsewhere - elsewhere, elsewhere
        if self._notifier.deep:
            return
        for path in elsewhere & self._watches.keys():
            self._notifier.remove(self._watches.pop(path)[0])
        self._enter([path for path in given_up if self._belongs(path)], self._limit, itself=True)

    def _take(self, roots: Sequence[Path]) -> None:
        tops = [root for root in roots if not any(root != other and root.is_relative_to(other) for other in roots)]
        identities = {top: facts for top in tops if (facts := _identity(_facts(top))) is not None}
        for root in [root for root, was in self._roots.items() if identities.get(root) != was]:
            self._forget(root)
            del self._roots[root]
        new = [root for root in identities if root not in self._roots]
        if new:
            self.left_out = 0
        self._roots.update((root, identities[root]) for root in new)
        self._enter(new, self._limit - self._limit // _RESERVE)

    def _belongs(self, path: Path) -> bool:
        around = (self._roots, self._watches, self._elsewhere)
        return (any(path.parent in known for known in around) and not self._passes_by(path)
                and any(path.parent.is_relative_to(root) for root in self._roots))

    def _enter(self, tops: Iterable[Path], limit: int, *, itself: bool = False) -> list[Path]:
        """Watch below these folders (``itself``: and them), level by level, the newest first; return those watched."""
        waiting: list[tuple[int, float, Path, int]] = []
        entered: list[Path] = []
        for top in tops:
            facts = _facts(top)
            if facts is None or on_network(facts.st_dev):
                continue
            if self._notifier.deep:
                self._add(top, facts)  # what is in a folder that appears is reported, too
            elif itself:
                heapq.heappush(waiting, (0, -facts.st_mtime, top, facts.st_dev))
            else:
                self._push(waiting, 1, top, facts.st_dev)
        while waiting:
            level, _, path, device = heapq.heappop(waiting)
            facts = _facts(path)
            if facts is None or facts.st_dev != device:
                continue
            if path not in self._elsewhere:
                if len(self._watches) >= limit or not self._add(path, facts):
                    self.left_out += 1 + len(waiting)
                    break
                entered.append(path)
            self._push(waiting, level + 1, path, facts.st_dev)
        return entered

    def _push(self, waiting: list[tuple[int, float, Path, int]], level: int, path: Path, device: int) -> None:
        for child in self._folders(path):
            found = _facts(child)
            if found is not None:
                heapq.heappush(waiting, (level, -found.st_mtime, child, device))

    def _folders(self, path: Path) -> list[Path]:
        """Return the sub-folders to enter; a folder without any, by its link count as it is now that it is watched, is
        not listed.
        """
        facts = _facts(path)
        if facts is None or facts.st_nlink == _LEAF_LINKS:
            return []
        try:
            with os.scandir(path) as entries:
                names = [entry.name for entry in islice(entries, _ENTRIES_LIMIT)
                         if entry.is_dir(follow_symlinks=False)]
        except OSError:
            return []
        if _REPOSITORY in names:
            return []
        return [path / name for name in names if not self._passes_by(path / name)]

    def _passes_by(self, path: Path) -> bool:
        return path.name.startswith(".") or path.name in DEVELOPER_FOLDERS or path in self._closed

    def _add(self, path: Path, facts: os.stat_result) -> bool:
        if path in self._watches:
            return True
        try:
            watch = self._notifier.add(path, self._hear_inside, deep=self._notifier.deep)
        except OSError:
            return False
        self._watches[path] = (watch, (facts.st_dev, facts.st_ino))
        return True

    def _hear_inside(self, news: News, path: Path) -> None:
        if not self._notifier.deep or self._inside(path):
            self._heard(news, path)

    def _inside(self, path: Path) -> bool:
        """Return whether a deep watch's report is about a place we watch, in folders that nobody else watches."""
        root = next((root for root in self._roots if path.is_relative_to(root)), None)
        if root is None or path.parent in self._elsewhere:
            return False
        return not any(self._passes_by(folder) for folder in path.parents if folder.is_relative_to(root))

    def _forget(self, top: Path) -> set[Identity]:
        """Stop watching a folder that left, because its paths are no longer true; return what was watched."""
        gone: set[Identity] = set()
        for path in [path for path in self._watches if path.is_relative_to(top)]:
            watch, identity = self._watches.pop(path)
            gone.add(identity)
            self._notifier.remove(watch)
        return gone


def _facts(path: Path) -> os.stat_result | None:
    """Return the facts of a folder; None for anything else, a link among them."""
    try:
        facts = path.lstat()
    except OSError:
        return None
    return facts if stat.S_ISDIR(facts.st_mode) else None


def _identity(facts: os.stat_result | None) -> Identity | None:
    return (facts.st_dev, facts.st_ino) if facts is not None else None
