"""Reads the accessibility tree of a program as a screen reader does, over a private session bus (AT-SPI 2)."""

from __future__ import annotations

import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from jeepney import DBusAddress, new_method_call
from jeepney.io.blocking import DBusConnection, open_dbus_connection

_ACCESSIBLE = "org.a11y.atspi.Accessible"
_ROOT = ("org.a11y.atspi.Registry", "/org/a11y/atspi/accessible/root")
_SECONDS = 20.0
_ENABLED, _FOCUSABLE, _SHOWING = 1 << 8, 1 << 11, 1 << 25
"""Bits of AtspiStateType."""

Address = tuple[str, str]


@dataclass(frozen=True, slots=True)
class Node:
    """A visible node of the tree: role, name, description, and whether it can have the focus."""

    role: str
    name: str
    description: str
    focusable: bool
    enabled: bool


@dataclass(frozen=True, slots=True)
class SessionBus:
    """A private session bus. ``environment`` lets a program find it and talk to screen readers."""

    environment: dict[str, str]

    def tree(self) -> Tree:
        """Return the tree of every program on this bus."""
        session = open_dbus_connection(self.environment["DBUS_SESSION_BUS_ADDRESS"])
        (address,) = _call(session, ("org.a11y.Bus", "/org/a11y/bus"), "org.a11y.Bus", "GetAddress")
        session.close()
        return Tree(open_dbus_connection(address))


class Tree:
    """Asks for names, roles and states like a screen reader."""

    def __init__(self, connection: DBusConnection) -> None:
        self._connection = connection

    def shown(self) -> list[Node]:
        """Return every visible node, windows first."""
        return [node for address in self._children(_ROOT) for node in self._below(address)]

    def close(self) -> None:
        """End the connection."""
        self._connection.close()

    def _below(self, address: Address) -> Iterator[Node]:
        role, states = self._ask(address, "GetRoleName"), self._ask(address, "GetState")[0]
        if role != "application":
            if not states & _SHOWING:
                return
            yield Node(role, self._said(address, "Name"), self._said(address, "Description"),
                       bool(states & _FOCUSABLE), bool(states & _ENABLED))
        for child in self._children(address):
            yield from self._below(child)

    def _children(self, address: Address) -> list[Address]:
        return [(bus, path) for bus, path in self._ask(address, "GetChildren")]

    def _said(self, address: Address, what: str) -> str:
        found = _call(self._connection, address, "org.freedesktop.DBus.Properties", "Get", _ACCESSIBLE, what)
        return str(found[0][1])

    def _ask(self, address: Address, method: str) -> Any:
        return _call(self._connection, address, _ACCESSIBLE, method)[0]


def _call(connection: DBusConnection, address: Address, interface: str, method: str, *words: str) -> tuple[Any, ...]:
    bus, path = address
    message = new_method_call(DBusAddress(path, bus, interface), method, "s" * len(words) or None, words)
    answer = connection.send_and_get_reply(message, timeout=_SECONDS)
    assert answer.header.message_type.name == "method_return", answer.body
    return tuple(answer.body)


@contextmanager
def session_bus(environment: dict[str, str], folder: Path) -> Iterator[SessionBus]:
    """Run a bus, with its accessibility bus in ``folder``, and end both."""
    private = {**environment, "XDG_RUNTIME_DIR": str(folder), "XDG_CACHE_HOME": str(folder),
               "QT_LINUX_ACCESSIBILITY_ALWAYS_ON": "1"}
    command = ["dbus-daemon", "--session", "--nofork", "--nopidfile", "--print-address"]
    daemon = subprocess.Popen(command, env=private, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True)
    assert daemon.stdout is not None
    try:
        yield SessionBus({**private, "DBUS_SESSION_BUS_ADDRESS": daemon.stdout.readline().strip()})
    finally:
        daemon.terminate()
        daemon.wait()
        daemon.stdout.close()
        _unmount(folder / "doc")


def _unmount(place: Path) -> None:
    """Take away what a document portal has mounted: it ends some time after its bus, and then nobody serves there."""
    if f" {place} fuse" in Path("/proc/self/mounts").read_text("utf-8"):
        subprocess.run(["fusermount3", "-u", "-z", place], check=False, stderr=subprocess.DEVNULL)
