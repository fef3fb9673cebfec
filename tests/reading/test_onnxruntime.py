"""Tests the installed library that runs the networks."""

from __future__ import annotations

from importlib.util import find_spec
from pathlib import Path

import pytest

REPORTS_TO = b"events.data"
"""A part of the address in the client that onnxruntime 1.29 and later carry (ADR 6)."""


@pytest.fixture
def binaries() -> list[Path]:
    spec = find_spec("onnxruntime")
    assert spec is not None
    assert spec.origin is not None
    return [path for path in Path(spec.origin).parent.rglob("*") if ".so" in path.suffixes or path.suffix == ".dll"]


def test_the_runtime_carries_no_client_that_reports_its_use(binaries: list[Path]) -> None:
    assert any(path.stat().st_size > 1_000_000 for path in binaries)
    assert [path.name for path in binaries if REPORTS_TO in path.read_bytes()] == []
