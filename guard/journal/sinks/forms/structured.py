"""A record as structured data of RFC 5424 (6.3), which `mishao fleet` reads."""

from __future__ import annotations

from guard.journal.sinks.port import Reported

_ESCAPES = str.maketrans({"\\": "\\\\", '"': '\\"', "]": "\\]", "\n": " ", "\r": " "})


def body(record: Reported, enterprise: int) -> str:
    """Return one element of structured data under an enterprise number (RFC 5424, 6.3.2)."""
    data = " ".join(f'{name}="{value.translate(_ESCAPES)}"' for name, value in record.fields.items())
    return f"[mishao@{enterprise} {data}]"
