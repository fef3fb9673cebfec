"""Tests our own client of the X11 protocol: it connects like others, and no message confuses those that follow."""

from __future__ import annotations

import os
import socket
from collections.abc import Iterator
from pathlib import Path

import pytest
from Xlib import Xatom
from Xlib.display import Display as Connected

from guard.platform.errors import BrokerError
from guard.platform.x11 import requests, wire
from guard.platform.x11.connection import CHUNK_BYTES, Connection, Property
from guard.platform.x11.wire import Wire
from tests.support.cookies import ANY_HOST, LOCAL, entry
from tests.support.processes import stopped
from tests.support.x11_client import X11Client
from tests.support.x_servers import x_server
from ui.demo.display import Display

NO_WINDOW = 0x7FFF


@pytest.fixture
def connection(display: Display) -> Iterator[Connection]:
    opened = Connection(display.name)
    yield opened
    opened.close()


@pytest.fixture
def client(display: Display) -> Iterator[X11Client]:
    opened = X11Client(display.name)
    yield opened
    opened.display.close()


def test_a_server_that_does_not_answer_is_not_waited_for_for_ever(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(wire, "_ANSWER_SECONDS", 0.2)
    with x_server() as (server, name):
        connection = Connection(name)
        with stopped(server.pid), pytest.raises(BrokerError, match="没有回答"):
            connection.owner(Xatom.PRIMARY)
        connection.close()


def test_the_second_screen_of_a_display_has_its_own_root_window() -> None:
    with x_server("-screen", "0", "640x480x24", "-screen", "1", "320x200x24") as (_, name):
        for screen in (0, 1):
            wire = Wire(f"{name}.{screen}")
            theirs = Connected(f"{name}.{screen}")
            assert wire.root == theirs.screen().root.id
            wire.close()
            theirs.close()


def test_the_first_cookie_for_this_computer_or_for_any_is_shown(tmp_path: Path,
                                                                monkeypatch: pytest.MonkeyPatch) -> None:
    right, wrong = b"0123456789abcdef", b"fedcba9876543210"
    here, cookies, keys = socket.gethostname().encode(), tmp_path / "cookies", tmp_path / "keys of the server"
    keys.write_bytes(entry(ANY_HOST, b"", b"", right))  # an own file: the server reads it again when it has changed
    monkeypatch.setenv("XAUTHORITY", str(cookies))
    with x_server("-auth", str(keys)) as (_, name):
        number = name[1:].encode()
        for shown in (entry(ANY_HOST, b"", number, right),
                      entry(LOCAL, b"before-it-was-renamed", number, wrong) + entry(ANY_HOST, b"", number, right),
                      entry(LOCAL, here, b"", right) + entry(LOCAL, here, number, wrong),
                      entry(LOCAL, here, number, right) + b"\x01"):
            cookies.write_bytes(shown)
            Wire(name).close()
        for shown in (entry(LOCAL, here, number, wrong) + entry(ANY_HOST, b"", number, right), b"", b"\x01"):
            cookies.write_bytes(shown)
            with pytest.raises(BrokerError, match="连不上 X 显示服务"):
                Wire(name)
        cookies.unlink()
        with pytest.raises(BrokerError, match="连不上 X 显示服务"):
            Wire(name)


@pytest.mark.parametrize("name", ["", "nonsense", ":65000", "a..b:0", f"{'a' * 70}:0", "tcp/::1:65000"])
def test_a_display_that_is_not_there_is_said_so(name: str) -> None:
    with pytest.raises(BrokerError, match="连不上 X 显示服务"):
        Wire(name)


def test_a_server_that_ends_is_gone_for_who_asks_and_for_who_looks() -> None:
    with x_server() as (_, name):
        asks, looks = Wire(name), Wire(name)
    with pytest.raises(BrokerError, match="断开"):
        asks.ask(requests.get_selection_owner(Xatom.PRIMARY))
    with pytest.raises(BrokerError, match="断开"):
        looks.receive()
    asks.close()
    looks.close()


def test_what_fails_without_a_reply_is_named_and_disturbs_no_answer(connection: Connection) -> None:
    connection.delete_property(NO_WINDOW, Xatom.STRING)
    assert connection.read_property(NO_WINDOW, Xatom.STRING) is None
    assert connection.atom_name(Xatom.STRING) == "STRING"
    assert connection.take_lost_windows() == {NO_WINDOW}
    assert connection.take_lost_windows() == frozenset()


def test_news_that_comes_with_an_answer_is_kept_for_who_looks(client: X11Client, connection: Connection) -> None:
    client.display.sync()
    connection.watch_window(client.window.id)
    connection.server_time()
    client.window.change_property(Xatom.WM_NAME, Xatom.STRING, 8, b"x")
    client.display.sync()
    connection.owner(Xatom.PRIMARY)
    assert connection.has_events()
    assert [event.atom for event in connection.events()] == [Xatom.WM_NAME]  # type: ignore[union-attr]


def test_a_property_of_megabytes_comes_whole(connection: Connection) -> None:
    content = os.urandom(5_000_001)
    for start in range(0, len(content), CHUNK_BYTES):
        piece = Property(Xatom.STRING, 8, content[start:start + CHUNK_BYTES])
        connection.change_property(connection.window, Xatom.CUT_BUFFER0, piece, append=bool(start))
    found = connection.read_property(connection.window, Xatom.CUT_BUFFER0, delete=True)
    assert found == Property(Xatom.STRING, 8, content)
    assert connection.read_property(connection.window, Xatom.CUT_BUFFER0) is None


def test_of_a_property_that_is_no_whole_number_of_values_the_rest_is_left_out(connection: Connection) -> None:
    connection.change_property(connection.window, Xatom.CUT_BUFFER0, Property(Xatom.INTEGER, 32, b"abcdefg"))
    found = connection.read_property(connection.window, Xatom.CUT_BUFFER0)
    assert found == Property(Xatom.INTEGER, 32, b"abcd")
    assert connection.take_lost_windows() == frozenset()


def test_a_name_that_is_not_ascii_stays_what_it_was(client: X11Client, connection: Connection) -> None:
    named = connection.atom("caf\xe9")
    assert client.display.get_atom_name(named) == "caf\xe9"
    assert connection.atom_name(client.display.get_atom(b"na\xefve")) == "na\xefve"


def test_a_number_that_is_in_use_is_not_given_again(display: Display) -> None:
    wire = Wire(display.name)
    kept = wire.new_id()
    numbers = 0xFFFFFFFF & ~wire.client_mask
    for _ in range(numbers + 10):
        other = wire.new_id()
        assert other != kept
        wire.free_id(other)
    wire.close()
