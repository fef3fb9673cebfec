"""Reads OpenDocument in a single XML file (ODF 1.3 part 3, 3.1.2: fodt, fods, fodp)."""

from __future__ import annotations

from collections.abc import Iterator

from guard.reading.documents import xml
from guard.reading.documents.budget import Budget
from guard.reading.documents.odf import body
from guard.reading.documents.odf.objects import Objects
from guard.reading.documents.transcript import Transcript

_CHUNK = 1 << 16


def read(untrusted_bytes: bytes, transcript: Transcript) -> Iterator[None]:
    """Write the text of a flat document; yields now and then."""
    events = xml.events(_chunks(untrusted_bytes, transcript.budget))
    yield from body.write(events, transcript, Objects(transcript, set()))


def _chunks(untrusted_bytes: bytes, budget: Budget) -> Iterator[bytes]:
    for start in range(0, len(untrusted_bytes), _CHUNK):
        chunk = untrusted_bytes[start:start + _CHUNK]
        budget.unpack(len(chunk), start + len(chunk), len(untrusted_bytes))
        yield chunk
