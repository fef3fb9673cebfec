"""Tests that every hostile picture ends as text or Unreadable, and the next one is read."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator

import pytest

from guard.core.model import Item, Kind, Reading, Reason, Unreadable
from guard.reading import limits
from guard.reading.client import ReaderClient
from rules.text import PARTIAL, Text
from tests.hostile.images import make
from tests.hostile.images.make import WORDS
from tests.support.pictures import encode, render_document
from tests.support.processes import resident_megabytes
from tests.support.reader_program import COMMAND

NEXT = encode(render_document("办公室值班表", width=500))

RESIDENT_MEGABYTES = 1600
LONG = (make.bombs, make.structures, make.animations)
"""Most megabytes of the reader for one picture. For 64 megapixels of 16-bit RGBA it needs 1,040: Pillow and numpy
need 256 each during a conversion."""

WHOLE = {"png-named.txt", "png-and-zip", "gif-and-jar", "bmp-and-zip", "jpeg-and-pdf", "two-jpegs",
         "png-profile-of-nonsense", "jpeg-profile-of-nonsense", "jpeg-exif-nonsense", "jpeg-exif-cycle",
         "jpeg-exif-orientation-77", "jpeg-exif-endless-count", "jpeg-restart-after-each-block"}
"""Hostile only on the outside: their words must be read."""

UNSUPPORTED = {"elf.png", "html.jpg", "pdf.png", "pdf-before-jpeg", "ppm-endless-number"}
NOTHING_TO_SEE = ("blank-", "bmp-top-down", "png-and-html", "png-100000-chunks", "png-64-megapixels", "png-interlaced",
                  "png-more-pixels", "tiff-points", "tiff-strips", "tiff-endless", "jpeg-only", "jpeg-1000-scans",
                  "jpeg-endless-comments", "jpeg-segment-of-no-length", "jpeg-4000x4000")
"""Names of pictures that all decoders show as an empty area."""


def complaint(name: str, reading: Reading) -> str | None:
    """Return what is wrong with this reading, or None: a picture that was not seen completely must not look like one.
    """
    if isinstance(reading, Unreadable):
        if name in WHOLE or not reading.detail.endswith("。"):
            return f"{name}: {reading.reason} {reading.detail}"
        return None if (reading.reason is Reason.UNSUPPORTED) is (name in UNSUPPORTED) else f"{name}: {reading.reason}"
    if name in WHOLE:
        return None if WORDS.replace(" ", "") in reading.original.replace(" ", "") else f"{name}: lost its words"
    partial = any(trait.kind == PARTIAL for trait in reading.traits)
    if not reading.original and not partial and not name.startswith(NOTHING_TO_SEE):
        return f"{name}: looks as if it were empty"
    return None


@pytest.mark.timeout(400)
@pytest.mark.parametrize("family", [
    pytest.param(family, id=family.__name__, marks=[pytest.mark.thorough] if family in LONG else [])
    for family in make.FAMILIES])
def test_hostile_pictures_end_and_the_next_picture_is_read(
        reader: ReaderClient, family: Callable[[], Iterator[tuple[str, bytes]]]) -> None:
    complaints: list[str | None] = []
    for name, untrusted_bytes in family():
        started = time.monotonic()
        complaints.append(complaint(name, reader.read(Item(name, Kind.PICTURE, untrusted_bytes))))
        if time.monotonic() - started > 2 * limits.READ_SECONDS:
            complaints.append(f"{name}: went on after its deadline")
        if resident_megabytes(reader.pid) > RESIDENT_MEGABYTES:
            complaints.append(f"{name}: {resident_megabytes(reader.pid)} MB")
        following = reader.read(Item("next", Kind.PICTURE, NEXT))
        if not isinstance(following, Text) or following.original != "办公室值班表":
            complaints.append(f"{name}: the next picture is {following}")
    assert [problem for problem in complaints if problem] == []


def test_there_are_enough_hostile_pictures_and_no_two_of_one_name() -> None:
    names = [name for family in (make.truncated, make.disguised, make.shapes, make.structures) for name, _ in family()]
    assert len(names) == len(set(names)) > 100


def test_a_picture_that_takes_too_long_costs_its_reader_and_nothing_else(reader: ReaderClient) -> None:
    impatient = ReaderClient(COMMAND, read_seconds=0.3)
    impatient.prepare("cascade")
    scans = dict(make.structures())["jpeg-1000-scans"]
    before = impatient.pid
    ended = impatient.read(Item("scans", Kind.PICTURE, scans))
    assert isinstance(ended, Unreadable)
    assert ended.reason is Reason.TIMED_OUT
    assert impatient.pid != before
    impatient.close()
    assert isinstance(reader.read(Item("next", Kind.PICTURE, NEXT)), Text)
