"""Tests the public keys that an administrator puts on a computer."""

from __future__ import annotations

from pathlib import Path

from guard.authorisation.trusted import FILE_NAME, broken_lines, machine_keys
from guard.platform.machine import MachineLayer

KEY = "5e" * 32


def test_a_line_that_holds_no_key_opens_nothing_and_is_named(tmp_path: Path) -> None:
    machine = MachineLayer(tmp_path, lambda _: True)
    assert (machine_keys(machine), broken_lines(machine)) == ((), ())
    (tmp_path / FILE_NAME).write_text(f"# 2026 年的\n\n{KEY.upper()}  # 李主任\n{KEY[:-1]}\n密钥\n")
    assert machine_keys(machine) == (bytes.fromhex(KEY),)
    assert broken_lines(machine) == (4, 5)
