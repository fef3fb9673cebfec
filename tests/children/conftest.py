"""The echoing child, and clients of it."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Iterator, Mapping
from contextlib import ExitStack, closing
from pathlib import Path

import pytest

from guard.reading.client import ReaderClient

ROOT = Path(__file__).parents[2]


@pytest.fixture
def echo() -> list[str]:
    """The command that starts tests/children/echo_child.py."""
    return [sys.executable, str(Path(__file__).with_name("echo_child.py"))]


@pytest.fixture
def environment() -> Mapping[str, str]:
    """An environment in which the child finds this repository's packages."""
    return {**os.environ, "PYTHONPATH": str(ROOT)}


@pytest.fixture
def client_of(echo: list[str], environment: Mapping[str, str]) -> Iterator[Callable[..., ReaderClient]]:
    """Make clients of the echoing reader with these limits; all are closed at the end."""
    with ExitStack() as clients:
        yield lambda **limits: clients.enter_context(closing(ReaderClient(echo, environment=environment, **limits)))
