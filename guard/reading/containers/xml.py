"""Reads XML of any kind, as Word 2003, Excel 2003, UOF and business programs write it: its words as a person sees them.

Malformed XML is read as plain text.
"""

from __future__ import annotations

from collections.abc import Iterator

from guard.core.model import Item, Kind, Unreadable
from guard.reading import limits, text
from guard.reading.containers.members import words
from guard.reading.documents import xml, xml_words
from guard.reading.documents.budget import Budget
from guard.reading.documents.errors import DamagedError, OverBudgetError
from guard.sentences.catalogue import sentence
from guard.util.sizes import megabytes

_ASIDE = (("<!--", "-->"), ("<?", "?>"))
"""Comments and instructions: what is between these is not text of the document."""

_DECLARATION = "xml version"

_CHUNK = 1 << 16


def read(untrusted_bytes: bytes, budget: Budget) -> Iterator[Item]:
    """Yield the words, then those of attributes and comments, then the files inside."""
    if len(untrusted_bytes) > limits.PART_BYTES:
        raise OverBudgetError(sentence("reading.over-mb", limit=megabytes(limits.PART_BYTES)))
    found = text.decode(untrusted_bytes)
    shown = xml_words.Shown()
    try:
        for number, event in enumerate(xml.events(_chunks(untrusted_bytes))):
            if number % 65536 == 0:
                budget.check_time()
            shown.take(event)
    except DamagedError:
        if isinstance(found, Unreadable):
            raise
        yield words(found.original)
    yield words(shown.words())
    yield words("\n".join(shown.attributes))
    if not isinstance(found, Unreadable):
        for begin, end in _ASIDE:
            asides = _between(found.original, begin, end)
            yield words("\n".join(aside for aside in asides if not aside.startswith(_DECLARATION)))
    for packed in shown.packed:
        budget.open_part()
        content = xml_words.unpacked(packed)
        budget.unpack(len(content), len(content), len(packed))
        yield Item("", Kind.FILES, content)


def _chunks(untrusted_bytes: bytes) -> Iterator[bytes]:
    for start in range(0, len(untrusted_bytes), _CHUNK):
        yield untrusted_bytes[start:start + _CHUNK]


def _between(untrusted_text: str, begin: str, end: str) -> Iterator[str]:
    """Yield what is between two marks; each character is examined once, however many marks have no end."""
    start = untrusted_text.find(begin)
    while start >= 0:
        stop = untrusted_text.find(end, start + len(begin))
        if stop < 0:
            return
        yield untrusted_text[start + len(begin):stop]
        start = untrusted_text.find(begin, stop + len(end))
