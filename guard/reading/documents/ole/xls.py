"""Reads Excel 97–2003, WPS tables and xlsb: the cells of every sheet with python-calamine, the rest from the records.
"""

from __future__ import annotations

import io
import os
import re
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, datetime, time, timedelta

import python_calamine

from guard.reading.documents.errors import DamagedError, EncryptedError
from guard.reading.documents.ole import biff, compound, hidden_cells
from guard.reading.documents.ooxml import parts
from guard.reading.documents.package import Package
from guard.reading.documents.rows import Rows
from guard.reading.documents.transcript import Transcript
from guard.sentences.catalogue import sentence
from rules.model import Place

_FLUSH_ROWS = 256
_PACKAGE = b"PK"
_RECORDS = re.compile(r"xl/(?!(?:media|embeddings|activeX)/).+\.bin", re.IGNORECASE)
"""Parts of an xlsb that contain records instead of XML."""



def read(untrusted_bytes: bytes, transcript: Transcript) -> Iterator[None]:
    """Write the cells of all sheets, hidden ones too; the page is the number of the sheet. Yields now and then."""
    records = not untrusted_bytes.startswith(_PACKAGE)
    if records:
        biff.check_password(untrusted_bytes)
    with _library():
        book = python_calamine.CalamineWorkbook.from_filelike(io.BytesIO(untrusted_bytes))
    seen = hidden_cells.seen_sheets(biff.book_of(compound.Compound(untrusted_bytes))) if records else []
    for number, name in enumerate(book.sheet_names, 1):
        transcript.turn(number, Place(sheet=name), visible=len(seen) == len(book.sheet_names) and seen[number - 1])
        transcript.line(name)
        try:
            with _library():
                sheet = book.get_sheet_by_name(name)
        except DamagedError:
            transcript.incomplete(sentence("reading.sheet-damaged"))
            continue
        rows = Rows(transcript)
        left = (sheet.start or (0, 0))[1] + 1  # rows count from the first, columns from the leftmost used one
        for row_number, row in enumerate(sheet.iter_rows(), 1):
            rows.write(row_number, [(column, words) for column, cell in enumerate(row, left)
                                    if (words := _shown(cell))])
            if row_number % _FLUSH_ROWS == 0:
                transcript.budget.check_time()
                yield
    transcript.turn(None)
    if records:
        biff.write(untrusted_bytes, transcript)
    else:
        yield from _beside(untrusted_bytes, transcript)


def _beside(untrusted_bytes: bytes, transcript: Transcript) -> Iterator[None]:
    """Write and note what an xlsb has in parts that are not records: pictures, drawings, files, properties."""
    package = Package(untrusted_bytes, transcript.budget)
    for name in package.names:
        if _RECORDS.fullmatch(name):
            package.take(name)
    yield from parts.rest(package, transcript)


@contextmanager
def _library() -> Iterator[None]:
    """Turn what python-calamine raises into our errors.

    When its Rust code breaks one of its own assumptions it raises a BaseException that no module offers to catch, and
    prints a message that may quote the document.
    """
    try:
        with _silent():
            yield
    except python_calamine.PasswordError as error:
        raise EncryptedError(sentence("reading.encrypted")) from error
    except python_calamine.CalamineError as error:
        raise DamagedError(sentence("reading.damaged")) from error
    except BaseException as error:
        if type(error).__module__ != "pyo3_runtime":
            raise
        raise DamagedError(sentence("reading.damaged")) from error


@contextmanager
def _silent() -> Iterator[None]:
    """Keep what a library prints itself out of the log: standard input is the null device in the reader."""
    kept = os.dup(2)
    os.dup2(0, 2)
    try:
        yield
    finally:
        os.dup2(kept, 2)
        os.close(kept)


def _shown(value: float | str | bool | time | date | datetime | timedelta) -> str:
    """Return what a cell shows; a whole number without a point."""
    if isinstance(value, float) and value.is_integer() and abs(value) < 1e20:
        return str(int(value))
    return "" if isinstance(value, bool) else str(value)
