"""A real reader process per module, and an inspector that has one."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing

import pytest

from guard.inspect.worker import Inspector, Setup
from guard.reading.client import ReaderClient
from rules.definition import Pack
from tests.support.reader_program import COMMAND


@pytest.fixture(scope="module")
def reader() -> Iterator[ReaderClient]:
    """A client of a real reader process with the default engine."""
    client = ReaderClient(COMMAND)
    yield client
    client.close()


@pytest.fixture(scope="module")
def inspector(builtin: Pack) -> Iterator[Inspector]:
    """An inspector by the built-in rules alone, with the default engine."""
    with closing(Inspector(Setup((builtin,), COMMAND, "cascade"))) as made:
        yield made
