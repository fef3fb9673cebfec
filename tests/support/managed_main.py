"""Starts guard, loader and file gate like main.py, with a machine layer that a test may write: --machine DIR."""

from __future__ import annotations

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

import main
from guard.daemon.commands import Commands
from guard.platform.machine import MachineLayer


def start(machine: Path, arguments: list[str]) -> int:
    wanted = main.process_named(arguments)
    assert wanted is not None
    layer = MachineLayer(machine, lambda _: True, machine / "gate.sock", machine / "signed")
    # Each is imported alone: the imports of the others would count as its memory.
    if wanted.role == "file-gate":
        from guard.file_gate.process import run as run_file_gate

        return run_file_gate(layer, _ourselves(machine, "--gate-policy"))
    if wanted.role == "gate-policy":
        from guard.supply.gate_policy import run as run_gate_policy

        return run_gate_policy(layer, sys.stdin.buffer, sys.stdout.buffer)
    if wanted.role == "loader":
        from guard.supply.loader_process import run as run_loader

        return run_loader(wanted.home, wanted.config, layer, sys.stdin.buffer, sys.stdout.buffer)
    from guard.daemon.process import run as run_guard

    loader, guard = (_ourselves(machine, *main.command(role, wanted.home, wanted.config)[2:])
                     for role in ("loader", "guard"))
    return run_guard(wanted.home, Commands(main.command("broker"), main.command("reader"), loader, guard,
                                           main.command("inspector")), layer)


def _ourselves(machine: Path, *arguments: str) -> tuple[str, ...]:
    return sys.executable, str(Path(__file__).resolve()), "--machine", str(machine), *arguments


if __name__ == "__main__":
    sys.exit(start(Path(sys.argv[2]), sys.argv[3:]))
