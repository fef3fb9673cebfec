"""Tests the control socket: real sockets, real frames."""

from __future__ import annotations

import os
import resource
import socket
import stat
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO, cast

import pytest

from guard.control.endpoint import PUSH_BACKLOG, Client, ControlError, Server
from guard.control.page_requests import FocusFrame
from guard.control.requests import (
    CaseList,
    GetStatus,
    ListCases,
    Reply,
    Request,
    Resume,
    State,
    Status,
    StatusChanged,
    StatusReply,
    Subscribe,
)
from guard.ipc.framing import FrameWriter
from guard.ipc.replies import Done, Refused
from tests.support.guarding import wait_for


def handle(request: Request) -> Reply:
    match request:
        case ListCases():
            return CaseList(())
        case Resume():
            return Done("好")
    return StatusReply(Status(State.WATCHING))


@pytest.fixture
def server(tmp_path: Path) -> Iterator[tuple[Server, Path]]:
    path = tmp_path / "guard.sock"
    server = Server(path, handle)
    server.start()
    yield server, path
    server.stop()


def test_each_request_gets_its_own_answer_on_one_connection(server: tuple[Server, Path]) -> None:
    client = Client.connect(server[1])
    assert client.ask(ListCases()) == CaseList(())
    assert client.ask(Resume()) == Done("好")
    assert client.ask(GetStatus()) == StatusReply(Status(State.WATCHING))
    client.close()


def test_nobody_speaks_of_the_keyboard_in_the_name_of_another_process(tmp_path: Path) -> None:
    told: list[Request] = []

    def take(request: Request) -> Reply:
        told.append(request)
        return Done()

    server = Server(tmp_path / "s", take)
    server.start()
    client = Client.connect(tmp_path / "s")
    client.ask(FocusFrame(os.getppid(), "https://oa.example.gov.cn", ""))
    client.close()
    server.stop()
    assert told == [FocusFrame(os.getpid(), "https://oa.example.gov.cn", "")]


@contextmanager
def without_descriptors() -> Iterator[None]:
    """Let this process open nothing."""
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (0, hard))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_NOFILE, (soft, hard))


def test_who_connects_while_too_many_files_are_open_is_answered_once_they_are_not(
        server: tuple[Server, Path], caplog: pytest.LogCaptureFixture) -> None:
    with socket.socket(socket.AF_UNIX) as connection:
        connection.settimeout(20)
        with without_descriptors():
            connection.connect(str(server[1]))
            wait_for(lambda: "nobody could connect" in caplog.text, "the server to fail")
        client = Client(server[1], connection)
        assert client.ask(Resume()) == Done("好")
        client.close()


def test_who_listens_is_not_forgotten_while_too_many_files_are_open(server: tuple[Server, Path]) -> None:
    client = Client.connect(server[1])
    heard = client.subscribe()
    next(heard)
    with without_descriptors():
        assert server[0].subscribed()
    server[0].publish(StatusChanged(Status(State.TROUBLE)))
    assert next(heard) == StatusChanged(Status(State.TROUBLE))
    client.close()


def test_only_the_owner_may_use_the_socket(server: tuple[Server, Path]) -> None:
    assert stat.S_IMODE(server[1].stat().st_mode) == 0o600


def test_a_subscriber_hears_the_status_first_and_then_what_is_published(server: tuple[Server, Path]) -> None:
    client = Client.connect(server[1])
    heard = client.subscribe()
    assert next(heard) == StatusChanged(Status(State.WATCHING))
    server[0].publish(StatusChanged(Status(State.TROUBLE)))
    assert next(heard) == StatusChanged(Status(State.TROUBLE))
    client.close()


def test_a_subscriber_that_has_hung_up_counts_no_longer(server: tuple[Server, Path]) -> None:
    serving, path = server
    assert (serving.subscribed(), serving.has_served()) == (False, False)
    client = Client.connect(path)
    pushes = client.subscribe()
    next(pushes)
    assert serving.subscribed()
    client.close()
    wait_for(lambda: not serving.subscribed(), "the end to be noticed")
    assert serving.has_served()
    wait_for(lambda: not [thread for thread in threading.enumerate() if thread.name == "control-client"],
             "the thread of that subscriber to end")


def test_a_guard_whose_socket_was_removed_or_replaced_cannot_be_found(server: tuple[Server, Path]) -> None:
    serving, path = server
    assert serving.can_be_found()
    path.unlink()
    assert not serving.can_be_found()
    other = Server(path, handle)
    other.start()
    assert (serving.can_be_found(), other.can_be_found()) == (False, True)
    other.stop()


def test_a_subscription_ends_when_the_guard_stops(server: tuple[Server, Path]) -> None:
    client = Client.connect(server[1])
    heard = client.subscribe()
    next(heard)
    server[0].stop()
    assert next(heard, None) is None
    client.close()


def test_a_subscriber_that_does_not_listen_never_blocks_the_guard(server: tuple[Server, Path]) -> None:
    client = Client.connect(server[1])
    next(client.subscribe())
    large = StatusChanged(Status(State.WATCHING, troubles=("长" * 100_000,)))
    done = threading.Event()

    def flood() -> None:
        for _ in range(1000):
            server[0].publish(large)
        done.set()

    threading.Thread(target=flood, daemon=True).start()
    assert done.wait(20)
    client.close()


def test_a_subscriber_that_does_not_listen_never_keeps_the_guard_from_stopping(server: tuple[Server, Path]) -> None:
    with socket.socket(socket.AF_UNIX) as subscriber:
        subscriber.connect(str(server[1]))
        with subscriber.makefile("wb") as outgoing:
            FrameWriter(cast(BinaryIO, outgoing)).write(Subscribe())
        subscriber.recv(1, socket.MSG_PEEK)
        large = StatusChanged(Status(State.WATCHING, troubles=("长" * 100_000,)))
        server[0].publish(large)
        wait_for(lambda: len(subscriber.recv(100_000, socket.MSG_PEEK)) > 10_000, "the first of it to be on its way")
        for _ in range(PUSH_BACKLOG):
            server[0].publish(large)
        stopping = threading.Thread(target=server[0].stop, daemon=True)
        stopping.start()
        stopping.join(20)
        assert not stopping.is_alive()


def test_without_a_guard_the_client_says_so_in_words(tmp_path: Path) -> None:
    with pytest.raises(ControlError, match="没有在运行"):
        Client.connect(tmp_path / "nobody.sock")


@pytest.mark.parametrize("junk", [b"\xff\xff\xff\xff", b"\x00\x00\x00\x05hello", b"\x00\x00\x00\x01\xc0", b"\x00"])
def test_junk_on_the_socket_ends_that_connection_and_no_other(server: tuple[Server, Path], junk: bytes) -> None:
    client = Client.connect(server[1])
    with socket.socket(socket.AF_UNIX) as attacker:
        attacker.connect(str(server[1]))
        attacker.sendall(junk)
        attacker.shutdown(socket.SHUT_WR)
        attacker.settimeout(5)
        while attacker.recv(4096):
            pass
    assert client.ask(GetStatus()) == StatusReply(Status(State.WATCHING))
    client.close()


def test_a_refusal_carries_its_words(tmp_path: Path) -> None:
    server = Server(tmp_path / "s", lambda _: Refused("never", "不能自行放行。"))
    server.start()
    client = Client.connect(tmp_path / "s")
    assert client.ask(GetStatus()) == Refused("never", "不能自行放行。")
    client.close()
    server.stop()
