"""Writes whole files: a reader finds the old content or the new, never half of it, whatever ends the writer.

A file is written under a hidden name in its own folder, synced, renamed, and the folder is synced. Nothing that is in
the way is followed or written through: links, pipes and what a crash left under the hidden name are removed first, and
a link under the final name is replaced (``replacing``) or refused (``creating``), not what it points to. A failure
leaves the old file and nothing beside it. Several writers of one folder take turns, so none takes another's hidden file
for a leftover.
"""

from __future__ import annotations

import errno
import os
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from enum import Enum, auto
from pathlib import Path
from typing import BinaryIO, TypeVar

import msgspec

from guard.platform.file_system import NO_LINK, PLAIN, sync_folder, try_lock
from guard.util.undecodable import UNDECODABLE

SUFFIX = ".new"
"""Ends the hidden name under which a file is written."""

OWN = 0o600
"""Mode of a file that only its owner may read."""

PUBLIC = 0o644
"""Mode of a file that others may read, as far as the umask lets them."""

_NAME_BYTES = 240
"""Bytes of the final name that the hidden one repeats: file systems allow 255 in all."""

_TURN_SECONDS = 10.0
"""How long to wait for another writer of the same folder; it may be syncing a slow disk."""

_POLL_SECONDS = 0.02

_NO_HARD_LINKS = frozenset({errno.EPERM, errno.EOPNOTSUPP, errno.ENOSYS, errno.EMLINK})
"""Errors of link(2) on FAT and on some network shares."""

_Content = TypeVar("_Content")


class Durability(Enum):
    """What a power cut may undo of a file that was written."""

    NONE = auto()
    """Nothing is synced: the old file may come back, or an empty one."""
    CONTENT = auto()
    """The old file may come back, whole."""
    NAME = auto()
    """Nothing."""


@contextmanager
def replacing(path: Path, *, mode: int = OWN, durability: Durability = Durability.NAME) -> Iterator[BinaryIO]:
    """Yield a stream whose content replaces ``path``, or creates it, when the block ends without an error.

    ``mode`` is subject to the umask; the stream's ``name`` is the file on which to set another one. Raises OSError.
    """
    with _beside(path, mode, durability, lambda beside: beside.replace(path)) as stream:
        yield stream


@contextmanager
def creating(path: Path, *, mode: int = OWN) -> Iterator[BinaryIO]:
    """The same for a file that never overwrites another. Raises FileExistsError when ``path`` is taken, and OSError."""
    with _beside(path, mode, Durability.NAME, lambda beside: _name_new(beside, path)) as stream:
        yield stream


def replace(path: Path, content: bytes, *, mode: int = OWN, durability: Durability = Durability.NAME) -> None:
    """Write a file whole. Raises OSError, and then the old one is still there."""
    with replacing(path, mode=mode, durability=durability) as stream:
        stream.write(content)


def create(path: Path, content: bytes, *, mode: int = OWN) -> None:
    """Write a new file whole. Raises FileExistsError when ``path`` is taken, and OSError; then there is none."""
    with creating(path, mode=mode) as stream:
        stream.write(content)


def read(path: Path, limit: int, decoder: msgspec.msgpack.Decoder[_Content]) -> _Content | None:
    """Return the content of a file of at most ``limit`` bytes; None when there is none or it is damaged."""
    try:
        with path.open("rb") as file:
            return decoder.decode(file.read(limit))
    except (OSError, *UNDECODABLE):
        return None


def is_damaged(path: Path, limit: int, decoder: msgspec.msgpack.Decoder[_Content]) -> bool:
    """Tell whether there is a file that cannot be read as what it should be."""
    # Path.exists raises where a folder above may not be entered.
    return os.path.exists(path) and read(path, limit, decoder) is None  # noqa: PTH110


@contextmanager
def _beside(path: Path, mode: int, durability: Durability, publish: Callable[[Path], object]) -> Iterator[BinaryIO]:
    name = os.fsencode(path.name)[:_NAME_BYTES].decode("utf-8", "ignore")
    beside = path.with_name(f".{name}{SUFFIX}")
    with _alone_in(path.parent):
        beside.unlink(missing_ok=True)
        try:
            with open(beside, "xb", opener=lambda file, flags: os.open(file, flags | PLAIN | NO_LINK, mode)) as stream:
                yield stream
                stream.flush()
                if durability is not Durability.NONE:
                    os.fsync(stream.fileno())
            publish(beside)
            if durability is Durability.NAME:
                sync_folder(path.parent)
        finally:
            with suppress(OSError):
                beside.unlink(missing_ok=True)


def _name_new(beside: Path, path: Path) -> None:
    if sys.platform == "win32":
        beside.rename(path)  # fails when the name is taken
        return
    try:
        os.link(beside, path, follow_symlinks=False)
    except FileExistsError as error:
        raise FileExistsError(error.errno, error.strerror, str(path)) from error
    except OSError as error:
        if error.errno not in _NO_HARD_LINKS:
            raise
        os.close(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL | PLAIN, OWN))  # take the name, then replace it
        try:
            beside.replace(path)
        except OSError:
            path.unlink()
            raise


@contextmanager
def _alone_in(folder: Path) -> Iterator[None]:
    """Make other writers of this folder wait; where the system cannot lock folders (Windows, NFS), continue without."""
    try:
        descriptor = os.open(folder, os.O_RDONLY | getattr(os, "O_DIRECTORY", 0) | PLAIN)
    except OSError:
        yield
        return
    try:
        _wait_for_turn(descriptor, folder)
        yield
    finally:
        os.close(descriptor)


def _wait_for_turn(descriptor: int, folder: Path) -> None:
    until = time.monotonic() + _TURN_SECONDS
    while True:
        try:
            if try_lock(descriptor):
                return
        except OSError:
            return
        if time.monotonic() >= until:
            raise OSError(errno.EBUSY, os.strerror(errno.EBUSY), str(folder))
        time.sleep(_POLL_SECONDS)
