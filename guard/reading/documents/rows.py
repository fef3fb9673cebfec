"""Writes rows of a sheet as lines of text with a tab between cells, in pieces that know the cell of each word."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from guard.reading.documents.transcript import Transcript
from rules.tables import cell_name

_MOST_TABS = 20


class Rows:
    """Writes the rows of one sheet. Consecutive rows that begin in the same column share a piece.

    ``hidden`` are columns that are not shown, as first and last.
    """

    def __init__(self, transcript: Transcript) -> None:
        self._transcript = transcript
        self._next: tuple[int, int] | None = None

    def write(self, row: int, cells: Sequence[tuple[int, str]], hidden: Sequence[tuple[int, int]] = ()) -> None:
        """Write the cells of one row that are not empty, as (column, text) in order; both count from 1."""
        if not cells:
            return
        if _plain(cells) and not hidden:
            first = cells[0][0]
            words = "".join(text + joint for _, text, joint in _joined(cells))
            self._transcript.write_cells(words, cell_name(first, row), table=True,
                                         goes_on=self._next == (row, first))
            self._next = row + 1, first
            return
        # Tabs and line ends in a cell, or tabs that were left out, do not show columns: each cell names itself.
        for column, text, joint in _joined(cells):
            if any(first <= column <= last for first, last in hidden):
                with self._transcript.unseen():
                    self._transcript.write_cells(text, cell_name(column, row))
                self._transcript.write_cells(joint, cell_name(column, row))
            else:
                self._transcript.write_cells(text + joint, cell_name(column, row))
        self._next = None


def _plain(cells: Sequence[tuple[int, str]]) -> bool:
    return all(after - before <= _MOST_TABS for (before, _), (after, _) in pairwise(cells)) and not any(
        "\n" in text or "\t" in text for _, text in cells)


def _joined(cells: Sequence[tuple[int, str]]) -> list[tuple[int, str, str]]:
    """Return each cell with what follows it: one tab per column, or the end of the line."""
    joints = ["\t" * min(max(1, after - before), _MOST_TABS) for (before, _), (after, _) in pairwise(cells)]
    return [(column, text, joint) for (column, text), joint in zip(cells, [*joints, "\n"], strict=True)]
