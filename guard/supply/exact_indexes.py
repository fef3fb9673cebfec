"""Proves the indexes of the unit's tables: each is the file that the signed bundle names, and fits the unit's key."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import msgspec

from guard.ipc.exact_files import ExactFile
from guard.platform.machine import MachineLayer, MachineLayerError
from guard.sentences.catalogue import joined, sentence
from guard.supply.stored_release import ExactPath
from guard.util.os_errors import why
from rules.sentences.sentence import NOTHING, Sentence

KEY_FILE = "exact.key"
"""The key of the unit's indexes, in the machine layer: 64 hexadecimal digits. It never travels with a release."""

TABLE_LIMIT = 40 * 1024 * 1024
"""Bytes of an index at most, as rules.exact.index has it: known here before anything of it is loaded."""

_KEY_BYTES = 32


@dataclass(frozen=True, slots=True)
class ExactInForce:
    """The proven indexes, and in words for people why another one is not in force."""

    files: tuple[ExactFile, ...] = ()
    problem: Sentence = NOTHING


class ExactKeyError(ValueError):
    """A key is not written as one."""


def key_of(written: bytes) -> bytes:
    """Return the key in a key file. Raises ExactKeyError."""
    try:
        key = bytes.fromhex(written.decode("ascii"))
    except ValueError as error:
        raise ExactKeyError from error
    if len(key) != _KEY_BYTES:
        raise ExactKeyError
    return key


def proven_indexes(found: Sequence[ExactPath], machine: MachineLayer) -> ExactInForce:
    """Return the indexes of a release that this computer can use. One that it cannot use leaves the rest in force."""
    if not found:
        return ExactInForce()
    key = _key_on(machine)
    if isinstance(key, Sentence):
        return ExactInForce(problem=key)
    files, problems = [], []
    for one in found:
        trouble = _objection(one, key)
        if trouble:
            problems.append(sentence("exact-files.not-in-force", name=one.named.name, why=trouble))
        else:
            files.append(ExactFile(str(one.path), one.named.sha256, key))
    return ExactInForce(tuple(files), joined(*problems))


def with_own_key(files: Sequence[ExactFile], machine: MachineLayer) -> tuple[ExactFile, ...]:
    """Return indexes that another computer named, with the key of this one; none where it has no key."""
    key = _key_on(machine)
    return () if isinstance(key, Sentence) else tuple(msgspec.structs.replace(file, key=key) for file in files)


def digest_of(path: Path) -> str:
    """Return the SHA-256 of a file in hexadecimal digits. Raises OSError."""
    with path.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()


def _key_on(machine: MachineLayer) -> bytes | Sentence:
    """Return the key of this computer, or why there is none."""
    try:
        written = machine.read(KEY_FILE)
        if written is None:
            return sentence("exact-files.no-key", path=machine.folder / KEY_FILE)
        return key_of(written)
    except MachineLayerError as error:
        return error.words
    except ExactKeyError:
        return sentence("exact-files.key-wrong", path=machine.folder / KEY_FILE)


def _objection(one: ExactPath, key: bytes) -> Sentence:
    """Return why an index cannot be used, without words when it can."""
    from rules.exact.index import ExactError, index_of  # loaded where the unit has sent one

    try:
        size = one.path.stat().st_size
        if size != one.named.size or size > TABLE_LIMIT or digest_of(one.path) != one.named.sha256:
            return sentence("exact-files.not-the-signed-one")
        index_of(one.path.read_bytes(), key)
    except OSError as error:
        return sentence("exact-files.not-readable", why=why(error))
    except ExactError as error:
        return error.words
    return NOTHING
