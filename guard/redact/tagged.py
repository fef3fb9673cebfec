"""Masks what the learnt tagger finds: one list of what identifies or hurts a person, for texts and pictures."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from types import MappingProxyType
from typing import TYPE_CHECKING, NamedTuple

from guard.redact.districts import district_end
from guard.redact.fields import is_label
from guard.redact.hints import hints_of
from guard.redact.mask_kinds import Masked, MaskKind
from guard.redact.masks import Rendering
from rules.features.names import FIRST_CHARACTERS
from rules.scan.normalise import Normalised, normalise
from rules.tagging.kinds import Kind

if TYPE_CHECKING:
    from rules.tagging.deciding import Tagged
    from rules.tagging.tagger import Tagger

_MASKS = MappingProxyType({
    Kind.NAME: MaskKind.NAME, Kind.IDENTITY: MaskKind.NUMBER, Kind.PHONE: MaskKind.PHONE,
    Kind.ADDRESS: MaskKind.ADDRESS, Kind.UNIT: MaskKind.UNIT, Kind.BIRTH: MaskKind.BIRTH, Kind.HEALTH: MaskKind.HEALTH,
    Kind.FAMILY: MaskKind.FAMILY, Kind.ACCOUNT: MaskKind.ACCOUNT, Kind.OTHER: MaskKind.PRIVATE,
})

_HAN = re.compile("[\u4e00-\u9fff]+")
_LABEL = re.compile("([\u4e00-\u9fff]+)[ :]+")
_FEWEST_LEFT = 2
"""A single character beside masks tells nobody who is meant."""


def tagged(original: str, tagger: Tagger, hide: float | None = None) -> list[Masked]:
    """Return masks of what the tagger finds; ``hide`` is the probability from which on, None: as learnt."""
    normalised = normalise(original)
    return _masks(normalised, tagger.spans(normalised.text, hints_of(normalised.text), hide))


def _masks(normalised: Normalised, spans: Iterable[Tagged]) -> list[Masked]:
    return [_masked(normalised, start, end, _kind(normalised.text[start:end], kind))
            for run in _runs(spans) for start, end, kind in _values(normalised.text, run)]


def _values(text: str, run: list[Tagged]) -> Iterator[Tagged]:
    """Yield the spans of a run without the label before its value, which is no part of it."""
    first, last = run[0].start, run[-1].end
    if is_label(text[first:last]):
        return
    label = _LABEL.match(text, first, last)
    begin = label.end() if label is not None and is_label(label[1]) else first
    for one in run:
        value = one._replace(start=max(one.start, begin))
        if value.start < value.end and not is_label(text[value.start:value.end]):
            yield value


def _runs(spans: Iterable[Tagged]) -> list[list[Tagged]]:
    """Divide spans in order into runs without anything between them: a label may be taken for several."""
    runs: list[list[Tagged]] = []
    for one in spans:
        if runs and runs[-1][-1].end == one.start:
            runs[-1].append(one)
        else:
            runs.append([one])
    return runs


class Left(NamedTuple):
    """What is legible in a masked copy, as spans of the original: what must not be, and what may tell of somebody."""

    found: list[Masked]
    doubtful: list[Masked]


def left_by(copy: Rendering, tagger: Tagger) -> Left:
    """Return what a stricter look finds in a masked copy beside its masks.

    Text beside a mask is easily taken for a part of what is hidden: what touches one only counts without it.
    """
    normalised = normalise(copy.text)
    both = tagger.look(normalised.text, hints_of(normalised.text))
    hidden = frozenset(place for start, end in zip(copy.starts, copy.ends, strict=True) for place in range(start, end))
    return Left(*([mask for one in _masks(normalised, spans) if (mask := _beside(copy, one, hidden)) is not None]
                  for spans in both))


def _beside(copy: Rendering, mask: Masked, hidden: frozenset[int]) -> Masked | None:
    """Return the part of the original that is legible where something was found in its copy."""
    start = district_end(copy.text, mask.start, mask.end) if mask.kind is MaskKind.ADDRESS else mask.start
    rest = [place for place in range(start, mask.end) if place not in hidden and copy.text[place].isalnum()]
    return Masked(*copy.original(rest[0], rest[-1] + 1), mask.kind) if len(rest) >= _FEWEST_LEFT else None


def _kind(words: str, kind: Kind) -> MaskKind:
    """Return what a mask says it hides: of something taken for a name that cannot be one not even the first character
    may be read.
    """
    if kind is Kind.NAME and _HAN.fullmatch(words) is not None and words[0] not in FIRST_CHARACTERS:
        return MaskKind.PRIVATE
    return _MASKS[kind]


def _masked(normalised: Normalised, start: int, end: int, kind: MaskKind) -> Masked:
    return Masked(*normalised.original(start, end), kind)
