"""Ends the guard for the tray: because another display is guarded next, or because a terminal ended the tray."""

from __future__ import annotations

import contextlib
from pathlib import Path

from guard.control.endpoint import Client, ControlError
from guard.control.requests import INTERRUPTED, Shutdown
from guard.ipc.replies import Refused
from ui.kit.sentences import told
from ui.terminal import complain


def end_guard(socket: Path, reason: str) -> None:
    """End the guard behind ``socket``, for the tray here to start the next one.

    A guard that nobody may stop goes on while its display is there.
    """
    with contextlib.suppress(ControlError), contextlib.closing(Client.connect(socket)) as client:
        client.ask(Shutdown(reason, again=True))


def stop_guard(socket: Path) -> None:
    """End the guard with its tray, as far as policy allows: who pressed Ctrl+C expects that nothing goes on."""
    with contextlib.suppress(ControlError), contextlib.closing(Client.connect(socket)) as client:
        reply = client.ask(Shutdown(INTERRUPTED))
        if isinstance(reply, Refused):
            complain(told(reply.words))
