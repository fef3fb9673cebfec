"""Marks the folders that people send from, and those below them as they appear and go.

It walks and listens on its own thread: a disk that is slow to answer delays nobody. inotify(7) reports new folders:
every kernel and file system of an office has it, while fanotify reports names only from Linux 5.9 on, and not for a USB
stick with FAT. A folder counts only when its user owns it: nobody can have another user's folder marked.
"""

from __future__ import annotations

import logging
import os
import stat
import threading
from collections import deque
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path

from guard.file_gate.fanotify import PermissionGroup
from guard.platform.developer_folders import DEVELOPER_FOLDERS
from guard.platform.inotify import (
    IN_CREATE,
    IN_IGNORED,
    IN_ISDIR,
    IN_MOVED_TO,
    IN_ONLYDIR,
    IN_Q_OVERFLOW,
    FileEvents,
    user_watches,
)
from guard.platform.mounts import on_network

log = logging.getLogger(__name__)

FOLDERS_LIMIT = 50_000
"""Folders that are marked at most: each takes about a kilobyte of the kernel's memory, and a name in ours."""

_FOLDER = os.O_RDONLY | os.O_DIRECTORY | os.O_NOFOLLOW | os.O_CLOEXEC
_NEW = IN_CREATE | IN_MOVED_TO | IN_ONLYDIR

ANYBODY = -1
"""Instead of a user id: folders of every owner count."""

_MEDIA = ("/media/", "/run/media/")


@dataclass(frozen=True, slots=True)
class Root:
    """A folder to mark with everything below it that ``user`` owns; ANYBODY on a removable medium.

    ``device`` and ``inode`` tell it from another folder that takes its place.
    """

    path: str
    user: int
    device: int
    inode: int


class Marker:
    """``reached`` is told, on its thread, how many folders are marked and how many are not because of the limit."""

    def __init__(self, group: PermissionGroup, reached: Callable[[int, int], None]) -> None:
        self._group = group
        self._reached = reached
        self._events = FileEvents()
        self._limit = min(FOLDERS_LIMIT, user_watches() * 3 // 4 or FOLDERS_LIMIT)
        self._folders: dict[int, tuple[str, Root]] = {}
        self._left_out = 0
        self._passed_by = DEVELOPER_FOLDERS
        self._wanted: deque[tuple[tuple[Root, ...], frozenset[str]]] = deque()
        self._thread = threading.Thread(target=self._run, name="marking", daemon=True)

    def start(self) -> None:
        """Start; returns at once."""
        self._thread.start()

    def want(self, roots: Iterable[Root], passed_by: Iterable[str]) -> None:
        """Mark these from now on, and no others; ``passed_by`` are names or paths of folders to leave out."""
        self._wanted.append((tuple(roots), DEVELOPER_FOLDERS.union(passed_by)))
        self._events.wake()

    def _run(self) -> None:
        while True:
            while self._wanted:
                self._begin(*self._wanted.popleft())
            for event in self._events.wait():
                if event.mask & IN_Q_OVERFLOW:
                    self._begin(tuple({root for _, root in self._folders.values()}), self._passed_by)
                elif event.mask & IN_IGNORED:
                    self._folders.pop(event.watch, None)
                elif event.mask & IN_ISDIR and event.watch in self._folders:
                    path, root = self._folders[event.watch]
                    self._walk(os.path.join(path, event.name), root)  # noqa: PTH118 - thousands of them

    def _begin(self, roots: tuple[Root, ...], passed_by: frozenset[str]) -> None:
        for watch, (path, root) in list(self._folders.items()):
            if root not in roots or self._is_passed_by(path, passed_by):
                self._unmark(watch, path, root)
        self._passed_by = passed_by
        self._left_out = 0
        for root in roots:
            self._walk(root.path, root)
        self._reached(len(self._folders), self._left_out)

    def _walk(self, top: str, root: Root) -> None:
        """Mark a folder and those below it, level by level: folders near the top are those that people see."""
        waiting = deque([top])
        while waiting and not self._wanted:
            path = waiting.popleft()
            if path != root.path and self._is_passed_by(path, self._passed_by):
                continue
            if len(self._folders) >= self._limit:
                self._left_out += 1 + len(waiting)
                log.warning("%d folders are marked; more are not", self._limit)
                break
            waiting.extend(self._enter(path, root))

    def _enter(self, path: str, root: Root) -> list[str]:
        """Mark one folder and return its sub-folders; none for one that is gone or must not be marked."""
        try:
            folder = os.open(path, _FOLDER)
        except OSError:
            return []
        try:
            if not _belongs(folder, root):
                return []
            self._group.mark(folder)
            watch = self._events.add(Path(f"/proc/self/fd/{folder}"), _NEW)
            self._folders[watch] = path, root
            return _folders_in(folder, path)
        except OSError as error:
            log.info("a folder is not marked: %s", error.strerror)
            return []
        finally:
            os.close(folder)

    def _unmark(self, watch: int, path: str, root: Root) -> None:
        self._folders.pop(watch)
        self._events.remove(watch)
        try:
            folder = os.open(path, _FOLDER)
        except OSError:
            return
        try:
            if _belongs(folder, root):
                self._group.unmark(folder)
        except OSError:
            pass  # another folder has taken its place
        finally:
            os.close(folder)

    @staticmethod
    def _is_passed_by(path: str, passed_by: frozenset[str]) -> bool:
        name = path.rpartition("/")[2]
        return name.startswith(".") or name in passed_by or path in passed_by


def _belongs(folder: int, root: Root) -> bool:
    facts = os.fstat(folder)
    if root.user not in (ANYBODY, facts.st_uid):
        return False
    try:
        return stat.S_ISDIR(facts.st_mode) and facts.st_dev == os.lstat(root.path).st_dev
    except OSError:
        return False


def _folders_in(folder: int, path: str) -> list[str]:
    with os.scandir(folder) as entries:
        return [f"{path}/{entry.name}" for entry in entries if entry.is_dir(follow_symlinks=False)]


def root_of(path: str, user: int) -> Root | None:
    """Return a folder of a user as a root; None for one that cannot be marked: a network folder may take any time to
    answer.
    """
    try:
        facts = os.lstat(path)
    except (OSError, ValueError):  # any user may send a path with a zero in it
        return None
    if not stat.S_ISDIR(facts.st_mode) or on_network(facts.st_dev):
        return None
    return Root(path, ANYBODY if _is_medium(path) else user, facts.st_dev, facts.st_ino)


def _is_medium(path: str) -> bool:
    """Return whether a folder is a removable medium: a file system of its own where udisks mounts them."""
    return path.startswith(_MEDIA) and os.path.ismount(path)
