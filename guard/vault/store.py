"""The encrypted vault on disk. What ``put`` confirmed survives kill -9; without its key everything stays listed."""

from __future__ import annotations

import sqlite3
from contextlib import closing, suppress
from pathlib import Path
from threading import RLock

import msgspec

from guard.core.model import Case, CaseState, CaseSummary, Origin
from guard.sentences import wire
from guard.sentences.catalogue import sentence
from guard.util.damaged_files import is_damage, set_database_aside
from guard.util.database_address import database_address
from guard.util.undecodable import UNDECODABLE
from guard.vault.blobs import Blobs
from guard.vault.envelope import Part, Seal, new_item_key
from guard.vault.errors import VaultCode, VaultError, explained
from guard.vault.index import Index, Row, version_of
from guard.vault.keys import KeySource
from rules.sentences.sentence import NOTHING, Sentence

INDEX = "index.db"
BLOBS = "blobs"


class EncryptedVault:
    """guard.core.ports.Vault on disk; thread-safe. Made by ``open_vault``.

    Without its key it is locked: ``summaries`` works, everything else raises VaultError(LOCKED).
    The encrypted case is authoritative; the clear columns serve only for listing.
    """

    def __init__(self, index: Index, blobs: Blobs, keys: KeySource, lost: Sentence = NOTHING) -> None:
        self.lost = lost
        """What was renamed as damaged, in words for people, or ""."""
        self._index = index
        self._blobs = blobs
        self._keys = keys
        self._lock = RLock()
        self._master: Seal | None = None
        self._locked_because: VaultError | None = None
        with explained():
            self._unlock()

    @property
    def trouble(self) -> VaultError | None:
        """Why the vault is locked, or None."""
        return self._locked_because

    def describe(self) -> Sentence:
        """Return the vault's state in words for people, for ``status`` and ``doctor``."""
        if self._locked_because is not None:
            return sentence("vault.locked", why=self._locked_because.words)
        return sentence("vault.encrypted", place=self._keys.place)

    def try_again(self) -> bool:
        """Try to unlock the vault; return whether that has just succeeded."""
        with self._lock:
            if self._master is not None:
                return False
            try:
                with explained():
                    self._unlock()
            except VaultError as error:
                self._locked_because = error
            return self._master is not None

    def put(self, case: Case, payload: bytes) -> None:
        """Store a case; it survives kill -9 once this returns. Raises VaultError."""
        with self._lock, explained():
            master = self._open()
            key = new_item_key()
            seal = Seal(key)
            row = Row(master.close(case.id, Part.KEY, key), seal.close(case.id, Part.CASE, _encode(case)))
            ciphertext = seal.close(case.id, Part.PAYLOAD, payload)
            try:
                with self._index.writing():
                    self._index.insert(CaseSummary.of(case), row)
                    self._blobs.write(case.id, ciphertext)
            except sqlite3.IntegrityError as error:
                raise VaultError(VaultCode.EXISTS, sentence("vault.exists", case=case.id)) from error
            except (OSError, sqlite3.Error):
                self._blobs.remove(case.id)
                raise

    def payload(self, case_id: str) -> bytes:
        """Return the held bytes. Raises VaultError."""
        with self._lock, explained():
            seal, _ = self._item(case_id)
            try:
                ciphertext = self._blobs.read(case_id)
            except FileNotFoundError:
                raise _damaged(case_id) from None
            content = seal.open(case_id, Part.PAYLOAD, ciphertext)
            if content is None:
                raise _damaged(case_id)
            return content

    def case(self, case_id: str) -> Case:
        """Return one case with its content. Raises VaultError, MISSING also when it was destroyed."""
        with self._lock, explained():
            seal, sealed_case = self._item(case_id)
            content = seal.open(case_id, Part.CASE, sealed_case)
            if content is None:
                raise _damaged(case_id)
            try:
                return msgspec.msgpack.decode(content, type=Case, dec_hook=wire.read)
            except UNDECODABLE:
                raise _damaged(case_id) from None

    def update(self, case: Case) -> None:
        """Store the changed state of a case. Raises VaultError."""
        with self._lock, explained():
            seal, _ = self._item(case.id)
            self._index.replace(CaseSummary.of(case), seal.close(case.id, Part.CASE, _encode(case)))

    def summaries(self) -> tuple[CaseSummary, ...]:
        """Return every case, newest first, without content. Raises VaultError on a disk error."""
        with self._lock, explained():
            return self._index.summaries()

    def summary(self, case_id: str) -> CaseSummary | None:
        """Return one case without content, None when there is none. Raises VaultError on a disk error."""
        with self._lock, explained():
            return self._index.summary(case_id)

    def count_held(self) -> int:
        """Return how many cases are held, without reading them. Raises VaultError on a disk error."""
        with self._lock, explained():
            return self._index.count_held()

    def latest_held(self, origin: Origin) -> CaseSummary | None:
        """Return the held case of this origin that was opened last, None when there is none. Raises VaultError."""
        with self._lock, explained():
            return self._index.latest(CaseState.HELD, origin)

    def destroy(self, case_id: str) -> None:
        """Make the held bytes unrecoverable and keep the summary. Raises VaultError, and then nothing was changed.

        The key is deleted first: a crash or a disk error in between leaves ciphertext that nothing opens, and the next
        start removes it.
        """
        with self._lock, explained():
            self._open()
            row = self._index.row(case_id)
            if row is None:
                raise _missing(case_id)
            self._index.shred(case_id)
            with suppress(OSError):
                self._blobs.remove(case_id)
            with suppress(sqlite3.Error):
                self._index.checkpoint()

    def opened_before(self, moment: float) -> tuple[str, ...]:
        """Return the items with content opened before this, released ones first. See guard.core.ports.Vault."""
        with self._lock, explained():
            return () if self._master is None else self._index.released_first(moment)

    def unlisted_before(self, moment: float) -> tuple[str, ...]:
        """Return the items with content that no list shows. See guard.core.ports.Vault."""
        with self._lock, explained():
            return () if self._master is None else self._index.unlisted_before(moment)

    def size(self) -> int:
        """Return the size of the held contents in bytes. Raises VaultError."""
        with self._lock, explained():
            return self._blobs.total()

    def size_of(self, case_id: str) -> int:
        """Return the size of one item's held content in bytes, 0 without any. Raises VaultError."""
        with self._lock, explained():
            return self._blobs.size(case_id)

    def close(self) -> None:
        """Close the files. The vault cannot be used afterwards."""
        with self._lock, explained():
            self._index.close()

    def _unlock(self) -> None:
        try:
            self._master = self._proven_master()
        except VaultError as error:
            self._locked_because = error
        else:
            self._locked_because = None

    def _proven_master(self) -> Seal:
        """Return the master seal, proven on an item; a new key is made only while no item needs the old one."""
        wrapped = self._index.keyed()
        key = self._keys.load()
        if key is None and wrapped:
            raise VaultError(VaultCode.LOCKED, sentence("vault.key-missing", place=self._keys.place))
        master = Seal(self._keys.create() if key is None else key)
        if wrapped and not any(master.open(item, Part.KEY, wrapped_key) for item, wrapped_key in wrapped):
            raise VaultError(VaultCode.LOCKED, sentence("vault.key-of-another", place=self._keys.place))
        return master

    def _open(self) -> Seal:
        if self._master is None:
            assert self._locked_because is not None
            raise self._locked_because
        return self._master

    def _item(self, case_id: str) -> tuple[Seal, bytes]:
        """Return the seal of an item and its encrypted case. Raises VaultError."""
        master = self._open()
        row = self._index.row(case_id)
        if row is None:
            raise _missing(case_id)
        if row.wrapped_key is None or row.sealed_case is None:
            raise VaultError(VaultCode.MISSING, sentence("vault.destroyed", case=case_id))
        key = master.open(case_id, Part.KEY, row.wrapped_key)
        if key is None:
            raise _damaged(case_id)
        return Seal(key), row.sealed_case


def open_vault(folder: Path, keys: KeySource) -> EncryptedVault:
    """Open the vault in ``folder``, creating it when needed, and remove what a crash left. Raises VaultError.

    One whose index is damaged, or missing while contents are there, is renamed: ``lost`` says so.
    """
    with explained():
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        index, lost = _sound_index(folder)
        try:
            blobs = Blobs(folder / BLOBS)
            with index.writing():
                blobs.sweep(index.ids())
            return EncryptedVault(index, blobs, keys, lost)
        except BaseException:
            index.close()
            raise


def prove_vault(folder: Path) -> None:
    """Read the index of the vault in ``folder``, if there is one, and change nothing. Raises VaultError where a newer
    version wrote it or it is damaged.
    """
    path = folder / INDEX
    if not path.exists():
        return
    # Without a log nobody has it open, and SQLite would make one beside it.
    how = "mode=ro" if path.with_name(f"{INDEX}-wal").exists() else "immutable=1"
    with explained(), closing(sqlite3.connect(database_address(path, how), uri=True)) as connection:
        version_of(connection)
        (sound,) = connection.execute("PRAGMA quick_check(1)").fetchone()
        if sound != "ok":
            raise sqlite3.DatabaseError(sound)


def _sound_index(folder: Path) -> tuple[Index, Sentence]:
    """Return the index, proven by reading it completely, and what was wrong with the previous one."""
    try:
        index = Index(folder / INDEX)
        try:
            index.summaries()  # from an index of the database alone
            index.keyed()
            if not index.new or not Blobs(folder / BLOBS).any():
                return index, NOTHING
        except (sqlite3.Error, ValueError):
            index.close()
            raise
        index.close()
    except (sqlite3.Error, ValueError) as error:  # ValueError: a state or kind that was never written
        if isinstance(error, sqlite3.Error) and not is_damage(error):
            raise
    # An empty new index would remove every content as unknown; renamed, it may come back with a backup.
    aside = set_database_aside(folder / INDEX, folder / BLOBS)
    return Index(folder / INDEX), (sentence("vault.index-set-aside", index=INDEX, aside=aside))


def _encode(case: Case) -> bytes:
    return msgspec.msgpack.encode(case, enc_hook=wire.written)


def _missing(case_id: str) -> VaultError:
    return VaultError(VaultCode.MISSING, sentence("vault.unknown", case=case_id))


def _damaged(case_id: str) -> VaultError:
    return VaultError(VaultCode.DAMAGED, sentence("vault.content-damaged", case=case_id))
