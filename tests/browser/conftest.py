"""Browsers with the extension, kept for the tests of a module, and the server in place of the sites."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests.support.chromium import CHROMIUM
from tests.support.guarding import GuardUnderTest
from tests.support.hand_fixtures import hand, owner_watch
from tests.support.page_browsers import PagedChromium
from tests.support.page_server import PageServer
from ui.demo.display import Display

__all__ = ("hand", "owner_watch")


@pytest.fixture(scope="module")
def server() -> Iterator[PageServer]:
    """A server that has received nothing yet."""
    running = PageServer()
    yield running
    running.close()


@pytest.fixture(scope="module")
def chromium_of(display: Display,
                tmp_path_factory: pytest.TempPathFactory) -> Iterator[Callable[[Path], PagedChromium]]:
    """Return the browser for the guard with this home; another guard gets another one."""
    kept: dict[Path, PagedChromium] = {}

    def browser(home: Path) -> PagedChromium:
        if home not in kept:
            end()
            kept[home] = PagedChromium(display, tmp_path_factory.mktemp("chromium"), home)
        return kept[home]

    def end() -> None:
        while kept:
            kept.popitem()[1].close()

    yield browser
    end()


@pytest.fixture
def chromium(watching: GuardUnderTest, server: PageServer,
             chromium_of: Callable[[Path], PagedChromium]) -> PagedChromium:
    """A Chromium with the extension beside a guard that watches; nothing has arrived at the server yet."""
    if CHROMIUM is None:
        pytest.skip("Chromium is not installed")
    server.forget()
    return chromium_of(watching.home)
