"""Finds objects in the storages of a compound file: the documents and files that were inserted into a document."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from functools import partial

import olefile

from guard.reading import limits
from guard.reading.documents.errors import DamagedError, OverBudgetError
from guard.reading.documents.ole.compound_writing import compound_file
from guard.reading.documents.transcript import Transcript
from guard.sentences.catalogue import sentence
from guard.util.sizes import megabytes

_SAYING = frozenset({"worddocument", "workbook", "book", "powerpoint document", "\x01ole10native", "package",
                     "contents", "encryptedpackage", "embeddedodf"})
"""Streams that make a storage an object, whatever its own name."""

_OBJECT = re.compile(r"(?:objectpool/[^/]+|mbd[0-9a-f]{8})")
"""Where Word and Excel put objects ([MS-DOC] 2.1.5, [MS-XLS] 2.1.7.3), also those of unknown programs."""

_SILENT = frozenset({"equation native", "\x03ocxname"})
"""Streams of objects without a document: formulas, and controls that store nothing else."""

_DESCRIBING = re.compile(r"\x01ole|\x01compobj|\x02olepres\d+|\x03\w+|\x05\w+")


def note(file: olefile.OleFileIO, transcript: Transcript) -> None:
    """Note the objects of this file on the page that is being written, each as a file of its own."""
    found: list[tuple[str, ...]] = []
    for place, names in _storages(file).items():
        if any(place[:len(outer)] == outer for outer in found):
            continue
        if names & _SAYING or (_OBJECT.fullmatch("/".join(place).lower()) and not names & _SILENT
                               and not all(_DESCRIBING.fullmatch(name) for name in names)):
            found.append(place)
            transcript.document(partial(as_file, file, place), "/".join(place))


def as_file(file: olefile.OleFileIO, place: Sequence[str]) -> bytes:
    """Return the content of one storage as a compound file; raises OverBudgetError, DamagedError."""
    depth, size = len(place), 0
    tree: dict[str, object] = {}
    for path in file.listdir(streams=True, storages=False):
        if path[:depth] != list(place) or len(path) <= depth:
            continue
        size += file.get_size(path)
        if size > limits.PART_BYTES:
            raise OverBudgetError(sentence("reading.part-over-mb", limit=megabytes(limits.PART_BYTES)))
        branch = tree
        for name in path[depth:-1]:
            branch = branch.setdefault(name, {})  # type: ignore[assignment]
        try:
            branch[path[-1]] = file.openstream(path).read()
        except OSError as error:
            raise DamagedError(sentence("reading.damaged")) from error
    return compound_file(tree)  # type: ignore[arg-type]


def _storages(file: olefile.OleFileIO) -> Mapping[tuple[str, ...], set[str]]:
    """Return the storages below the root with the names of their streams in lower case, outer ones first."""
    found: dict[tuple[str, ...], set[str]] = {}
    for place, name in _streams(file):
        if place:
            found.setdefault(place, set()).add(name.lower())
    return dict(sorted(found.items(), key=lambda storage: len(storage[0])))


def _streams(file: olefile.OleFileIO) -> Iterator[tuple[tuple[str, ...], str]]:
    for path in file.listdir(streams=True, storages=False):
        yield tuple(path[:-1]), path[-1]
