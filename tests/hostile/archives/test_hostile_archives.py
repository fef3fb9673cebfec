"""Tests that every hostile archive ends as text or Unreadable, and the next one is read."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator

import pytest

from guard.core.decide import unreadable_words
from guard.core.model import Item, Judged, Kind, Reading, Reason, Unreadable
from guard.reading import limits
from guard.reading.client import ReaderClient
from rules.model import Action, Verdict
from rules.text import Text
from tests.hostile.archives import make
from tests.support.archives import zip_of
from tests.support.processes import resident_megabytes
from tests.support.texts import whole

NEXT = zip_of({"说明.txt": "办公室值班表".encode()})
RESIDENT_MEGABYTES = 1024
LONG = (make.behind, make.bombs, make.nests)

WHOLE = {"member-is-4-gb.zip", "negative-size.tar", "pax-1-mb-of-names.tar", "html-strange-references.html",
         "mail-strange-headers.eml", "elsewhere.zip", "elsewhere.tar", "links-and-devices.tar", "elsewhere.eml",
         "1000000-tags.html", "half-open-tags.html", "half-open-comments.html", "half-open-declarations.html",
         "6-tenths.tar", "9-tenths.tar", "end-of-a-zip-only.png", "billion-laughs.svg", "picture-in-itself.svg"}
"""May be read to the end: their faults hide nothing that a program would show."""


def said(reading: Reading) -> str | None:
    """Return the message about a reading that is not complete."""
    if isinstance(reading, Unreadable):
        return unreadable_words(Judged("", unreadable=reading))
    return unreadable_words(Judged("", text=reading, verdict=Verdict(Action.ALLOW)))


def complaints(reader: ReaderClient, name: str, untrusted_bytes: bytes) -> Iterator[str]:
    started = time.monotonic()
    reading = reader.read(Item(name, Kind.FILES, untrusted_bytes))
    if said(reading) is None and name not in WHOLE:
        yield f"{name}: looks whole"
    if isinstance(reading, Text) and "root:" in reading.original:
        yield f"{name}: a file of this computer was read"
    if time.monotonic() - started > 2 * limits.READ_SECONDS:
        yield f"{name}: went on after its deadline"
    if resident_megabytes(reader.pid) > RESIDENT_MEGABYTES:
        yield f"{name}: {resident_megabytes(reader.pid)} MB"
    following = reader.read(Item("next", Kind.FILES, NEXT))
    if not isinstance(following, Text) or following.original != "说明.txt\n办公室值班表\n":
        yield f"{name}: the next archive is {following}"


@pytest.mark.timeout(600)
@pytest.mark.parametrize("family", [
    pytest.param(family, id=family.__name__, marks=[pytest.mark.thorough] if family in LONG else [])
    for family in make.FAMILIES])
def test_hostile_archives_end_and_the_next_archive_is_read(
        reader: ReaderClient, family: Callable[[], Iterator[make.Case]]) -> None:
    found = [problem for name, untrusted_bytes in family() for problem in complaints(reader, name, untrusted_bytes)]
    assert found == []


def test_of_twice_as_many_members_as_are_read_the_first_are_read(reader: ReaderClient) -> None:
    reading = reader.read(Item("many", Kind.FILES, make.many_members()))
    assert isinstance(reading, Text)
    assert "\n9998\n" in reading.original
    assert not whole(reading)


@pytest.mark.fuzz
@pytest.mark.timeout(3600)
def test_changed_archives_end_and_the_reader_goes_on(reader: ReaderClient) -> None:
    for name, untrusted_bytes in make.changed(seed=7, count=5000):
        reading = reader.read(Item(name, Kind.FILES, untrusted_bytes))
        if isinstance(reading, Unreadable):
            assert reading.detail, name
            assert reading.reason is not Reason.ENGINE_FAILED, name
    assert isinstance(reader.read(Item("next", Kind.FILES, NEXT)), Text)
