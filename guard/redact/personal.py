"""Finds everything personal in a text: not only the places that the verdict names, but all of their kind.

A verdict lists some hundred places at most, with at most eighty characters each; a masked copy must contain none.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from itertools import chain, starmap
from types import MappingProxyType

from ahocorasick_rs import AhoCorasick, Implementation

from guard.redact.by_programs import coordinates, devices, escaped_words
from guard.redact.case_numbers import case_numbers
from guard.redact.fields import fields, is_label
from guard.redact.illnesses import illnesses
from guard.redact.kin import kin_beside
from guard.redact.mask_kinds import Masked, MaskKind
from guard.redact.numbered import doors_in, numbers_in
from guard.redact.sentences import names_in_sentences
from guard.redact.spelled import spelled_numbers
from guard.redact.traces import Found, homes, masked_numbers, name_before, subjects, traces, traces_in_row
from rules.features.details import ADDRESS, details, names
from rules.features.names import is_name
from rules.features.persons import with_cells_above
from rules.scan.normalise import Normalised, normalise

_ROW_KINDS = frozenset((MaskKind.ID_NUMBER, MaskKind.PHONE, MaskKind.BANK_CARD, MaskKind.CASE_NUMBER))
_BESIDE_NUMBERS = _ROW_KINDS | {MaskKind.NUMBER, MaskKind.ACCOUNT}
_NUMBERS_OF_ONE = frozenset((MaskKind.ID_NUMBER, MaskKind.BANK_CARD))
"""Kinds of numbers before which there is the name of a person, if any name."""
_SURE_TRACES = frozenset((MaskKind.NAME, MaskKind.ID_NUMBER, MaskKind.ACCOUNT))
"""Kinds of traces that are hardly ever something else; a number or a door may be an office's."""
_LONGEST_ROW = 300
_FILLING = re.compile(r"[ \-]+")
_SHORTEST_REPEATED = 2
_SHORTEST_OF = MappingProxyType(dict.fromkeys((MaskKind.ADDRESS, MaskKind.UNIT, MaskKind.FAMILY, MaskKind.PRIVATE), 4))
"""By kind: the fewest characters that are hidden where they occur again; 父亲 or 学校 is not one person's."""
_NUMBERED = _BESIDE_NUMBERS | {MaskKind.BIRTH}
_TELLING = 7
"""So many characters are the same value even within a longer one."""
_DOOR_NUMBER = re.compile("[0-9]")
_LATIN = re.compile("[0-9A-Za-z]")

Span = tuple[int, int]


class Personal:
    """One text as redaction sees it; positions that go in and out are code points of the original."""

    def __init__(self, original: str) -> None:
        self._normalised: Normalised = normalise(original)
        self._text = self._normalised.text

    def masks(self, places: Sequence[Span], speakers: Sequence[Span]) -> list[Masked]:
        """Return what to mask: every number, the names and addresses of the lines that contain one or one of
        ``places``.

        ``speakers`` are the names at the head of chat messages. Wherever the same name or number occurs again, it is
        masked too.
        """
        found = [*numbers_in(self._text), *doors_in(self._text), *traces(self._text), *subjects(self._text),
                 *fields(self._text)]
        anchors = [start for start, _, kind in found if kind in _ROW_KINDS]
        numbers = sorted({*anchors, *masked_numbers(self._text)})
        for start in numbers:
            found += name_before(self._text, start)
        for start, end in _unions(map(self._line, numbers)):
            found += traces_in_row(self._text, start, end)
        told = [self._place(*span) for span in places]
        if any(is_name(self._text[start:end]) for start, end in told):
            # A rule counted names that occur alone: there may be more of them than a verdict names.
            found += ((named.start, named.end, MaskKind.NAME) for named in names(self._text, 0, len(self._text)))
        near = [*told, *((start, end) for start, end, _ in found)]
        for start, end in self._lines(near):
            found += self._names_and_addresses(start, end)
        found += ((start, end, MaskKind.NAME) for start, end in near if is_name(self._text[start:end]))
        for start, end in _unions(starmap(self._neighbourhood, near)):
            found += names_in_sentences(self._text, start, end)
        heads = [self._place(*span) for span in speakers]
        found += ((start, end, MaskKind.NAME) for start, end in heads if start < end)
        return self.everywhere(self._masked([*found, *self._told_by_their_form()]))

    def certain(self, places: Sequence[Span], speakers: Sequence[Span]) -> list[Masked]:
        """Return what to mask whatever a learnt tagger says: what a label or a word of illness tells, proven numbers
        with the name before them and every other number in a row with one, names that stop the text, speakers.
        """
        numbers = list(numbers_in(self._text))
        rows = list(_unions(self._line(start) for start, _, _ in numbers))
        found = [*numbers, *fields(self._text), *self._told_by_their_form()]
        for start, _, kind in numbers:
            found += name_before(self._text, start) if kind in _NUMBERS_OF_ONE else ()
        found += (trace for trace in traces(self._text)
                  if trace[2] in _SURE_TRACES or (trace[2] in _BESIDE_NUMBERS and _within(rows, trace[0])))
        found += (home for home in homes(self._text) if _DOOR_NUMBER.search(self._text, home[0], home[1]))
        found += ((start, end, MaskKind.NAME) for start, end in starmap(self._place, places)
                  if is_name(self._text[start:end]))
        found += ((start, end, MaskKind.NAME) for start, end in starmap(self._place, speakers) if start < end)
        return self._masked(found)

    def everywhere(self, masks: Iterable[Masked]) -> list[Masked]:
        """Return the masks, and one wherever what they hide occurs again, whoever found it."""
        masks = list(masks)
        found = [(*self._place(mask.start, mask.end), mask.kind) for mask in masks if mask.kind is not MaskKind.CELL]
        return [*masks, *self._masked(self._again(found))]

    def with_kin(self, masks: Sequence[Masked]) -> list[Masked]:
        """Return the masks, and those of words for relatives beside what they hide."""
        found = [(*self._place(mask.start, mask.end), mask.kind) for mask in masks]
        return [*masks, *self._masked(kin_beside(self._text, found))]

    def _told_by_their_form(self) -> Iterator[Found]:
        """Yield what can be told without the words around it."""
        for finder in (illnesses, spelled_numbers, case_numbers, devices, coordinates, escaped_words):
            yield from finder(self._text)

    def _masked(self, found: Iterable[Found]) -> list[Masked]:
        return [Masked(*self._normalised.original(start, end), kind) for start, end, kind in found
                if kind is not MaskKind.NAME or not is_label(self._text[start:end])]  # 银行卡: 银 is a surname

    def _names_and_addresses(self, start: int, end: int) -> Iterator[Found]:
        for named in names(self._text, start, end):
            yield named.start, named.end, MaskKind.NAME
        for detail in details(self._text, start, end):
            if detail.kind == ADDRESS:
                yield detail.start, detail.end, MaskKind.ADDRESS

    def _place(self, start: int, end: int) -> Span:
        """Return the span of the normalised text for one of the original."""
        offsets = self._normalised.offsets
        if offsets is None:
            return start, end
        return int(offsets.searchsorted(start)), int(offsets.searchsorted(end))

    def _line(self, place: int) -> Span:
        """Return the part of the line around a place that is near enough to belong to its row."""
        near = max(0, place - _LONGEST_ROW)
        first = max(self._text.rfind("\n", near, place) + 1, near)
        last = self._text.find("\n", place, place + _LONGEST_ROW)
        return first, last if last >= 0 else min(len(self._text), place + _LONGEST_ROW)

    def _lines(self, spans: Iterable[Span]) -> Iterator[Span]:
        """Yield the lines around these spans once each, with the single cells above that may contain the name."""
        done = -1
        for start, end in sorted(spans):
            if end <= done:
                continue
            first = self._text.rfind("\n", 0, start) + 1
            last = self._text.find("\n", end)
            last = len(self._text) if last < 0 else last
            first = max(with_cells_above(self._text, first, shortest=0), done + 1)
            if first <= last:
                yield first, last
                done = last

    def _neighbourhood(self, start: int, end: int) -> Span:
        """Return the text around a span: as far as a row reaches, and one line up and down."""
        first, last = self._line(start)[0], self._line(end)[1]
        return self._line(max(0, first - 1))[0], self._line(min(len(self._text), last + 1))[1]

    def _again(self, found: Iterable[Found]) -> Iterator[Found]:
        """Yield every place where something masked occurs again; a number with any grouping."""
        words: dict[str, MaskKind] = {}
        numbers: dict[str, MaskKind] = {}
        for start, end, kind in found:
            value = self._text[start:end].strip()
            if kind in _NUMBERED:
                numbers[_FILLING.sub("", value).removeprefix("+86").replace("x", "X")] = kind
            elif len(value) >= _SHORTEST_OF.get(kind, _SHORTEST_REPEATED) and not is_label(value):
                words[value] = kind
        yield from _occurrences(self._text, words)
        # The last character of an identity number is the only letter that is written in both cases.
        compact, back = _compact(self._text.replace("x", "X"))
        for start, end, kind in _occurrences(compact, numbers):
            yield back[start], back[end - 1] + 1, kind


def _unions(spans: Iterable[Span]) -> Iterator[Span]:
    """Yield what these spans cover, in order and once: overlapping ones are merged."""
    union: Span | None = None
    for start, end in sorted(spans):
        if union is not None and start < union[1]:
            union = union[0], max(union[1], end)
            continue
        if union is not None:
            yield union
        union = start, end
    if union is not None:
        yield union


def _within(rows: Sequence[Span], place: int) -> bool:
    """Tell whether a place is in one of these spans, which are in order."""
    row = bisect_right(rows, (place + 1,)) - 1
    return row >= 0 and place < rows[row][1]


def _compact(text: str) -> tuple[str, Sequence[int]]:
    """Return the text without separators of digit groups, and the original position of each of its characters."""
    if not _FILLING.search(text):
        return text, range(len(text))
    pieces: list[str] = []
    kept: list[range] = []
    done = 0
    for match in chain(_FILLING.finditer(text), (None,)):
        end = match.start() if match else len(text)
        pieces.append(text[done:end])
        kept.append(range(done, end))
        done = match.end() if match else end
    return "".join(pieces), list(chain.from_iterable(kept))


def _occurrences(text: str, words: dict[str, MaskKind]) -> Iterator[Found]:
    listed = [word for word in words if len(word) >= _SHORTEST_REPEATED]
    if not listed:
        return
    # What is masked may be long: a deterministic automaton of it is large, and slow to make where a character repeats.
    finder = AhoCorasick(listed, implementation=Implementation.ContiguousNFA)
    for index, start, end in finder.find_matches_as_indexes(text, overlapping=True):
        if end - start >= _TELLING or not _is_cut(text, start, end):
            yield start, end, words[listed[index]]


def _is_cut(text: str, start: int, end: int) -> bool:
    """Tell whether a place is part of a longer number or Latin word."""
    return (start > 0 and _LATIN.match(text[start - 1]) is not None and _LATIN.match(text[start]) is not None) or (
        end < len(text) and _LATIN.match(text[end - 1]) is not None and _LATIN.match(text[end]) is not None)
