"""Tests that programs which share the screen by the desktop portal are seen on a real session bus."""

from __future__ import annotations

import os
import signal
import subprocess
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from jeepney import DBusAddress, new_method_call
from jeepney.io.blocking import DBusConnection, open_dbus_connection

from guard.channels.sharing_portal import PortalWatch
from tests.support.accessible import session_bus
from tests.support.channel_fixtures import SUPPORT, SYSTEM_PYTHON
from tests.support.guarding import wait_for

_PORTAL = DBusAddress("/org/freedesktop/portal/desktop", "org.freedesktop.portal.Desktop",
                      "org.freedesktop.portal.ScreenCast")
_REMOTE = DBusAddress(_PORTAL.object_path, _PORTAL.bus_name, "org.freedesktop.portal.RemoteDesktop")
_TIMEOUT = 10


@dataclass
class Bench:
    """A session bus with a portal, and what the watch knows."""

    address: str
    portal: subprocess.Popen[bytes]
    watch: PortalWatch

    def sharing(self) -> bool:
        return bool(self.watch.shares())


@pytest.fixture
def bench(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Bench]:
    with session_bus(dict(os.environ), tmp_path) as bus:
        address = bus.environment["DBUS_SESSION_BUS_ADDRESS"]
        monkeypatch.setenv("DBUS_SESSION_BUS_ADDRESS", address)
        with subprocess.Popen([SYSTEM_PYTHON, str(SUPPORT / "portal_program.py")], env=bus.environment,
                              stdout=subprocess.PIPE) as portal:
            assert portal.stdout is not None
            assert portal.stdout.readline() == b"ready\n"
            watch = PortalWatch()
            watch.start()
            yield Bench(address, portal, watch)
            watch.stop()
            portal.terminate()


def call(connection: DBusConnection, method: str, signature: str, *words: object,
         to: DBusAddress = _PORTAL) -> tuple[object, ...]:
    reply = connection.send_and_get_reply(new_method_call(to, method, signature or None, words), timeout=_TIMEOUT)
    return tuple(reply.body)


def started(bench: Bench, connection: DBusConnection) -> list[str]:
    """Start sessions until the watch, which may only be connecting, has seen one; return the paths of all."""
    paths: list[str] = []

    def tried() -> list[str]:
        token = ("s", f"mishao{len(paths)}")
        path, = call(connection, "CreateSession", "a{sv}", {"session_handle_token": token})
        paths.append(str(path))
        call(connection, "Start", "osa{sv}", path, "", {})
        return paths if bench.sharing() else []

    return wait_for(tried, "a session that is seen")


def test_who_starts_a_screen_cast_shares_until_the_session_is_closed(bench: Bench) -> None:
    with open_dbus_connection(bench.address) as client:
        paths = started(bench, client)
        share, = bench.watch.shares()
        assert (share.process, share.place) == (os.getpid(), None)
        assert share.program == Path("/proc/self/exe").readlink().name
        for path in paths:
            call(client, "Close", "", to=DBusAddress(path, _PORTAL.bus_name, "org.freedesktop.portal.Session"))
        wait_for(lambda: not bench.sharing(), "no share")


@pytest.mark.parametrize(("selects", "count"), [(True, 1), (False, 0)])
def test_who_lets_others_control_the_computer_shares_only_where_sources_were_selected(
        bench: Bench, selects: bool, count: int) -> None:
    with open_dbus_connection(bench.address) as client, open_dbus_connection(bench.address) as other:
        path, = call(other, "CreateSession", "a{sv}", {"session_handle_token": ("s", "remote")})
        for seen in started(bench, client):
            call(client, "Close", "", to=DBusAddress(seen, _PORTAL.bus_name, "org.freedesktop.portal.Session"))
        wait_for(lambda: not bench.sharing(), "no share")
        if selects:
            call(other, "SelectSources", "oa{sv}", path, {})
        call(other, "Start", "osa{sv}", path, "", {}, to=_REMOTE)
        if selects:
            wait_for(bench.sharing, "the share")
        else:
            started(bench, client)
        assert len([known for known in bench.watch._sessions if known == path]) == count


def test_a_session_that_the_portal_closes_is_over(bench: Bench) -> None:
    with open_dbus_connection(bench.address) as client:
        started(bench, client)
        os.kill(bench.portal.pid, signal.SIGUSR1)
        wait_for(lambda: not bench.sharing(), "no share")


def test_a_program_that_leaves_the_bus_shares_no_more(bench: Bench) -> None:
    with open_dbus_connection(bench.address) as client:
        started(bench, client)
    wait_for(lambda: not bench.sharing(), "no share")


def test_without_a_session_bus_nothing_is_watched_and_the_watch_ends(monkeypatch: pytest.MonkeyPatch) -> None:
    for address in ("", "unix:path=/nowhere/bus"):
        monkeypatch.setenv("DBUS_SESSION_BUS_ADDRESS", address)
        watch = PortalWatch()
        watch.start()
        watch.stop()
        assert watch.shares() == ()
