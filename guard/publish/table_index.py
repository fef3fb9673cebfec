"""Makes the index of a table of the unit (名单索引) and reads its header: for the command line and the workshop."""

from __future__ import annotations

import secrets
import time
from dataclasses import dataclass
from pathlib import Path

from guard.platform import atomic_file
from guard.publish.errors import PublishError
from guard.publish.unit_key import key_in, key_or_new, write_key
from guard.publish.unit_table import no_columns, read_table
from guard.sentences.catalogue import sentence
from guard.util.os_errors import why
from rules.exact.building import About, Made, build
from rules.exact.digests import SALT_BYTES
from rules.exact.index import INDEX_LIMIT, Header, index_of, refuse_damaged
from rules.model import Nature


class IndexFileError(PublishError):
    """The file of an index cannot be read or written; the words name it."""


@dataclass(frozen=True, slots=True)
class TableWanted:
    """An index to make: of these columns of a table, under which name and nature, where to, with the key in a file."""

    table: Path
    name: str
    out: Path
    key: Path
    nature: Nature
    columns: tuple[str, ...] = ()
    sheet: str = ""


@dataclass(frozen=True, slots=True)
class TableMade:
    """An index that was written, the headings of its columns, and whether its key is a new one."""

    made: Made
    headings: tuple[str, ...]
    new_key: bool


def make_index(wanted: TableWanted) -> TableMade:
    """Make an index and write it, with a new key where its file does not exist; nothing is replaced. Raises
    IndexFileError, TableFileError, KeyFileError, PublishError and ExactError.
    """
    if wanted.out.exists():
        raise IndexFileError(sentence("publish.index-exists", path=wanted.out))
    table = read_table(wanted.table, wanted.columns, wanted.sheet)
    if not wanted.columns:
        raise no_columns(wanted.table, table)
    key, is_new = key_or_new(wanted.key)
    made = build(table.rows, About(wanted.name.strip(), wanted.nature, time.time()), key,
                 secrets.token_bytes(SALT_BYTES))
    try:
        atomic_file.replace(wanted.out, made.content, mode=atomic_file.PUBLIC)
    except OSError as error:
        raise IndexFileError(sentence("publish.index-not-written", path=wanted.out, why=why(error))) from error
    if is_new:
        write_key(wanted.key, key)
    return TableMade(made, table.headings, is_new)


def read_index(file: Path, key: Path | None) -> tuple[Header, int]:
    """Return the header of an index and its size in bytes; with a key it must be the one of the index. Raises
    IndexFileError, KeyFileError and ExactError.
    """
    try:
        with file.open("rb") as stream:
            content = stream.read(INDEX_LIMIT + 1)
    except OSError as error:
        raise IndexFileError(sentence("publish.index-not-readable", path=file, why=why(error))) from error
    header = refuse_damaged(content)
    return header if key is None else index_of(content, key_in(key)).header, len(content)
