"""Writes whole files: a reader finds the old content or the new, never half of it, whatever ends the writer.

A file is written under a hidden name in its own folder, synced, renamed, and the folder is synced. Nothing that is in
the way is followed or written through: links, pipes and what a crash left under the hidden name are removed first, and
a link under the final name is replaced (``replacing``) or refused (``creating``), not what it points to. A failure
leaves the old file and nothing beside it. A writer locks its hidden file, so that no other writer takes it for a
leftover; the folder, which any program that reads it could lock, stays free.
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

from guard.platform.file_system import NO_WAIT, PLAIN, open_shared, sync_folder, try_lock
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
"""How long to wait for another writer of the same file; it may be syncing a slow disk."""

_POLL_SECONDS = 0.02

_BUSY = (PermissionError,) if sys.platform == "win32" else ()
"""What Windows says of a file that another program has open."""

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
    with _beside(path, mode, Durability.CONTENT, lambda beside: _name_new_for_good(beside, path)) as stream:
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
    descriptor = _new_hidden(beside, mode)
    ours = os.fstat(descriptor)
    with _still_locked(descriptor):
        try:
            with open(beside, "wb", opener=lambda *_: descriptor) as stream:
                yield stream
                stream.flush()
                if durability is not Durability.NONE:
                    os.fsync(stream.fileno())
            _when_free(lambda: publish(beside))
            if durability is Durability.NAME:
                sync_folder(path.parent)
        finally:
            with suppress(OSError):
                if _is_there(beside, ours):
                    beside.unlink()


def _when_free(publish: Callable[[], object]) -> None:
    """Rename now, on Windows as soon as no program has the old file open."""
    until = time.monotonic() + (_TURN_SECONDS if _BUSY else 0.0)
    while True:
        try:
            publish()
        except PermissionError:
            if time.monotonic() >= until:
                raise
        else:
            return
        time.sleep(_POLL_SECONDS)


def _name_new_for_good(beside: Path, path: Path) -> None:
    _name_new(beside, path)
    try:
        sync_folder(path.parent)
    except OSError:
        path.unlink()
        raise


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


def _new_hidden(beside: Path, mode: int) -> int:
    """Return the descriptor of a new file under the hidden name, locked where the system can."""
    until = time.monotonic() + _TURN_SECONDS
    while True:
        was_there = _remove_leftover(beside)
        try:
            descriptor = open_shared(beside, os.O_WRONLY | os.O_CREAT | os.O_EXCL, mode)
        except FileExistsError:
            pass
        except PermissionError:
            if sys.platform != "win32" or not was_there:  # there, what somebody has open keeps its name when removed
                raise
        else:
            if _takes(descriptor, beside):
                return descriptor
            os.close(descriptor)  # another writer was faster to lock it, and has removed it
        if time.monotonic() >= until:
            raise OSError(errno.EBUSY, os.strerror(errno.EBUSY), str(beside))
        time.sleep(_POLL_SECONDS)


def _remove_leftover(beside: Path) -> bool:
    """Remove what is under the hidden name, unless a writer has locked it; return whether something was there. Only its
    lock's owner ever removes a file.
    """
    try:
        descriptor = open_shared(beside, os.O_WRONLY | NO_WAIT)
    except FileNotFoundError:
        return False
    except OSError:  # a link, a pipe, a file of somebody else: no writer of this user has it
        with suppress(*_BUSY):
            beside.unlink(missing_ok=True)
        return True
    try:
        if _takes(descriptor, beside):
            with suppress(*_BUSY):
                beside.unlink(missing_ok=True)
    finally:
        os.close(descriptor)
    return True


def _takes(descriptor: int, beside: Path) -> bool:
    """Lock an open file; return whether that succeeded and it still has its name. What cannot be locked is taken."""
    with suppress(OSError):  # some network shares
        if not try_lock(descriptor):
            return False
    return _is_there(beside, os.fstat(descriptor))


def _is_there(beside: Path, file: os.stat_result) -> bool:
    try:
        return os.path.samestat(file, beside.lstat())
    except (FileNotFoundError, *_BUSY):  # on Windows one that was removed while it is open has a name, and no facts
        return False


@contextmanager
def _still_locked(descriptor: int) -> Iterator[None]:
    """Keep the lock of a file that is closed meanwhile."""
    lock = os.dup(descriptor)
    try:
        yield
    finally:
        os.close(lock)
