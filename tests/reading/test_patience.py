"""Tests by which clock a reader stops itself.

At the lowest priority, seconds in which others had the processor count little.
"""

from __future__ import annotations

import sys
import threading
import time

import pytest

from guard.core.model import Item, Kind
from guard.reading.client import ReaderClient
from guard.reading.patience import clock
from rules.text import PARTIAL, Text
from tests.support.pictures import encode, render_document
from tests.support.processes import stopped
from tests.support.program import ROOT

WAITED = 0.4
LATE_AFTER = 3.0
PAGE = encode(render_document("\n".join(f"第{number}条 各单位要认真组织演练。" for number in range(12))))
READER = f"""
import sys
sys.path.insert(0, {str(ROOT)!r})
from guard.reading import limits, process
limits.PICTURE_SECONDS = {LATE_AFTER}
sys.exit(process.run(sys.stdin.buffer, sys.stdout.buffer))
"""


def wait() -> float:
    """Let time pass without work; return how much."""
    began = time.monotonic()
    threading.Event().wait(WAITED)
    return time.monotonic() - began


def test_seconds_without_a_processor_count_little_and_those_with_one_count_whole() -> None:
    patient = clock(1000.0)
    wait()
    assert patient() < WAITED / 2
    while time.process_time() < WAITED:
        sum(range(1000))
    before, worked = patient(), time.process_time()
    while time.process_time() - worked < WAITED:
        sum(range(1000))
    assert patient() - before > WAITED * 0.8


def test_a_reader_that_gets_no_processor_ends_all_the_same() -> None:
    patient = clock(2.0)
    waited = wait()
    assert waited / 2 <= patient() <= waited + 0.1


def test_a_reader_that_somebody_waits_for_goes_by_the_time_that_passes() -> None:
    assert clock(0.0) is time.monotonic


@pytest.mark.thorough
@pytest.mark.parametrize(("patience", "whole"), [(0.0, False), (1000.0, True)])
def test_a_page_whose_reader_waited_for_its_turn_is_read_to_its_end_where_nobody_waits(
        patience: float, whole: bool) -> None:
    reader = ReaderClient([sys.executable, "-c", READER], patience=patience, read_unconfined=True)
    try:
        assert reader.prepare("cascade").engine
        growing = reader.parts(Item("page.png", Kind.PICTURE, PAGE))
        next(growing)
        with stopped(reader.pid):
            threading.Event().wait(LATE_AFTER)
        *_, reading = growing
    finally:
        reader.close()
    assert isinstance(reading, Text)
    assert any(trait.kind == PARTIAL for trait in reading.traits) is not whole
