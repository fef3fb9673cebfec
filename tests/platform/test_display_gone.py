"""Tests when the display of a session counts as gone: ended or another session's, and not one that is only slow."""

from __future__ import annotations

import os
import socket
from pathlib import Path

import pytest

from guard.platform import display
from guard.platform.display import displays_gone, displays_missing
from guard.platform.errors import BrokerError, DisplayGoneError
from guard.platform.x11.setup import connect
from tests.support.processes import stopped
from tests.support.wayland import MISSING, private_compositor
from tests.support.x_servers import locked_display, x_server


def test_a_display_has_gone_once_its_server_has_ended() -> None:
    with x_server() as (_, name):
        assert not displays_gone({"DISPLAY": name})
    assert displays_gone({"DISPLAY": name})


def test_where_no_display_is_named_or_all_have_gone_another_try_finds_none() -> None:
    with x_server() as (_, name):
        assert not displays_missing({"DISPLAY": name})
    assert displays_missing({"DISPLAY": name})
    assert displays_missing({})


def test_a_display_that_needs_the_key_of_another_session_has_gone(
        tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with locked_display("", tmp_path / "key") as locked:
        monkeypatch.setenv("XAUTHORITY", str(tmp_path / "key"))
        assert not displays_gone({"DISPLAY": locked.name})
        monkeypatch.setenv("XAUTHORITY", str(tmp_path / "no key"))
        assert displays_gone({"DISPLAY": locked.name})


def test_a_display_that_does_not_answer_is_there(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(display, "_PROBE_SECONDS", 0.1)
    with x_server() as (server, name), stopped(server.pid):
        assert not displays_gone({"DISPLAY": name})


def test_a_display_whose_queue_is_full_is_there() -> None:
    with socket.socket(socket.AF_UNIX) as listener, socket.socket(socket.AF_UNIX) as waiting:
        listener.bind(f"\0/tmp/.X11-unix/X{200_000 + os.getpid()}")
        listener.listen(0)
        waiting.connect(listener.getsockname())
        assert not displays_gone({"DISPLAY": f":{200_000 + os.getpid()}"})


def test_a_server_that_has_no_room_for_another_program_is_there() -> None:
    with x_server("-maxclients", "64") as (_, name):
        held = []
        with pytest.raises(BrokerError) as refused:
            held.extend(connect(name)[0] for _ in range(64))
        assert not displays_missing({"DISPLAY": name}), "another try may find room"
        assert not isinstance(refused.value, DisplayGoneError)
        for connection in held:
            connection.close()


@pytest.mark.skipif(bool(MISSING), reason="no Wayland here")
def test_a_compositor_has_gone_once_it_has_ended_and_no_x_display_is_left() -> None:
    with x_server() as (_, name):
        with private_compositor() as compositor:
            assert not displays_gone(compositor.environment)
        assert displays_gone(compositor.environment)
        assert not displays_gone({**compositor.environment, "DISPLAY": name})


def test_where_no_display_is_named_none_has_gone() -> None:
    assert not displays_gone({"DISPLAY": "", "XDG_RUNTIME_DIR": "/run"})
