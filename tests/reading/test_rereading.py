"""Tests that a reading that a killed reader process broke off is done again by the next one, once."""

from __future__ import annotations

import array
import fcntl
import os
import signal
import termios
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path

import pytest

from guard.core.model import Item, Kind, Reason, Unreadable
from guard.core.ports import Reader
from guard.reading.client import ReaderClient
from guard.reading.rereading import Rereading
from rules.text import Text
from tests.support.guarding import wait_for
from tests.support.office_files import document
from tests.support.processes import stopped


@pytest.fixture
def item(tmp_path: Path) -> Item:
    return Item("a", Kind.FILES, document(tmp_path / "a.docx", "晚上七点在食堂门口集合。").read_bytes())


def killed_while_it_is_asked(client: ReaderClient, reader: Reader, item: Item) -> Text | Unreadable:
    client.prepare("cascade")
    pid = client.pid
    with stopped(pid), ThreadPoolExecutor() as threads:
        reading = threads.submit(lambda: [*reader.parts(item)][-1])
        wait_for(lambda: unread(pid), "a question")
        os.kill(pid, signal.SIGKILL)
        return reading.result(60)


def unread(pid: int) -> int:
    """Return how many bytes wait in the pipes of a process."""
    return sum(_waiting(entry) for entry in Path(f"/proc/{pid}/fd").iterdir() if str(entry.readlink())[:4] == "pipe")


def _waiting(entry: Path) -> int:
    pipe, waiting = os.open(entry, os.O_RDONLY | os.O_NONBLOCK), array.array("i", [0])
    fcntl.ioctl(pipe, termios.FIONREAD, waiting)
    os.close(pipe)
    return waiting[0]


def test_what_a_killed_reader_broke_off_is_read_by_the_next_one(reader: ReaderClient, item: Item) -> None:
    broken_off = killed_while_it_is_asked(reader, reader, item)
    assert isinstance(broken_off, Unreadable)
    assert broken_off.reason is Reason.ENGINE_FAILED
    whole = killed_while_it_is_asked(reader, Rereading(reader), item)
    assert isinstance(whole, Text)
    assert "食堂" in whole.original


def test_what_cannot_be_read_for_another_reason_is_not_read_again(reader: ReaderClient, item: Item) -> None:
    item = replace(item, untrusted_bytes=item.untrusted_bytes[:len(item.untrusted_bytes) // 2])
    reading = Rereading(reader).read(item)
    assert reading == reader.read(item)
    assert isinstance(reading, Unreadable)
