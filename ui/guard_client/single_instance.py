"""Keeps one tray per user: the first holds a lock and listens; a second one asks it to show itself, and ends."""

from __future__ import annotations

import contextlib
import os
from pathlib import Path

from PySide6.QtCore import QObject, Signal
from PySide6.QtNetwork import QLocalServer, QLocalSocket

from guard.platform import atomic_file
from guard.platform.instance import AlreadyRunningError, InstanceLock

_WAIT_MS = 2_000


class Instance(QObject):
    """``asked`` is emitted when a second tray was started."""

    asked = Signal()

    def __init__(self, folder: Path) -> None:
        """``folder`` belongs to the user alone; lock and socket get different names in it."""
        super().__init__()
        self._lock = InstanceLock(folder / "tray.lock")
        self._name = str(folder / "tray.sock")
        self._display = folder / "tray.display"
        self.moved = False
        """Whether the tray before this one was on another display, or in a session with another key (XAUTHORITY): the
        guard that it started guards there, or cannot guard here."""
        self._server = QLocalServer(self)
        self._server.setSocketOptions(QLocalServer.SocketOption.UserAccessOption)
        self._server.newConnection.connect(self._connected)

    def acquire(self) -> bool:
        """Become the one tray, or ask the other to show itself and return False."""
        try:
            self._lock.acquire()
        except (AlreadyRunningError, OSError):
            self._ask_the_other()
            return False
        QLocalServer.removeServer(self._name)
        self._server.listen(self._name)
        self.moved = self._noted() not in ([], _this_session())
        with contextlib.suppress(OSError):
            atomic_file.replace(self._display, "\n".join(_this_session()).encode(),
                                durability=atomic_file.Durability.NONE)
        return True

    def _ask_the_other(self) -> None:
        socket = QLocalSocket()
        socket.connectToServer(self._name)
        if socket.waitForConnected(_WAIT_MS):
            socket.disconnectFromServer()

    def elsewhere(self) -> bool:
        """Return whether the running tray is on another display: copies made here are guarded by nobody."""
        return self._noted()[:1] not in ([], _this_session()[:1])

    def _noted(self) -> list[str]:
        """Return what the running tray, or the last one, noted of its session; [] where nothing can be read."""
        try:
            return self._display.read_text("utf-8").split("\n")
        except (OSError, ValueError):
            return []

    def release(self) -> None:
        """Stop listening and give up the lock."""
        self._server.close()
        self._lock.release()

    def _connected(self) -> None:
        # Owned by Python now, which deletes it here: the server keeps its own sockets for as long as it listens.
        self._server.nextPendingConnection().setParent(None)
        self.asked.emit()


def _this_session() -> list[str]:
    """Return the display, and the path of its authority file."""
    display = os.environ.get("WAYLAND_DISPLAY") or os.environ.get("DISPLAY", "").removesuffix(".0")
    return [display, os.environ.get("XAUTHORITY", "")]
