"""Reports Office Open XML with a password: nothing of it can be read."""

from __future__ import annotations

from collections.abc import Iterator

from guard.reading.documents.draft import Draft
from guard.reading.documents.errors import EncryptedError
from guard.sentences.catalogue import sentence


def read(untrusted_bytes: bytes, draft: Draft) -> Iterator[None]:
    """Raise EncryptedError."""
    raise EncryptedError(sentence("reading.encrypted"))
