"""Reads Rich Text Format: its text, then the pictures and objects in it."""

from __future__ import annotations

import binascii
from collections.abc import Iterator

from guard.core.model import Item, Kind
from guard.markup.rtf import RichText, RtfError
from guard.reading.containers.members import words
from guard.reading.documents.budget import Budget
from guard.reading.documents.errors import DamagedError, OverBudgetError
from guard.sentences.catalogue import sentence


def read(untrusted_bytes: bytes, budget: Budget) -> Iterator[Item]:
    """Yield the text, then the pictures and objects."""
    document = RichText()
    try:
        document.read(untrusted_bytes, budget.check_time)
    except RtfError as error:
        raise OverBudgetError(error.words) from None
    yield words(document.text())
    document.close()
    for digits in document.data:
        budget.open_part()
        content = binascii.unhexlify(digits[:len(digits) // 2 * 2])
        budget.unpack(len(content), len(content), len(digits))
        if content:
            yield Item("", Kind.FILES, content)
    if document.unfinished:
        raise DamagedError(sentence("reading.file-incomplete"))
