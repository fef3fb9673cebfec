"""The index of a self-inspection: the result for each file, so that an unchanged file is not read again.

SQLite, readable by its owner only. It holds paths, sizes, times, hashes, rules and masked words, never content. A file
that was not judged whole, or was read by another OCR engine than the one asked for, is not settled: it waits again.
"""

from __future__ import annotations

import errno
import os
import sqlite3
import time
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import ExitStack, closing, contextmanager
from dataclasses import replace
from itertools import islice
from pathlib import Path

import msgspec

from guard.inspect.finding import Finding, Part
from guard.inspect.walking import Found
from guard.inspect.worker import Known, Task
from guard.platform.file_system import make_own
from guard.sentences.catalogue import sentence
from guard.util.os_errors import WORDS, why
from guard.util.path_text import path_text, text_path
from guard.util.sixty_four_bits import signed
from guard.util.sqlite_errors import system_error
from guard.util.undecodable import UNDECODABLE
from rules.sentences.sentence import SaidError

_APPLICATION = 0x6D697368
_FORMAT = 4
_CONTENTS = """
CREATE INDEX by_size_and_content ON files (size, judged_with, stand_in, sha256)
WHERE judged_size = size AND settled AND sha256 IS NOT NULL;
"""
_SCHEMA = f"""
CREATE TABLE files (
    path TEXT PRIMARY KEY, shown TEXT NOT NULL, run INTEGER NOT NULL, size INTEGER NOT NULL, mtime_ns INTEGER NOT NULL,
    judged_size INTEGER, judged_mtime_ns INTEGER, judged_with TEXT, settled INTEGER NOT NULL DEFAULT 0,
    sha256 BLOB, content BLOB, name BLOB, elapsed_ms REAL, ctime_ns INTEGER, judged_ctime_ns INTEGER,
    stand_in TEXT NOT NULL DEFAULT ''
) WITHOUT ROWID;
CREATE INDEX by_content ON files (sha256);
{_CONTENTS}
PRAGMA application_id = {_APPLICATION};
PRAGMA user_version = {_FORMAT};
"""
_TIMES = "ALTER TABLE files ADD COLUMN ctime_ns INTEGER; ALTER TABLE files ADD COLUMN judged_ctime_ns INTEGER;"
_STAND_IN = "ALTER TABLE files ADD COLUMN stand_in TEXT NOT NULL DEFAULT '';"
_BY_CONTENT = f"DROP INDEX by_size; {_CONTENTS}"
_CONTINUED = {1: f"{_TIMES} {_STAND_IN} {_BY_CONTENT}", 2: f"{_STAND_IN} {_BY_CONTENT}", 3: _BY_CONTENT}
"""By its form, what continues an index that did not know the times of entries (each file is read once more, and judged
where it differs), or which engine was used instead, or that took long to find what is known of a size.
"""

_UNCHANGED = ("(settled AND stand_in = '' AND judged_with = :rules AND judged_size = size "
              "AND judged_mtime_ns = mtime_ns AND judged_ctime_ns = ctime_ns AND size >= 0)")
"""Not by inode and device: both differ after a share, a stick or a btrfs volume was mounted again."""

_JUDGED = ("SELECT stand_in, sha256 FROM files WHERE size = :size AND judged_size = size AND judged_with = :rules"
           " AND settled AND sha256 IS NOT NULL")
_FIRST = "ORDER BY stand_in, sha256 LIMIT 1"

_PAGE = 500
_KNOWN = 16
_COMMIT_SECONDS = 1.0


class IndexProblem(SaidError):  # noqa: N818 - it is no mistake of the program
    """The index cannot be used; the words say which file, why and what to do."""


class DamagedIndex(IndexProblem):
    """The file is damaged, or something else than an index."""


class Index:
    """One index, open for one run. ``rules`` is the identity of what is judged with (Setup.identity).

    ``path`` None keeps it in memory. It and each method raise IndexProblem.
    """

    def __init__(self, path: Path | None, rules: str) -> None:
        self._path, self._rules = path, rules
        self._run = 0
        self._committed = time.monotonic()
        with ExitStack() as undo:
            with _explained(path):
                self._database = _opened(path)
            undo.callback(self._database.close)
            self._run = self._one("SELECT coalesce(max(run), 0) + 1 FROM files")
            undo.pop_all()

    def note(self, found: Iterable[Found]) -> int:
        """Note the files of this run; return how many there are."""
        rows = ((path_text(one.path), path_text(Path(one.shown)), self._run, one.size, signed(one.mtime_ns),
                 signed(one.ctime_ns)) for one in found)
        while page := list(islice(rows, _PAGE)):
            with _explained(self._path):
                self._database.executemany(
                    "INSERT INTO files (path, shown, run, size, mtime_ns, ctime_ns) VALUES (?, ?, ?, ?, ?, ?)"
                    " ON CONFLICT (path) DO UPDATE SET shown = excluded.shown, run = excluded.run,"
                    " size = excluded.size, mtime_ns = excluded.mtime_ns, ctime_ns = excluded.ctime_ns", page)
        self._commit()
        return self._one("SELECT count(*) FROM files WHERE run = :run")

    def forget_missing(self, roots: Iterable[str]) -> None:
        """Forget files below these absolute paths that this run did not note: they are gone."""
        for root in roots:
            self._ask("DELETE FROM files WHERE run != ? AND (path = ? OR substr(path, 1, ?) = ?)",
                      (self._run, root, len(root.rstrip(os.sep)) + 1, root.rstrip(os.sep) + os.sep))
        self._commit()

    def unchanged(self) -> Iterator[Finding]:
        """Yield what is known of the files of this run that have not changed since they were judged."""
        return map(self._finding, self._rows(_UNCHANGED))

    def count_unchanged(self) -> int:
        """Return how many files of this run have not changed since they were judged."""
        return self._one(f"SELECT count(*) FROM files WHERE run = :run AND {_UNCHANGED}")  # noqa: S608 - own words

    def waiting(self) -> Iterator[Task]:
        """Yield the files of this run that must be judged."""
        for row in self._rows(f"NOT coalesce({_UNCHANGED}, 0)"):
            known = tuple(islice(self._known(row["size"]), _KNOWN))
            yield Task(text_path(row["path"]), str(text_path(row["shown"])), known)

    def _known(self, size: int) -> Iterator[Known]:
        """Yield the contents of this size that were judged, each by a step in the order of an index: thousands of files
        may have one size, or one content.
        """
        last = {"stand_in": "", "sha256": b""}
        given = {"size": size, "rules": self._rules}
        while rows := self._ask(f"{_JUDGED} AND stand_in = :stand_in AND sha256 > :sha256 {_FIRST}", given | last) \
                or self._ask(f"{_JUDGED} AND stand_in > :stand_in {_FIRST}", given | last):
            last = dict(rows[0])
            yield Known(rows[0]["sha256"], rows[0]["stand_in"])

    def keep(self, finding: Finding) -> Finding | None:
        """Store a finding and return it whole; a content that was known already is filled in. None where it is no
        longer known, because the file it was known of has changed meanwhile: then this one waits again.
        """
        content = finding.content
        if content is None:
            stored = self._ask("SELECT content FROM files WHERE sha256 = ? AND stand_in = ? AND judged_with = ?"
                               " AND settled LIMIT 1", (finding.sha256, finding.stand_in, self._rules))
            if not stored:
                return None
            content = self._part(stored[0]["content"])
        self._ask(
            "UPDATE files SET judged_size = size, judged_mtime_ns = mtime_ns, judged_ctime_ns = ctime_ns,"
            " judged_with = ?, settled = ?, sha256 = ?, stand_in = ?,"
            " content = ?, name = ?, elapsed_ms = ? WHERE path = ?",
            (self._rules, not (content.passing or finding.name.passing), finding.sha256, finding.stand_in,
             msgspec.json.encode(content), msgspec.json.encode(finding.name), finding.elapsed_ms, finding.path))
        if time.monotonic() - self._committed >= _COMMIT_SECONDS:
            self._commit()
        return replace(finding, content=content)

    def findings(self) -> Iterator[Finding]:
        """Yield everything this run knows, in the order of the paths."""
        return map(self._finding, self._rows("judged_with = :rules"))

    def close(self) -> None:
        """Write what was stored and close."""
        with closing(self._database):
            self._commit()

    def _rows(self, condition: str) -> Iterator[sqlite3.Row]:
        """Yield rows of this run page by page, so that they may be changed meanwhile."""
        last = ""
        while rows := self._ask(
            f"SELECT * FROM files WHERE run = :run AND path > :last AND {condition} ORDER BY path LIMIT :page",  # noqa: S608 - own words
            {"run": self._run, "last": last, "rules": self._rules, "page": _PAGE},
        ):
            yield from rows
            last = rows[-1]["path"]

    def _one(self, query: str) -> int:
        return int(self._ask(query, {"run": self._run, "rules": self._rules})[0][0])

    def _ask(self, query: str, values: Sequence[object] | Mapping[str, object]) -> list[sqlite3.Row]:
        with _explained(self._path):
            return self._database.execute(query, values).fetchall()

    def _commit(self) -> None:
        with _explained(self._path):
            self._database.commit()
        self._committed = time.monotonic()

    def _finding(self, row: sqlite3.Row) -> Finding:
        return Finding(row["path"], str(text_path(row["shown"])), self._part(row["name"]), self._part(row["content"]),
                       row["sha256"], row["elapsed_ms"], unchanged=True, stand_in=row["stand_in"])

    def _part(self, stored: bytes) -> Part:
        with _explained(self._path):
            return msgspec.json.decode(stored, type=Part)


def remove(path: Path) -> None:
    """Remove an index with what SQLite keeps beside it. Raises IndexProblem."""
    with _explained(path):
        for file in (path, path.with_name(f"{path.name}-journal")):
            file.unlink(missing_ok=True)


def _opened(path: Path | None) -> sqlite3.Connection:
    if path is not None:
        path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        if path.is_symlink() or not path.exists() or not path.stat().st_size:
            make_own(path, through_links=False)
    database = sqlite3.connect(path or ":memory:", timeout=0.5)
    with ExitStack() as undo:
        undo.callback(database.close)
        _begin(database)
        if path is not None:
            make_own(path, through_links=False)  # only now: a file of somebody else stays as it is
        undo.pop_all()
    return database


def _begin(database: sqlite3.Connection) -> None:
    """Lock an index for this run, and create it when it is empty. Raises sqlite3.Error."""
    database.row_factory = sqlite3.Row
    database.execute("PRAGMA locking_mode = EXCLUSIVE")
    database.execute("PRAGMA synchronous = NORMAL")
    database.execute("BEGIN EXCLUSIVE")
    if not database.execute("SELECT count(*) FROM sqlite_master").fetchone()[0]:
        database.commit()
        database.executescript(_SCHEMA)
    elif (written := _written(database))[0] == _APPLICATION and written[1] in _CONTINUED:
        database.commit()
        database.executescript(f"{_CONTINUED[written[1]]} PRAGMA user_version = {_FORMAT};")
    if _written(database) != (_APPLICATION, _FORMAT):
        raise sqlite3.DatabaseError("not an index")
    database.commit()


def _written(database: sqlite3.Connection) -> tuple[int, ...]:
    """Return the application and the form of an index."""
    return tuple(database.execute(f"PRAGMA {name}").fetchone()[0] for name in ("application_id", "user_version"))


@contextmanager
def _explained(path: Path | None) -> Iterator[None]:
    """Turn what the file system, SQLite and a stored part of another form raise into an IndexProblem."""
    try:
        yield
    except (OSError, sqlite3.Error, *UNDECODABLE) as error:
        raise _problem(path, error) from error


def _problem(path: Path | None, error: Exception) -> IndexProblem:
    number = system_error(error) if isinstance(error, sqlite3.Error) else 0
    if number == errno.EBUSY:
        return IndexProblem(sentence("inspect.index-busy", path=path or ""))
    reason = why(error) if isinstance(error, OSError) else WORDS.get(number)
    if reason is not None:
        return IndexProblem(sentence("inspect.index-not-writable", path=path or "", why=reason))
    return DamagedIndex(sentence("inspect.index-damaged", path=path or ""))
