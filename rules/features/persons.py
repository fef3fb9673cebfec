"""Distinct people in tables, lists, narrative and recognised cells, with what is told about each.

A name alone is no evidence: only a name beside a number, an address with age, or an illness counts. One hit is one
mention of a person; its span is that person's deciding words. Categories: 个人信息保护法 art. 28.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar

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
    details,
    has_address,
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
    """The heading row of a table, which tells what the rows below it hold."""

    names: bool = False
    illness: bool = False
    minors: bool = False


_NO_HEADING = _Heading()
_Entry = TypeVar("_Entry", Detail, Named)


class Persons:
    """Finds people with what is told about them."""

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
    """Yield (start, end) of the runs of lines that can tell of people, in order and apart from each other."""
    lines = [(_with_cells_above(view.text, start), end) for start, end in view.lines_with(_STRONG)]
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


def _with_cells_above(text: str, start: int) -> int:
    """Return where the short lines above a line begin: a recognised table has one cell a line, and the name is one."""
    for _ in range(_CELLS_ABOVE):
        above = text.rfind("\n", 0, start - 1) + 1
        if start == 0 or not 0 < start - 1 - above <= _SHORT_LINE:
            break
        start = above
    return start


def _of_block(view: View, start: int, end: int) -> Iterator[Hit]:
    found = _Cursor(details(view.text, start, end))
    named = _Cursor(names(view.text, start, end))
    heading = _NO_HEADING
    waiting: Named | None = None
    line_start = start
    number = 0
    while line_start <= end:
        number += 1
        if number % 128 == 0:
            view.deadline.check()
        line_end = view.text.find("\n", line_start, end)
        line_end = end if line_end < 0 else line_end
        line = _Line(view.text, line_start, line_end, found.until(line_end), named.until(line_end))
        if not line.numbers and is_heading(view.text, line_start, line_end):
            heading = _Heading(
                names="姓名" in line.text,
                illness=any(word in line.text for word in _ILLNESS_HEADINGS),
                minors=any(word in line.text for word in _MINOR_HEADINGS),
            )
        else:
            yield from line.people(heading, waiting)
        waiting = line.only_name or (None if line.numbers else waiting)
        line_start = line_end + 1


class _Cursor(Generic[_Entry]):
    """Hands out entries in order of position, line by line."""

    def __init__(self, entries: Sequence[_Entry]) -> None:
        self._entries: Sequence[_Entry] = entries
        self._next = 0

    def until(self, end: int) -> Sequence[_Entry]:
        """Return the entries that begin before ``end`` and have not been handed out."""
        first = self._next
        while self._next < len(self._entries) and self._entries[self._next].start < end:
            self._next += 1
        return self._entries[first:self._next]


class _Line:
    """One line with the names and details in it."""

    def __init__(self, text: str, start: int, end: int, found: Sequence[Detail], named: Sequence[Named]) -> None:
        self.text = text[start:end]
        self.numbers = [detail for detail in found if detail.kind in (ID_NUMBER, PHONE)]
        self._start, self._end = start, end
        self._found = found
        self._named = named
        row = "\t" in self.text or "|" in self.text or "  " in self.text
        if row and len(named) > 1 and sum(detail.kind == ID_NUMBER for detail in found) <= 1:
            self._named = named[:1]

    @property
    def only_name(self) -> Named | None:
        """The name when the line is nothing but a name."""
        return self._named[0] if len(self._named) == 1 and self.text.strip() == self._named[0].name else None

    def people(self, heading: _Heading, waiting: Named | None) -> Iterator[Hit]:
        """Yield the people of the line; ``waiting`` is a name that stood alone above it."""
        if not self._named:
            yield from self._nameless(waiting)
            return
        if self._end - self._start > _LONGEST_ROW:
            heading = _NO_HEADING
        for index, named in enumerate(self._named):
            first = self._start if index == 0 else named.start
            last = self._named[index + 1].start if index + 1 < len(self._named) else self._end
            part = [detail for detail in self._found if first <= detail.start < last]
            hit = _person(named, part, heading)
            if hit:
                yield hit

    def _nameless(self, waiting: Named | None) -> Iterator[Hit]:
        """Yield the numbers of a line without names: a valid identity number is a person all the same."""
        for detail in self.numbers:
            if detail.kind == ID_NUMBER:
                yield Hit(detail.start, detail.end, detail.value, frozenset({ID_NUMBER}))
            elif waiting is not None:
                yield Hit(detail.start, detail.end, waiting.name + detail.value, frozenset({PHONE}))


def _person(named: Named, part: Sequence[Detail], heading: _Heading) -> Hit | None:
    """Return the person of one part of a line, or None when nothing but the name is told."""
    kinds = {detail.kind for detail in part}
    ill = ILLNESS in kinds
    kinds.discard(ILLNESS)
    # Illness counts when it is this person's: told of a patient, of someone described, or in a column for it.
    if named.contact or heading.illness or (ill and (named.patient or kinds & {SEX_OR_AGE, ID_NUMBER})):
        kinds.add(ILLNESS)
    if heading.minors and kinds & {PHONE, ID_NUMBER, ADDRESS}:
        kinds.add(MINOR)
    strong = kinds - {SEX_OR_AGE}
    described = SEX_OR_AGE in kinds or heading.names
    if not strong and not (heading.names and kinds):
        return None
    if strong == {ADDRESS} and not described:
        return None
    return _hit(named, part, kinds)


def _hit(named: Named, part: Sequence[Detail], kinds: set[str]) -> Hit:
    first: dict[str, Detail] = {}
    end = named.end
    for detail in part:
        if detail.kind not in first:
            first[detail.kind] = detail
            end = max(end, detail.end)
    number, phone = first.get(ID_NUMBER), first.get(PHONE)
    value = number.value if number else named.name + (phone.value if phone else "")
    start = min(named.start, number.start) if number else named.start
    return Hit(start, end, value, frozenset(kinds))


def _joined(hits: Sequence[Hit]) -> Iterator[Hit]:
    """Give every mention of a person what all its mentions tell."""
    told: dict[str, frozenset[str]] = {}
    for hit in hits:
        kinds = told.setdefault(hit.value, hit.kinds)
        if kinds != hit.kinds:
            told[hit.value] = kinds | hit.kinds
    for hit in hits:
        kinds = told[hit.value]
        yield hit if kinds == hit.kinds else hit._replace(kinds=kinds)
