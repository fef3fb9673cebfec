"""A real LibreOffice on the display, and helpers for the ownership of its copies."""

from __future__ import annotations

import subprocess
from collections.abc import Callable, Iterator

import pytest

from guard.platform.x11.connection import Connection
from tests.support.brokering import Brokering, policy
from tests.support.guarding import wait_for
from tests.support.hand_fixtures import hand, owner_watch
from tests.support.libre_office import MISSING, SOFFICE, LibreOffice, put_pointer_aside
from tests.support.owner_watch import OwnerWatch
from tests.support.x11_client import X11Client
from ui.demo.display import Display, end

__all__ = ["hand", "owner_watch"]


@pytest.fixture(scope="module")
def started_offices(display: Display, tmp_path_factory: pytest.TempPathFactory) -> Iterator[list[LibreOffice]]:
    """The LibreOffice of a module, and those before it that ended by themselves."""
    if MISSING:
        pytest.skip(f"{', '.join(MISSING)} is missing (scripts/setup.sh test installs it)")
    started = [LibreOffice(display, tmp_path_factory.mktemp("profile"))]
    yield started
    for office in started:
        office.close()


@pytest.fixture
def libre_office(display: Display, started_offices: list[LibreOffice],
                 tmp_path_factory: pytest.TempPathFactory) -> Iterator[LibreOffice]:
    if started_offices[-1].ended:  # the test that saw it has failed; the next must not
        started_offices.append(LibreOffice(display, tmp_path_factory.mktemp("profile")))
    yield started_offices[-1]
    if not started_offices[-1].ended:
        started_offices[-1].close_documents()


@pytest.fixture
def office_broker(start_broker: Callable[..., Brokering], office: str) -> Brokering:
    """A broker whose policy lists LibreOffice among the office programs."""
    return start_broker(policy(str(SOFFICE), office))


@pytest.fixture
def owned_by(display: Display, client: Callable[..., X11Client]) -> Iterator[Callable[[int], bool]]:
    """Returns whether the server names this process as the owner of CLIPBOARD to everybody."""
    watcher, connection = client(), Connection(display.name)
    yield lambda pid: bool(watcher.owner()) and connection.client_pid(watcher.owner()) == pid
    connection.close()


@pytest.fixture
def turn_away(display: Display) -> Iterator[Callable[[], None]]:
    """Makes the user turn to another program, which no rule lists."""
    running: list[subprocess.Popen[bytes]] = []
    watch = OwnerWatch(display.name)

    def turn() -> None:
        running.append(display.start(["xmessage", "-geometry", "300x200+0+0", "x"]))
        wait_for(lambda: "xmessage" in watch.windows(), "another program")
        subprocess.run(["xdotool", "mousemove", "100", "100"], env=display.environment, check=True)

    yield turn
    put_pointer_aside(display)
    for program in running:
        end(program)
    watch.close()
