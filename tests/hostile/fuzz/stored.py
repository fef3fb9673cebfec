"""Changes one file of a vault and journal on a disk in memory, then opens, lists, reads and verifies them.

An input is the name of a file, a zero byte and its new content.
"""

from __future__ import annotations

import random
import tempfile
import time
from collections.abc import Callable, Mapping
from contextlib import suppress
from functools import cache
from pathlib import Path

from guard.core.events import Event, EventKind
from guard.core.model import Case, Decision, DestinationKind, Judged, Kind, Origin, Outcome, Release
from guard.journal import JournalError, events, open_journal, verify
from guard.vault import FileKey, VaultError, open_vault
from rules.text import Text
from tests.hostile.mutating import mutant

_MEMORY = Path("/dev/shm")
_ITEMS = ("a" * 32, "b" * 32)
_RECORDS = 12


def seeds_of(files: Mapping[str, bytes]) -> list[bytes]:
    """Return one input for each file, as it was."""
    return [name.encode() + b"\0" + content for name, content in files.items()]


def content_changed(chance: random.Random, whole: bytes) -> bytes:
    """Change the content of the file."""
    name, _, content = whole.partition(b"\0")
    return name + b"\0" + mutant(chance, content)


@cache
def journal_files() -> Mapping[str, bytes]:
    """Return the files of a small journal."""
    with _folder() as folder:
        journal = open_journal(Path(folder))
        for number in range(_RECORDS):
            journal.append(Event(EventKind.HELD, 1.7e9 + number, case=f"{number:032}", rules=("BC-01",), count=number))
        journal.close()
        return _read(Path(folder))


@cache
def vault_files() -> Mapping[str, bytes]:
    """Return the files of a vault with two items and its key."""
    with _folder() as folder:
        vault = open_vault(Path(folder) / "vault", FileKey(Path(folder) / "vault.key"))
        for item in _ITEMS:
            decision = Decision(Outcome.BLOCK, (DestinationKind.CHAT,), True, Release.REASON)
            vault.put(Case(item, Origin.CLIPBOARD, Kind.TEXT, 1.7e9, "演示", decision, (Judged("", Text("演示样例")),)),
                      b"payload" * 30)
        vault.close()
        return _read(Path(folder))


def feed_journal(untrusted_bytes: bytes) -> None:
    """Verify, read and continue a journal."""
    def use(folder: Path) -> None:
        verify(folder / "journal.jsonl")
        list(events(folder / "journal.jsonl"))
        with suppress(JournalError):
            journal = open_journal(folder)
            journal.append(Event(EventKind.HELD, time.time()))
            journal.close()

    _with_changed(journal_files(), untrusted_bytes, use)


def feed_vault(untrusted_bytes: bytes) -> None:
    """Open a vault, list it, and open its items."""
    def use(folder: Path) -> None:
        with suppress(VaultError):
            vault = open_vault(folder / "vault", FileKey(folder / "vault.key"))
            try:
                with suppress(VaultError):
                    vault.summaries()
                for item in _ITEMS:
                    with suppress(VaultError):
                        vault.case(item)
                    with suppress(VaultError):
                        vault.payload(item)
                with suppress(VaultError):
                    vault.opened_before(1.8e9)
            finally:
                vault.close()

    _with_changed(vault_files(), untrusted_bytes, use)


def _with_changed(files: Mapping[str, bytes], untrusted_bytes: bytes, use: Callable[[Path], None]) -> None:
    name, _, content = untrusted_bytes.partition(b"\0")
    with _folder() as folder:
        for path, before in {**files, name.decode(): content}.items():
            place = Path(folder) / path
            place.parent.mkdir(parents=True, exist_ok=True)
            place.touch(mode=0o600)
            place.write_bytes(before)
        use(Path(folder))


def _folder() -> tempfile.TemporaryDirectory[str]:
    return tempfile.TemporaryDirectory(dir=_MEMORY if _MEMORY.is_dir() else None)


def _read(folder: Path) -> dict[str, bytes]:
    return {str(path.relative_to(folder)): path.read_bytes() for path in sorted(folder.rglob("*")) if path.is_file()}
