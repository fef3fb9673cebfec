"""Keeps with an item which content of a file was judged.

What is released is that content, and nothing that has taken its place.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from contextlib import suppress
from pathlib import Path

import msgspec

from guard.core.model import Target
from guard.file_gate.messages import FileKey

_NAME = "application/x-mishao-file-key"
_DECODER = msgspec.msgpack.Decoder(FileKey)


def target_of(key: FileKey) -> Target:
    """Return a key as a part of what is kept of an item."""
    return Target(_NAME, _NAME, 8, msgspec.msgpack.encode(key))


def judged_key(targets: Iterable[Target]) -> FileKey | None:
    """Return the key among what is kept of an item; None when there is none."""
    with suppress(msgspec.MsgspecError):
        return next((_DECODER.decode(target.untrusted_bytes) for target in targets if target.name == _NAME), None)
    return None


def is_as_judged(key: FileKey | None, paths: Sequence[Path]) -> bool:
    """Return whether the file at this path is still the content that was judged: neither changed nor moved."""
    with suppress(OSError):
        return [FileKey.of(path.stat()) for path in paths] == [key]
    return False
