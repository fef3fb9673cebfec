"""A guard as far as updates need it."""

from __future__ import annotations

import threading
from pathlib import Path

from guard.platform.paths import Paths
from guard.supply.loader_process import Ground, _found
from guard.supply.loader_start import NotInForceError
from guard.supply.provenance import Provenance, SupplyState
from guard.supply.rules_in_force import InForce, NotInForce
from guard.supply.trusted_sources import trust_of
from guard.supply.updating import Means, Updates
from tests.support.publishing import UnitOffice


class UpdatedGuard:
    """Packs are really read and proven, in this process; ``in_force`` are the rules it guards by."""

    def __init__(self, office: UnitOffice, folder: Path) -> None:
        self.ground = Ground(Paths.under(folder / "home"), None, office.machine(folder / "machine"))
        self.in_force = self.load("")
        self.swapped: list[Provenance] = []
        self.has_swapped = threading.Event()
        self.told: list[SupplyState] = []
        self.updates = self.started_again()

    def started_again(self) -> Updates:
        self.updates = Updates(trust_of(self.ground.machine), self.ground.paths.packs,
                               Means(self.load, self._swap, self.told.append), self.load(""))
        return self.updates

    def load(self, slot: str) -> InForce:
        found = _found(self.ground, slot)
        if isinstance(found, NotInForce):
            raise NotInForceError(found)
        return found

    def now(self) -> int:
        """The release that a starting guard would use."""
        return self.load("").provenance.number

    def _swap(self, in_force: InForce) -> None:
        self.in_force = in_force
        self.swapped.append(in_force.provenance)
        self.has_swapped.set()
