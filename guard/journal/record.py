"""Encodes a journal record as a line: canonical JSON, chained by SHA-256, authenticated by HMAC-SHA-256 (RFC 2104).

Canonical: keys sorted, no spaces, UTF-8. ``n`` counts from 0, ``prev`` is the SHA-256 of the line before, ``mac`` is
over the canonical record without ``mac``.
"""

from __future__ import annotations

import hashlib
import hmac
import json
from dataclasses import dataclass

from guard.core.events import Event, EventKind

FIRST_PREVIOUS = "0" * 64
"""``prev`` of record 0."""

Fields = dict[str, object]

_TEXTS = ("case", "outcome", "destination", "answer", "reason", "kin", "nature", "what")


@dataclass(frozen=True, slots=True)
class Checkpoint:
    """The journal's end at one moment, to be stored elsewhere: how many records, and the SHA-256 of the last line."""

    count: int
    digest: str


def encode(event: Event, number: int, previous: str, key: bytes) -> bytes:
    """Return the line of an event, without its newline."""
    fields: Fields = {"n": number, "prev": previous, "kind": event.kind.value, "at": round(event.at, 3)}
    fields.update((name, value) for name in _TEXTS if (value := getattr(event, name)))
    if event.rules:
        fields["rules"] = list(event.rules)
    if event.count:
        fields["count"] = event.count
    if event.facts:
        fields["facts"] = dict(event.facts)
    if event.would:
        fields["would"] = dict(event.would)
    if event.inspection:
        fields["inspection"] = dict(event.inspection)
    fields["mac"] = authenticate(fields, key)
    return canonical(fields)


def decode(line: bytes) -> Fields | None:
    """Return a line's fields, or None when it is not a canonical record."""
    try:
        fields = json.loads(line)
    except (ValueError, RecursionError):
        return None
    if not isinstance(fields, dict) or canonical(fields) != line:
        return None
    number = fields.get("n")
    if not isinstance(number, int) or isinstance(number, bool) or number < 0:
        return None
    return fields


def event_of(fields: Fields) -> Event | None:
    """Return the event of a decoded record, or None when this version does not know it."""
    rules, at, count = fields.get("rules", []), fields.get("at"), fields.get("count", 0)
    texts = {name: str(fields.get(name, "")) for name in _TEXTS}
    facts, would, inspection = (fields.get(name, {}) for name in ("facts", "would", "inspection"))
    if not isinstance(rules, list) or not isinstance(at, int | float) or not isinstance(count, int):
        return None
    if not (isinstance(facts, dict) and isinstance(would, dict) and isinstance(inspection, dict)):
        return None
    try:
        kind, moment = EventKind(str(fields.get("kind"))), float(at)
    except (ValueError, OverflowError):
        return None
    return Event(kind, moment, rules=tuple(str(rule) for rule in rules), count=count,
                 facts=_pairs(facts), would=_pairs(would), inspection=_pairs(inspection), **texts)


def _pairs(written: dict[str, object]) -> tuple[tuple[str, str], ...]:
    return tuple((str(name), str(value)) for name, value in written.items())


def digest(line: bytes) -> str:
    """Return the SHA-256 of a line in hexadecimal."""
    return hashlib.sha256(line).hexdigest()


def authenticate(fields: Fields, key: bytes) -> str:
    """Return the MAC of a record in hexadecimal; a ``mac`` among its fields is left out."""
    body = canonical({name: value for name, value in fields.items() if name != "mac"})
    return hmac.new(key, body, "sha256").hexdigest()


def evolve(key: bytes) -> bytes:
    """Return the next key. One-way: whoever has it cannot forge an earlier record (forward-secure sealing)."""
    return hashlib.sha256(b"mishao-journal-evolve" + key).digest()


def canonical(fields: Fields) -> bytes:
    """Return the one encoding of a record."""
    return json.dumps(fields, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode("utf-8", "replace")
