"""Tests that every hostile document ends as text or Unreadable, and the next one is read."""

from __future__ import annotations

import os
import time
from collections.abc import Callable, Iterator

import pytest

from guard.core.model import Item, Kind, Reading, Reason, Unreadable
from guard.reading import limits
from guard.reading.client import ReaderClient
from rules.text import Text
from tests.hostile.documents import make
from tests.hostile.documents.layouts import HIDE_NOTHING
from tests.support.office_files import letter
from tests.support.processes import resident_megabytes
from tests.support.texts import whole

NEXT = letter()
RESIDENT_MEGABYTES = 1024
LONG = (make.bombs, make.fixed, make.layouts, make.open_documents)

WHOLE = {"names-that-lead-outside", "no-workbook-relations", "docx-120-mb-of-space", "cells-that-name-no-string",
         "a-million-attributes", "relations-that-lead-outside", "pdf-page-of-a-kilometre", "pdf-stream-without-end",
         "ods-a-billion-rows-of-a-billion-cells", "odt-a-billion-blanks", "odt-object-in-itself", *HIDE_NOTHING}
"""May be read to the end: their faults hide nothing."""


def complaint(name: str, reading: Reading) -> str | None:
    """Return what is wrong with this reading: a document that was not read completely must not look as if it was."""
    if isinstance(reading, Unreadable):
        return None if reading.detail.endswith("。") else f"{name}: {reading.reason} {reading.detail}"
    if "root:" in reading.original:
        return f"{name}: a file of this computer was read"
    return None if name in WHOLE or not whole(reading) else f"{name}: looks whole"


def read(reader: ReaderClient, name: str, untrusted_bytes: bytes) -> Iterator[str]:
    """Yield complaints about one hostile document and the reading after it."""
    started = time.monotonic()
    reading = reader.read(Item(name, Kind.FILES, untrusted_bytes))
    problem = complaint(name, reading)
    if problem:
        yield problem
    if time.monotonic() - started > 2 * limits.READ_SECONDS:
        yield f"{name}: went on after its deadline"
    if resident_megabytes(reader.pid) > RESIDENT_MEGABYTES:
        yield f"{name}: {resident_megabytes(reader.pid)} MB"
    following = reader.read(Item("next", Kind.FILES, NEXT))
    if not isinstance(following, Text) or "机密★5年" not in following.original:
        yield f"{name}: the next document is {following}"


@pytest.mark.timeout(900)
@pytest.mark.parametrize("family", [
    pytest.param(family, id=family.__name__, marks=[pytest.mark.thorough] if family in LONG else [])
    for family in make.FAMILIES])
def test_hostile_documents_end_and_the_next_document_is_read(
        reader: ReaderClient, family: Callable[[], Iterator[tuple[str, bytes]]]) -> None:
    problems: list[str] = []
    for name, untrusted_bytes in family():
        problems += read(reader, name, untrusted_bytes)
    assert problems == []


@pytest.mark.thorough
def test_there_are_enough_hostile_documents_and_no_two_of_one_name() -> None:
    names = [name for family in make.FAMILIES if family is not make.bombs for name, _ in family()]
    assert len(names) == len(set(names)) >= 50


@pytest.mark.timeout(600)
def test_mutated_documents_leave_the_reader_alive(reader: ReaderClient) -> None:
    for name, untrusted_bytes in make.mutations(1, 160):
        reading = reader.read(Item(name, Kind.FILES, untrusted_bytes))
        assert isinstance(reading, Text) or reading.detail.endswith("。"), name
    assert isinstance(reader.read(Item("next", Kind.FILES, NEXT)), Text)


@pytest.mark.fuzz
@pytest.mark.timeout(0)
def test_fuzz_documents(reader: ReaderClient) -> None:
    until = time.monotonic() + float(os.environ.get("FUZZ_SECONDS", "60"))
    least, seed = int(os.environ.get("FUZZ_INPUTS", "0")), int(os.environ.get("FUZZ_SEED", time.time_ns() % 10**6))
    count, lost = 0, []
    while time.monotonic() < until or count < least:
        for name, untrusted_bytes in make.mutations(seed, 400):
            reading = reader.read(Item(name, Kind.FILES, untrusted_bytes))
            assert isinstance(reading, Text) or reading.detail.endswith("。"), name
            if isinstance(reading, Unreadable) and reading.reason in (Reason.ENGINE_FAILED, Reason.TIMED_OUT):
                lost.append((name, reading.reason.value))
            count += 1
        assert isinstance(reader.read(Item("next", Kind.FILES, NEXT)), Text)
        seed += 1
    print(f"\n{count} documents, last seed {seed - 1}; the reader was lost on {len(lost)}: {lost[:9]}")
    # A crash or a deadline is survived; many of them would be a fault of the readers.
    assert len(lost) <= count // 1000
