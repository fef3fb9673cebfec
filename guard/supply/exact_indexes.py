"""Proves what needs the unit's key: that indexes of tables and hashed words of packs fit it.

Each index is the file that the signed bundle names.
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import msgspec

from guard.ipc.exact_files import NO_EXACT, Exact, ExactFile
from guard.platform.machine import MachineLayer, MachineLayerError
from guard.sentences.catalogue import joined, sentence
from guard.supply.stored_release import ExactPath
from guard.util.os_errors import why
from rules.definition import Pack
from rules.sentences.sentence import NOTHING, Sentence

KEY_FILE = "exact.key"
"""The key of the unit's indexes and hashed words, in the machine layer: 64 hexadecimal digits. It never travels with a
release."""

TABLE_LIMIT = 40 * 1024 * 1024
"""Bytes of an index at most, as rules.exact.index has it: known here before anything of it is loaded."""

_KEY_BYTES = 32


@dataclass(frozen=True, slots=True)
class ExactInForce:
    """What is proven, and in words for people why another index, or the words of a pack, are not in force."""

    exact: Exact = NO_EXACT
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


def exact_in_force(found: Sequence[ExactPath], packs: Sequence[Pack], machine: MachineLayer) -> ExactInForce:
    """Return the key with the indexes of a release that this computer can use. An index that it cannot use, or a pack
    of which it cannot find the hashed words, leaves the rest in force."""
    hashing = [(pack, pack.hashing) for pack in packs if pack.hashing is not None]
    if not found and not hashing:
        return ExactInForce()
    key = _key_on(machine)
    if isinstance(key, Sentence):
        return ExactInForce(problem=key)
    problems = [sentence("exact-files.words-of-another-key", name=pack.name) for pack, made in hashing
                if _check_of(key, made.salt) != made.check]
    files = []
    for one in found:
        trouble = _objection(one, key)
        if trouble:
            problems.append(sentence("exact-files.not-in-force", name=one.named.name, why=trouble))
        else:
            files.append(ExactFile(one.named.name, str(one.path), one.named.sha256))
    return ExactInForce(Exact(tuple(files), key), joined(*problems))


def with_own_key(exact: Exact, machine: MachineLayer) -> Exact:
    """Return what another computer named, with the key of this one; nothing where it has no key."""
    key = _key_on(machine)
    return NO_EXACT if isinstance(key, Sentence) else msgspec.structs.replace(exact, key=key)


def _check_of(key: bytes, salt: bytes) -> bytes:
    from rules.exact.digests import Keys  # loaded where the unit has sent hashed words

    return Keys.of(key, salt).check


def digest_of(path: Path) -> str:
    """Return the SHA-256 of a file in hexadecimal digits. Raises OSError."""
    with path.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()


def _key_on(machine: MachineLayer) -> bytes | Sentence:
    """Return the key of this computer, or why there is none."""
    try:
        written = machine.read(KEY_FILE)
        if written is None:
            return sentence("exact-files.no-key", path=machine.place(KEY_FILE))
        return key_of(written)
    except MachineLayerError as error:
        return error.words
    except ExactKeyError:
        return sentence("exact-files.key-wrong", path=machine.place(KEY_FILE))


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
