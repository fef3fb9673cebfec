"""Reports Office Open XML with a password: nothing of it can be read."""

from __future__ import annotations

from collections.abc import Iterator

from guard.reading.documents.errors import EncryptedError
from guard.reading.documents.transcript import Transcript
from guard.sentences.catalogue import sentence


def read(untrusted_bytes: bytes, transcript: Transcript) -> Iterator[None]:
    """Raise EncryptedError."""
    raise EncryptedError(sentence("reading.encrypted"))
