"""Takes a lock of the guard, also from an earlier guard that nobody needs any more: it is asked, and ends itself."""

from __future__ import annotations

import contextlib
import time
from collections.abc import Iterator
from pathlib import Path

from guard.platform.instance import AlreadyRunningError, InstanceLock

WAIT_SECONDS = 10.0
"""How long a lock is waited for whose owner is ending, or cannot be asked: it is starting, or will soon find out that
no tray can reach it (guard.daemon.leaving).
"""

_AGAIN_SECONDS = 0.1


@contextlib.contextmanager
def taken(lock: InstanceLock, socket: Path | None = None) -> Iterator[None]:
    """Hold ``lock`` in the block. Its owner is asked at ``socket``, or at the one that its lock file names.

    Raises AlreadyRunningError when the owner is still needed, and OSError when the file cannot be made.
    """
    _take(lock, socket)
    try:
        yield
    finally:
        lock.release()


def _take(lock: InstanceLock, socket: Path | None) -> None:
    until, asked = time.monotonic() + WAIT_SECONDS, False
    while True:
        try:
            lock.acquire()
        except AlreadyRunningError as owner:
            place = socket or owner.socket
            if place is None or time.monotonic() >= until:
                raise
            asked = asked or _makes_way(place, owner)
            time.sleep(_AGAIN_SECONDS)
        else:
            return


def _makes_way(socket: Path, owner: AlreadyRunningError) -> bool:
    """Ask the owner to end; return False when it cannot be asked. Raises ``owner`` when it is still needed."""
    from guard.control.endpoint import Client, ControlError
    from guard.control.requests import MakeWay
    from guard.ipc.replies import Refused

    try:
        with contextlib.closing(Client.connect(socket)) as client:
            reply = client.ask(MakeWay())
    except ControlError:
        return False
    if isinstance(reply, Refused):
        raise owner
    return True
