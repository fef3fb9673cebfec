"""The exception of holding and restoring files."""

from __future__ import annotations

import errno
from pathlib import Path

from guard.util.os_errors import why
from guard.util.path_text import label


class FolderError(OSError):
    """A file could not be held or brought back; it is where it was. ``strerror`` and ``words`` (Chinese) say why.

    ``errno`` is ENOENT (gone), EBUSY (being written), ESTALE (changed after its copy was kept) or the system's own.
    """

    def __init__(self, number: int, words: str) -> None:
        super().__init__(number, words)
        self.words = words

    def __str__(self) -> str:
        return self.words


def gone(path: Path) -> FolderError:
    """Return the error for a file that is no longer there."""
    return FolderError(errno.ENOENT, f"文件“{label(path)}”已不在原处，可能被移动或删除了。")


def refused(path: Path, error: OSError) -> FolderError:
    """Return the error for a file operation that the system refused; one of ours is returned as it is."""
    if isinstance(error, FolderError):
        return error
    if isinstance(error, FileNotFoundError):
        return gone(path)
    return FolderError(error.errno or errno.EIO,
                       f"文件“{label(path)}”所在的文件夹不允许改动（{why(error)}），请检查权限和磁盘空间。")
