"""Tests what becomes of a question that a guard did not answer, and of the opens that wait for its verdict."""

from __future__ import annotations

import json
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from tests.support.gating import CLEAN, GateUnderTest, needs_root, reads, running_gate
from tests.support.hasty_gate_main import QUESTION_SECONDS

pytestmark = needs_root


@pytest.fixture
def hasty(tmp_path: Path) -> Iterator[GateUnderTest]:
    machine = tmp_path / "hasty"
    machine.mkdir()
    with running_gate(machine, "hasty_gate_main.py") as gate:
        yield gate


@pytest.mark.parametrize("later", ["b.txt", "a.txt"])
def test_an_open_that_waits_for_a_question_that_is_too_old_is_answered_when_the_next_file_is_opened(
        hasty: GateUnderTest, documents: Path, wechat: Path, later: str) -> None:
    for name in ("a.txt", "b.txt"):
        (documents / name).write_text(CLEAN, "utf-8")
    guard = hasty.guard(documents, "silent", "wait=1800")
    with ThreadPoolExecutor() as threads:
        first = threads.submit(reads, wechat, documents / "a.txt")
        assert guard.said()["path"] == str(documents / "a.txt")
        time.sleep(2 * QUESTION_SECONDS)
        second = threads.submit(reads, wechat, documents / later)
        try:
            assert [first.result(5), second.result(5)] == [None, None]
        finally:
            hasty.kill()  # whoever still waits passes
            guard.process.kill()
    asked = [line for line in guard.process.stdout or () if json.loads(line)["said"] == "Opened"]
    assert [json.loads(line)["path"] for line in asked] == [str(documents / later)], "the guard to be asked again"
