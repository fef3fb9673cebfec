"""Marks the folders that people send from, and those below them as they appear and go.

It walks and listens on its own thread: a disk that is slow to answer delays nobody. inotify(7) reports new folders:
every kernel and file system of an office has it, while fanotify reports names only from Linux 5.9 on, and not for a USB
stick with FAT. A folder counts only when its user owns it: nobody can have another user's folder marked. What the unit
signed counts whoever owns it.
"""

from __future__ import annotations

import errno
import logging
import os
import threading
from collections import deque
from collections.abc import Callable, Mapping
from itertools import count

from guard.file_gate.fanotify import PermissionGroup
from guard.file_gate.roots import Root, Wish, root_of
from guard.platform import proc
from guard.platform.inotify import (
    IN_CREATE,
    IN_IGNORED,
    IN_ISDIR,
    IN_MOVED_TO,
    IN_ONLYDIR,
    IN_Q_OVERFLOW,
    FileEvents,
)
from guard.platform.kernel_settings import user_watches
from guard.platform.mounts import MountPoints

log = logging.getLogger(__name__)

FOLDERS_LIMIT = 50_000
"""Folders that are marked at most: each takes about a kilobyte of the kernel's memory, and a name in ours."""

_FOLDER = os.O_RDONLY | os.O_DIRECTORY | os.O_NOFOLLOW | os.O_CLOEXEC
_NEW = IN_CREATE | IN_MOVED_TO | IN_ONLYDIR

FOREIGN_LIMIT = 8
"""Folders that are named to a user as not marked, because others own them."""


class Marker:
    """``reached`` is told, on its thread, how many folders are marked, how many are not, or not wholly, because of a
    limit, and of each user the folders that are not because others own them.
    """

    def __init__(self, group: PermissionGroup,
                 reached: Callable[[int, int, Mapping[int, tuple[str, ...]]], None]) -> None:
        self._group = group
        self._reached = reached
        self._events = FileEvents()
        self._mounts = MountPoints()
        self._limit = min(FOLDERS_LIMIT, user_watches() * 3 // 4 or FOLDERS_LIMIT)
        self._folders: dict[int, tuple[str, Root]] = {}
        self._unwatched: dict[str, int] = {}
        self._negative = count(-1, -1)
        self._left_out = 0
        self._told = 0
        self._foreign: dict[int, tuple[str, ...]] = {}
        self._wishes: tuple[Wish, ...] = ()
        self._roots: tuple[Root, ...] = ()
        self._whole = True
        self._wanted: deque[tuple[Wish, ...]] = deque(maxlen=1)
        self._thread = threading.Thread(target=self._run, name="marking", daemon=True)

    def start(self) -> None:
        """Start; returns at once."""
        self._thread.start()

    def want(self, wishes: tuple[Wish, ...]) -> None:
        """Mark these from now on, and no others; the same once more, if another folder has taken the place of one."""
        self._wanted.append(wishes)
        self._events.wake()

    def _run(self) -> None:
        while True:
            while self._wanted:
                self._begin(self._wanted.popleft())
            for event in self._events.wait():
                if event.mask & IN_Q_OVERFLOW:
                    self._whole = False
                    self._begin(self._wishes)
                elif event.mask & IN_IGNORED:
                    self._folders.pop(event.watch, None)
                elif event.mask & IN_ISDIR and event.watch in self._folders:
                    path, root = self._folders[event.watch]
                    self._walk(os.path.join(path, event.name), root)  # noqa: PTH118 - thousands of them
            if self._told != self._left_out + len(self._unwatched):
                self._report()

    def _begin(self, wishes: tuple[Wish, ...]) -> None:
        same = wishes == self._wishes
        found = (root_of(wish, self._mounts) for wish in wishes)
        roots = tuple(root for root in found if root is not None)
        if not same or roots != self._roots or not self._whole:
            self._wishes, self._roots, self._whole = wishes, roots, True
            self._unmark_others()
            self._left_out = 0
            self._foreign = {}
            for root in roots:
                self._walk(root.path, root)
        self._report()

    def _report(self) -> None:
        """Tell what is marked; a folder that another wish marks is guarded for each user."""
        marked = {path for path, _ in self._folders.values()} if self._foreign else set()
        foreign = {user: tuple(path for path in paths if path not in marked)[:FOREIGN_LIMIT]
                   for user, paths in self._foreign.items()}
        self._told = self._left_out + len(self._unwatched)
        self._reached(len(self._folders), self._told, foreign)

    def _unmark_others(self) -> None:
        """Unmark what is below no root any more, or is to be passed by there."""
        roots = {root: root for root in self._roots}
        for watch, (path, before) in list(self._folders.items()):
            root = roots.get(before)
            if root is None or (path != root.path and self._is_passed_by(path, root.passed_by)):
                self._unmark(watch, path, before)
            else:
                self._folders[watch] = path, root

    def _walk(self, top: str, root: Root) -> None:
        """Mark a folder and those below it, level by level: folders near the top are those that people see."""
        waiting = deque([top])
        while waiting:
            if self._wanted and self._wanted[0] != self._wishes:
                self._whole = False
                break
            path = waiting.popleft()
            if path != root.path and self._is_passed_by(path, root.passed_by):
                continue
            if len(self._folders) >= self._limit:
                self._left_out += 1 + len(waiting)
                log.warning("%d folders are marked; more are not", self._limit)
                break
            waiting.extend(self._enter(path, root))

    def _enter(self, path: str, root: Root) -> list[str]:
        """Mark one folder and return its sub-folders; none for one that is gone or must not be marked. What is in a
        network file system may take any time to answer: it is not even looked at.
        """
        if self._mounts.is_on_network(path):
            return []
        try:
            folder = os.open(path, _FOLDER)
        except OSError:
            return []
        try:
            if not _belongs(folder, root):
                self._note_foreign(path, root)
                return []
            self._group.mark(folder)
            self._folders[self._watch(folder, path)] = path, root
            return _folders_in(folder, path)
        except OSError as error:
            log.info("a folder is not marked: %s", error.strerror)
            return []
        finally:
            os.close(folder)

    def _watch(self, folder: int, path: str) -> int:
        """Watch for new folders in a marked one, and return the number of the watch. Where the system has none left it
        is a negative number of ours: the folder counts as left out, as new folders in it are not marked.
        """
        try:
            watch = self._events.add(proc.path_of(folder), _NEW)
        except OSError as error:
            if error.errno != errno.ENOSPC:
                raise
            if not self._unwatched:
                log.warning("the system has no watches left (fs.inotify.max_user_watches): new folders are not marked")
            return self._unwatched.setdefault(path, next(self._negative))
        before = self._unwatched.pop(path, None)
        if before is not None:
            del self._folders[before]
        return watch

    def _note_foreign(self, path: str, root: Root) -> None:
        known = self._foreign.get(root.user, ())
        if path == root.path and path not in known:
            self._foreign = {**self._foreign, root.user: (*known, path)}

    def _unmark(self, watch: int, path: str, root: Root) -> None:
        self._folders.pop(watch)
        if self._unwatched.pop(path, None) != watch:
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
    return root.anybody or os.fstat(folder).st_uid == root.user


def _folders_in(folder: int, path: str) -> list[str]:
    with os.scandir(folder) as entries:
        return [f"{path}/{entry.name}" for entry in entries if entry.is_dir(follow_symlinks=False)]
