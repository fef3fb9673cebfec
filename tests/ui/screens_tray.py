"""Draws what is at hand from the tray: the window in its place, and 运行状况."""

from __future__ import annotations

import time
from collections.abc import Sequence
from dataclasses import fields

from PySide6.QtWidgets import QWidget

from guard.control.requests import GateState
from guard.core.model import Case
from guard.core.screen_mark import Marking, MarkStrength
from guard.sentences.catalogue import sentence
from guard.supply.provenance import Provenance, SupplyState
from rules.model import Nature
from tests.support import ui_samples as samples
from tests.support.ui_guarded import Guarded
from tests.ui import screens_ordered, screens_people
from ui.kit.theme import Theme
from ui.tray.menu import Commands
from ui.tray.mini_window import StandIn
from ui.windows.health import HealthWindow


def stand_in(theme: Theme, cases: Sequence[Case]) -> QWidget:
    """Return the window that replaces a tray."""
    guarded = Guarded(theme, cases)
    return StandIn(theme, guarded.guard_status, guarded.headings, nothing_done(), now)


def health(theme: Theme) -> QWidget:
    """Return 运行状况 with one trouble."""
    guarded = Guarded(theme, [samples.secret(), samples.draft()])
    guarded.guard.status.fact(broker="")
    guarded.guard.status.trouble("broker", sentence("guard.clipboard-restarting"))
    guarded.guard.status.gate(GateState(True, marked=128))
    guarded.guard.status.browsers(("Firefox",))
    guarded.guard.status.inspections((screens_ordered.working(),))
    guarded.guard.status.marking(Marking((), "赵敏", "办公室", MarkStrength.LIGHT, None, ("演练方案（演示样例）.pdf",),
                                         Nature.STATE_SECRET, time.time()))
    in_force = Provenance(7, "演示县规则 2026.11", "正式", time.time() - 3 * 86400)
    refused = sentence("update.expired")
    guarded.guard.status.supply(SupplyState(True, in_force, time.time(), time.time() - 7200, refused))
    return HealthWindow(theme, guarded.guard_status, "0.1.0", screens_people.ways())


def now() -> float:
    """Return the time that these windows show, in seconds since the epoch."""
    return samples.AT + 20


def nothing_done() -> Commands:
    """Return commands that do nothing."""
    def nothing(*_what: object) -> None:
        return

    return Commands(*(nothing for _ in fields(Commands)))
