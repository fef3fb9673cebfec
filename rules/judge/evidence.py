"""Collects what a text contains of what a pack asks for. Everything is searched once, and only when a criterion asks.
"""

from __future__ import annotations

from collections.abc import Sequence, Set
from dataclasses import replace

import numpy as np

from rules.deadline import Deadline
from rules.definition import Pattern, Source, Structure
from rules.features import FEATURES
from rules.features.model import Hit, View
from rules.judge.plan import Group, PlannedPack, PlannedReference
from rules.scan.normalise import Normalised
from rules.scan.scanner import Scan
from rules.text import Piece, Text
from rules.validators import VALIDATORS


class Sightings:
    """One text as every pack sees it: its scan, its features' hits, its deadline."""

    def __init__(self, scan: Scan, text: Text, normalised: Normalised, deadline: Deadline) -> None:
        self.scan = scan
        self.from_picture = text.from_picture
        self.deadline = deadline
        self._view = View(
            scan.text, _page_starts(text, normalised), scan.gate, deadline, _pieces(text, normalised), text.traits,
        )
        self._features: dict[str, tuple[Hit, ...]] = {}

    def feature(self, name: str) -> tuple[Hit, ...]:
        """Return the hits of a feature. Raises OutOfTime."""
        hits = self._features.get(name)
        if hits is None:
            hits = self._features[name] = FEATURES[name].find(self._view)
        return hits


class Evidence:
    """The hits of one pack's references in one text, in order of position.

    ``possible`` are the numbers of the groups that can have any (PlannedPack.possible).
    """

    def __init__(self, pack: PlannedPack, sightings: Sightings, possible: Set[int]) -> None:
        self.text = sightings.scan.text
        self.found = sightings.scan.found
        self.deadline = sightings.deadline
        self._pack = pack
        self._possible = possible
        self._sightings = sightings
        self._hits: list[Sequence[Hit] | None] = [None] * pack.references
        self._groups: list[Sequence[Hit] | None] = [None] * pack.groups

    def of(self, group: Group) -> Sequence[Hit]:
        """Return the hits of a group's members, in order of position. Raises OutOfTime."""
        found = self._groups[group.index]
        if found is None:
            if group.index not in self._possible:
                found = ()
            elif len(group.members) == 1:
                found = self.hits(group.members[0])
            else:
                found = [hit for member in group.members for hit in self.hits(member)]
                found.sort(key=_start)
            self._groups[group.index] = found
        return found

    def hits(self, planned: PlannedReference) -> Sequence[Hit]:
        """Return the hits of a reference, none when it has fewer distinct values than required. Raises OutOfTime."""
        found = self._hits[planned.index]
        if found is None:
            found = self._find(planned)
            least = planned.reference.at_least
            if least > 1 and len({hit.value for hit in found}) < least:
                found = ()
            self._hits[planned.index] = found
        return found

    def _find(self, planned: PlannedReference) -> Sequence[Hit]:
        if planned.triggers is not None and planned.triggers.isdisjoint(self.found):
            return ()
        reference = planned.reference
        if reference.source is Source.PATTERN:
            return self._pattern(self._pack.patterns[reference.name])
        if reference.source is Source.STRUCTURE:
            return self._structure(self._pack.structures[reference.name])
        found, held = self.found, planned.words
        if len(held) < len(found):
            words = [word for literal in held if literal in found for word in held[literal]]
        else:
            words = [word for literal in found if literal in held for word in held[literal]]
        hits = [Hit(start, end, word) for word in words for start, end in self._sightings.scan.word(word)]
        hits.sort(key=_start)
        return hits

    def _pattern(self, pattern: Pattern) -> list[Hit]:
        if pattern.pictures_only and not self._sightings.from_picture:
            return []
        spans = self._sightings.scan.pattern(self._pack.key(pattern.name), self.deadline)
        hits = [Hit(start, end, self.text[start:end]) for start, end in spans]
        if pattern.validator is None:
            return hits
        valid = VALIDATORS[pattern.validator]
        return [hit for hit in hits if valid(hit.value)]

    def _structure(self, structure: Structure) -> Sequence[Hit]:
        hits: Sequence[Hit] = self._sightings.feature(structure.feature)
        if not hits:
            return hits
        if structure.kinds:
            hits = [hit for hit in hits if not structure.kinds.isdisjoint(hit.kinds)]
        if structure.without:
            hits = [hit for hit in hits if structure.without.isdisjoint(hit.kinds)]
        if structure.at_least:
            hits = [hit for hit in hits if hit.score >= structure.at_least]
        return hits


def _page_starts(text: Text, normalised: Normalised) -> tuple[int, ...]:
    """Return where pages begin in the normalised text."""
    starts: list[int] = []
    page: tuple[str, int | None] | None = None
    for piece in text.pieces:
        if piece.page is not None and piece.page_key != page:
            page = piece.page_key
            starts.append(piece.start)
    if normalised.offsets is None or not starts:
        return tuple(starts)
    return tuple(np.searchsorted(normalised.offsets, starts).tolist())


def _pieces(text: Text, normalised: Normalised) -> tuple[Piece, ...]:
    """Return the recognised lines in positions of the normalised text."""
    if not text.from_picture or normalised.offsets is None:
        return text.pieces if text.from_picture else ()
    edges = [edge for piece in text.pieces for edge in (piece.start, piece.end)]
    moved = np.searchsorted(normalised.offsets, edges).tolist()
    return tuple(
        replace(piece, start=start, end=end, char_edges=())
        for piece, start, end in zip(text.pieces, moved[::2], moved[1::2], strict=True)
    )


def _start(hit: Hit) -> int:
    return hit.start
