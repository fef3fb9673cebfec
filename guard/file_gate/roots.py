"""The folders that users' terms name, and which of them can be marked."""

from __future__ import annotations

import os
import stat
from dataclasses import dataclass, field

from guard.platform.developer_folders import DEVELOPER_FOLDERS
from guard.platform.mounts import MountPoints

_MEDIA = ("/media/", "/run/media/")


@dataclass(frozen=True, slots=True)
class Wish:
    """A folder that a user's terms name, to mark with everything below it that the user owns, or ``anybody``.
    ``left_out`` are names or paths of folders below it that are not.
    """

    path: str
    user: int
    left_out: frozenset[str] = frozenset()
    anybody: bool = False


@dataclass(frozen=True, slots=True)
class Root:
    """A wish for a folder that is there; ``anybody`` on a removable medium, too.

    ``device`` and ``inode`` tell it from another folder that takes its place, ``owner`` from itself before it was given
    to somebody.
    """

    path: str
    user: int
    anybody: bool
    device: int
    inode: int
    owner: int
    passed_by: frozenset[str] = field(compare=False)


def root_of(wish: Wish, mounts: MountPoints) -> Root | None:
    """Return what is to be marked for a wish; None for a folder that cannot be: a network folder, which may take any
    time to answer, is not even looked at.
    """
    if mounts.is_on_network(wish.path):
        return None
    try:
        facts = os.lstat(wish.path)
    except (OSError, ValueError):  # any user may send a path with a zero in it
        return None
    if not stat.S_ISDIR(facts.st_mode):
        return None
    medium = wish.path.startswith(_MEDIA) and wish.path in mounts  # a removable one, where udisks mounts them
    return Root(wish.path, wish.user, wish.anybody or medium, facts.st_dev, facts.st_ino, facts.st_uid,
                DEVELOPER_FOLDERS | wish.left_out)
