"""Drives Gajim, a chat client of GTK 4 and Python that uploads files to its server."""

from __future__ import annotations

import json
import sqlite3
import subprocess
from collections.abc import Callable
from contextlib import closing, suppress
from pathlib import Path

from tests.harm.hands import Hands, Window
from tests.support.guarding import wait_for
from tests.support.messengers.dialog import choose
from tests.support.messengers.gtk4 import prepared
from tests.support.messengers.server import PASSWORD, RECIPIENT, SENDER, Server
from tests.support.messengers.uploader import Uploader
from ui.demo.display import Display, end

GAJIM = Path("/usr/bin/gajim")
_NOT_ROOT = ("unshare", "--user", "--map-user=1000", "--map-group=1000")
"""Gajim refuses to run as root; seen from outside of this namespace its user is ours."""

_CLIP, _ADD, _SEND = (0.931, 0.944), (0.709, 0.84), (0.757, 0.933)
"""Where in its window the buttons are: to send files; there, to add some, and to send those that were added."""
_MESSAGES = (0.78, 0.7)
"""Where it takes files that are dropped."""
_START, _DIALOG = "Start / Join Chat", "Pick Files"


class Gajim(Uploader):
    """A Gajim that is logged in, with one conversation."""

    name = "gajim"

    def __init__(self, display: Display, server: Server, folder: Path) -> None:
        self._server = server
        self._said = folder / "said"
        inside = prepared(display, folder)
        self._display = Display(inside.name, {**inside.environment, "XDG_DATA_HOME": str(folder / "data"),
                                              "XDG_CACHE_HOME": str(folder / "cache")})
        self._with_account(folder / ".config" / "gajim" / "settings.sqlite")
        self._process = self._started(f"xmpp:{RECIPIENT}?message")
        self._hands = Hands(display)
        wait_for(lambda: server.knows(SENDER), "Gajim to log in")
        self._window = wait_for(self._in_conversation, "a conversation")

    def _started(self, *address: str) -> subprocess.Popen[bytes]:
        with self._said.open("ab") as said:
            return self._display.start(self._server.inside(*_NOT_ROOT, str(GAJIM), "--separate", *address),
                                       stderr=said.fileno())

    def _with_account(self, database: Path) -> None:
        """Let Gajim make its database, and add what its window for a new account asks for."""
        process = self._started()
        wait_for(lambda: _is_made(database), "Gajim's database")
        end(process)
        name, _, host = SENDER.partition("@")
        account = {"name": name, "address": SENDER, "hostname": host, "password": PASSWORD, "active": True,
                   "account_label": name}
        with closing(sqlite3.connect(database)) as connection, connection:
            connection.execute("UPDATE settings SET settings = json_set(settings, '$.use_keyring', json('false'))"
                               " WHERE name = 'app'")
            connection.execute("INSERT INTO account_settings VALUES (?, ?)", (
                name, json.dumps({"account": account, "contact": {}, "group_chat": {}})))

    def _in_conversation(self) -> Window | None:
        """Answer the window that asks with whom to begin one; its first Return goes to a hint above it."""
        asking = self._hands.titled(_START)
        if asking is not None:
            self._hands.activate(asking)
            self._hands.picture()
            self._hands.keys("Return")
            self._hands.picture()
            return None
        return self._hands.titled("Gajim")

    def attach(self, path: Path) -> None:
        """Choose a file in the file dialog, and send it."""
        self._clear()
        self._hands.click(self._window, *_CLIP)
        self._hands.picture()
        choose(self._hands, lambda: self._hands.click(self._window, *_ADD), _DIALOG, str(path), "ctrl+l")
        self._send()

    def take(self, drag: Callable[[int, int], None]) -> None:
        """Have a file dragged onto the conversation, and send it."""
        self._clear()
        drag(*self._hands.place(self._window, *_MESSAGES))
        self._hands.activate(self._window)
        self._send()

    def _clear(self) -> None:
        """Leave what an earlier refusal has left."""
        self._hands.activate(self._window)
        self._hands.keys("Escape")
        self._hands.picture()

    def _send(self) -> None:
        self._hands.picture()
        self._hands.click(self._window, *_SEND)


def _is_made(database: Path) -> bool:
    if not database.exists():
        return False
    with closing(sqlite3.connect(database)) as connection, suppress(sqlite3.OperationalError):
        return bool(connection.execute("SELECT 1 FROM settings WHERE name = 'app'").fetchall())
    return False
