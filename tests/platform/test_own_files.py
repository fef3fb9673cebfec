"""Tests files that belong to their user alone, and blocks of a database that are kept whole or not at all."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Literal

import pytest

from guard.platform.file_system import make_own, writing

Isolation = Literal["", "IMMEDIATE"] | None


@pytest.fixture(params=[None, ""], ids=["by hand", "by the library"])
def database(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[sqlite3.Connection]:
    isolation: Isolation = request.param
    with closing(sqlite3.connect(tmp_path / "rows", timeout=0.0, isolation_level=isolation)) as connection:
        connection.execute("CREATE TABLE rows (n INTEGER UNIQUE)")
        yield connection


def rows(path: Path) -> list[int]:
    with closing(sqlite3.connect(path, timeout=0.0)) as other:
        return [number for (number,) in other.execute("SELECT n FROM rows ORDER BY n")]


def test_a_block_is_kept_at_its_end_and_nobody_else_writes_meanwhile(database: sqlite3.Connection,
                                                                     tmp_path: Path) -> None:
    with writing(database), closing(sqlite3.connect(tmp_path / "rows", timeout=0.0)) as other:
        database.execute("INSERT INTO rows VALUES (1)")
        assert rows(tmp_path / "rows") == []
        with pytest.raises(sqlite3.OperationalError, match="locked"), writing(other):
            pass
    assert rows(tmp_path / "rows") == [1]


def failing(database: sqlite3.Connection, error: type[BaseException]) -> None:
    with writing(database):
        database.execute("INSERT INTO rows VALUES (1)")
        raise error


@pytest.mark.parametrize("error", [KeyError, KeyboardInterrupt, sqlite3.IntegrityError])
def test_of_a_block_that_fails_nothing_is_kept_and_the_next_one_works(
        database: sqlite3.Connection, tmp_path: Path, error: type[BaseException]) -> None:
    with pytest.raises(error):
        failing(database, error)
    with writing(database):
        database.execute("INSERT INTO rows VALUES (2)")
    assert rows(tmp_path / "rows") == [2]


def test_a_block_that_cannot_be_committed_ends(database: sqlite3.Connection, tmp_path: Path) -> None:
    with closing(sqlite3.connect(tmp_path / "rows", timeout=0.0)) as reading:
        database.execute("INSERT INTO rows VALUES (1)")
        database.commit()
        reading.execute("BEGIN")
        reading.execute("SELECT n FROM rows").fetchone()
        with pytest.raises(sqlite3.OperationalError, match="locked"), writing(database):
            database.execute("INSERT INTO rows VALUES (2)")
        assert not database.in_transaction
    assert rows(tmp_path / "rows") == [1]


def test_a_file_is_its_users_alone_whoever_made_it(tmp_path: Path) -> None:
    made, found = tmp_path / "made", tmp_path / "found"
    found.write_bytes(b"x")
    found.chmod(0o664)
    for path in (made, found):
        make_own(path)
        assert path.stat().st_mode & 0o777 == 0o600
    assert (made.read_bytes(), found.read_bytes()) == (b"", b"x")


def test_a_link_is_followed_or_refused_and_then_left_alone(tmp_path: Path) -> None:
    there, link = tmp_path / "there", tmp_path / "link"
    there.write_bytes(b"x")
    there.chmod(0o664)
    link.symlink_to(there)
    with pytest.raises(OSError, match="symbolic"):
        make_own(link, through_links=False)
    assert there.stat().st_mode & 0o777 == 0o664
    make_own(link)
    assert there.stat().st_mode & 0o777 == 0o600
