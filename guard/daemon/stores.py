"""What a guard is started with: the source of its rules, its stores on disk, and its watched folders."""

from __future__ import annotations

import logging
from dataclasses import dataclass
from pathlib import Path

from guard.authorisation.ledger import Ledger
from guard.authorisation.trusted import machine_keys
from guard.channels.file_index import FileIndex
from guard.core.ports import Vault
from guard.daemon.copy_files import CopyFiles
from guard.feedback.book import FeedbackBook
from guard.journal import Journal
from guard.ordered.ledger import OrderLedger
from guard.own_numbers.book import OwnBook
from guard.platform.machine import MachineLayer, MachineLayerError
from guard.supply.trusted_sources import Trust
from guard.vault.keys import KeySource
from rules.sentences.sentence import Sentence

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class RuleSource:
    """The publisher of new rules (None: the program's own rules are used), and the folder where they are stored.

    ``machine`` says, besides the policy, whose authorisation codes count and where records go.
    """

    trust: Trust | None
    packs: Path
    machine: MachineLayer

    def code_keys(self) -> tuple[bytes, ...]:
        """Return the keys that the computer's administrator has installed; none where they cannot be relied on."""
        try:
            return machine_keys(self.machine)
        except MachineLayerError as error:
            log.error("%s", error)
            return ()


@dataclass(frozen=True, slots=True)
class Stores:
    """What is on disk: vault and journal, or why they are not; the index of files; the key of receipts; 我的信息; the
    answers to 误报反馈; the masked copies of documents; the orders to inspect folders.

    ``codes``: the authorisation codes that were spent.
    """

    vault: Vault
    journal: Journal | None
    files: FileIndex
    receipt_key: KeySource
    own: OwnBook
    feedback: FeedbackBook
    copies: CopyFiles
    orders: OrderLedger
    troubles: tuple[tuple[str, Sentence], ...] = ()
    codes: Ledger | None = None


@dataclass(frozen=True, slots=True)
class Folders:
    """Folders watched besides the desktop's own: screenshot folders that policy and user have chosen, and those in
    which chat clients store files.
    """

    chosen: tuple[Path, ...]
    chats: tuple[Path, ...] = ()
