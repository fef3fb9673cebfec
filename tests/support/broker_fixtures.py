"""Fixtures for tests with a real broker: a private display a session, one broker a test, programs under other names.

A conftest imports those it wants.
"""

from __future__ import annotations

import subprocess
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from guard.core.policy import Policy
from tests.support.brokering import Brokering, policy, renamed
from tests.support.wayland import MISSING, Compositor, WaylandBrokering, pasting, private_compositor
from tests.support.x11_client import X11Client
from ui.demo.display import Display, private_display


@pytest.fixture(scope="session")
def display() -> Iterator[Display]:
    with private_display("1024x768") as running:
        yield running


@pytest.fixture(scope="session")
def programs(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder for copies of real programs."""
    return tmp_path_factory.mktemp("programs")


@pytest.fixture(scope="session")
def chat(programs: Path) -> str:
    """The real xclip as a chat client."""
    return renamed("xclip", "wechat", programs)


@pytest.fixture(scope="session")
def office(programs: Path) -> str:
    """The real xclip as an office program: its path is in the policy."""
    return renamed("xclip", "writer", programs)


@pytest.fixture(scope="session")
def stranger(programs: Path) -> str:
    """The real xclip as a program nobody listed."""
    return renamed("xclip", "stranger", programs)


@pytest.fixture(scope="session")
def compositor() -> Iterator[Compositor]:
    if MISSING:
        pytest.skip(f"no Wayland here: {', '.join(MISSING)} is missing (scripts/setup.sh test installs it)")
    with private_compositor() as running:
        yield running


@pytest.fixture
def start_broker(display: Display, office: str, request: pytest.FixtureRequest) -> Iterator[Callable[..., Brokering]]:
    """Start brokers on the display, that of Wayland on the compositor; each is ended afterwards."""
    for selection in ("-b", "-p"):
        subprocess.run(["xsel", selection, "-c"], env=display.environment, check=True)
    started: list[Brokering] = []

    def start(given: Policy | None = None, only: str = "x11", *, wary: bool = False,
              program: str = "broker_main.py") -> Brokering:
        if only == "wayland":
            broker: Brokering = _on_wayland(request.getfixturevalue("compositor"), given, office, first=not started)
        else:
            broker = Brokering(display, given or policy(office), only)
        broker.wary, broker.program = wary, program
        started.append(broker)
        broker.start()
        return broker

    yield start
    for broker in started:
        broker.stop()
        broker.watch.close()


def _on_wayland(compositor: Compositor, given: Policy | None, office: str, *, first: bool) -> WaylandBrokering:
    if first:
        for selection in ([], ["--primary"]):
            subprocess.run(["wl-copy", "--clear", *selection], env=compositor.environment, check=True)
    return WaylandBrokering(compositor, given or policy(*pasting(office)), "wayland")


@pytest.fixture
def broker(start_broker: Callable[..., Brokering]) -> Brokering:
    return start_broker()


@pytest.fixture
def client(display: Display) -> Iterator[Callable[..., X11Client]]:
    """Make X11 clients of the test's own; each is closed afterwards."""
    made: list[X11Client] = []

    def make(**given: object) -> X11Client:
        made.append(X11Client(display.name, **given))  # type: ignore[arg-type]
        return made[-1]

    yield make
    for entry in made:
        entry.close()
