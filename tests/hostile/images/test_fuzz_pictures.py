"""Runs `make fuzz`: valid pictures with bytes changed, cut, doubled and moved, for FUZZ_SECONDS."""

from __future__ import annotations

import os
import random
import time

import pytest

from guard.core.model import Item, Kind, Reason, Unreadable
from guard.reading.client import ReaderClient
from rules.text import Text
from tests.hostile.images.make import KINDS, valid
from tests.hostile.mutating import mutant
from tests.support.pictures import encode, render_document

SECONDS = float(os.environ.get("FUZZ_SECONDS", "60"))
SEED = int(os.environ.get("FUZZ_SEED", "20260101"))
NEXT = encode(render_document("办公室值班表", width=500))
MUTANTS_BETWEEN = 50


@pytest.mark.fuzz
@pytest.mark.timeout(SECONDS * 2 + 120)
def test_changed_pictures_are_text_or_unreadable_and_the_reader_goes_on(reader: ReaderClient) -> None:
    chance = random.Random(SEED)
    until, number, failures = time.monotonic() + SECONDS, 0, []
    kinds = (*KINDS, "HEIC")
    while time.monotonic() < until:
        number += 1
        kind = kinds[number % len(kinds)]
        reading = reader.read(Item("mutant", Kind.PICTURE, mutant(chance, valid(kind))))
        if isinstance(reading, Unreadable) and reading.reason in (Reason.ENGINE_FAILED, Reason.TIMED_OUT):
            failures.append((number, kind, reading.reason.value, reading.detail))
        if number % MUTANTS_BETWEEN == 0:
            following = reader.read(Item("next", Kind.PICTURE, NEXT))
            assert isinstance(following, Text)
            assert following.original == "办公室值班表"
    print(f"\n{number} changed pictures, seed {SEED}; the reader was lost on {len(failures)}: {failures[:9]}")
    # A crash or a deadline is survived, so it is no failure of the guard; many of them would be a fault of the
    # decoders.
    assert len(failures) <= number // 100
