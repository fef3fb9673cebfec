"""Tests a file that a client opens: its bytes come by a descriptor, and what was judged is known by its path."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from guard.core.model import Item, Kind
from guard.pipeline.judging import read_and_judge
from guard.reading.client import ReaderClient
from guard.util.path_text import path_text
from rules.judge.judge import Judge
from tests.support.gating import CLEAN, FLAGGED


@pytest.mark.skipif(not hasattr(os, "O_PATH"), reason="only Linux has descriptors that can be opened again")
def test_what_was_opened_is_read_though_another_file_has_taken_its_place(tmp_path: Path, judge: Judge) -> None:
    file = tmp_path / "通知.txt"
    file.write_text(FLAGGED, "utf-8")
    descriptor = os.open(file, os.O_PATH)
    file.rename(tmp_path / "别处.txt")
    file.write_text(CLEAN, "utf-8")
    item = Item(file.name, Kind.FILES, path=path_text(file), read_at=f"/proc/self/fd/{descriptor}")
    judged = read_and_judge(item, ReaderClient(()), judge)
    os.close(descriptor)
    assert judged.path == path_text(file)
    assert judged.text is not None
    assert judged.text.original == FLAGGED
