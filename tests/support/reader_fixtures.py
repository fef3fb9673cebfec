"""A real reader process per module."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from guard.reading.client import ReaderClient
from tests.support.reader_program import COMMAND


@pytest.fixture(scope="module")
def reader() -> Iterator[ReaderClient]:
    """A client of a real reader process with the default engine."""
    client = ReaderClient(COMMAND)
    yield client
    client.close()
