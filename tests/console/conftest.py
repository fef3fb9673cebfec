"""An office with real keys, made once; consoles of it for the tests of a module."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest

from tests.support.chromium import CHROMIUM
from tests.support.console import SECRECY, ConsoleOffice, RunningConsole
from tests.support.console_browser import ConsoleBrowser
from ui.demo.display import Display


@pytest.fixture(scope="session")
def made_office(tmp_path_factory: pytest.TempPathFactory) -> ConsoleOffice:
    """An office that no test changes."""
    return ConsoleOffice.made(tmp_path_factory.mktemp("office"))


@pytest.fixture(scope="module")
def office(made_office: ConsoleOffice, tmp_path_factory: pytest.TempPathFactory) -> ConsoleOffice:
    """The office of a module's tests."""
    return made_office.copied(tmp_path_factory.mktemp("copy") / "office")


@pytest.fixture
def own_office(made_office: ConsoleOffice, tmp_path: Path) -> ConsoleOffice:
    """An office for one test."""
    return made_office.copied(tmp_path / "office")


@pytest.fixture(scope="module")
def console_of(office: ConsoleOffice) -> Iterator[Callable[[str], RunningConsole]]:
    """Return the running console of somebody, entered; it is kept for the tests of the module."""
    kept: dict[str, RunningConsole] = {}
    with ExitStack() as stack:
        def console(name: str) -> RunningConsole:
            if name not in kept:
                kept[name] = RunningConsole(office, name)
                stack.callback(kept[name].close)
                kept[name].enter()
            return kept[name]

        yield console


@pytest.fixture
def console(console_of: Callable[[str], RunningConsole]) -> RunningConsole:
    """The running console of the 保密管理员, entered."""
    return console_of(SECRECY)


@pytest.fixture(scope="module")
def browser(display: Display, tmp_path_factory: pytest.TempPathFactory) -> Iterator[ConsoleBrowser]:
    """One browser for the tests of the module."""
    if CHROMIUM is None:
        pytest.skip("Chromium is not installed")
    made = ConsoleBrowser(display, tmp_path_factory.mktemp("chromium"))
    yield made
    made.close()
