"""Decides from probabilities which characters of a text are hidden, and of what kind each hidden span is.

What is hidden is completed: numbers and clauses are hidden whole, cells and speakers as most of their column are, and
a name that is found once is hidden wherever it occurs.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from rules.tagging.kinds import KINDS, Kind
from rules.tagging.lines import SPEAKER, Before, lines_of

Chosen = NDArray[np.bool_]

_TOKEN = re.compile(r"[0-9A-Za-z]+(?:(?:[-._@]|(?<=\d)/(?=\d))[0-9A-Za-z]+)*")
_CLAUSE = re.compile(r"[^,。;!?\n\t|、:()]+")
_CLAUSES = re.compile("[,。;:、]")
_ITEM = re.compile(r"^[ \t]*[(]?\d{1,3}[.、)](?=\D)", re.MULTILINE)
_CHINESE = re.compile("[\u3400-\u9fff]+")
_WHOLE_CLAUSE = 0.35
"""A clause is hidden whole where this share of it is."""
_FEW, _PROBABLE = 2, 0.1
"""So many Chinese characters alone are hidden only from this probability on."""
_WHOLE_COLUMN = 0.5
"""A cell is hidden whole where this share of the cells in its column is hidden at least half."""
_FEWEST_ROWS = 3
_SHORTEST_NAME, _LONGEST_NAME = 2, 8
_WHOLE = tuple(KINDS.index(kind) for kind in (Kind.HEALTH, Kind.FAMILY, Kind.OTHER, Kind.UNIT, Kind.BIRTH))
_TOLD = tuple(KINDS.index(kind) for kind in (Kind.HEALTH, Kind.FAMILY, Kind.OTHER, Kind.UNIT))
"""Kinds of what is told in words: one clause tells of one of them."""
_NAME = KINDS.index(Kind.NAME)
_LISTED = tuple(KINDS.index(kind) for kind in (Kind.NAME, Kind.IDENTITY, Kind.PHONE, Kind.ACCOUNT))
"""Kinds of which several in a row belong to several people."""
_DIVISIONS = re.compile(r"(?<=[0-9\u3400-\u9fff]{2})[、,;|\t]+(?=[0-9\u3400-\u9fff]{2})")
"""What divides two of them: not a comma in a name of Latin letters, nor a line end, which divides one as well."""
_EDGES = " \t\n\"',.;:!?、。|()[]<>【】《》“”+-_/@#*&="


class Limits(NamedTuple):
    """From which probability on of belonging to a span a character is hidden, must not be in a masked copy, and makes a
    copy doubtful."""

    hide: float
    strict: float
    doubt: float


class Tagged(NamedTuple):
    """A span to hide; positions are of the normalised text."""

    start: int
    end: int
    kind: Kind


def spans_of(text: str, chances: NDArray[np.float32], hide: float) -> list[Tagged]:
    """Return what is hidden where a character's probability of belonging to a span is at least ``hide``.

    ``chances`` has a row per character and a column per kind.
    """
    summed = chances.sum(axis=1)
    hidden = summed >= hide
    _few(text, summed, hidden)
    if not hidden.any():
        return []
    kinds = chances.argmax(axis=1)
    _columns(text, chances, hidden, kinds)
    _again(text, hidden, kinds)
    _clauses(text, chances, hidden, kinds)
    _tokens(text, chances, hidden, kinds)
    for item in _ITEM.finditer(text):
        hidden[item.start():item.end()] = False
    _told(text, chances, hidden, kinds)
    _touching(hidden, kinds)
    return list(_spans(text, hidden, kinds))


def likely(text: str, chances: NDArray[np.float32], least: float) -> list[Tagged]:
    """Return the characters whose probability is at least ``least``, without completing anything."""
    return list(_spans(text, chances.sum(axis=1) >= least, chances.argmax(axis=1)))


def _few(text: str, summed: NDArray[np.float32], hidden: Chosen) -> None:
    """Show each Chinese character, and each two, that is hidden between others that are not, unless it is probable: it
    tells nobody who is meant, and a word of which half is hidden is no use."""
    for start, end in list(_runs(hidden, np.zeros(len(text), np.intp))):
        if end - start <= _FEW and summed[start:end].mean() < _PROBABLE and _CHINESE.fullmatch(text, start, end):
            hidden[start:end] = False


def _complete(places: Sequence[tuple[int, int]], total: NDArray[np.float32], hidden: Chosen,
              kinds: NDArray[np.intp]) -> None:
    """Hide these places whole: what was not hidden yet is of the kind of which they have most."""
    kind = total.argmax()
    for start, end in places:
        kinds[start:end][~hidden[start:end]] = kind
        hidden[start:end] = True


def _columns(text: str, chances: NDArray[np.float32], hidden: Chosen, kinds: NDArray[np.intp]) -> None:
    """Hide the cells of a column, and the speakers of a chat, of which most are hidden."""
    groups: defaultdict[tuple[str, int, int, str], list[tuple[int, int]]] = defaultdict(list)
    table = 0
    for line in lines_of(text, Before()):
        table += line.is_heading
        if line.separator and not line.is_heading:
            for number, cell in enumerate(line.cells):
                if cell.words and (line.separator != " " or _CLAUSES.search(cell.words) is None):
                    groups[line.separator, len(line.cells), number, str(table)].append((cell.start, cell.end))
        speaker = SPEAKER.match(line.words)
        if speaker:
            groups[":", 0, 0, ""].append((line.start, line.start + speaker.end(1)))
    for spans in groups.values():
        if len(spans) >= _FEWEST_ROWS:
            covered = sum(hidden[start:end].mean() >= 0.5 for start, end in spans)
            if covered >= _WHOLE_COLUMN * len(spans):
                _complete(spans, sum(chances[start:end].sum(axis=0) for start, end in spans), hidden, kinds)


def _again(text: str, hidden: Chosen, kinds: NDArray[np.intp]) -> None:
    """Hide each name wherever it occurs."""
    names = {text[start:end] for start, end in _runs(hidden, kinds) if kinds[start] == _NAME}
    for name in names:
        if _SHORTEST_NAME <= len(name) <= _LONGEST_NAME:
            for match in re.finditer(re.escape(name), text):
                kinds[match.start():match.end()] = _NAME
                hidden[match.start():match.end()] = True


def _clauses(text: str, chances: NDArray[np.float32], hidden: Chosen, kinds: NDArray[np.intp]) -> None:
    partly = hidden & np.isin(kinds, _WHOLE)
    for match in _CLAUSE.finditer(text):
        start, end = match.span()
        if _CHINESE.search(text, start, end) is None:
            continue  # an address of a page, or a line of data, is no clause
        if partly[start:end].sum() >= _WHOLE_CLAUSE * (end - start):
            _complete([(start, end)], chances[start:end][partly[start:end]].sum(axis=0), hidden, kinds)


def _tokens(text: str, chances: NDArray[np.float32], hidden: Chosen, kinds: NDArray[np.intp]) -> None:
    for match in _TOKEN.finditer(text):
        start, end = match.span()
        if hidden[start:end].any():
            _complete([(start, end)], chances[start:end].sum(axis=0), hidden, kinds)


def _told(text: str, chances: NDArray[np.float32], hidden: Chosen, kinds: NDArray[np.intp]) -> None:
    """Give what is hidden of a clause without a gap, and told in words, the kind that is most probable of all of it: a
    mask that ends in a word and another from there on are hard to read."""
    words = hidden & np.isin(kinds, _TOLD)
    for clause in _CLAUSE.finditer(text):
        offset = clause.start()
        for first, last in _runs(words[offset:clause.end()], np.zeros(clause.end() - offset, np.intp)):
            place = slice(offset + first, offset + last)
            kinds[place] = _TOLD[int(chances[place][:, _TOLD].sum(axis=0).argmax())]


def _touching(hidden: Chosen, kinds: NDArray[np.intp]) -> None:
    """Give a single hidden character the kind of what it touches, so that one mask hides both; not that of a name, of
    which the first character may be read."""
    for start, end in list(_runs(hidden, kinds)):
        beside = [place for place in (end, start - 1) if 0 <= place < len(hidden) and hidden[place]]
        if end - start == 1 and beside and kinds[beside[0]] != _NAME:
            kinds[start] = kinds[beside[0]]


def _runs(hidden: Chosen, kinds: NDArray[np.intp]) -> Iterator[tuple[int, int]]:
    """Yield the longest stretches of hidden characters of one kind."""
    marks = np.where(hidden, kinds, -1)
    edges = np.flatnonzero(marks[1:] != marks[:-1]) + 1
    for start, end in zip([0, *edges.tolist()], [*edges.tolist(), len(marks)], strict=True):
        if marks[start] >= 0:
            yield start, end


def _spans(text: str, hidden: Chosen, kinds: NDArray[np.intp]) -> Iterator[Tagged]:
    """Yield the hidden spans without what only separates them; two persons, or two of their numbers, are two spans."""
    for run, end in _runs(hidden, kinds):
        divisions = _DIVISIONS.finditer(text, run, end) if kinds[run] in _LISTED else ()
        start = run
        for division in divisions:
            yield from _span(text, start, division.start(), kinds[run])
            start = division.end()
        yield from _span(text, start, end, kinds[run])


def _span(text: str, first: int, last: int, kind: np.intp) -> Iterator[Tagged]:
    while first < last and text[first] in _EDGES:
        first += 1
    while first < last and text[last - 1] in _EDGES:
        last -= 1
    if first < last:
        yield Tagged(first, last, KINDS[kind])


def overlaps(spans: Sequence[Tagged], start: int, end: int) -> bool:
    """Tell whether any of these spans has a character between two positions."""
    return any(one.start < end and start < one.end for one in spans)
