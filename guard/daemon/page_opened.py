"""Reads a file that a browser has open for a page, by the browser's own descriptor (proc_pid_fd(5))."""

from __future__ import annotations

import os
import stat
from contextlib import suppress
from pathlib import PurePath

from guard.control.page_requests import OpenedFile
from guard.platform import proc

_MS = 1_000_000


def content_of(process: int, file: OpenedFile) -> bytes | None:
    """Return the bytes of the one file of this name, size and time that a process has open. None where there is none,
    or a second one: then nothing says which of them it is.
    """
    found: dict[tuple[int, int], str] = {}
    for descriptor in proc.descriptors(process):
        with suppress(OSError):
            facts = descriptor.stat()
            if _fits(facts, file) and PurePath(proc.target(descriptor)).name == file.untrusted_name:
                found[facts.st_dev, facts.st_ino] = descriptor.path
    if len(found) == 1:
        ((inode, path),) = found.items()
        with suppress(OSError):
            return _read(path, inode, file)
    return None


def _fits(facts: os.stat_result, file: OpenedFile) -> bool:
    # Browsers tell the time in milliseconds, and round it in their own way.
    return (stat.S_ISREG(facts.st_mode) and facts.st_size == file.size
            and abs(facts.st_mtime_ns // _MS - file.modified_ms) <= 1)


def _read(path: str, inode: tuple[int, int], file: OpenedFile) -> bytes | None:
    """Return the content if it is the same file before and after: the descriptor may be another one's by now."""
    with os.fdopen(os.open(path, os.O_RDONLY | os.O_NONBLOCK), "rb") as stream:
        before = os.fstat(stream.fileno())
        if (before.st_dev, before.st_ino) != inode or not _fits(before, file):
            return None
        content = stream.read(file.size + 1)
        after = os.fstat(stream.fileno())
    same = (before.st_mtime_ns, before.st_ctime_ns) == (after.st_mtime_ns, after.st_ctime_ns)
    return content if same and len(content) == file.size else None
