"""Reads mailboxes: messages one after another, each after a line that begins with "From " (RFC 4155)."""

from __future__ import annotations

import re
from collections.abc import Iterator

from guard.core.model import Item, Kind
from guard.reading.documents.budget import Budget

_BEGINNING = re.compile(rb"(?:\A|(?<=\n))From [^\r\n]*\r?\n(?=[A-Za-z][A-Za-z0-9-]*:)")
_QUOTED = re.compile(rb"^>(>*From )", re.MULTILINE)
"""The escape before a line of a message that itself begins with "From "."""


def read(untrusted_bytes: bytes, budget: Budget) -> Iterator[Item]:
    """Yield the messages in order, named by their number."""
    starts = [(found.start(), found.end()) for found in _BEGINNING.finditer(untrusted_bytes)]
    ends = [start for start, _ in starts[1:]] + [len(untrusted_bytes)]
    for number, ((_, start), end) in enumerate(zip(starts, ends, strict=True), 1):
        budget.open_part()
        yield Item(f"第 {number} 封邮件", Kind.FILES, _QUOTED.sub(rb"\1", untrusted_bytes[start:end]))
