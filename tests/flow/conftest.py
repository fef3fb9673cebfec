"""A private display, real brokers and a real LibreOffice on it."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.support.broker_fixtures import broker, chat, client, display, office, programs, start_broker, stranger
from tests.support.libre_office import MISSING, LibreOffice
from ui.demo.display import Display

__all__ = ["broker", "chat", "client", "display", "office", "programs", "start_broker", "stranger"]


@pytest.fixture(scope="module")
def program(display: Display, tmp_path_factory: pytest.TempPathFactory) -> Iterator[LibreOffice]:
    if MISSING:
        pytest.skip(f"{', '.join(MISSING)} is missing (scripts/setup.sh test installs it)")
    started = LibreOffice(display, tmp_path_factory.mktemp("profile"))
    yield started
    started.close()


@pytest.fixture
def libre_office(program: LibreOffice) -> Iterator[LibreOffice]:
    yield program
    program.close_documents()
