"""Finds the line whose indentation makes a file no YAML.

It is the one line that, moved to the column of a neighbour, lets the parser go on.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence

from rules.pack.yaml_node import TreeError
from rules.sentences.catalogue import sentence

_NEIGHBOURS = 3
_LARGEST = 256 * 1024
"""Characters of a file that is parsed once more for each column."""
_TO_THE_END = 1 << 60


def misplaced(text: str, places: Sequence[int], stops_at: Callable[[str], int]) -> TreeError | None:
    """Return the message about one of these lines (from 1), None when no other column helps.

    ``stops_at`` returns the line (from 1) where the parser stops in a text, 0 when it reads all of it. A line counts
    as misplaced when the parser comes farther with it in another column; the farthest decides, then the first line.
    """
    if len(text) > _LARGEST:
        return None
    lines = text.split("\n")
    best, farthest = None, max(places, default=0)
    for place in places:
        for column in _columns(lines, place):
            moved = [*lines[:place - 1], " " * column + lines[place - 1].lstrip(" "), *lines[place:]]
            reached = stops_at("\n".join(moved)) or _TO_THE_END
            if reached > farthest:
                told = sentence("yaml.indent", found=_indent(lines[place - 1]), wanted=column)
                best, farthest = TreeError(place, told), reached
    return best


def _columns(lines: Sequence[str], place: int) -> Iterator[int]:
    """Yield the columns of the lines around one, each once, the nearest first; none for what begins a file."""
    if not 0 < place <= len(lines) or not any(line.strip() for line in lines[:place - 1]):
        return
    seen = {_indent(lines[place - 1])}
    for distance in range(1, _NEIGHBOURS + 1):
        for other in (place - 1 + distance, place - 1 - distance):
            if 0 <= other < len(lines) and lines[other].strip() and _indent(lines[other]) not in seen:
                seen.add(_indent(lines[other]))
                yield _indent(lines[other])


def _indent(line: str) -> int:
    return len(line) - len(line.lstrip(" "))
