"""Reads the lines of a log server: RFC 5424 (guard/journal/sinks/syslog.py), or JSON of the same fields."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime

_MESSAGE = re.compile(r"<\d{1,3}>1 (\S{1,40}) \S+ mishao \S+ ([a-z-]{1,20}) \[mishao@\d{1,10} (.*)\]\s*$")
_PARAMETER = re.compile(r'([a-z]{1,20})="((?:[^"\\\]]|\\.)*)"')
_ESCAPED = re.compile(r'\\(["\\\]])')
_SURROGATE = re.compile(r"[\ud800-\udfff]")
"""JSON can have them (RFC 8259, section 8.2), a database, a page or a workbook cannot."""

_LONGEST_LINE = 16 * 1024
_LONGEST_VALUE = 500
_LARGEST = 2**53

_EARLIEST, _LATEST = 946_684_800 - 86_400, 4_102_444_800
"""The years 2000, with a day for the time zones of clocks that begin there, and 2100: what has a time outside is no
record."""


@dataclass(frozen=True, slots=True)
class Collected:
    """One record of one computer. ``device``, ``chain`` and ``number`` identify it: a record that came twice counts
    once.

    ``at`` in seconds since the epoch; ``digest`` is the SHA-256 of the journal's line. ``untrusted``: the other fields,
    as anybody who can reach the log server may have written them.
    """

    device: str
    chain: str
    number: int
    at: float
    kind: str
    digest: str
    untrusted: Mapping[str, str]


def read(lines: Iterable[bytes]) -> Iterator[Collected | None]:
    """Yield the record of each line, None for a line that is not one of ours."""
    for line in lines:
        if line.strip():
            yield _record(line[:_LONGEST_LINE].decode("utf-8", "replace"))


def _record(line: str) -> Collected | None:
    if line.startswith("{"):
        return _of_json(line)
    found = _MESSAGE.search(line)
    if found is None:
        return None
    fields = {name: _ESCAPED.sub(r"\1", value) for name, value in _PARAMETER.findall(found[3])}
    try:
        return _of_fields(datetime.fromisoformat(found[1]).timestamp(), found[2], fields)
    except ValueError:
        return None


def _of_json(line: str) -> Collected | None:
    try:
        fields = json.loads(line)
        at = fields["at"]
        moment = datetime.fromisoformat(at).timestamp() if isinstance(at, str) else float(at)
        texts = {str(name): ",".join(map(str, value)) if isinstance(value, list) else str(value)
                 for name, value in fields.items()}
        return _of_fields(moment, texts["kind"], texts)
    except (ValueError, TypeError, KeyError, AttributeError, OverflowError, RecursionError):
        return None


def _of_fields(at: float, kind: str, fields: Mapping[str, str]) -> Collected | None:
    number = fields.get("n", "")
    device = fields.get("device", "")
    if not device or not number.isdecimal() or int(number) >= _LARGEST:
        return None
    if not _EARLIEST <= at < _LATEST or any(_SURROGATE.search(value) for value in fields.values()):
        return None
    rest = {name: value[:_LONGEST_VALUE] for name, value in fields.items()}
    return Collected(rest["device"], rest.get("chain", ""), int(number), at, kind[:20], rest.get("digest", ""), rest)
