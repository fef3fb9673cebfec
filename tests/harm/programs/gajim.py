"""Gajim without a network: the window for setting up an account. Its chat windows need a server first.

It refuses to run as root: inside a new user namespace root is nobody, with a session bus that accepts it.
"""

from __future__ import annotations

from pathlib import Path

from tests.harm.hands import Hands, Window
from tests.harm.programs.program import Program

_AS_NOBODY = ("unshare", "--map-user=65534", "--map-group=65534", "dbus-run-session", "--")


def _write(hands: Hands, window: Window, file: Path) -> None:
    hands.activate(window)
    hands.write(file.read_text("utf-8"))


GAJIM = Program(
    "Gajim", "/usr/bin/gajim", "gajim", ("line", "marked line"),
    command=lambda home, _: [*_AS_NOBODY, "/usr/bin/gajim", "--config-path", str(home / "gajim")],
    shows=lambda _, title: title == "Add Account", ready=_write, close=("alt+F4",),
    select_other=("Home", "shift+Right", "shift+Right"),
)
