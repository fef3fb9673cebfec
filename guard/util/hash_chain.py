"""Chains the lines of a record by their SHA-256: one that is changed or taken out is noticed.

A checkpoint says how many lines there were, and the digest of the last: COUNT:DIGEST. An older copy of the whole record
does not go on from a checkpoint that was kept elsewhere.
"""

from __future__ import annotations

import hashlib
import json

FIRST = "0" * 64
"""What precedes the first line."""

_COUNT_DIGITS = 16


def chained(before: str, *fields: object) -> str:
    """Return the digest of a line with these fields after the line with the digest ``before``."""
    return hashlib.sha256(json.dumps([before, *fields], ensure_ascii=False).encode()).hexdigest()


def checkpoint_of(untrusted_text: str) -> tuple[int, str]:
    """Return count and digest of a checkpoint; -1 for a text that is none."""
    count, _, digest = untrusted_text.strip().partition(":")
    return int(count) if count.isdecimal() and len(count) < _COUNT_DIGITS else -1, digest
