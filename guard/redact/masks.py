"""Masks: parts of a text that may not be seen, and the text with a mask in place of each. Pure.

A mask looks the same whatever it hides, so that neither length nor digits can be guessed. Of what is omitted there is
no mask at all: in the copy it was never there.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from guard.core.policy import MaskStyle
from guard.redact.mask_kinds import Masked, MaskKind

NAME_MASK = "**"
"""After the first character of a name."""
MASK = "****"
"""In place of anything else."""

_FIRST_KEPT = {MaskKind.NAME: NAME_MASK}
"""Of everything else nothing is kept: a part of an address may be a whole house number."""


def kept_of(kind: MaskKind) -> int:
    """Return how many characters of what a mask hides can still be read before it."""
    return int(kind in _FIRST_KEPT)


def joined(spans: Iterable[Masked]) -> tuple[Masked, ...]:
    """Return the spans in order, with overlapping ones merged. A union of different kinds keeps no character, nor does
    one that begins with something of which nothing may be read, or in which something is omitted.
    """
    kept: list[Masked] = []
    for span in sorted(spans, key=lambda one: (one.start, -one.end, one.kind is not MaskKind.OMITTED)):
        if kept and span.start < kept[-1].end:
            last = kept[-1]
            inside = span.end <= last.end
            kind = last.kind if inside or span.kind is last.kind else MaskKind.CELL
            if inside and span.start == last.start and kept_of(span.kind) < kept_of(kind):
                kind = span.kind
            if inside and span.kind is MaskKind.OMITTED and last.kind is not MaskKind.OMITTED:
                kind = MaskKind.CELL
            kept[-1] = Masked(last.start, max(last.end, span.end), kind)
        else:
            kept.append(span)
    return tuple(kept)


def without(masks: Iterable[Masked], shown: Sequence[tuple[int, int]]) -> list[Masked]:
    """Return the masks except those within a span that must stay visible."""
    return [mask for mask in masks if not any(start <= mask.start and mask.end <= end for start, end in shown)]


@dataclass(frozen=True, slots=True)
class Rendering:
    """A text with masks. For each span, ``starts`` has where its mask begins in ``text`` and ``ends`` where it ends."""

    text: str
    spans: tuple[Masked, ...]
    starts: tuple[int, ...]
    ends: tuple[int, ...]
    style: MaskStyle = MaskStyle.WHOLE

    def original(self, start: int, end: int) -> tuple[int, int]:
        """Return the span of the original that became ``text[start:end]``; a mask counts as all that it hides."""
        return self._back(start, last=False), self._back(end, last=True)

    def position(self, place: int) -> int:
        """Return where a place of the original is in ``text``; one inside a span is behind its mask."""
        index = bisect_right(self.spans, place, key=lambda span: span.start) - 1
        if index < 0:
            return place
        if place == self.spans[index].start:
            return self.starts[index]
        return self.ends[index] + max(0, place - self.spans[index].end)

    def _back(self, position: int, last: bool) -> int:
        index = bisect_right(self.starts, position - 1 if last else position) - 1
        if index < 0:
            return position
        if position < self.ends[index] or (last and position == self.ends[index]):
            return self.spans[index].end if last else self.spans[index].start
        return self.spans[index].end + position - self.ends[index]


def render(original: str, spans: Iterable[Masked], style: MaskStyle = MaskStyle.WHOLE) -> Rendering:
    """Return the text with a mask in place of each span, a space before one that follows another at once; spans may
    overlap and come in any order.
    """
    ordered = joined(spans)
    parts: list[str] = []
    starts: list[int] = []
    ends: list[int] = []
    done, length = 0, 0
    for span in ordered:
        mask = _mask(original, span, style)
        if starts and span.start == done and mask:
            mask = f" {mask}"
        starts.append(length + span.start - done)
        ends.append(starts[-1] + len(mask))
        parts += (original[done:span.start], mask)
        done, length = span.end, ends[-1]
    parts.append(original[done:])
    return Rendering("".join(parts), ordered, tuple(starts), tuple(ends), style)


def _mask(original: str, span: Masked, style: MaskStyle) -> str:
    if span.kind is MaskKind.OMITTED:
        return ""
    if style is not MaskStyle.WHOLE:
        from guard.redact.styles import written  # knows surnames, which hardly any copy needs

        words = written(original[span.start:span.end], span.kind, style)
        if words is not None:
            return words
    behind = _FIRST_KEPT.get(span.kind)
    return MASK if behind is None else original[span.start] + behind


def cells(original: str, spans: Iterable[tuple[int, int]]) -> Iterator[Masked]:
    """Yield the whole cell, or clause of a sentence, around each span; at most a few hundred characters of it."""
    for start, end in spans:
        before = original[max(0, start - _LONGEST_CELL):start]
        first = start - len(before) + max((edge.end() for edge in _EDGE.finditer(before)), default=0)
        edge = _EDGE.search(original, end, end + _LONGEST_CELL)
        last = edge.start() if edge else min(len(original), end + _LONGEST_CELL)
        yield Masked(first, last, MaskKind.CELL)


_LONGEST_CELL = 200
_EDGE = re.compile("[\\t\\n\\r\\v\\f|,，。；;、！!？?\\u2028\\u2029\\x85]|[ \\u3000]{2,}")
