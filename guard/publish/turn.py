"""Lets one command at a time sign in a publishing folder: of two at once, what the first one signed would be lost."""

from __future__ import annotations

import errno
import os
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from guard.platform.file_system import PLAIN, try_lock
from guard.publish.errors import PublishError
from guard.sentences.catalogue import sentence
from guard.util.os_errors import why

_WAIT_SECONDS = 60.0
"""How long to wait for another command, which may be packing large indexes of tables. None waits for a person."""

_POLL_SECONDS = 0.05

_NO_LOCKS = frozenset({errno.ENOLCK, errno.EOPNOTSUPP, errno.ENOSYS})
"""Errors of flock(2) on some network shares."""


@contextmanager
def alone(settings: Path) -> Iterator[None]:
    """Keep other commands from signing in the folder of these settings while the block runs, however it ends. Raises
    PublishError when another one takes too long.
    """
    try:
        # A file that nothing replaces once the folder is made: one for the lock alone would belong to whoever signed
        # first. Opened for writing, without which a network share locks it for nobody.
        descriptor = os.open(settings, os.O_RDWR | PLAIN)
    except OSError as error:
        raise PublishError(sentence("publish.not-writable", path=settings, why=why(error))) from error
    try:
        _wait(descriptor, settings.parent)
        yield
    finally:
        os.close(descriptor)


def _wait(descriptor: int, folder: Path) -> None:
    until = time.monotonic() + _WAIT_SECONDS
    while not _takes(descriptor):
        if time.monotonic() >= until:
            raise PublishError(sentence("publish.in-use", folder=folder, seconds=round(_WAIT_SECONDS)))
        time.sleep(_POLL_SECONDS)


def _takes(descriptor: int) -> bool:
    """Lock an open file; return whether that succeeded. What cannot be locked is taken."""
    try:
        return try_lock(descriptor)
    except OSError as error:
        if error.errno not in _NO_LOCKS:
            raise
        return True
