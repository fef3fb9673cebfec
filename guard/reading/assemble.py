"""Assembles recognised lines into a Text: one piece per line, with a tab between the cells of a table row."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from guard.reading.model import Line
from rules.text import Piece, Text, Trait


def text(pages: Iterable[tuple[int, Sequence[Line]]], traits: tuple[Trait, ...] = ()) -> Text:
    """Join the lines of all pages in reading order, "\\n" between lines and "\\t" between the cells of one row."""
    parts: list[str] = []
    pieces: list[Piece] = []
    position = 0
    for page, lines in pages:
        previous: Line | None = None
        for line in lines:
            joint = _joint(previous, line) if pieces else ""
            start = position + len(joint)
            position = start + len(line.text)
            parts += [joint, line.text]
            pieces.append(Piece(start, position, page, line.box, line.confidence, line.char_edges))
            previous = line
    return Text("".join(parts), tuple(pieces), traits, from_picture=True)


def _joint(previous: Line | None, line: Line) -> str:
    if previous is not None and _same_row(previous, line):
        return "\t"
    return "\n"


def _same_row(left: Line, right: Line) -> bool:
    """True when ``right`` is beside ``left``: cells of one table row, a label and its value."""
    if right.beside is not None:
        return right.beside
    if _upright(left) or _upright(right):
        return False
    overlap = min(left.box.y + left.box.height, right.box.y + right.box.height) - max(left.box.y, right.box.y)
    smaller = min(left.box.height, right.box.height)
    return overlap > smaller / 2 and right.box.x >= left.box.x + left.box.width - smaller / 2


def _upright(line: Line) -> bool:
    """True for a line that runs from top to bottom; such lines beside each other are not a row."""
    return len(line.text) > 1 and line.box.height > 1.5 * line.box.width
