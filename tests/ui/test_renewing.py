"""Tests 立即更新 and a rule file carried here, from 运行状况: signed by a real office, verified by the real client."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtWidgets import QFileDialog, QLabel
from pytestqt.qtbot import QtBot

from guard.platform.paths import Paths
from guard.supply.loader_process import Ground, _found
from guard.supply.rules_in_force import InForce
from guard.supply.trusted_sources import trust_of
from guard.supply.updating import Means, Updates
from tests.support.publishing import UnitOffice
from tests.support.ui_guard import GuardHere
from tests.ui.conftest import button_named, click
from ui.app import TrayWindows
from ui.kit.theme import Theme
from ui.windows.health import HealthWindow, Ways


@pytest.fixture
def office(tmp_path: Path, guard: GuardHere, cheap_sealing: None) -> UnitOffice:
    """An office, and a guard whose updates are real."""
    office = UnitOffice.opened(tmp_path / "office")
    ground = Ground(Paths.under(tmp_path / "home"), None, office.machine(tmp_path / "machine"))

    def load(slot: str) -> InForce:
        found = _found(ground, slot)
        assert isinstance(found, InForce)
        return found

    means = Means(load, lambda _: None, guard.status.supply)
    updates = Updates(trust_of(ground.machine), ground.paths.packs, means, load(""))
    guard.update = updates.update
    updates.update()
    return office


def shown(window: HealthWindow) -> str:
    return "\n".join(part.accessibleName() for part in window.findChildren(QLabel) if part.isVisible())


def test_rules_are_renewed_at_once_and_from_a_file_and_refusals_are_said(
        light: Theme, desk: TrayWindows, qtbot: QtBot, office: UnitOffice, tmp_path: Path,
        monkeypatch: pytest.MonkeyPatch) -> None:
    broken = tmp_path / "坏的.zip"
    broken.write_text("不是压缩包", "utf-8")
    carried = [str(office.served / "rules-update.zip"), str(broken)]
    monkeypatch.setattr(QFileDialog, "getOpenFileName", lambda *_: (carried.pop(0), ""))
    ways = Ways(lambda: None, lambda: None, desk.bridge.ask, lambda: None)
    window = HealthWindow(light, desk.guard_status, "0.1.0", ways)
    qtbot.addWidget(window)
    window.show()
    office.release("青松甲号")
    qtbot.waitUntil(lambda: desk.guard_status.status is not None and desk.guard_status.status.supply.managed)
    click(button_named(window, "立即更新"))
    qtbot.waitUntil(lambda: "规则已更新：第 1 号" in shown(window))
    office.release("白杨乙号")
    click(button_named(window, "从文件导入…"))
    qtbot.waitUntil(lambda: "规则已更新：第 2 号" in shown(window))
    click(button_named(window, "从文件导入…"))
    qtbot.waitUntil(lambda: "不是完整的规则更新文件" in shown(window))
    assert "原来的规则继续有效" in shown(window)
