"""Reads pictures and documents that a text contains as data URIs (RFC 2397): Markdown, JSON, pages."""

from __future__ import annotations

import base64
import binascii
import re
from collections.abc import Iterator
from dataclasses import dataclass
from urllib.parse import unquote_to_bytes

from guard.core.model import Item, Kind, Unreadable
from guard.reading import text
from guard.reading.containers.members import words
from guard.reading.documents.budget import Budget
from guard.reading.documents.errors import DamagedError
from guard.sentences.catalogue import sentence

DATA = re.compile(r"""data:([a-z0-9.+/-]{0,80})((?:;[a-z0-9=_.-]{1,80}){0,4}),([^"')<>\s]*)""", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Carried:
    """One data URI of the text: its media type, its parameters, and its bytes as characters."""

    kind: str
    options: str
    body: str


def read(untrusted_bytes: bytes, budget: Budget) -> Iterator[Item]:
    """Yield the text without its data URIs, then their content."""
    found = text.decode(untrusted_bytes)
    if isinstance(found, Unreadable):
        raise DamagedError(sentence("reading.encoding"))
    yield words(DATA.sub("", found.original))
    yield from items(carried(found.original), budget)


def carried(untrusted_text: str) -> list[Carried]:
    """Return the data URIs of a text."""
    return [Carried(found[1], found[2], found[3]) for found in DATA.finditer(untrusted_text)]


def items(those: list[Carried], budget: Budget) -> Iterator[Item]:
    """Yield the bytes of each one that may contain words. Raises OverBudgetError."""
    for one in those:
        budget.open_part()
        content = _unpacked(one)
        budget.unpack(len(content), len(content), len(one.body))
        if one.kind.lower() not in ("text/css", "application/javascript") and "font" not in one.kind.lower():
            yield Item("", Kind.FILES, content)


def _unpacked(one: Carried) -> bytes:
    raw = unquote_to_bytes(one.body)
    if "base64" not in one.options.lower():
        return raw
    try:
        return base64.b64decode(raw + b"=" * (-len(raw) % 4))
    except (binascii.Error, ValueError):
        return raw
