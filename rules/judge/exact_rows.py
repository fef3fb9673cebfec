"""Turns rows of a unit's tables that were found in a text into matches of a verdict."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from rules.deadline import Deadline
from rules.exact.finding import SHORTEST_TEXT, Row, rows_in
from rules.exact.index import ExactIndex
from rules.judge.matching import LONGEST_WORDS
from rules.model import EXACT, MOST_MATCHES, Action, Confidence, Explanation, Match
from rules.scan.normalise import Normalised
from rules.sentences.catalogue import sentence

BASIS, TITLE = str(sentence("exact.basis")), str(sentence("exact.title"))
FOUND, ADVICE = str(sentence("exact.found")), str(sentence("exact.advice"))
"""What people are told of a match, plain as the words of a pack: the windows translate both (ui.i18n.pack_words)."""


class ExactTables:
    """The indexes of a unit's tables, looked up one after the other. Immutable after construction."""

    def __init__(self, indexes: Sequence[ExactIndex]) -> None:
        self._tables = tuple((index, _explained(index)) for index in indexes)

    @property
    def explanations(self) -> tuple[Explanation, ...]:
        """Return the explanation of each table."""
        return tuple(told for _, told in self._tables)

    def watches(self, original: str) -> bool:
        """Return whether there is a table, and room for two values of it in a text."""
        return bool(self._tables) and len(original) >= SHORTEST_TEXT

    def each(self) -> Iterator[tuple[ExactIndex, Explanation]]:
        """Yield the tables with their explanations."""
        yield from self._tables


def matches_in(normalised: Normalised, index: ExactIndex, told: Explanation, deadline: Deadline) -> Iterator[Match]:
    """Yield a match for each row of a table in a text, with positions of the normalised text: the words from one value
    to the other, or both by themselves where they are far apart. Raises OutOfTime."""
    spans = sorted({span for row in rows_in(normalised.text, index, deadline) for span in _spans(row)})
    for start, end in _joined(spans)[:MOST_MATCHES]:
        yield Match(told.rule, told.name, Action.BLOCK, Confidence.HIGH, "", start, end)


def _joined(spans: Sequence[tuple[int, int]]) -> list[tuple[int, int]]:
    """Join what overlaps, as the pairs of three values of one row do, into passages that a match can show whole."""
    found: list[tuple[int, int]] = []
    for start, end in spans:
        if found and start < found[-1][1] and max(end, found[-1][1]) - found[-1][0] <= LONGEST_WORDS:
            found[-1] = found[-1][0], max(end, found[-1][1])
        else:
            found.append((start, end))
    return found


def _spans(row: Row) -> tuple[tuple[int, int], ...]:
    if row.other_end - row.start <= LONGEST_WORDS:
        return ((row.start, row.other_end),)
    return ((row.start, row.end), (row.other_start, row.other_end))


def _explained(index: ExactIndex) -> Explanation:
    name = index.header.name
    return Explanation(f"{EXACT}·{name}", name, EXACT, index.header.nature, BASIS, (), (), TITLE, FOUND, ADVICE)
