"""Small files of this user's that are replaced whole or not at all."""

from __future__ import annotations

import contextlib
import os
from pathlib import Path
from typing import TypeVar

import msgspec

from guard.platform.file_system import NO_LINK, PLAIN, sync_folder
from guard.util.undecodable import UNDECODABLE

_Content = TypeVar("_Content")


def replace(path: Path, content: bytes, *, durable: bool = True) -> None:
    """Write a file that only its owner may read. Raises OSError, and then the old one is still there.

    Without ``durable`` the power may take the new one back, or leave an empty file.
    """
    beside = path.with_name(f".{path.name}.new")
    try:
        flags = os.O_WRONLY | os.O_CREAT | os.O_TRUNC | PLAIN | NO_LINK
        with os.fdopen(os.open(beside, flags, 0o600), "wb") as file:
            file.write(content)
            if durable:
                file.flush()
                os.fsync(file.fileno())
        beside.replace(path)
        if durable:
            sync_folder(path.parent)
    finally:
        with contextlib.suppress(OSError):
            beside.unlink(missing_ok=True)


def read(path: Path, limit: int, decoder: msgspec.msgpack.Decoder[_Content]) -> _Content | None:
    """Return what is in a file of ``limit`` bytes at the most; None when there is none or it is damaged."""
    try:
        with path.open("rb") as file:
            return decoder.decode(file.read(limit))
    except (OSError, *UNDECODABLE):
        return None


def is_damaged(path: Path, limit: int, decoder: msgspec.msgpack.Decoder[_Content]) -> bool:
    """Say whether there is a file that cannot be read as what it should be."""
    # Path.exists raises where a folder above may not be entered.
    return os.path.exists(path) and read(path, limit, decoder) is None  # noqa: PTH110
