"""What a text holds of what a pack asks for. Everything is looked for once, and only when a criterion asks."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from rules.deadline import Deadline
from rules.definition import Pack, Pattern, Reference, Source, Structure
from rules.features import FEATURES
from rules.features.model import Hit, View
from rules.scan import Scan
from rules.validators import VALIDATORS


class Vocabulary:
    """The lists, patterns and structures of one pack by name. ``prefix`` keeps pattern keys of several packs apart."""

    def __init__(self, pack: Pack, prefix: str) -> None:
        self.words: Mapping[str, tuple[str, ...]] = dict(pack.words)
        self.patterns: Mapping[str, Pattern] = {pattern.name: pattern for pattern in pack.patterns}
        self.structures: Mapping[str, Structure] = {structure.name: structure for structure in pack.structures}
        self._prefix = prefix

    def key(self, pattern: str) -> str:
        """Return the scanner's key of a pattern."""
        return f"{self._prefix}/{pattern}"


class Sightings:
    """One text as every pack sees it: its scan, its features' hits, its deadline."""

    def __init__(self, scan: Scan, page_starts: tuple[int, ...], from_picture: bool, deadline: Deadline) -> None:
        self.scan = scan
        self.from_picture = from_picture
        self.deadline = deadline
        self._view = View(scan.text, page_starts, scan.gate, deadline)
        self._features: dict[str, tuple[Hit, ...]] = {}

    def feature(self, name: str) -> tuple[Hit, ...]:
        """Return the hits of a feature. Raises OutOfTime."""
        hits = self._features.get(name)
        if hits is None:
            feature = FEATURES[name]
            present = any(self.scan.has_gate(gate) for gate in feature.gates)
            hits = self._features[name] = feature.find(self._view) if present else ()
        return hits


class Evidence:
    """The hits of one pack's references in one text, in order of position."""

    def __init__(self, vocabulary: Vocabulary, sightings: Sightings) -> None:
        self.text = sightings.scan.text
        self.deadline = sightings.deadline
        self._vocabulary = vocabulary
        self._sightings = sightings
        self._hits: dict[Reference, Sequence[Hit]] = {}

    def hits(self, reference: Reference) -> Sequence[Hit]:
        """Return the hits of a reference, none when it has fewer distinct values than it asks for. Raises OutOfTime."""
        found = self._hits.get(reference)
        if found is None:
            found = self._find(reference)
            if reference.at_least > 1 and len({hit.value for hit in found}) < reference.at_least:
                found = ()
            self._hits[reference] = found
        return found

    def of(self, references: Sequence[Reference]) -> Sequence[Hit]:
        """Return the hits of several references, in order of position. Raises OutOfTime."""
        if len(references) == 1:
            return self.hits(references[0])
        return sorted((hit for reference in references for hit in self.hits(reference)), key=lambda hit: hit.start)

    def _find(self, reference: Reference) -> Sequence[Hit]:
        if reference.source is Source.WORD:
            return self._word(reference.name)
        if reference.source is Source.WORDS:
            words = self._sightings.scan.present(self._vocabulary.words[reference.name])
            return sorted((hit for word in words for hit in self._word(word)), key=lambda hit: hit.start)
        if reference.source is Source.PATTERN:
            return self._pattern(self._vocabulary.patterns[reference.name])
        return self._structure(self._vocabulary.structures[reference.name])

    def _word(self, word: str) -> list[Hit]:
        return [Hit(start, end, word) for start, end in self._sightings.scan.word(word)]

    def _pattern(self, pattern: Pattern) -> list[Hit]:
        if pattern.pictures_only and not self._sightings.from_picture:
            return []
        spans = self._sightings.scan.pattern(self._vocabulary.key(pattern.name), self.deadline)
        hits = [Hit(start, end, self.text[start:end]) for start, end in spans]
        if pattern.validator is None:
            return hits
        valid = VALIDATORS[pattern.validator]
        return [hit for hit in hits if valid(hit.value)]

    def _structure(self, structure: Structure) -> list[Hit]:
        return [
            hit for hit in self._sightings.feature(structure.feature)
            if hit.score >= structure.at_least
            and (not structure.kinds or not structure.kinds.isdisjoint(hit.kinds))
            and structure.without.isdisjoint(hit.kinds)
        ]
