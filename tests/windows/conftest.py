"""A Windows broker and Windows programs under Wine; skipped where the bench is missing (make test-windows builds it).
"""

from __future__ import annotations

import fcntl
import subprocess
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from guard.core.policy import Policy
from tests.windows.wine import (
    BENCH,
    CHAT,
    MANAGER,
    OFFICE,
    STRANGER,
    Pieces,
    WindowsBrokering,
    WindowsClient,
    bench_policy,
    environment,
    missing,
)
from ui.demo.display import Display, private_display

HERE = Path(__file__).parent
TEST_SECONDS = 600
"""Seconds: a test starts a dozen programs under Wine, and each of them may take seconds."""


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark every test of this folder, and skip it where there is no bench."""
    lacking = missing()
    for item in items:
        if HERE in item.path.parents:
            item.add_marker(pytest.mark.windows)
            if item.get_closest_marker("timeout") is None:
                item.add_marker(pytest.mark.timeout(TEST_SECONDS))
            if lacking:
                item.add_marker(pytest.mark.skip(reason=f"{'; '.join(lacking)}: run make test-windows"))


@pytest.fixture(scope="session")
def bench() -> Iterator[None]:
    """The bench for this run alone: one Wine prefix has one server, and the first run to end would end it."""
    with (BENCH / ".in-use").open("w") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        yield


@pytest.fixture(scope="session")
def display(bench: None) -> Iterator[Display]:
    with private_display("1024x768") as running:
        yield running
        # A wineserver that outlives its display breaks the next run.
        subprocess.run(["wineserver", "-k"], env=environment(running), check=False)
        subprocess.run(["wineserver", "-w"], env=environment(running), check=False)


@pytest.fixture(scope="session")
def clients(display: Display) -> Iterator[dict[str, WindowsClient]]:
    """The programs around the broker, kept across tests: each takes seconds to start."""
    running: dict[str, WindowsClient] = {}
    yield running
    for client in running.values():
        client.close()


@pytest.fixture
def start_broker(display: Display, clients: dict[str, WindowsClient]) -> Iterator[Callable[..., WindowsBrokering]]:
    """Start brokers under Wine; each is ended afterwards."""
    started: list[WindowsBrokering] = []

    def start(given: Policy | None = None, only: str = "windows") -> WindowsBrokering:
        broker = WindowsBrokering(display, given or bench_policy(), only, clients=clients)
        started.append(broker)
        if len(started) == 1:
            broker.copy("")
        broker.start()
        return broker

    yield start
    for broker in started:
        broker.stop()


@pytest.fixture
def pieces(display: Display) -> Pieces:
    return Pieces(display)


@pytest.fixture
def broker(start_broker: Callable[..., WindowsBrokering]) -> WindowsBrokering:
    return start_broker()


@pytest.fixture
def each(broker: WindowsBrokering) -> WindowsBrokering:
    """The broker, under its name in the contract tests."""
    return broker


@pytest.fixture
def chat() -> str:
    return CHAT


@pytest.fixture
def office() -> str:
    return OFFICE


@pytest.fixture
def manager() -> str:
    return MANAGER


@pytest.fixture
def stranger() -> str:
    return STRANGER
