"""Draws 布置的自查 in the states that a person sees."""

from __future__ import annotations

import time
from collections.abc import Callable

from PySide6.QtWidgets import QWidget

from guard.core.inspection_order import InspectionOrder, Step
from guard.ordered.requests import Inspecting
from guard.sentences.catalogue import sentence
from tests.support.ui_guarded import Guarded
from ui.kit.theme import Theme
from ui.windows.ordered import OrderedWindow

AT = time.mktime((2026, 12, 1, 9, 0, 0, 0, 0, -1))
DAY = 86400.0


def entry(step: Step, **values: object) -> Inspecting:
    """Return an order of the 保密办 that is so far."""
    order = InspectionOrder("保密办 赵敏", "第四季度保密自查", ("桌面", "文档/报送", "下载"), AT, AT + 9 * DAY,
                            AT + 23 * DAY, everyone=True, number=3, id="a1b2c3", signed_at=AT)
    return Inspecting(order, step, **values)  # type: ignore[arg-type]


def working() -> Inspecting:
    """Return one that is at work."""
    return entry(Step.RUNNING, done=3120, total=8047, working=True)


def window(theme: Theme, *entries: Inspecting, stopping: bool = False) -> QWidget:
    """Return the window with these orders."""
    guarded = Guarded(theme, [])
    guarded.guard.status.inspections(entries)
    made = OrderedWindow(theme, guarded.bridge, guarded.guard_status)
    if stopping:
        made.show()
        guarded.guard_status.changed.connect(lambda: made.halt.click() if made.reason.isHidden() else None)
    return made


def drawings(theme: Theme) -> dict[str, Callable[[], QWidget]]:
    """Return how each is drawn."""
    waiting = entry(Step.RUNNING, done=3120, total=8047, waiting=sentence("orders.wait-input"))
    return {
        "ordered": lambda: window(theme, working()),
        "ordered-new": lambda: window(theme, entry(Step.RECEIVED, waiting=sentence("orders.wait-input"))),
        "ordered-waiting": lambda: window(theme, waiting, entry(Step.RECEIVED)),
        "ordered-stopping": lambda: window(theme, working(), stopping=True),
        "ordered-stopped": lambda: window(theme, entry(Step.STOPPED, done=3120, total=8047, reason="在赶年终材料")),
        "ordered-done": lambda: window(theme, entry(Step.DONE, done=8047, total=8047)),
        "ordered-refused": lambda: window(theme, entry(
            Step.REFUSED, refused=sentence("orders.not-own", folder="桌面"))),
        "ordered-none": lambda: window(theme),
    }
