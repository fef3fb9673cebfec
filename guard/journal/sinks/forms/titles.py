"""What the forms of other products have in common: vendor, product, a title for each kind of record."""

from __future__ import annotations

from guard.core.events import EventKind

VENDOR, PRODUCT = "MiShao", "MiShao"


def title(kind: EventKind) -> str:
    """Return the name of an event for people."""
    return kind.value.replace("-", " ").capitalize()
