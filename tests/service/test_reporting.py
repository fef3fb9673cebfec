"""Tests that a running guard reports to a real rsyslog by its machine layer: heartbeats, held items, refused packs."""

from __future__ import annotations

import json
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from guard.control.requests import Update
from guard.fleet.collected import read
from guard.fleet.figures import Figures, checkpoint, figures
from guard.fleet.store import FleetStore
from guard.ipc.replies import Refused
from guard.journal import FILE_NAME, Checkpoint, verify
from tests.support.guarding import GuardUnderTest, managed_guard, wait_for
from tests.support.publishing import UnitOffice
from tests.support.rsyslog import Rsyslog
from ui.demo.display import Display


@pytest.fixture
def guard(display: Display, tmp_path: Path, rsyslog: Rsyslog) -> Iterator[GuardUnderTest]:
    machine = UnitOffice.opened(tmp_path / "office").machine(tmp_path / "machine")
    (machine.folder / "report.toml").write_text(
        f'unit = "办公室"\ndevice = "PC-007"\nfields = ["规则"]\n[[receivers]]\nkind = "syslog"\n'
        f"address = {json.dumps(f'127.0.0.1:{rsyslog.port}')}\ntls = false\n", "utf-8")
    yield from managed_guard(display, tmp_path, machine)


def test_a_guard_says_that_it_is_there_what_it_held_and_what_it_refused(guard: GuardUnderTest, tmp_path: Path,
                                                                        rsyslog: Rsyslog) -> None:
    guard.copy("机密★5年\n某某县委办公室文件")
    guard.opened()
    assert isinstance(guard.ask(Update(str(tmp_path / "nothing.zip"))), Refused)
    said = wait_for(lambda: _all_of(rsyslog, "- started ", "- alive ", "- held ", "- pack-refused "), "all of it")
    guard.stop()
    assert 'rules="BC-01"' in said
    assert 'unit="办公室"' in said
    assert "县委" not in said
    store, found = _fleet(rsyslog.collected)
    (computer,) = found.computers
    assert (computer.device, computer.unit, computer.missing) == ("PC-007", "办公室", 0)
    assert found.held_by_rule == (("BC-01", 1),)
    point = checkpoint(store, "PC-007")
    assert point is not None
    assert verify(tmp_path / "home" / "journal" / FILE_NAME, Checkpoint(*point))[0]


def _fleet(collected: Path) -> tuple[FleetStore, Figures]:
    store = FleetStore(None)
    store.add(read(collected.read_bytes().splitlines(keepends=True)))
    return store, figures(store, 0.0, time.time() + 1)


def _all_of(rsyslog: Rsyslog, *wanted: str) -> str:
    said = rsyslog.collected.read_text("utf-8") if rsyslog.collected.exists() else ""
    return said if all(word in said for word in wanted) else ""
