"""Tests a real guard behind a real gate while gate, guard and reader are killed during opens."""

from __future__ import annotations

import os
import random
from dataclasses import replace
from pathlib import Path

import pytest

from tests.support.gate_kills import VICTIMS, Kills
from tests.support.gating import needs_root, program_named, running_gate
from tests.support.guarding import GuardUnderTest
from tests.support.program import ROOT
from ui.demo.display import Display

pytestmark = [needs_root, pytest.mark.timeout(1800)]


@pytest.mark.thorough
@pytest.mark.parametrize("kills", [3, pytest.param(int(os.environ.get("KILLS", "300")), marks=pytest.mark.soak)])
def test_nobody_hangs_nothing_flagged_arrives_and_clean_files_do_while_gate_guard_and_reader_are_killed(
        display: Display, tmp_path: Path, kills: int) -> None:
    for name in ("Documents", "machine", "screens"):
        (tmp_path / name).mkdir()
    environment = {**display.environment, "HOME": str(tmp_path), "XDG_CONFIG_HOME": str(tmp_path / ".config")}
    program = (str(ROOT / "tests" / "support" / "managed_main.py"), "--machine", str(tmp_path / "machine"))
    guard = GuardUnderTest(replace(display, environment=environment), tmp_path / "mishao", tmp_path / "screens",
                           program=program)
    seed = int(os.environ.get("SOAK_SEED", "1"))
    with running_gate(tmp_path / "machine") as gate:
        try:
            guard.start()
            killing = Kills(gate, guard, tmp_path / "Documents", random.Random(seed),
                            program_named("wechat", tmp_path / "bin"))
            opens = killing.run(kills)
        finally:
            guard.stop()
    assert not killing.wrong, killing.wrong
    assert killing.killed.total() == kills
    assert set(killing.killed) == set(VICTIMS)
    assert len(opens) > 10 * kills
