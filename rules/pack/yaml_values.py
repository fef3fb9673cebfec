"""Values of YAML 1.2 that are written without quotes: null, true and false, numbers, days; all else is text.

The types are those that the policy was always read by: `on` and `yes` are text, unlike in YAML 1.1.
"""

from __future__ import annotations

import re
from datetime import date, datetime, time

Value = str | int | float | bool | date | None
"""What a scalar can be."""

_NULL = frozenset({"", "~", "null", "Null", "NULL"})
_TRUE, _FALSE = frozenset({"true", "True", "TRUE"}), frozenset({"false", "False", "FALSE"})
_DAY = re.compile(r"([0-9]{4})-([0-9]{2})-([0-9]{2})(?P<time>[Tt \t].*)?")
_WHOLE = re.compile(r"[-+]?[0-9_]*[0-9][0-9_]*")
_BASED = re.compile(r"([-+]?)0(b[01]{1,100}|o[0-7]{1,40}|x[0-9a-fA-F]{1,30})")
_FRACTION = re.compile(
    r"[-+]?(?:[0-9][0-9_]*\.[0-9_]*(?:[eE][-+]?[0-9]+)?|[0-9][0-9_]*[eE][-+]?[0-9]+|\.[0-9_]*[0-9][0-9_]*)")
_SPECIAL = {".inf": "inf", "-.inf": "-inf", "+.inf": "inf", ".nan": "nan"}
_BASES = {"b": 2, "o": 8, "x": 16}
_LONGEST = 64


def value_of(written: str) -> Value:
    """Return what a scalar without quotes is; a day that no calendar has stays text."""
    if written in _NULL:
        return None
    if written in _TRUE or written in _FALSE:
        return written in _TRUE
    if written[0] not in "+-.0123456789" or len(written) > _LONGEST:
        return written
    day = _DAY.fullmatch(written)
    return _number(written) if day is None else _day(written, day)


def _day(written: str, found: re.Match[str]) -> Value:
    try:
        day = date(int(found[1]), int(found[2]), int(found[3]))
    except ValueError:
        return written
    # What the time is does not matter: nothing that people write has one, and it must not pass for text.
    return datetime.combine(day, time.min) if found["time"] else day


def _number(written: str) -> Value:
    if _WHOLE.fullmatch(written):
        return int(written.replace("_", ""))
    based = _BASED.fullmatch(written)
    if based is not None:
        return int(based[1] + based[2][1:], _BASES[based[2][0]])
    if written.lower() in _SPECIAL:
        return float(_SPECIAL[written.lower()])
    if _FRACTION.fullmatch(written):
        return float(written.replace("_", ""))
    return written
