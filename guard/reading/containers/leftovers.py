"""Reads what file managers leave in folders, and archives include: names of files and comments are their only words."""

from __future__ import annotations

import re
from collections.abc import Iterator

from guard.core.model import Item
from guard.reading.containers.members import words
from guard.reading.documents.budget import Budget
from guard.reading.documents.errors import OverBudgetError
from guard.sentences.catalogue import sentence
from guard.util.sizes import megabytes

_MOST_BYTES = 16 * 1024 * 1024

_WORDS = {"utf-16-be": re.compile(rb"(?:\x00[\x20-\x7e]|[\x4e-\x9f][\x00-\xff]){2,255}"),
          "utf-16-le": re.compile(rb"(?:[\x20-\x7e]\x00|[\x00-\xff][\x4e-\x9f]){2,255}")}
"""Letters and Chinese characters as macOS and as Windows write them."""


def read(untrusted_bytes: bytes, budget: Budget) -> Iterator[Item]:
    """Yield the names and comments in it."""
    if len(untrusted_bytes) > _MOST_BYTES:
        raise OverBudgetError(sentence("reading.over-mb", limit=megabytes(_MOST_BYTES)))
    codec = "utf-16-be" if untrusted_bytes.startswith(b"\x00") else "utf-16-le"
    budget.check_time()
    yield words("\n".join(found[0].decode(codec, "replace") for found in _WORDS[codec].finditer(untrusted_bytes)))
