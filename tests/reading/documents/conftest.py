"""Gives the tests of documents a reader of whole files."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from guard.core.model import Item, Kind, Reading
from guard.reading.client import ReaderClient
from rules.text import Text


@pytest.fixture(scope="module")
def reading(reader: ReaderClient) -> Callable[[bytes], Reading]:
    """Reads a file whose name has no meaning."""
    return lambda untrusted_bytes: reader.read(Item("附件.txt", Kind.FILES, untrusted_bytes))


@pytest.fixture(scope="module")
def text(reading: Callable[[bytes], Reading]) -> Callable[[bytes], Text]:
    """Reads a file that must be readable."""
    def read(untrusted_bytes: bytes) -> Text:
        read = reading(untrusted_bytes)
        assert isinstance(read, Text), read
        return read

    return read
