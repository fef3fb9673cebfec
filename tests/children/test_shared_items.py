"""Tests items that the guard hands to its reader in shared memory, because they are large."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from guard.core.model import Item, Kind, Reading, Reason, Unreadable
from guard.reading import shared
from guard.reading.client import ReaderClient
from rules.text import Text


@pytest.fixture
def unhurried(client_of: Callable[..., ReaderClient]) -> ReaderClient:
    """A client that waits for large items also beside other work."""
    return client_of(read_seconds=60.0, prepare_seconds=15.0)


def read(client: ReaderClient, name: str, content: str = "好") -> Reading:
    return client.read(Item(name, Kind.FILES, content.encode()))


@pytest.mark.parametrize("size", [0, 1, shared.WORTH_BYTES - 1, shared.WORTH_BYTES, 5_000_001])
def test_item_of_every_size_arrives_whole(unhurried: ReaderClient, size: int) -> None:
    content = "".join(chr(97 + number % 26) for number in range(size))
    assert read(unhurried, "echo", content) == Text(content)


def test_shorter_item_after_a_long_one_holds_nothing_of_it(unhurried: ReaderClient) -> None:
    assert read(unhurried, "echo", "a" * 3_000_000) == Text("a" * 3_000_000)
    assert read(unhurried, "echo", "b" * 1_000_000) == Text("b" * 1_000_000)


def test_memory_of_a_large_item_is_empty_once_it_was_read(unhurried: ReaderClient, tmp_path: Path) -> None:
    go_on = tmp_path / "go on"
    content = f"一\nuntil {go_on}\n" + "二" * 1_000_000
    growing = unhurried.parts(Item("parts", Kind.FILES, content.encode()))
    next(growing)
    assert shared_bytes(unhurried.pid) == len(content.encode())
    go_on.touch()
    assert isinstance(list(growing)[-1], Text)
    assert shared_bytes(unhurried.pid) == 0


def shared_bytes(pid: int) -> int:
    """Return the size of the memory that a reader shares with its guard."""
    (memory,) = (link for link in Path(f"/proc/{pid}/fd").iterdir() if "memfd:mishao-item" in str(link.readlink()))
    return memory.stat().st_size


def test_reader_that_dies_with_a_large_item_costs_that_one_only(unhurried: ReaderClient) -> None:
    failed = read(unhurried, "die", "a" * 1_000_000)
    assert isinstance(failed, Unreadable)
    assert failed.reason is Reason.ENGINE_FAILED
    assert read(unhurried, "echo", "b" * 1_000_000) == Text("b" * 1_000_000)


def test_without_shared_memory_the_pipe_takes_everything(
        unhurried: ReaderClient, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delattr("os.memfd_create")
    assert read(unhurried, "echo", "a" * 1_000_000) == Text("a" * 1_000_000)
