"""The tamper-evident journal: append-only lines, chained, sealed with a key that evolves forward at each record."""

from __future__ import annotations

import errno
import os
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from threading import Lock

from guard.core.events import Event, EventKind
from guard.journal import state
from guard.journal.errors import JournalError, UnusableJournalError
from guard.journal.record import FIRST_PREVIOUS, Checkpoint, decode, digest, encode
from guard.platform.appended_file import append_whole
from guard.platform.atomic_file import Durability
from guard.platform.file_system import NO_LINK, PLAIN, lock, read_at, unlock
from guard.sentences.catalogue import sentence
from guard.util.damaged_files import set_aside_together
from guard.util.os_errors import why
from rules.sentences.sentence import NOTHING, Sentence

FILE_NAME = "journal.jsonl"
_BLOCK = 65536


class Journal:
    """guard.core.ports.Sink on disk; safe for several threads and processes. Made by ``open_journal``."""

    def __init__(self, path: Path) -> None:
        self.trouble = NOTHING
        """What was found wrong last, in words for people, or ""; the next record says it, too."""
        self._unrecorded: list[Sentence] = []
        self._path = path
        self._lock = Lock()
        self._size = 0
        self._previous = FIRST_PREVIOUS
        self._state = state.SealState(0, b"")
        self._descriptor = _opened(path)
        try:
            with self._exclusive():
                self._load()
        except BaseException:
            os.close(self._descriptor)
            raise

    @property
    def path(self) -> Path:
        """The file of records."""
        return self._path

    def append(self, event: Event) -> None:
        """Record one event; it is on disk when this returns. Raises OSError, and then nothing was recorded."""
        with self._lock:
            self._follow()
            with self._exclusive():
                if os.fstat(self._descriptor).st_size != self._size:
                    self._load()  # another process appended
                while self._unrecorded:
                    self._record(Event(EventKind.TROUBLE, time.time(), reason=self._unrecorded[0]))
                    del self._unrecorded[0]
                self._record(event)

    def _follow(self) -> None:
        """Open the file anew when another one has its name: what goes on in one without a name is lost."""
        with suppress(FileNotFoundError):
            if os.path.samestat(os.fstat(self._descriptor), self._path.lstat()):
                return
        before, self._descriptor = self._descriptor, _opened(self._path)
        try:
            with self._exclusive():
                self._load()
        except BaseException:
            os.close(self._descriptor)
            self._descriptor = before
            raise
        os.close(before)
        self._find(sentence("journal.replaced"))

    def _find(self, words: Sentence) -> None:
        self.trouble = words
        self._unrecorded.append(words)

    def _record(self, event: Event) -> None:
        # The key first: saved after the record it could be lost with a crash, and the chain of keys with it.
        state.save(state.key_path(self._path), self._state)
        line = encode(event, self._state.number, self._previous, self._state.key)
        self._write(line + b"\n")
        self._previous = digest(line)
        self._state = self._state.at(self._state.number + 1)
        # Once more, so that a record that is cut off while the guard runs is missed. Not synced: a power cut brings
        # back the one before, which evolves to the same key.
        state.save(state.key_path(self._path), self._state, durability=Durability.NONE)

    def checkpoint(self) -> Checkpoint:
        """Return the journal's end, to be stored where this PC's user cannot change it."""
        with self._lock:
            return Checkpoint(self._state.number, self._previous)

    def close(self) -> None:
        """Save the evolved key, so that a tail cut from now on is detected, and close the file. Raises OSError."""
        with self._lock:
            try:
                with self._exclusive():
                    if os.fstat(self._descriptor).st_size == self._size:
                        state.save(state.key_path(self._path), self._state)
            finally:
                os.close(self._descriptor)

    @contextmanager
    def _exclusive(self) -> Iterator[None]:
        lock(self._descriptor)
        try:
            yield
        finally:
            unlock(self._descriptor)

    def _load(self) -> None:
        """Read the end of the file and the key, after removing what a crash left half written."""
        last, self._size = self._last_line()
        fields = None if last is None else decode(last)
        if last is not None and fields is None:
            raise UnusableJournalError(sentence("journal.last-record-damaged"))
        count = 0 if fields is None else int(str(fields["n"])) + 1
        kept = self._kept(empty=count == 0)
        # A key ahead of the records means that a tail was cut: continuing from the key leaves the gap for verify to
        # see.
        self._state = kept.at(max(count, kept.number))
        if count < kept.number:
            self._find(sentence("journal.records-missing", count=kept.number - count))
        self._previous = FIRST_PREVIOUS if last is None else digest(last)

    def _kept(self, *, empty: bool) -> state.SealState:
        """Return the newest key on disk; an empty journal without any gets its first one."""
        key, start = state.key_path(self._path), state.start_path(self._path)
        try:
            kept = state.load(key)
        except UnusableJournalError:
            if not start.exists():
                raise
            kept = None
        if kept is not None:
            return kept
        kept = state.load(start)
        if kept is not None:
            self._find(sentence("journal.key-derived", name=key.name))
            return kept
        if not empty:
            raise UnusableJournalError(sentence("journal.keys-gone"))
        kept = state.new_start()
        state.save(start, kept, durability=Durability.NAME)
        state.save(key, kept, durability=Durability.NAME)
        return kept

    def _last_line(self) -> tuple[bytes | None, int]:
        """Return the last whole line, without newline, and the size of the file after removing a torn one."""
        size = os.fstat(self._descriptor).st_size
        tail = b""
        start = size
        while start > 0 and tail.count(b"\n") < 2:
            length = min(_BLOCK, start)
            start -= length
            tail = read_at(self._descriptor, length, start) + tail
        whole = tail.rfind(b"\n") + 1
        if whole != len(tail):
            if not tail.startswith(b"{", whole) and tail[whole:].strip(b"\0"):
                raise UnusableJournalError(sentence("journal.last-record-damaged"))  # not half a record of ours
            size = start + whole
            os.ftruncate(self._descriptor, size)
            os.fsync(self._descriptor)
        if not whole:
            return None, size
        return tail[:whole - 1].rpartition(b"\n")[2], size

    def _write(self, line: bytes) -> None:
        """Write and sync, or undo what was written."""
        try:
            append_whole(self._descriptor, line)
        except OSError as error:
            full = error.errno == errno.ENOSPC
            raise JournalError(sentence("journal.disk-full", path=self._path) if full else
                               sentence("journal.not-writable", path=self._path, why=why(error))) from error
        self._size += len(line)


def _opened(path: Path) -> int:
    return os.open(path, os.O_RDWR | os.O_CREAT | os.O_APPEND | PLAIN | NO_LINK, 0o600)


def open_journal(folder: Path) -> Journal:
    """Open the journal in ``folder``, creating it when it does not exist. Raises OSError.

    A journal that cannot be continued (its last record damaged, its keys gone) is renamed, never deleted, and a new one
    begins with a record that says so; ``trouble`` has the same words.
    """
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    path = folder / FILE_NAME
    try:
        return Journal(path)
    except UnusableJournalError as trouble:
        why = trouble.words
    aside = set_aside_together(path, state.key_path(path), state.start_path(path))
    journal = Journal(path)
    journal.trouble = sentence("journal.moved-aside", why=why, name=aside.name)
    journal.append(Event(EventKind.TROUBLE, time.time(), reason=journal.trouble))
    return journal
