"""Counts the people and details in an item's text, and finds where they are, for windows that show no words.

Pure. It may miss what a masked copy hides (guard.redact): a count that is shown must not contain guesses.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Sequence, Set
from dataclasses import dataclass

from guard.core.model import Judged, Span
from guard.core.people_found import Found, FoundKind
from rules.features.details import ADDRESS, ID_NUMBER, ILLNESS, PHONE, Named, details, names
from rules.features.doors import doors
from rules.features.record_numbers import bank_cards, labelled_numbers
from rules.model import Action, Nature, Verdict
from rules.scan.normalise import normalise

CHARACTERS = 60_000
"""Characters of one item that are looked at, some thirty pages; of a longer one the beginning is counted."""

_CELLS = 3
"""Lines between a name and what is said of the person, where each line is a cell of a table."""

NEAR = 200
"""Characters on each side of the words that decided in which a warning may show something."""

_AFTER_LABEL = re.compile("(?:诊断|主诉|现病史|既往史)[:为是]? ?")
_CLAUSE = re.compile("[^。;\n]*")
_LABELS = "来访人|举报人|信访人|联系人|当事人|申请人|负责人|经办人|单元"
_NO_NAME = re.compile(f"(?:{_LABELS})$")
"""Words that begin like a family name."""
_PATIENT_WORDS = ("住院号", "病历号", "病案号")
_KINDS = {ID_NUMBER: FoundKind.ID_NUMBER, PHONE: FoundKind.PHONE, ADDRESS: FoundKind.ADDRESS,
          ILLNESS: FoundKind.ILLNESS}


@dataclass(frozen=True, slots=True)
class _Trace:
    """A detail in code points of the normalised text; the same ``value`` is the same detail."""

    start: int
    end: int
    kind: FoundKind
    value: str


def found_in(judged: Iterable[Judged]) -> Found:
    """Return what the items that were stopped say of people; nothing for items without text."""
    people: set[str] = set()
    values: dict[FoundKind, set[str]] = {kind: set() for kind in FoundKind}
    for number, item in enumerate(judged):
        if item.text is None or item.verdict is None or item.verdict.action.severity < Action.WARN.severity:
            continue
        original = item.text.original[:CHARACTERS]
        text = normalise(original).text
        traces = list(_traces(text, 0, len(text)))
        people.update(_people(text, traces, _lines_told(original, item.verdict)))
        for trace in traces:
            values[trace.kind].add(f"{number} {trace.value}" if trace.kind is FoundKind.ILLNESS else trace.value)
    counts = tuple((kind, len(values[kind])) for kind in FoundKind if values[kind])
    return Found(max(len(people), len(values[FoundKind.ID_NUMBER])), counts)


def hidden_near(original: str, start: int, end: int) -> tuple[Span, ...]:
    """Return the parts around a place of a text that are about people, in code points of the original."""
    first, last = max(0, start - NEAR), min(len(original), end + NEAR)
    window = normalise(original[first:last])
    text = window.text
    traces = list(_traces(text, 0, len(text)))
    found = [_with_what_follows(text, trace) for trace in traces]
    found += [(name.start, name.end) for name in _names(text, traces)]
    spans = sorted(window.original(*span) for span in found if span[0] < span[1])
    return tuple((first + begin, first + behind) for begin, behind in spans)


def _traces(text: str, start: int, end: int) -> Iterator[_Trace]:
    homes = [_Trace(first, last, FoundKind.ADDRESS, text[first:last]) for first, last in _homes(text, start, end)]
    for detail in details(text, start, end):
        kind = _KINDS.get(detail.kind)
        if kind is FoundKind.ADDRESS and any(home.start < detail.end and detail.start < home.end for home in homes):
            continue
        if kind is not None and detail.value not in _PATIENT_WORDS:
            line = text.count("\n", start, detail.start)
            value = str(line) if kind is FoundKind.ILLNESS else detail.value
            yield _Trace(detail.start, detail.end, kind, value)
    yield from homes
    for number in labelled_numbers(text, start, end):
        if number.of_patient:
            yield _Trace(number.start, number.end, FoundKind.PATIENT_NUMBER, text[number.start:number.end])
    for first, last in bank_cards(text, start, end):
        yield _Trace(first, last, FoundKind.BANK_CARD, text[first:last])


def _homes(text: str, start: int, end: int) -> Iterator[Span]:
    above = ""
    while start < end:
        line_end = text.find("\n", start, end)
        line_end = end if line_end < 0 else line_end
        yield from doors(text, start, line_end, above)
        above, start = text[start:line_end], line_end + 1


def _lines_told(original: str, verdict: Verdict) -> set[int]:
    """Return the numbers of the lines in which a rule found something about people."""
    ends = _line_ends(original)
    personal = verdict.stopping(Nature.PERSONAL)
    return {line for match in personal for line in range(bisect_left(ends, match.start),
                                                         bisect_left(ends, match.end) + 1)}


def _line_ends(text: str) -> list[int]:
    return [match.start() for match in re.finditer("\n", text)]


def _people(text: str, traces: Sequence[_Trace], said: Set[int]) -> Iterator[str]:
    """Yield the names beside which something is said of the person: in the same line, or in the cells below. ``said``
    are lines of which a rule knows so.
    """
    lines = _line_ends(text)
    told = {bisect_right(lines, trace.start) for trace in traces} | said
    for name in _names(text, traces):
        line = bisect_right(lines, name.start)
        alone = text[lines[line - 1] + 1 if line else 0:].split("\n", 1)[0].strip() == name.name
        if not told.isdisjoint(range(line, line + (_CELLS if alone else 0) + 1)):
            yield name.name


def _names(text: str, traces: Sequence[_Trace]) -> Iterator[Named]:
    """Yield the names that are neither labels nor parts of an address."""
    homes = [trace for trace in traces if trace.kind is FoundKind.ADDRESS]
    for name in names(text, 0, len(text)):
        inside = any(home.start < name.end and name.start < home.end for home in homes)
        if not inside and not _NO_NAME.match(name.name):
            yield name


def _with_what_follows(text: str, trace: _Trace) -> Span:
    """Return the part to hide: after a label of an illness what is said there, and not the label."""
    label = _AFTER_LABEL.match(text, trace.start) if trace.kind is FoundKind.ILLNESS else None
    if label is None:
        return trace.start, trace.end
    clause = _CLAUSE.match(text, label.end())
    return label.end(), clause.end() if clause else label.end()
