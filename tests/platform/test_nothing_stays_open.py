"""Tests that what is opened and then cannot be used is closed: no descriptor outlives a refusal."""

from __future__ import annotations

import os
import resource
import socket
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from guard.core.reporting import Receiver, ReceiverKind
from guard.fleet.store import FleetStore
from guard.inspect.index import Index, IndexProblem
from guard.journal.sinks.syslog import Syslog
from guard.platform.errors import BrokerError
from guard.platform.inotify import FileEvents
from guard.platform.instance import AlreadyRunningError, InstanceLock
from guard.platform.x11.connection import Connection
from guard.reading.session import Session
from tests.support.x_servers import greeting_server, x_server


def _open() -> dict[str, str]:
    """Return the open descriptors of this process."""
    found: dict[str, str] = {}
    for entry in Path("/proc/self/fd").iterdir():
        try:
            found[entry.name] = str(entry.readlink())
        except FileNotFoundError:
            continue  # the folder itself
    return found


@contextmanager
def _leaves_nothing_open(error: type[Exception]) -> Iterator[None]:
    """Fail unless the block raises this and, while the error is still held, everything it opened is closed."""
    before = _open()
    with pytest.raises(error) as refused:
        yield
    assert not _open().items() - before.items(), str(refused.value)  # what tests before left may be collected meanwhile


def test_a_display_without_what_is_needed_is_left() -> None:
    with x_server("-extension", "XFIXES") as (_, name), _leaves_nothing_open(BrokerError):
        Connection(name)


@pytest.mark.parametrize("screen", [0, 1])
def test_a_display_that_goes_after_its_greeting_or_describes_a_screen_too_few_is_left(screen: int) -> None:
    with _leaves_nothing_open(BrokerError), greeting_server(screen + 1) as name:
        Connection(f"{name}.{screen}")


def test_a_receiver_whose_certificates_cannot_be_used_is_left() -> None:
    with socket.create_server(("127.0.0.1", 0)) as server:
        address = f"127.0.0.1:{server.getsockname()[1]}"
        with _leaves_nothing_open(OSError):
            Syslog(Receiver(ReceiverKind.SYSLOG, address, certificates="no certificate"))


def test_a_system_with_no_room_for_one_more_descriptor_gives_back_the_first() -> None:
    limits = resource.getrlimit(resource.RLIMIT_NOFILE)
    free = os.dup(0)
    os.close(free)
    with _leaves_nothing_open(OSError):
        resource.setrlimit(resource.RLIMIT_NOFILE, (free + 1, limits[1]))
        try:
            FileEvents()
        finally:
            resource.setrlimit(resource.RLIMIT_NOFILE, limits)


def test_a_reader_that_cannot_be_started_leaves_no_shared_memory() -> None:
    with _leaves_nothing_open(OSError):
        Session(["/nonexistent/reader"], None, "cascade")


def test_a_second_instance_leaves_the_lock_file(tmp_path: Path) -> None:
    with InstanceLock(tmp_path / "lock"), _leaves_nothing_open(AlreadyRunningError):
        InstanceLock(tmp_path / "lock").acquire()


@pytest.mark.parametrize(("opened", "error"), [
    (lambda path: Index(path, "rules"), IndexProblem),
    (FleetStore, sqlite3.DatabaseError),
])
def test_a_file_that_is_no_database_is_left(opened: Callable[[Path], object], error: type[Exception],
                                            tmp_path: Path) -> None:
    path = tmp_path / "file.db"
    path.write_bytes(b"nothing of SQLite's" * 200)
    with _leaves_nothing_open(error):
        opened(path)
