"""Reads and makes the key of a unit, under which its tables and the code words of its packs are hashed."""

from __future__ import annotations

import secrets
from pathlib import Path

from guard.platform import atomic_file
from guard.publish.errors import PublishError
from guard.sentences.catalogue import sentence
from guard.supply.exact_indexes import ExactKeyError, key_of
from guard.util.os_errors import why
from rules.exact.digests import KEY_BYTES

_LIMIT = 1024


class KeyFileError(PublishError):
    """A file is not the key of a unit; the words name it."""


def key_in(path: Path) -> bytes:
    """Return the key in a file. Raises KeyFileError."""
    try:
        with path.open("rb") as stream:
            return key_of(stream.read(_LIMIT))
    except ExactKeyError as error:
        raise KeyFileError(sentence("publish.not-a-key", path=path)) from error
    except OSError as error:
        raise KeyFileError(sentence("publish.key-not-readable", path=path, why=why(error))) from error


def key_or_new(path: Path) -> tuple[bytes, bool]:
    """Return the key in a file, or a new one and True where there is no file. Raises KeyFileError."""
    return (key_in(path), False) if path.exists() else (secrets.token_bytes(KEY_BYTES), True)


def write_key(path: Path, key: bytes) -> None:
    """Write a new key, readable to its owner alone. Raises KeyFileError."""
    try:
        atomic_file.replace(path, f"{key.hex()}\n".encode(), mode=0o600)
    except OSError as error:
        raise KeyFileError(sentence("publish.key-not-written", path=path, why=why(error))) from error
