"""Converts names of cells: "C12" is the third column of the twelfth row."""

from __future__ import annotations

import re

_NAME = re.compile(r"([A-Z]{1,4})([0-9]{1,8})")


def cell_name(column: int, row: int) -> str:
    """Return the name of a cell; columns and rows count from 1."""
    letters = ""
    while column > 0:
        column, letter = divmod(column - 1, 26)
        letters = chr(ord("A") + letter) + letters
    return f"{letters}{row}"


def column_of(name: str) -> int:
    """Return the number of a cell's column, counted from 1, or 0 for no cell name."""
    found = _NAME.fullmatch(name)
    number = 0
    for letter in found.group(1) if found else "":
        number = number * 26 + ord(letter) - ord("A") + 1
    return number


def cell_of(first: str, text: str, start: int, position: int) -> str:
    """Return the cell that contains ``position``, in a table that begins at ``start`` with the cell ``first``.

    Each tab goes on to the next column; each line end begins the next row in the column of ``first``.
    """
    found = _NAME.fullmatch(first)
    if found is None:
        return first
    row = int(found.group(2)) + text.count("\n", start, position)
    line = max(start, text.rfind("\n", start, position) + 1)
    return cell_name(column_of(first) + text.count("\t", line, position), row)
