"""Tests how much of the guard's memory the vault's index takes: the items are on the disk."""

from __future__ import annotations

import os
from dataclasses import replace
from pathlib import Path

import pytest

from guard.core.model import CaseState, CaseSummary, Kind, Origin, Outcome, Release, Storage
from guard.vault.index import Index, Row
from tests.support.heap import GLIBC, bytes_added

ITEMS, SEALED_BYTES = 600, 3_000
HELD = CaseSummary("", Kind.TEXT, Origin.CLIPBOARD, "S-01", Outcome.BLOCK, CaseState.HELD, Release.NEVER, 0.0,
                   Storage.VAULT)


@pytest.mark.skipif(not GLIBC, reason="only glibc tells what is in use")
def test_six_hundred_held_items_leave_less_than_half_a_megabyte_in_the_guard(tmp_path: Path) -> None:
    def held() -> Index:
        index = Index(tmp_path / "index")
        with index.writing():
            for number in range(ITEMS):
                index.insert(replace(HELD, id=f"{number:016x}", opened_at=float(number)),
                             Row(os.urandom(60), os.urandom(SEALED_BYTES)))
        for number in range(ITEMS):
            index.row(f"{number:016x}")
        index.summaries()
        return index

    assert bytes_added(held) < 500_000
    index = Index(tmp_path / "index")
    assert len(index.summaries()) == ITEMS
    index.close()
