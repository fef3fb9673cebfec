"""A computer of an office that carries out orders: real releases, a real ledger, and the real process that inspects."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Sequence
from pathlib import Path

import main
from guard.core.events import Event
from guard.core.inspection_order import InspectionOrder, OrderTerms, Step
from guard.daemon.ordered_inspections import Ends, Idle, OrderedInspections
from guard.ipc.replies import Done
from guard.ordered.desk import OrderDesk
from guard.ordered.ledger import OrderLedger
from guard.ordered.requests import Inspecting
from guard.platform.linux import LinuxPlatform
from guard.publish.ordering import order
from guard.sentences.catalogue import sentence
from rules.sentences.sentence import NOTHING, Sentence
from tests.support.publishing import UnitOffice
from tests.support.updated_guard import UpdatedGuard

DAY = 86400.0
IN_USE = sentence("orders.wait-input")


class Used:
    """Whether somebody uses a computer, as a test says."""

    def __init__(self) -> None:
        self.words: Sentence = NOTHING

    def objection(self) -> Sentence:
        return self.words

    def close(self) -> None:
        """Nothing is open."""


def wanted(*folders: str, **values: object) -> OrderTerms:
    """Return an order for everybody, from now on for a week."""
    now = time.time()
    given = {"by": "保密办 赵敏", "reason": "季度自查", "folders": folders or ("桌面",), "begins": now,
             "due": now + 5 * DAY, "until": now + 7 * DAY,
             "everyone": not {"groups", "devices"} & set(values), **values}
    return OrderTerms(**given)  # type: ignore[arg-type]


class OrderedComputer(UpdatedGuard):
    """``records`` are those of its journal; the folders of its user are below ``home`` (HOME of this process)."""

    def __init__(self, office: UnitOffice, folder: Path, idle: Callable[[], Idle] = Used,
                 inspector: Sequence[str] = main.command("inspector")) -> None:
        self.office = office
        self.records: list[Event] = []
        self.told: list[tuple[Inspecting, ...]] = []
        self.changed = threading.Condition()
        self.troubles: dict[str, Sentence] = {}
        self.steady = True
        super().__init__(office, folder)
        self._idle, self._inspector = idle, inspector
        self.groups: tuple[str, ...] = ()
        self.inspections = self.begun()

    def begun(self) -> OrderedInspections:
        """Return what a guard that starts has."""
        paths = self.ground.paths
        paths.prepare()
        self.ledger = OrderLedger(paths.orders, paths.inspected)
        self.desk = OrderDesk(self.ledger, self, lambda: ("PC-07",), lambda: self.in_force.policy.ordered_folders,
                              LinuxPlatform(), lambda words: self.trouble("orders", words), lambda: self.steady)
        return OrderedInspections(Ends(self._inspector, lambda: self.in_force, lambda: False, self._tell,
                                       self.trouble, self._idle), self.desk)

    def append(self, event: Event) -> None:
        self.records.append(event)

    def trouble(self, part: str, words: Sentence) -> None:
        self.troubles[part] = words

    def renew(self) -> None:
        """Take what the office has published."""
        assert isinstance(self.updates.update(), Done)
        self.inspections.take(self.in_force.orders, self.groups)

    def order(self, *folders: str, **values: object) -> InspectionOrder:
        """Let the office order an inspection, and take it."""
        made = order(self.office.office, wanted(*folders, **values))
        self.renew()
        return made

    def step(self, number: int = 1) -> Step | None:
        """Return how far it is with an order, None when it has none."""
        return next((one.step for one in self.desk.ledger.taken() if one.order.number == number), None)

    def said(self, step: Step) -> list[dict[str, str]]:
        """Return what its records of this step say."""
        return [dict(one.inspection) for one in self.records if dict(one.inspection)["step"] == step.value]

    def wait(self, until: Callable[[Inspecting], bool], seconds: float = 60.0) -> Inspecting:
        """Wait until it tells its windows such a state of an order."""
        def found() -> Inspecting | None:
            return next((one for entries in self.told[-1:] for one in entries if until(one)), None)

        with self.changed:
            assert self.changed.wait_for(lambda: found() is not None, seconds), (self.told[-1:], self.troubles)
            one = found()
            assert one is not None
            return one

    def _tell(self, entries: tuple[Inspecting, ...]) -> None:
        with self.changed:
            self.told.append(entries)  # type: ignore[arg-type]
            self.changed.notify_all()
