"""Caches recognised lines: the same pixels have the same text, so the second capture of a window costs little.

In the memory of the reader process only, and gone with it.
"""

from __future__ import annotations

import hashlib
from collections import OrderedDict

import numpy as np

from guard.reading.model import Pixels
from guard.reading.ocr.recognise import Recognised

ENTRIES = 4096
"""Lines kept; forty full screens."""

CHARACTERS = 160_000
"""Characters kept in all. With score and centre one takes about 70 bytes, so that is at most 11 MB."""


class LineCache:
    """Maps the pixels of a line's crop to what was recognised; the least recently used line is forgotten first."""

    def __init__(self, entries: int = ENTRIES, characters: int = CHARACTERS) -> None:
        self._entries, self._characters = entries, characters
        self._kept: OrderedDict[bytes, Recognised] = OrderedDict()
        self._size = 0

    def get(self, key: bytes) -> Recognised | None:
        """Return what was recognised, or None when the line is new or was forgotten."""
        found = self._kept.get(key)
        if found is not None:
            self._kept.move_to_end(key)
        return found

    def put(self, key: bytes, line: Recognised) -> None:
        """Remember a line, and forget old ones above the limits."""
        self._size -= len(self._kept.pop(key, line).text) if key in self._kept else 0
        self._kept[key] = line
        self._size += len(line.text)
        while len(self._kept) > self._entries or (self._size > self._characters and self._kept):
            self._size -= len(self._kept.popitem(last=False)[1].text)

    def __len__(self) -> int:
        return len(self._kept)


def key(crop: Pixels) -> bytes:
    """Return a key for a crop; two different crops do not share one (BLAKE2b, 128 bits)."""
    digest = hashlib.blake2b(np.ascontiguousarray(crop).data, digest_size=16)
    digest.update(b"%d" % crop.shape[1])
    return digest.digest()
