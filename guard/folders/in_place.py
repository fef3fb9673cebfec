"""Holds a file in its place (policy 仅记录): makes no copy, but removes its permission bits.

Protects against attaching by accident, not against its owner, who can restore the permissions.
"""

from __future__ import annotations

import errno
import os
import stat
import sys
from collections.abc import Callable
from pathlib import Path

from guard.core.model import FileFacts
from guard.folders.errors import FolderError, gone, refused
from guard.folders.stable_file import open_regular
from guard.sentences.catalogue import sentence
from guard.util.path_text import label, path_text, text_path
from guard.util.sixty_four_bits import nearest


def hold_in_place(path: Path, record: Callable[[FileFacts], None] | None = None) -> FileFacts:
    """Remove the permission bits of a file (mode 000) and return its facts. Raises FolderError, always on Windows:
    there no bit keeps a file from being read.

    ``record`` is called with the facts before anything changes: recorded first, a crash cannot leave a file that nobody
    knows how to restore. Its exceptions are passed on and the file stays as it is.
    """
    if sys.platform == "win32":
        raise FolderError(errno.ENOSYS, sentence("folders.not-in-place", name=label(path)))
    descriptor = open_regular(path)
    try:
        now = os.fstat(descriptor)
        facts = FileFacts(path_text(path), stat.S_IMODE(now.st_mode), nearest(now.st_mtime_ns),
                          nearest(now.st_ino))
        if record is not None:
            record(facts)
        _take_permissions(descriptor, path)
    finally:
        os.close(descriptor)
    return facts


def release_in_place(facts: FileFacts) -> None:
    """Restore a file's recorded permission bits. Raises FolderError, ENOENT when it is no longer there."""
    path = text_path(facts.path)
    try:
        if not stat.S_ISREG(path.lstat().st_mode):
            raise gone(path)
        path.chmod(facts.mode)
    except OSError as error:
        raise refused(path, error) from error


def destroy_in_place(facts: FileFacts) -> bool:
    """Remove a file that is held in its place. One that its owner opened, changed or replaced meanwhile is no longer
    held: it stays. Return whether one stays. Raises FolderError.
    """
    path = text_path(facts.path)
    try:
        now = path.lstat()
        held = (stat.S_ISREG(now.st_mode) and stat.S_IMODE(now.st_mode) == 0
                and nearest(now.st_mtime_ns) == facts.modified_ns and facts.inode in (0, nearest(now.st_ino)))
        if held:
            path.unlink()
    except FileNotFoundError:
        return False
    except OSError as error:
        raise refused(path, error) from error
    return not held


def _take_permissions(descriptor: int, path: Path) -> None:
    try:
        os.fchmod(descriptor, 0)
    except OSError as error:
        raise refused(path, error) from error
