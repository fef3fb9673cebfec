"""Starts each real messenger, with what it needs at the other end of the line."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path

from tests.support.messengers.dino import DINO, Dino
from tests.support.messengers.gajim import GAJIM, Gajim
from tests.support.messengers.pidgin import PIDGIN, Colleague, Pidgin
from tests.support.messengers.server import Server, running_server
from tests.support.messengers.thunderbird import THUNDERBIRD, Thunderbird
from ui.demo.display import Display, private_display

Chat = Dino | Gajim | Pidgin
Messenger = Chat | Thunderbird
Start = Callable[[Display, Server, Path], AbstractContextManager[Messenger]]

CLIENT_SECONDS = 60.0
"""For a client that connects, opens its dialog and uploads beside other tests."""


def uploading(client: type[Dino | Gajim]) -> Start:
    @contextmanager
    def started(display: Display, server: Server, folder: Path) -> Iterator[Messenger]:
        running = client(display, server, folder)
        try:
            yield running
        finally:
            running.close()

    return started


@contextmanager
def pidgin(display: Display, server: Server, folder: Path) -> Iterator[Messenger]:
    with private_display() as elsewhere:
        colleague = Colleague(elsewhere, server, folder / "colleague")
        try:
            running = Pidgin(display, server, folder / "desk", colleague)
            try:
                yield running
            finally:
                running.close()
        finally:
            colleague.close()


@contextmanager
def thunderbird(display: Display, _: Server, folder: Path) -> Iterator[Messenger]:
    running = Thunderbird(display, folder)
    try:
        yield running
    finally:
        running.close()


@contextmanager
def connected(start: Start, display: Display, folder: Path) -> Iterator[Messenger]:
    """Run a messenger on a display, with a server beside it, in this folder."""
    with running_server(folder / "server") as server, start(display, server, folder / "home") as running:
        yield running


CHATS: dict[Path, Start] = {DINO: uploading(Dino), GAJIM: uploading(Gajim), PIDGIN: pidgin}
MESSENGERS: dict[Path, Start] = {**CHATS, THUNDERBIRD: thunderbird}
