"""A record in the Common Event Format of ArcSight (CEF:0, Micro Focus Security ArcSight CEF, version 25).

In the header backslash and pipe are escaped and line ends are not allowed; in values of the extension backslash and
equals sign are escaped, and line ends are written as \\n and \\r.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from types import MappingProxyType

from guard.journal.sinks.forms.titles import PRODUCT, VENDOR, title
from guard.journal.sinks.port import Reported
from guard.util.version import VERSION

_HEADER = str.maketrans({"\\": "\\\\", "|": "\\|", "\n": " ", "\r": " "})
_VALUE = str.maketrans({"\\": "\\\\", "=": "\\=", "\n": "\\n", "\r": "\\r"})

_KEYS: Mapping[str, str] = MappingProxyType({
    "device": "dvchost", "n": "externalId", "outcome": "act", "count": "cnt", "nature": "cat", "reason": "reason",
    "destination": "dproc",
})
"""Our fields that the dictionary of the format has a key for."""

_STRINGS = ("rules", "unit", "pack", "chain", "digest", "mode")
"""Our fields that go into the custom strings cs1 to cs6, each with its label."""


def body(record: Reported, _enterprise: int) -> str:
    """Return no structured data, and the event."""
    header = "|".join(part.translate(_HEADER) for part in (
        VENDOR, PRODUCT, VERSION, record.kind.value, title(record.kind), str(record.severity)))
    extension = " ".join(f"{name}={value.translate(_VALUE)}" for name, value in _pairs(record))
    return f"- CEF:0|{header}| {extension}"  # liblognorm loses the first letter without the space


def _pairs(record: Reported) -> Iterator[tuple[str, str]]:
    yield "rt", str(round(record.at * 1000))
    for name, value in record.fields.items():
        if name in _STRINGS:
            number = _STRINGS.index(name) + 1
            yield f"cs{number}Label", name
            yield f"cs{number}", value
        else:
            yield _KEYS.get(name, f"mishao{name.capitalize()}"), value
