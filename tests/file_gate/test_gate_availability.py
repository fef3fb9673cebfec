"""Tests what is told of kernels that a gate needs more of than they have."""

from __future__ import annotations

from pathlib import Path

from guard.file_gate.availability import shows_who_waits


def test_a_kernel_without_stacks_is_known_by_what_is_missing(tmp_path: Path) -> None:
    assert not shows_who_waits(tmp_path)
    (tmp_path / "stack").touch()
    assert shows_who_waits(tmp_path)
