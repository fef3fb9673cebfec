"""Tests two reader processes behind one client: when the second helps, and that it ends again."""

from __future__ import annotations

import os
import sys
import threading
from collections.abc import Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from pathlib import Path

import pytest

from guard.core.model import Item, Kind, Reading
from guard.reading.client import ReaderClient
from guard.reading.readers import Readers
from rules.text import Text

ROOT = Path(__file__).parents[2]
ECHO = [sys.executable, str(ROOT / "tests" / "children" / "echo_child.py")]


def client(*command: str, **options: float) -> ReaderClient:
    return ReaderClient(command or ECHO, environment={**os.environ, "PYTHONPATH": str(ROOT)}, **options)  # type: ignore[arg-type]


@pytest.fixture
def first() -> Iterator[ReaderClient]:
    first = client()
    first.prepare("cascade")
    yield first
    first.close()


@pytest.fixture
def second() -> Iterator[ReaderClient]:
    second = client(idle_seconds=0.0)
    yield second
    second.close()


def short(words: str) -> Item:
    return Item("short", Kind.FILES, words.encode())


def begin(readers: Readers, threads: ThreadPoolExecutor, marker: Path) -> Future[Reading]:
    """Begin an item that is read to its end when the marker exists; return when a reader is at it."""
    begun = threading.Event()

    def read() -> Reading:
        parts = readers.parts(Item("parts", Kind.FILES, f"begun\nuntil {marker}\nended".encode()))
        next(parts)
        begun.set()
        return list(parts)[-1]

    under_way = threads.submit(read)
    begun.wait()
    return under_way


def words(reading: Reading) -> str:
    assert isinstance(reading, Text)
    return reading.original


def test_the_second_reads_while_the_first_is_busy_and_goes_when_idle(
        first: ReaderClient, second: ReaderClient, tmp_path: Path) -> None:
    readers = Readers(first, second, help_after=0.0)
    with ThreadPoolExecutor(1) as threads:
        under_way = begin(readers, threads, tmp_path / "go on")
        assert words(readers.read(short("meanwhile"))) == "meanwhile"
        assert second.pid
        assert not under_way.done()
        (tmp_path / "go on").touch()
        assert words(under_way.result()) == "begun\nended"
    readers.tend()
    assert second.pid == 0
    assert words(readers.read(short("afterwards"))) == "afterwards"
    assert second.pid == 0


def test_one_after_the_other_needs_no_second(first: ReaderClient, second: ReaderClient) -> None:
    readers = Readers(first, second, help_after=0.0)
    assert [words(readers.read(short(str(number)))) for number in range(50)] == list(map(str, range(50)))
    assert second.pid == 0


def test_with_a_second_that_cannot_be_started_the_first_reads_everything(
        first: ReaderClient, tmp_path: Path) -> None:
    readers = Readers(first, client("/nonexistent"), help_after=0.0)
    with ThreadPoolExecutor(2) as threads:
        under_way = begin(readers, threads, tmp_path / "go on")
        waiting = threads.submit(readers.read, short("waiting"))
        (tmp_path / "go on").touch()
        assert (words(under_way.result()), words(waiting.result())) == ("begun\nended", "waiting")
