"""Fills values into words so that none can close the quotation marks in which it is shown (GB/T 15834, nested marks).

A file may be called 报告”已收起.docx: between “ and ” it is shown as 报告’已收起.docx.
"""

from __future__ import annotations

import string
from collections.abc import Iterator, Mapping
from functools import lru_cache

_DOUBLE = str.maketrans("“”„‟\"＂", "‘’‚‛'＇")
_NESTED = {"”": _DOUBLE, '"': _DOUBLE, "》": str.maketrans("《》", "〈〉")}
"""What a value has, within marks that end with the key, in place of the marks that would end them."""

_END_OF = {"“": "”", "《": "》"}


def filled(words: str, values: Mapping[str, object]) -> str:
    """Return words with their ``{names}`` replaced as ``str.format`` does, and the marks in quoted values nested."""
    with_fields, quoted = _parts(words)
    return with_fields.format(**values, **{name + ends: _within(ends, values[name]) for name, ends in quoted})


def _within(ends: str, value: object) -> object:
    """Return a value as it is shown within marks. One character alone is what is spoken of, and closes nothing."""
    if not isinstance(value, str) or len(value) < 2:
        return value
    for end in ends:
        value = value.translate(_NESTED[end])
    return value


@lru_cache(maxsize=2048)
def _parts(words: str) -> tuple[str, frozenset[tuple[str, str]]]:
    """Return words in which each field within marks is called by its name and their ends, and these pairs."""
    parts: list[str] = []
    quoted: set[tuple[str, str]] = set()
    for before, field, ends in _fields(words):
        parts.append(before.replace("{", "{{").replace("}", "}}"))
        if field is not None:
            name, form = field
            parts.append(f"{{{name}{ends}{form}}}")
            if ends:
                quoted.add((name, ends))
    return "".join(parts), frozenset(quoted)


def _fields(words: str) -> Iterator[tuple[str, tuple[str, str] | None, str]]:
    """Yield what is before each field, its name with its form, and the ends of the marks that it is within."""
    open_ends: list[str] = []
    for before, name, form, _ in string.Formatter().parse(words):
        for mark in before:
            if mark in open_ends:
                open_ends.remove(mark)
            elif mark in _END_OF or mark == '"':
                open_ends.append(_END_OF.get(mark, mark))
        yield before, None if name is None else (name, f":{form}" if form else ""), "".join(open_ends)
