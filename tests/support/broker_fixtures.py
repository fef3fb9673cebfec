"""Fixtures of brokers on the shared display, and of programs that copy and paste, under names that a policy lists.

``broker`` has the default policy and is the same for all tests of a module; ``start_broker`` starts others.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from guard.core.policy import Policy
from tests.support.brokering import Brokering, emptied, policy, renamed
from tests.support.turns import Turns
from tests.support.wayland import WaylandBrokering, pasting
from tests.support.x11_client import X11Client
from ui.demo.display import Display


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
    """The real xclip as an unlisted program."""
    return renamed("xclip", "stranger", programs)


class KeptBroker:
    """The broker for all tests of a module that need no other policy: started on first use, and restarted when a test
    has ended it or another kind is asked for."""

    def __init__(self, make: Callable[[str], Brokering], turns: Turns) -> None:
        self._make = make
        self._turns = turns
        self._broker: Brokering | None = None

    def ready(self, only: str) -> Brokering:
        """Return the one of this name, as it is when nothing was copied yet."""
        self._turns.take(self.end)
        if self._broker is not None and self._broker.only == only and self._broker.serves():
            self._broker.begin_anew()
            return self._broker
        self.end()
        self._broker = self._make(only)
        self._broker.empty()
        self._broker.start()
        return self._broker

    def end(self) -> None:
        """End it, because another broker is to guard the display."""
        broker, self._broker = self._broker, None
        if broker is not None:
            broker.stop()
            broker.watch.close()


@pytest.fixture(scope="session")
def make_broker(display: Display, office: str, request: pytest.FixtureRequest) -> Callable[..., Brokering]:
    """Make a broker, not started, for the display or, for Wayland, for the compositor."""

    def make(only: str, given: Policy | None = None) -> Brokering:
        if only == "wayland":
            return WaylandBrokering(request.getfixturevalue("compositor"), given or policy(*pasting(office)), only)
        return Brokering(display, given or policy(office), only)

    return make


@pytest.fixture(scope="module")
def turns() -> Turns:
    """Who guards the display."""
    return Turns()


@pytest.fixture(scope="module")
def kept_broker(make_broker: Callable[[str], Brokering], turns: Turns) -> Iterator[KeptBroker]:
    """The broker that tests of this module share."""
    kept = KeptBroker(make_broker, turns)
    yield kept
    kept.end()


@pytest.fixture
def broker(kept_broker: KeptBroker) -> Brokering:
    """A broker with the default policy, before the first copy."""
    return kept_broker.ready("x11")


@pytest.fixture
def start_broker(display: Display, turns: Turns,
                 make_broker: Callable[..., Brokering]) -> Iterator[Callable[..., Brokering]]:
    """Start brokers with other policies, programs or rights; each is ended afterwards."""
    started: list[Brokering] = []

    def start(given: Policy | None = None, only: str = "x11", *, wary: bool = False,
              program: str = "broker_main.py", launcher: tuple[str, ...] = ()) -> Brokering:
        turns.take()
        broker = make_broker(only, given)
        broker.wary, broker.program, broker.launcher = wary, program, launcher
        if only == "wayland" and not started:
            broker.empty()
        started.append(broker)
        broker.start()
        return broker

    emptied(display)
    yield start
    for broker in started:
        broker.stop()
        broker.watch.close()


@pytest.fixture
def client(display: Display) -> Iterator[Callable[..., X11Client]]:
    """Make X11 clients for one test; each is closed afterwards."""
    made: list[X11Client] = []

    def make(**given: object) -> X11Client:
        made.append(X11Client(display.name, **given))  # type: ignore[arg-type]
        return made[-1]

    yield make
    for entry in made:
        entry.close()
