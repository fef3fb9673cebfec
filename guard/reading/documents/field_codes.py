"""Finds what a word processor shows of a field that is drawn from its own code."""

from __future__ import annotations

import re

_EQ = re.compile(r"\s*EQ\b", re.IGNORECASE)
"""A field that lays out its arguments, above each other or in a ring (ISO/IEC 29500-4, 14.6): its code is its words."""

_SWITCH = re.compile(r'\\\*\s*(?:"[^"]*"|\w+)|\\[a-zA-Z]{1,2}(?:\s*\d+)?|\\(?=[^\sa-zA-Z])|(?<!\\)[(),;\s]')
"""How it is laid out, what escapes a character, and what is between arguments."""


def shown(code: str) -> str:
    """Return the characters of the arguments of a formula; "" for any other field."""
    begin = _EQ.match(code)
    return _SWITCH.sub("", code[begin.end():]) if begin is not None else ""
