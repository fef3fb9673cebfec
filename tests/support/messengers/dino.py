"""Drives Dino, a chat client of GTK 4 that uploads files to its server."""

from __future__ import annotations

import sqlite3
import subprocess
import time
from collections.abc import Callable
from contextlib import closing, suppress
from pathlib import Path

from PIL import Image, ImageChops

from tests.harm.hands import Hands
from tests.support.guarding import wait_for
from tests.support.messengers.dialog import choose
from tests.support.messengers.gtk4 import prepared
from tests.support.messengers.server import PASSWORD, RECIPIENT, SENDER, Server
from tests.support.messengers.uploader import Uploader
from ui.demo.display import Display, end

DINO = Path("/usr/bin/dino")
_CLIP = (0.37, 0.904)
"""Where in its window the button is that opens the file dialog."""
_MESSAGES = (0.65, 0.79)
"""Where it takes files that are dropped."""
_DIALOG = "Select file"
_BOX = 5_000
"""Pixels of the box that shows a chosen file, at least; a cursor has a hundred."""
_CHAT = 0
"""Type of a conversation between two people in Dino's database."""


class Dino(Uploader):
    """A Dino that is logged in, with one conversation."""

    name = "dino"

    def __init__(self, display: Display, server: Server, folder: Path) -> None:
        self._server = server
        self._said = folder / "said"
        self._display = prepared(display, folder)
        self._with_account(folder / ".local" / "share" / "dino" / "dino.db")
        self._process = self._started()
        self._hands = Hands(display)
        wait_for(lambda: server.knows(SENDER), "Dino to log in")
        self._window = wait_for(lambda: self._hands.titled("Dino"), "Dino's window")

    def _started(self) -> subprocess.Popen[bytes]:
        with self._said.open("ab") as said:
            return self._display.start(self._server.inside(str(DINO)), stderr=said.fileno())

    def _with_account(self, database: Path) -> None:
        """Let Dino make its database, and add what its window for a new account asks for."""
        process = self._started()
        wait_for(lambda: _is_made(database), "Dino's database")
        end(process)
        now = int(time.time())
        with closing(sqlite3.connect(database)) as connection, connection:
            account = connection.execute(
                "INSERT INTO account (bare_jid, resourcepart, password, alias, enabled) VALUES (?, 'desk', ?, '', 1)",
                (SENDER, PASSWORD)).lastrowid
            contact = connection.execute("INSERT INTO jid (bare_jid) VALUES (?)", (RECIPIENT,)).lastrowid
            connection.execute(
                "INSERT INTO conversation (account_id, jid_id, active, active_last_changed, last_active, type,"
                " encryption, notification, send_typing, send_marker) VALUES (?, ?, 1, ?, ?, ?, 0, 0, 0, 0)",
                (account, contact, now, now, _CHAT))

    def attach(self, path: Path) -> None:
        """Choose a file in the file dialog, and send it. The clip does nothing before the server says what it takes."""
        self._hands.activate(self._window)
        before = self._hands.picture()
        choose(self._hands, lambda: self._hands.click(self._window, *_CLIP), _DIALOG, str(path), "ctrl+l")
        wait_for(lambda: _changed(before, self._hands.picture()) > _BOX, "the box that shows the file")
        self._send()

    def take(self, drag: Callable[[int, int], None]) -> None:
        """Have a file dragged onto the conversation, and send it."""
        drag(*self._hands.place(self._window, *_MESSAGES))
        self._hands.activate(self._window)
        self._send()

    def _send(self) -> None:
        """Agree in the box that shows the file."""
        self._hands.picture()
        self._hands.keys("Return")


def _changed(before: Image.Image, now: Image.Image) -> int:
    """Return how many pixels are clearly another."""
    return sum(ImageChops.difference(before, now).convert("L").histogram()[16:])


def _is_made(database: Path) -> bool:
    if not database.exists():
        return False
    with closing(sqlite3.connect(database)) as connection, suppress(sqlite3.OperationalError):
        return bool(connection.execute("SELECT name FROM sqlite_master WHERE name = 'settings'").fetchall()
                    and connection.execute("SELECT int_val FROM _meta WHERE name = 'version'").fetchall())
    return False
