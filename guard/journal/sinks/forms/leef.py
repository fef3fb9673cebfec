"""A record in the Log Event Extended Format of QRadar (IBM, LEEF 2.0).

Attributes are separated by a caret, which the header names: rsyslog turns a tab, the usual one, into #011 on receipt.
The format has no escapes, so that carets, tabs and line ends of values become spaces.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import UTC, datetime
from types import MappingProxyType

from guard.journal.sinks.forms.titles import PRODUCT, VENDOR
from guard.journal.sinks.port import Reported
from guard.util.version import VERSION

_SEPARATOR = "^"
_VALUE = str.maketrans(dict.fromkeys(f"{_SEPARATOR}\t\n\r\x0b\x0c\x85\u2028\u2029", " "))
_KEYS: Mapping[str, str] = MappingProxyType({
    "device": "identHostName", "nature": "cat", "rules": "policy", "destination": "resource"})
"""Our fields that have a predefined attribute; all others keep their names."""


def body(record: Reported, _enterprise: int) -> str:
    """Return no structured data, and the event."""
    attributes = _SEPARATOR.join(f"{name}={value.translate(_VALUE)}" for name, value in _pairs(record))
    return f"- LEEF:2.0|{VENDOR}|{PRODUCT}|{VERSION}|{record.kind.value}|{_SEPARATOR}|{attributes}"


def _pairs(record: Reported) -> Iterator[tuple[str, str]]:
    when = datetime.fromtimestamp(record.at, UTC).isoformat(timespec="milliseconds")
    yield "devTime", when.replace("+00:00", "+0000")
    yield "devTimeFormat", "yyyy-MM-dd'T'HH:mm:ss.SSSZ"
    yield "sev", str(max(1, record.severity))
    for name, value in record.fields.items():
        yield _KEYS.get(name, name), value
