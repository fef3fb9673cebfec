"""Tests what is told of kernels that a gate needs more of than they have."""

from __future__ import annotations

from pathlib import Path

from guard.file_gate.availability import shows_who_waits, trouble


def test_a_kernel_without_stacks_is_known_by_what_is_missing(tmp_path: Path) -> None:
    assert not shows_who_waits(tmp_path)
    (tmp_path / "stack").touch()
    assert shows_who_waits(tmp_path)


def test_what_would_help_a_gate_that_does_not_run_is_said_as_the_program_was_installed(tmp_path: Path) -> None:
    unit = tmp_path / "mishao-gate.service"
    words, remedy = trouble(tmp_path / "gate.sock", [unit])
    assert "没有这项服务" in words
    assert "systemctl" not in remedy, "there is nothing to enable, as with the package of the store"
    unit.touch()
    words, remedy = trouble(tmp_path / "gate.sock", [unit])
    assert (words, "systemctl enable --now mishao-gate" in remedy) == ("服务没有在运行", True)
