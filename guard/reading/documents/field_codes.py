"""Finds what a word processor shows of a field that is drawn from its own code."""

from __future__ import annotations

import re

_EQ = re.compile(r"\s*EQ\b", re.IGNORECASE)
"""A field that lays out its arguments, above each other or in a ring (ISO/IEC 29500-4, 14.6): its code is its words."""

_SWITCH = re.compile(r'\\\*\s*(?:"[^"]*"|\w+)|\\[a-zA-Z]{1,2}(?:\s*\d+)?|\\(?=[^\sa-zA-Z])|(?<!\\)[(),;\s]')
"""How it is laid out, what escapes a character, and what is between arguments."""

_READING = re.compile(r"(\\o\s*(?:\\a[a-z]\s*)?\(\s*)\\s\s*\\up\s*\d+\s*\((?:[^()\\]|\\.)*+\)\s*[,;]",
                      re.IGNORECASE | re.DOTALL)
"""How a character is pronounced, as a word processor lays it out above that character."""


def shown(code: str) -> str:
    """Return the characters of the arguments of a formula, without their readings; "" for any other field."""
    begin = _EQ.match(code)
    return _SWITCH.sub("", _READING.sub(r"\1", code[begin.end():])) if begin is not None else ""
