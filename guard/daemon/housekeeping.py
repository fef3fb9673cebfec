"""Does what is due once per second, every few seconds and every hour.

The clock of the guard looks at no folder and sends no report, because a disk or a receiver that does not answer would
stop it: nobody would be asked whether they live, and a pause would not end. What may wait has a thread of its own.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from guard.core.ports import Vault
from guard.daemon.quarantine import Quarantine
from guard.daemon.status import StatusCollector
from guard.util.clocks import Steadiness, elapsed
from guard.vault import EncryptedVault, LateVault, MemoryVault
from rules.sentences.sentence import NOTHING

HOUSEKEEPING_SECONDS = 1.0
HOUR_SECONDS = 3600.0

VAULT_SECONDS = 10.0
"""Seconds between two attempts to open a vault that could not be opened."""

STEADY_SECONDS = 3600.0
"""The clock must have run this long without being set before anything is deleted because of its age."""


@dataclass(frozen=True, slots=True)
class Housekeeping:
    """``tend`` are called once per second, and as often, on another thread, ``gate``, and on a third ``report``, which
    also has ``hourly``, under a steady clock, and ``opened`` once a vault could be opened after all; ``offer`` leaves
    what takes time to a worker.
    """

    tend: Sequence[Callable[[], None]]
    gate: Callable[[], None]
    report: Callable[[], None]
    hourly: Callable[[], None]
    opened: Callable[[], None]
    offer: Callable[[Callable[[], None]], object]
    status: StatusCollector
    quarantine: Quarantine
    vault: Vault
    memory: MemoryVault

    def start(self, ended: threading.Event) -> None:
        """Begin, until ``ended`` is set."""
        for name, run in (("housekeeping", self._run), ("housekeeping-gate", self._run_gate),
                          ("housekeeping-disk", self._run_disk)):
            threading.Thread(target=run, args=(ended,), name=name, daemon=True).start()

    def _run(self, ended: threading.Event) -> None:
        while not ended.wait(HOUSEKEEPING_SECONDS):
            for tend in self.tend:
                tend()

    def _run_gate(self, ended: threading.Event) -> None:
        while not ended.wait(HOUSEKEEPING_SECONDS):
            self.gate()

    def _run_disk(self, ended: threading.Event) -> None:
        next_sweep = next_try = elapsed()
        clock = Steadiness(STEADY_SECONDS)
        while not ended.wait(HOUSEKEEPING_SECONDS):
            self.report()
            if elapsed() >= next_try:
                next_try = elapsed() + VAULT_SECONDS
                self._open_vault_late()
                if self.memory.size():
                    self.offer(self.quarantine.keep_late)
            if clock.steady() and elapsed() >= next_sweep:
                next_sweep = elapsed() + HOUR_SECONDS
                self.hourly()

    def _open_vault_late(self) -> None:
        """Open a vault that could not be opened, as on a full disk or without its key, as soon as it can be."""
        if not isinstance(self.vault, LateVault | EncryptedVault) or self.vault.trouble is None:
            return
        if self.vault.try_again():
            for part in ("vault", "quarantine"):
                self.status.trouble(part, NOTHING)
            self.offer(self.quarantine.finish)
            self.offer(self.opened)
        elif self.vault.trouble is not None:
            self.status.trouble("vault", self.vault.trouble.until_then())
        self.status.vault(self.vault.describe())
