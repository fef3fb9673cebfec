"""Keeps what the console's people looked at and did, in SQLite: chained lines, each signed with its person's key.

Who the people are is itself in the log: a line that adds somebody carries name, role and public key, and is signed by a
系统管理员; the first line is signed by the one whom it adds. Whoever can write the file can therefore change no line of
somebody else and add none in another's name. Lines cut from its end, or an older copy of the whole file, are found by a
checkpoint that is kept elsewhere (guard/administration/people.py keeps one beside each key).
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

from guard.administration.roles import Deed, Role, may
from guard.platform.file_system import writing
from guard.sentences.catalogue import sentence
from guard.util.hash_chain import FIRST, chained, checkpoint_of
from rules.sentences.sentence import NOTHING, SaidError, Sentence

FILE_NAME = "console.db"

_SCHEMA = """
CREATE TABLE IF NOT EXISTS log(
    line INTEGER PRIMARY KEY, at REAL NOT NULL, name TEXT NOT NULL, role TEXT NOT NULL, deed TEXT NOT NULL,
    words TEXT NOT NULL, key TEXT NOT NULL, digest TEXT NOT NULL, signature TEXT NOT NULL);
"""
_COLUMNS = "line, at, name, role, deed, words, key, digest, signature"
_IN_ORDER = f"SELECT {_COLUMNS} FROM log ORDER BY line"  # noqa: S608 - own words
_BUSY_SECONDS = 5.0


class LogError(SaidError):
    """The log cannot be read or written, or something may not be written into it; the message says why."""


@dataclass(frozen=True, slots=True)
class Person:
    """One of the console's people; ``key`` is the public key in hexadecimal. ``active``: was not removed."""

    name: str
    role: Role
    key: str
    active: bool = True


@dataclass(frozen=True, slots=True)
class Doer:
    """A person whose key is open: ``sign`` returns the Ed25519 signature of some bytes."""

    person: Person
    sign: Callable[[bytes], bytes]


@dataclass(frozen=True, slots=True)
class Line:
    """One line of the log; ``at`` in seconds since the epoch."""

    line: int
    at: float
    name: str
    role: str
    deed: str
    words: str
    key: str
    digest: str
    signature: str


class SignedLog:
    """The log in a folder, which is made where there is none. For one thread at a time. Raises LogError."""

    def __init__(self, folder: Path) -> None:
        self._path = folder / FILE_NAME
        with _readable(self._path):
            folder.mkdir(parents=True, exist_ok=True, mode=0o700)
            self._connection = sqlite3.connect(self._path, timeout=_BUSY_SECONDS, isolation_level=None,
                                               check_same_thread=False)
            try:
                self._connection.execute("PRAGMA synchronous = FULL")
                self._connection.executescript(_SCHEMA)
            except sqlite3.Error:
                self._connection.close()
                raise
        self._proven = _Proven()

    def close(self) -> None:
        """Close the file."""
        self._connection.close()

    def add(self, doer: Doer, deed: Deed, words: str, now: float) -> Line:
        """Sign and append a line, whole; it is on disk before this returns. Raises LogError, also for what the role may
        not, and for somebody who was removed meanwhile: a line of theirs would spoil the log for good.
        """
        person = doer.person
        if not may(person.role, deed):
            raise LogError(sentence("console.role-may-not", role=person.role.value, deed=deed.value))
        with _readable(self._path), writing(self._connection):
            last = self._last()
            number, before = (1, FIRST) if last is None else (last.line + 1, _link(last))
            digest = chained(before, number, now, person.name, person.role.value, deed.value, words, person.key)
            made = Line(number, now, person.name, person.role.value, deed.value, words, person.key, digest,
                        doer.sign(digest.encode()).hex())
            _refuse(self.people(), made)
            self._connection.execute(f"INSERT INTO log({_COLUMNS}) VALUES(?,?,?,?,?,?,?,?,?)", _row(made))
        return made

    def newest(self, most: int, before: int = 0, name: str = "") -> list[Line]:
        """Return the newest lines before line ``before`` (0: of all), ``most`` at most, of one person or of all."""
        with _readable(self._path):
            rows = self._connection.execute(
                f"SELECT {_COLUMNS} FROM log WHERE (? = 0 OR line < ?) AND (? = '' OR name = ?) "  # noqa: S608
                "ORDER BY line DESC LIMIT ?", (before, before, name, name, most))
            return [Line(*row) for row in rows]

    def people(self) -> dict[str, Person]:
        """Return the people by their names, as the log says; removed ones, too."""
        with _readable(self._path):
            found: dict[str, Person] = {}
            for row in self._connection.execute(f"SELECT {_COLUMNS} FROM log WHERE deed IN (?, ?) ORDER BY line",  # noqa: S608
                                                (Deed.ADD_PERSON.value, Deed.REMOVE_PERSON.value)):
                _take(found, Line(*row))
            return found

    def problem(self) -> Sentence:
        """Return what is wrong with the log, NOTHING for nothing: every line, its place, its signature and whether its
        person was entered with this role."""
        with _readable(self._path):
            proven = _Proven()
            for row in self._connection.execute(_IN_ORDER):
                wrong = proven.take(Line(*row), self._proven)
                if wrong:
                    return wrong
            self._proven = proven
            return NOTHING

    def checkpoint(self) -> str:
        """Return how many lines there are and the digest of the last: COUNT:DIGEST; "" without any."""
        with _readable(self._path):
            last = self._last()
            return "" if last is None else f"{last.line}:{_link(last)}"

    def follows(self, checkpoint: str) -> bool:
        """Return whether the log goes on from a checkpoint: an older copy, or one that was cut, does not."""
        number, digest = checkpoint_of(checkpoint)
        with _readable(self._path):
            row = self._connection.execute(f"SELECT {_COLUMNS} FROM log WHERE line = ?", (number,)).fetchone()  # noqa: S608
            return row is not None and _link(Line(*row)) == digest

    def _last(self) -> Line | None:
        row = self._connection.execute(f"{_IN_ORDER} DESC LIMIT 1").fetchone()
        return None if row is None else Line(*row)


class _Proven:
    """The lines that were proven so far, in order, and the people whom they entered."""

    def __init__(self) -> None:
        self.links: list[str] = []
        self.people: dict[str, Person] = {}

    def take(self, line: Line, earlier: _Proven) -> Sentence:
        """Prove the next line; return what is wrong with it. A line that ``earlier`` proved is the same when its link
        is, which covers all before it: its signature is not computed again."""
        number = len(self.links) + 1
        if line.line != number:
            return sentence("console.line-missing", number=number, found=line.line)
        before = self.links[-1] if self.links else FIRST
        if line.digest != chained(before, line.line, line.at, line.name, line.role, line.deed, line.words, line.key):
            return sentence("console.line-changed", number=number)
        link = _link(line)
        if number > len(earlier.links) or earlier.links[number - 1] != link:
            wrong = self._signed(line)
            if wrong:
                return wrong
        self.links.append(link)
        _take(self.people, line)
        return NOTHING

    def _signed(self, line: Line) -> Sentence:
        people = dict(self.people)
        if line.line == 1:
            _take(people, line)
        person = people.get(line.name)
        known = person is not None and person.active and (person.role.value, person.key) == (line.role, line.key)
        if not known or not _is_signed(line):
            return sentence("console.line-not-signed", number=line.line, name=line.name)
        if line.deed not in set(Deed) or not may(Role(line.role), Deed(line.deed)):
            return sentence("console.line-not-allowed", number=line.line, role=line.role, deed=line.deed)
        return NOTHING


def entry_of(person: Person) -> str:
    """Return the words of the line that adds a person."""
    return json.dumps({"name": person.name, "role": person.role.value, "key": person.key}, ensure_ascii=False)


def entered(line: Line) -> Person | None:
    """Return the person whom a line adds, None for another line."""
    if line.deed != Deed.ADD_PERSON.value:
        return None
    try:
        fields = json.loads(line.words)
        return Person(str(fields["name"]), Role(fields["role"]), str(fields["key"]))
    except (ValueError, TypeError, KeyError, RecursionError):
        return None


def _take(people: dict[str, Person], line: Line) -> None:
    """Add or remove the person whom a line names; a name that is known stays who it is, and a key is one person's."""
    added = entered(line)
    if added is not None and added.key not in {known.key for known in people.values()}:
        people.setdefault(added.name, added)
    elif line.deed == Deed.REMOVE_PERSON.value and (known := people.get(line.words.partition("：")[0])) is not None:
        people[known.name] = Person(known.name, known.role, known.key, active=False)


def _refuse(people: Mapping[str, Person], line: Line) -> None:
    """Raise LogError for somebody who was removed, and for an entry whose name or key another one has: both may have
    happened since the writer looked.
    """
    person, added = people.get(line.name), entered(line)
    if person is not None and not person.active:
        raise LogError(sentence("console.removed-meanwhile", name=line.name))
    if added is not None:
        for known in people.values():
            if known.name == added.name or known.key == added.key:
                raise LogError(sentence("console.known", name=known.name, role=known.role.value))


def _link(line: Line) -> str:
    """Return what the next line is chained to: digest and signature."""
    return chained(line.digest, line.signature)


def _is_signed(line: Line) -> bool:
    try:
        key = Ed25519PublicKey.from_public_bytes(bytes.fromhex(line.key))
        key.verify(bytes.fromhex(line.signature), line.digest.encode())
    except (ValueError, InvalidSignature):
        return False
    return True


def _row(line: Line) -> tuple[object, ...]:
    return (line.line, line.at, line.name, line.role, line.deed, line.words, line.key, line.digest, line.signature)


@contextmanager
def _readable(path: Path) -> Iterator[None]:
    try:
        yield
    except (OSError, sqlite3.Error) as error:
        raise LogError(sentence("console.log-unusable", path=path, why=str(error))) from error
