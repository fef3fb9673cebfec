"""One gate, one folder that people send from and one chat client per test."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.support.gating import FLAGGED, GateUnderTest, program_named, running_gate


@pytest.fixture
def gate(tmp_path: Path) -> Iterator[GateUnderTest]:
    machine = tmp_path / "machine"
    machine.mkdir()
    with running_gate(machine) as running:
        yield running


@pytest.fixture
def documents(tmp_path: Path) -> Path:
    folder = tmp_path / "documents"
    folder.mkdir()
    return folder


@pytest.fixture
def flagged_document(documents: Path) -> Path:
    """A text in that folder which a guard flags."""
    path = documents / "通知.txt"
    path.write_text(FLAGGED, "utf-8")
    return path


@pytest.fixture
def wechat(tmp_path: Path) -> Path:
    return program_named("wechat", tmp_path / "bin")
