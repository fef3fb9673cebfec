"""Tests the local connection of systems without owned sockets: whoever has the secret is accepted, nobody else."""

from __future__ import annotations

import socket
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from guard.platform.local_token import TokenListener, connect

SECONDS = 10.0


@pytest.fixture
def listener(tmp_path: Path) -> Iterator[TokenListener]:
    listening = TokenListener(tmp_path / "guard.sock")
    yield listening
    listening.close()


def admitting(listener: TokenListener, admitted: list[bool]) -> threading.Thread:
    """Accept one connection on a separate thread."""
    def take() -> None:
        with listener.accept() as connection:
            admitted.append(listener.admits(connection))
            if admitted[-1]:
                connection.sendall(b"welcome")

    thread = threading.Thread(target=take)
    thread.start()
    return thread


def test_a_client_that_reads_the_file_is_let_in(listener: TokenListener, tmp_path: Path) -> None:
    admitted: list[bool] = []
    thread = admitting(listener, admitted)
    connection = connect(tmp_path / "guard.sock", SECONDS)
    assert connection is not None
    with connection:
        assert connection.recv(16) == b"welcome"
    thread.join()
    assert admitted == [True]


def test_a_client_with_another_secret_is_refused_and_refuses(listener: TokenListener, tmp_path: Path) -> None:
    port = (tmp_path / "guard.sock").read_text().split()[0]
    stolen = tmp_path / "stolen"
    stolen.write_text(f"{port} {'00' * 32}\n")
    admitted: list[bool] = []
    thread = admitting(listener, admitted)
    assert connect(stolen, SECONDS) is None
    thread.join()
    assert admitted == [False]


def test_a_client_that_sends_rubbish_is_refused(listener: TokenListener, tmp_path: Path) -> None:
    port = int((tmp_path / "guard.sock").read_text().split()[0])
    admitted: list[bool] = []
    thread = admitting(listener, admitted)
    with socket.create_connection(("127.0.0.1", port), SECONDS) as connection:
        connection.sendall(bytes(64))
        thread.join()
    assert admitted == [False]


def test_the_file_is_the_owners_alone_and_goes_with_the_listener(tmp_path: Path) -> None:
    path = tmp_path / "guard.sock"
    listening = TokenListener(path)
    assert path.stat().st_mode & 0o777 == 0o600
    listening.close()
    assert not path.exists()


def test_no_guard_and_a_damaged_file_are_a_guard_that_does_not_run(tmp_path: Path) -> None:
    with pytest.raises(OSError, match=r"guard\.sock"):
        connect(tmp_path / "guard.sock", SECONDS)
    (tmp_path / "guard.sock").write_text("rubbish")
    with pytest.raises(ConnectionRefusedError):
        connect(tmp_path / "guard.sock", SECONDS)
