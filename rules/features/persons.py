"""Finds distinct people in tables, lists, running text and recognised cells, with the details given of each.

A name alone is no evidence: only a name beside a number, an address with age, or an illness counts. One hit is one
mention of a person; its span is that person's deciding words. Categories: 个人信息保护法 art. 28.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from rules.features.details import (
    ADDRESS,
    ID_NUMBER,
    ILLNESS,
    MASKED_ID,
    MASKED_PHONE,
    MINOR,
    PHONE,
    SEX_OR_AGE,
    Detail,
    Named,
    called,
    details,
    has_address,
    heading_words,
    is_heading,
    names,
)
from rules.features.model import Hit, View

_STRONG = (
    "00000000", "000-0000", "000 0000", "****", "xxxx", "××××", "姓名", "患者", "病人", "病例", "密接",
    "密切接触者", "确诊者", "感染者", "感染人员", "阳性人员",
)
_WEAK = ("男", "女", "岁")
_ILLNESS_HEADINGS = ("诊断", "病情", "症状", "病名", "核酸结果", "检测结果", "病种")
_MINOR_HEADINGS = ("监护人", "家长", "学生姓名", "幼儿姓名")
_LONGEST_ROW = 160
_SHORT_LINE = 6
_CELLS_ABOVE = 3


@dataclass(frozen=True, slots=True)
class _Heading:
    """What the heading row of a table says of the rows below it."""

    names: bool = False
    illness: bool = False
    minors: bool = False


_NO_HEADING = _Heading()


class Persons:
    """Finds people and the details given of each."""

    name = "persons"
    kinds = frozenset({ID_NUMBER, MASKED_ID, PHONE, MASKED_PHONE, ADDRESS, ILLNESS, MINOR, SEX_OR_AGE})
    gates = _STRONG + _WEAK

    def find(self, view: View) -> tuple[Hit, ...]:
        """Return one hit for each mention of a person; ``value`` is the same for the same person. Raises OutOfTime."""
        hits: list[Hit] = []
        for start, end in _blocks(view):
            view.deadline.check()
            hits.extend(_of_block(view, start, end))
        return tuple(_joined(hits))


def _blocks(view: View) -> Iterator[tuple[int, int]]:
    """Yield (start, end) of runs of lines that may contain people, in order and not overlapping."""
    lines = [(with_cells_above(view.text, start), end) for start, end in view.lines_with(_STRONG)]
    lines += [(start, end) for start, end in view.lines_with(_WEAK) if has_address(view.text, start, end)]
    lines.sort()
    first, last = -1, -2
    for start, end in lines:
        if end <= last:
            continue
        if start > last + 1:
            if first >= 0:
                yield first, last
            first = start
        last = end
        if is_heading(view.text, view.line(end)[0] if end else 0, end):
            blank = view.text.find("\n\n", end)
            last = len(view.text) if blank < 0 else blank
    if first >= 0:
        yield first, last


def with_cells_above(text: str, start: int, shortest: int = 1) -> int:
    """Return where the short lines above a line begin: a recognised table has one cell per line, and the name is one.
    With a ``shortest`` of 0 an empty line is a cell, too.
    """
    for _ in range(_CELLS_ABOVE):
        above = text.rfind("\n", 0, start - 1) + 1
        if start == 0 or not shortest <= start - 1 - above <= _SHORT_LINE:
            break
        start = above
    return start


def _of_block(view: View, start: int, end: int) -> Iterator[Hit]:
    text = view.text
    found, named, titles = details(text, start, end), names(text, start, end), heading_words(text, start, end)
    found_at, named_at = [entry.start for entry in found], [entry.start for entry in named]
    next_found = next_named = next_title = 0
    heading = _NO_HEADING
    waiting: Named | None = None
    line_start = start
    number = 0
    while line_start <= end:
        number += 1
        if number % 128 == 0:
            view.deadline.check()
        line_end = text.find("\n", line_start, end)
        line_end = end if line_end < 0 else line_end
        first_found, next_found = next_found, bisect_left(found_at, line_end, next_found)
        first_named, next_named = next_named, bisect_left(named_at, line_end, next_named)
        first_title, next_title = next_title, bisect_left(titles, line_end, next_title)
        line: _Line | None = None
        if next_found > first_found or next_named > first_named:
            told = found[first_found:next_found]
            people = _with_calls(text, line_start, told, named[first_named:next_named])
            line = _Line(text, line_start, line_end, told, people)
        if next_title - first_title > 1 and not (line and line.numbers) and is_heading(text, line_start, line_end):
            heading = _heading(text[line_start:line_end])
        elif line:
            yield from line.people(heading, waiting)
        if line:
            waiting = line.only_name or (None if line.numbers else waiting)
        line_start = line_end + 1


def _with_calls(text: str, start: int, found: Sequence[Detail], named: Sequence[Named]) -> Sequence[Named]:
    """Return the names of a line, and, where it has more numbers than names, words for people such as 何先生, 乐乐妈.
    """
    phones = [detail.start for detail in found if detail.kind == PHONE]
    if len(phones) <= len(named):
        return named
    calls = [call for phone in phones if (call := called(text, start, phone)) is not None]
    known = {name.start for name in named}
    return sorted([*named, *(call for call in calls if call.start not in known)], key=lambda name: name.start)


def _heading(words: str) -> _Heading:
    return _Heading(
        names="姓名" in words,
        illness=any(word in words for word in _ILLNESS_HEADINGS),
        minors=any(word in words for word in _MINOR_HEADINGS),
    )


def _is_row(line: str) -> bool:
    return "\t" in line or "|" in line or "  " in line


class _Line:
    """One line with its names and details."""

    def __init__(self, text: str, start: int, end: int, found: Sequence[Detail], named: Sequence[Named]) -> None:
        self.text = text[start:end]
        self.numbers = [detail for detail in found if detail.kind in (ID_NUMBER, PHONE)]
        self._start, self._end = start, end
        self._found = found
        self._named = named
        # A row of a table is about one person, whatever else in it looks like a name.
        if len(named) > 1 and _is_row(self.text) and sum(detail.kind == ID_NUMBER for detail in found) <= 1:
            self._named = named[:1]

    @property
    def only_name(self) -> Named | None:
        """The name when the line is nothing but a name."""
        if len(self._named) != 1 or self.text.strip() != self._named[0].name:
            return None
        return self._named[0]

    def people(self, heading: _Heading, waiting: Named | None) -> Iterator[Hit]:
        """Yield the people of the line; ``waiting`` is a name alone on a line above it."""
        if not self._named:
            yield from self._nameless(waiting)
            return
        if self._end - self._start > _LONGEST_ROW:
            heading = _NO_HEADING
        known = set()
        for named, part in self._parts():
            if hit := _person(named, part, heading):
                known.add(hit.value)
                yield hit
        # A number that is nobody's of those named is another person's.
        yield from (Hit(detail.start, detail.end, detail.value, frozenset({ID_NUMBER})) for detail in self.numbers
                    if detail.kind == ID_NUMBER and detail.value not in known)

    def _parts(self) -> Iterator[tuple[Named, Sequence[Detail]]]:
        """Yield each name with the details up to the next one; a name alone with all of the line."""
        if len(self._named) == 1:
            yield self._named[0], self._found
            return
        places = [detail.start for detail in self._found]
        first = 0
        for index, named in enumerate(self._named):
            end = self._named[index + 1].start if index + 1 < len(self._named) else self._end
            last = bisect_left(places, end, first)
            yield named, self._found[first:last]
            first = last

    def _nameless(self, waiting: Named | None) -> Iterator[Hit]:
        """Yield the numbers of a line without names: a valid identity number counts as a person even so."""
        for detail in self.numbers:
            if detail.kind == ID_NUMBER:
                yield Hit(detail.start, detail.end, detail.value, frozenset({ID_NUMBER}))
            elif waiting is not None:
                yield Hit(detail.start, detail.end, waiting.name + detail.value, frozenset({PHONE}))


def _person(named: Named, part: Sequence[Detail], heading: _Heading) -> Hit | None:
    """Return the person of one part of a line, or None when it contains nothing but the name."""
    first: dict[str, Detail] = {}
    for detail in part:
        first.setdefault(detail.kind, detail)
    kinds = set(first)
    if not kinds.isdisjoint((MASKED_ID, MASKED_PHONE)) and kinds.isdisjoint((ID_NUMBER, PHONE)):
        # A masked number shows that the list was made to be published; its addresses are not complete either.
        kinds -= {ADDRESS, MINOR}
    ill = ILLNESS in kinds
    kinds.discard(ILLNESS)
    # An illness counts when it is this person's: of a patient, of someone described, or in a column for it.
    if named.contact or heading.illness or (ill and (named.patient or SEX_OR_AGE in kinds or ID_NUMBER in kinds)):
        kinds.add(ILLNESS)
    if heading.minors and (PHONE in kinds or ID_NUMBER in kinds or ADDRESS in kinds):
        kinds.add(MINOR)
    strong = len(kinds) - (SEX_OR_AGE in kinds)
    if not strong and not (heading.names and kinds):
        return None
    if strong == 1 and ADDRESS in kinds and not (SEX_OR_AGE in kinds or heading.names):
        return None
    return _hit(named, first, frozenset(kinds))


def _hit(named: Named, first: Mapping[str, Detail], kinds: frozenset[str]) -> Hit:
    number, phone = first.get(ID_NUMBER), first.get(PHONE)
    value = number.value if number else named.name + (phone.value if phone else "")
    start = min(named.start, number.start) if number else named.start
    return Hit(start, max(named.end, *(detail.end for detail in first.values())) if first else named.end, value, kinds)


def _joined(hits: Sequence[Hit]) -> Iterator[Hit]:
    """Give every mention of a person the details of all its mentions."""
    told: dict[str, frozenset[str]] = {}
    for hit in hits:
        kinds = told.setdefault(hit.value, hit.kinds)
        if kinds != hit.kinds:
            told[hit.value] = kinds | hit.kinds
    for hit in hits:
        kinds = told[hit.value]
        yield hit if kinds == hit.kinds else hit._replace(kinds=kinds)
