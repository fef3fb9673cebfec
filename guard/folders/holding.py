"""Holds a file and restores it: pure file work. At every moment the bytes are on disk somewhere.

Order of a hold: encrypted copy confirmed → note beside it → original removed. A crash in between leaves both.
"""

from __future__ import annotations

import errno
import os
import stat
import sys
import time
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

from guard.core.model import Capture, FileFacts
from guard.files.items import FILE_LIMIT
from guard.folders.errors import FolderError, gone, refused
from guard.folders.placeholder import remove_placeholder, write_placeholder
from guard.folders.stable_file import Stamp, Writers, lease, open_regular, stamp
from guard.platform import atomic_file
from guard.platform.file_system import sync_folder
from guard.sentences.catalogue import sentence
from guard.util.path_text import label, path_text, text_path
from guard.util.sixty_four_bits import nearest
from guard.util.sizes import megabytes

WRITER_PATIENCE_SECONDS = 5.0
"""How long a hold waits for a program that still writes to the file."""

_POLL_SECONDS = 0.05


def hold_file(capture: Capture, put: Callable[[bytes, FileFacts], None],
              patience_seconds: float = WRITER_PATIENCE_SECONDS) -> FileFacts:
    """Store the file's bytes through ``put``, then replace the file by a placeholder, and return its facts.

    The bytes are read again here: when the file changed after the capture, the newer content is stored.
    ``put`` must have them durable when it returns; its exceptions are passed on and the file stays.
    Raises FolderError: ENOENT (gone), EBUSY (still being written), EFBIG (larger than any file that is read), ESTALE
    (changed after ``put``: the copy is stored, and the changed file stays and is captured again).
    """
    assert capture.path is not None
    path = text_path(capture.path)
    deadline = time.monotonic() + patience_seconds
    while True:
        descriptor = open_regular(path)
        try:
            with lease(descriptor) as answer:
                if answer is not Writers.SOME:
                    return _hold_open(capture.id, path, descriptor, put)
        finally:
            os.close(descriptor)
        if time.monotonic() > deadline:
            raise FolderError(errno.EBUSY, sentence("folders.still-written", name=label(path)))
        time.sleep(_POLL_SECONDS)


def restore_file(facts: FileFacts, payload: bytes, case: str, to: Path | None = None) -> Path:
    """Write held bytes back with their permission bits and time, remove the placeholder, and return their path.

    Without ``to`` at their old place. Never overwrites: a taken name becomes 「NAME (取回 2).png」. ``to`` may be a
    folder. The file appears whole or not at all. Raises FolderError; then nothing was changed.
    """
    wanted = text_path(facts.path) if to is None else to
    if to is not None and to.is_dir():
        wanted = to / text_path(facts.path).name
    try:
        if to is None:
            wanted.parent.mkdir(parents=True, exist_ok=True)
        restored = _write_new(wanted, facts, payload)
    except OSError as error:
        raise refused(wanted, error) from error
    remove_placeholder(facts, case)
    return restored


def finish_hold(facts: FileFacts, payload: bytes, case: str) -> bool:
    """Complete a hold that a crash cut between copy and removal; return whether there was something to do.

    Only when the file still has exactly the stored bytes. Raises FolderError.
    """
    path = text_path(facts.path)
    now = stamp(path)
    if now is None or now.size != len(payload):
        return False
    descriptor = open_regular(path)
    try:
        with lease(descriptor) as answer:
            if answer is Writers.SOME or _read(descriptor) != payload:
                return False
            _remove(case, path, descriptor, facts, now)
            return True
    finally:
        os.close(descriptor)


def _hold_open(case: str, path: Path, descriptor: int, put: Callable[[bytes, FileFacts], None]) -> FileFacts:
    before = os.fstat(descriptor)
    if before.st_size > FILE_LIMIT:  # it would be in memory whole, and its encrypted copy beside it
        size, limit = megabytes(before.st_size), megabytes(FILE_LIMIT)
        raise FolderError(errno.EFBIG, sentence("folders.too-large", name=label(path), size=size, limit=limit))
    untrusted_bytes = _read(descriptor)
    if Stamp.of(os.fstat(descriptor)) != Stamp.of(before):
        raise FolderError(errno.EBUSY, sentence("folders.still-written", name=label(path)))
    facts = FileFacts(path_text(path), stat.S_IMODE(before.st_mode), nearest(before.st_mtime_ns))
    put(untrusted_bytes, facts)
    _remove(case, path, descriptor, facts, Stamp.of(before))
    return facts


def _remove(case: str, path: Path, descriptor: int, facts: FileFacts, kept: Stamp) -> None:
    """Write the placeholder and remove the file, provided that it is still what was stored."""
    _unchanged(path, descriptor, kept)
    noted = True
    try:
        write_placeholder(facts, case)
    except FolderError:
        noted = False  # the case is in the list all the same; holding does not depend on the note
    try:
        _unchanged(path, descriptor, kept)
        path.unlink()
        sync_folder(path.parent)
    except OSError as error:
        if noted:
            remove_placeholder(facts, case)
        raise refused(path, error) from error


def _unchanged(path: Path, descriptor: int, kept: Stamp) -> None:
    now = stamp(path)
    if now is None:
        raise gone(path)
    if now != kept or Stamp.of(os.fstat(descriptor)) != kept:
        raise FolderError(errno.ESTALE, sentence("folders.changed-meanwhile", name=label(path)))


def _read(descriptor: int) -> bytes:
    os.lseek(descriptor, 0, os.SEEK_SET)
    with os.fdopen(descriptor, "rb", closefd=False) as file:
        return file.read(FILE_LIMIT + 1)


def _write_new(wanted: Path, facts: FileFacts, payload: bytes) -> Path:
    """Write the bytes under the first free name, with the file's mode and time, and return that name.

    Our own source ignores the hidden file that is written first.
    """
    number = 1
    while True:
        name = wanted if number == 1 else wanted.with_name(f"{wanted.stem} (取回 {number}){wanted.suffix}")
        number += 1
        if os.path.lexists(name):
            continue
        try:
            with atomic_file.creating(name) as file:
                file.write(payload)
                file.flush()
                if sys.platform != "win32":
                    _restore_facts(file.fileno(), facts)
        except FileExistsError:
            continue
        if sys.platform == "win32":  # it knows no time by descriptor, and closing a file may set another one
            _restore_facts(name, facts)
        return name


def _restore_facts(file: int | Path, facts: FileFacts) -> None:
    with suppress(PermissionError):  # FAT has no modes; restoring the bytes is what matters
        os.chmod(file, facts.mode & 0o777)  # noqa: PTH101 - a descriptor, too
        os.utime(file, ns=(facts.modified_ns, facts.modified_ns))
