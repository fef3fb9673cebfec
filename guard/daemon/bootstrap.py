"""Assembles the guard from what this computer has, and runs it until it is told to end."""

from __future__ import annotations

import gc
import logging
import signal
import subprocess
import threading
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from types import FrameType

from guard.authorisation.ledger import open_ledger
from guard.channels.chat_folders import chat_folders
from guard.channels.file_index import FileIndex
from guard.control.endpoint import ControlError
from guard.core.policy import Policy
from guard.core.ports import Vault
from guard.daemon.commands import Commands
from guard.daemon.copy_files import CopyFiles
from guard.daemon.service import Guard
from guard.daemon.stores import Folders, RuleSource, Stores
from guard.feedback.book import FeedbackBook
from guard.folders.chosen import chosen
from guard.journal import Journal, open_journal
from guard.ordered.ledger import OrderLedger
from guard.own_numbers.book import OwnBook
from guard.platform import this_platform
from guard.platform.machine import MachineLayer
from guard.platform.paths import Paths
from guard.sentences.catalogue import sentence
from guard.supply.retention_file import InstalledError, WrittenWronglyError, instead, retention_days
from guard.supply.rules_in_force import loaded
from guard.supply.trusted_sources import Trust, TrustError, trust_of
from guard.util import exit_codes, logs
from guard.util.damaged_files import set_aside
from guard.util.os_errors import why
from guard.vault import (
    AwaitedKey,
    EncryptedVault,
    FileKey,
    KeyringKey,
    KeySource,
    LateVault,
    VaultError,
    choose_keys,
    open_vault,
)
from rules.sentences.sentence import Sentence

log = logging.getLogger(__name__)

START_AGAIN = -1
"""Not an exit code: the guard ended because it was asked to, and must start itself again."""

SIGNAL_SECONDS = 1.0
"""Seconds between two looks for signals: the kernel may deliver one to any thread, but Python handles it in the main
thread.
"""


def guard_until_ended(home: Path | None, paths: Paths, commands: Commands, machine: MachineLayer,
                      troubles: tuple[Sentence, ...], loader: subprocess.Popen[bytes],
                      broker: subprocess.Popen[bytes] | None) -> int:
    """Guard with the rules that ``loader`` finds until told to end; return the exit code, or START_AGAIN.

    ``broker`` is the process of the first broker, if it could be started. Raises OSError and NotInForceError.
    """
    stores, source = _stores(home, paths, troubles), RuleSource(_trust(machine), paths.packs, machine)
    chats = chat_folders(this_platform().document_folders())
    in_force = loaded(loader)  # last of all: this takes the longest
    stores = replace(stores, troubles=(*stores.troubles, *_retention(machine, in_force.policy.retention_days),
                                       *_unwatched(in_force.policy)))
    folders = Folders(chosen(in_force.policy.screenshot_folders).folders, chats)
    guard = Guard(in_force, stores, commands, paths.socket, folders, source, broker)
    signalled = _end_on_signals(guard.ended.set)
    crashed = _end_on_crash(guard.ended.set)
    try:
        guard.start()
    except ControlError as error:
        log.error("%s", error)
        return exit_codes.NOT_DONE
    gc.enable()
    while not guard.ended.wait(SIGNAL_SECONDS):
        pass
    guard.stop("意外中止" if crashed.is_set() else "系统或用户结束了进程" if signalled.is_set() else "")
    if crashed.is_set():
        return exit_codes.CRASHED
    return START_AGAIN if guard.restarts.is_set() else exit_codes.OK


def _trust(machine: MachineLayer) -> Trust | None:
    try:
        return trust_of(machine)
    except TrustError:
        return None  # the loader has said why


def _retention(machine: MachineLayer, days: int) -> tuple[tuple[str, Sentence], ...]:
    """Return what is wrong with the retention days in the machine layer: they decide how long content is kept."""
    try:
        retention_days(machine)
    except WrittenWronglyError as error:
        return (("retention", instead(error, days)),)
    except InstalledError:
        pass  # doctor says why
    return ()


def _unwatched(policy: Policy) -> tuple[tuple[str, Sentence], ...]:
    """Return what is wrong with the folders that policy and user have chosen."""
    troubles = chosen((*policy.screenshot_folders, *policy.file_gate.folders, *policy.file_gate.left_out)).troubles
    return tuple((f"folder {number}", words) for number, words in enumerate(troubles))


def _stores(home: Path | None, paths: Paths, wrong: tuple[Sentence, ...]) -> Stores:
    """Open vault and journal; what cannot be opened becomes a trouble and never keeps the guard from running."""
    troubles: list[tuple[str, Sentence]] = [(f"place {number}", words) for number, words in enumerate(wrong)]
    keys = _keys(home)
    vault = _vault(paths.vault, keys, troubles)
    own, feedback = OwnBook(paths.own_numbers, keys), FeedbackBook(paths.feedback)
    books = ((sentence("guard.own-numbers"), own), (sentence("guard.false-alarms"), feedback))
    troubles += [(str(name), _set_book_aside(book.path, name)) for name, book in books
                 if book.damaged()]
    codes, lost = open_ledger(paths.vault)
    troubles += [("codes", lost)] if lost else []
    return Stores(vault, _journal(paths.journal, troubles), FileIndex(paths.file_index), FileKey(paths.receipt_key),
                  own, feedback, CopyFiles(paths.copies), OrderLedger(paths.orders, paths.inspected), tuple(troubles),
                  codes)


def _keys(home: Path | None) -> KeySource:
    keys = choose_keys(home)
    return AwaitedKey(keys) if isinstance(keys, KeyringKey) else keys


def _vault(folder: Path, keys: KeySource, troubles: list[tuple[str, Sentence]]) -> Vault:
    try:
        encrypted = open_vault(folder, keys)
    except VaultError as error:
        troubles.append(("vault", error.until_then()))
        return LateVault(error, lambda: _unlocked(folder, keys))
    troubles += [("vault aside", encrypted.lost)] if encrypted.lost else []
    troubles += [("vault", encrypted.trouble.until_then())] if encrypted.trouble is not None else []
    return encrypted


def _unlocked(folder: Path, keys: KeySource) -> EncryptedVault:
    """Open a vault that could not be opened before. Raises VaultError, also for a vault that is locked."""
    encrypted = open_vault(folder, keys)
    if encrypted.trouble is None:
        return encrypted
    encrypted.close()
    raise encrypted.trouble


def _set_book_aside(path: Path, name: Sentence) -> Sentence:
    try:
        return sentence("guard.book-set-aside", name=name, aside=set_aside(path))
    except OSError as error:
        return sentence("guard.book-stuck", name=name, why=why(error), path=path)


def _journal(folder: Path, troubles: list[tuple[str, Sentence]]) -> Journal | None:
    try:
        journal = open_journal(folder)
    except OSError as error:
        troubles.append((
            "journal", sentence("guard.no-journal", why=why(error))))
        return None
    if journal.trouble:
        troubles.append(("journal aside", sentence("guard.tell-the-office", trouble=journal.trouble)))
    return journal


def _end_on_crash(end: Callable[[], None]) -> threading.Event:
    """End the process when a thread dies, so that it is restarted: otherwise something would be left unguarded in
    silence.
    """
    crashed = threading.Event()

    def hook(arguments: threading.ExceptHookArgs) -> None:
        if arguments.exc_value is not None:
            logs.crash(arguments.exc_value)
        crashed.set()
        end()

    threading.excepthook = hook
    return crashed


def _end_on_signals(end: Callable[[], None]) -> threading.Event:
    """End on the signals of a logout or of ``kill``; the returned event tells that one arrived."""
    signalled = threading.Event()

    def handle(_: int, __: FrameType | None) -> None:
        signalled.set()
        end()

    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, handle)
    return signalled
