"""Judging texts: one literal pass for all packs, then each rule that has something to look at."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np

from rules.batch import untouched
from rules.criteria import Find, findings
from rules.deadline import Deadline, OutOfTime
from rules.definition import Pack, Reference, Rule, Source
from rules.evidence import Evidence, Sightings, Vocabulary
from rules.features import FEATURES
from rules.literals import shape_of
from rules.model import Action, Confidence, Explanation, Match, Verdict
from rules.normalise import Normalised, normalise
from rules.scan import Scan, Scanner
from rules.text import Text

LONGEST_WORDS = 80
"""Longest ``Match.text`` in code points."""
MOST_MATCHES = 500
"""Most matches reported for one rule in one text; the strictest are kept."""

_HOLDS_SECONDS = 10.0


@dataclass(frozen=True, slots=True)
class _Entry:
    """A rule with the literals without which it cannot match; None when it must always be tried."""

    rule: Rule
    explanation: Explanation
    triggers: frozenset[int] | None


class Judge:
    """Packs compiled for judging. Immutable after construction; one instance may serve several threads."""

    def __init__(self, packs: Sequence[Pack]) -> None:
        self.label = "; ".join(pack.label for pack in packs)
        vocabularies = [Vocabulary(pack, str(index)) for index, pack in enumerate(packs)]
        self._scanner = _scanner(packs, vocabularies)
        self._packs = [
            (vocabulary, [
                _Entry(rule, _explanation(rule), _triggers(rule, vocabulary, self._scanner)) for rule in pack.rules
            ])
            for pack, vocabulary in zip(packs, vocabularies, strict=True)
        ]
        self._clean = Verdict(Action.ALLOW, pack=self.label)

    def judge(self, text: Text, seconds: float = 2.0) -> Verdict:
        """Judge one text. Rules that ``seconds`` were not enough for are named in ``gaps``."""
        deadline = Deadline(seconds)
        normalised = normalise(text.original)
        try:
            scan = self._scanner.scan(normalised.text, deadline)
        except OutOfTime:
            gaps = tuple(entry.rule.id for _, entries in self._packs for entry in entries)
            return Verdict(Action.ALLOW, gaps=gaps, pack=self.label)
        return self._verdict(text, normalised, scan, deadline)

    def judge_many(self, texts: Sequence[Text], seconds: float = 2.0) -> list[Verdict]:
        """Judge many short texts; equal to judging each, and fast where most of them hold nothing to look at."""
        triggers = self._all_triggers()
        verdicts: list[Verdict] = []
        for text, clean in zip(texts, untouched(texts, self._scanner, triggers), strict=True):
            verdicts.append(self._clean if clean else self.judge(text, seconds))
        return verdicts

    def holds(self, text: Text, rule_id: str, sources: Sequence[Reference]) -> bool:
        """Say whether a text holds any of a rule's references, whatever the rule makes of it."""
        deadline = Deadline(_HOLDS_SECONDS)
        normalised = normalise(text.original)
        scan = self._scanner.scan(normalised.text, deadline)
        sightings = Sightings(scan, _page_starts(text, normalised), text.from_picture, deadline)
        return any(
            Evidence(vocabulary, sightings).of(sources)
            for vocabulary, entries in self._packs
            if any(entry.rule.id == rule_id for entry in entries)
        )

    def _all_triggers(self) -> frozenset[int] | None:
        triggers: set[int] = set()
        for _, entries in self._packs:
            for entry in entries:
                if entry.triggers is None:
                    return None
                triggers |= entry.triggers
        return frozenset(triggers)

    def _verdict(self, text: Text, normalised: Normalised, scan: Scan, deadline: Deadline) -> Verdict:
        sightings: Sightings | None = None
        matches: list[Match] = []
        explanations: dict[str, Explanation] = {}
        gaps: list[str] = []
        for vocabulary, entries in self._packs:
            evidence: Evidence | None = None
            for entry in entries:
                if entry.triggers is not None and entry.triggers.isdisjoint(scan.found):
                    continue
                if sightings is None:
                    sightings = Sightings(scan, _page_starts(text, normalised), text.from_picture, deadline)
                if evidence is None:
                    evidence = Evidence(vocabulary, sightings)
                try:
                    finds = findings(entry.rule, evidence)
                except OutOfTime:
                    gaps.append(entry.rule.id)
                    continue
                if finds:
                    matches.extend(_matches(entry.rule, finds, text, normalised))
                    explanations.setdefault(entry.rule.id, entry.explanation)
        if not matches and not gaps:
            return self._clean
        action = max((match.action for match in matches), key=lambda one: one.severity, default=Action.ALLOW)
        return Verdict(action, tuple(matches), tuple(explanations.values()), tuple(gaps), self.label)


def _scanner(packs: Sequence[Pack], vocabularies: Sequence[Vocabulary]) -> Scanner:
    words: set[str] = set()
    patterns = {}
    for pack, vocabulary in zip(packs, vocabularies, strict=True):
        for _, entries in pack.words:
            words.update(entries)
        for rule in pack.rules:
            words.update(reference.name for reference in _references(rule) if reference.source is Source.WORD)
        for pattern in pack.patterns:
            patterns[vocabulary.key(pattern.name)] = (pattern.expression, shape_of(pattern.expression))
    gates = {gate for feature in FEATURES.values() for gate in feature.gates}
    return Scanner(sorted(words), sorted(gates), patterns)


def _references(rule: Rule) -> Iterator[Reference]:
    for criterion in rule.criteria:
        yield from criterion.primary
        for support in criterion.supports:
            yield from support.sources
        for exemption in criterion.exemptions:
            yield from exemption.sources


def _triggers(rule: Rule, vocabulary: Vocabulary, scanner: Scanner) -> frozenset[int] | None:
    """Return the literals one of which every match of the rule needs."""
    found: set[int] = set()
    for criterion in rule.criteria:
        for reference in criterion.primary:
            triggers = _reference_triggers(reference, vocabulary, scanner)
            if triggers is None:
                return None
            found |= triggers
    return frozenset(found)


def _reference_triggers(reference: Reference, vocabulary: Vocabulary, scanner: Scanner) -> frozenset[int] | None:
    if reference.source is Source.WORD:
        return scanner.word_triggers((reference.name,))
    if reference.source is Source.WORDS:
        return scanner.word_triggers(vocabulary.words[reference.name])
    if reference.source is Source.PATTERN:
        return scanner.pattern_triggers(vocabulary.key(reference.name))
    return scanner.gate_triggers(FEATURES[vocabulary.structures[reference.name].feature].gates)


def _page_starts(text: Text, normalised: Normalised) -> tuple[int, ...]:
    """Return where pages begin in the normalised text."""
    starts: list[int] = []
    page: int | None = None
    for piece in text.pieces:
        if piece.page is not None and piece.page != page:
            page = piece.page
            starts.append(piece.start)
    if normalised.offsets is None or not starts:
        return tuple(starts)
    return tuple(np.searchsorted(normalised.offsets, starts).tolist())


def _explanation(rule: Rule) -> Explanation:
    return Explanation(
        rule.id, rule.name, rule.category, rule.nature, rule.legal_basis, rule.cases, rule.destinations,
        rule.wording.title, rule.wording.sentence, rule.wording.advice,
    )


def _matches(rule: Rule, finds: Sequence[Find], text: Text, normalised: Normalised) -> Iterator[Match]:
    if len(finds) > MOST_MATCHES:
        strictest = sorted(finds, key=lambda find: -find.confidence)[:MOST_MATCHES]
        finds = sorted(strictest, key=lambda find: find.hit.start)
    for find in finds:
        start, end = normalised.original(find.hit.start, find.hit.end)
        end = min(end, start + LONGEST_WORDS)
        page, boxes = text.place(start, end)
        action = Action.LOG if find.confidence is Confidence.NONE else rule.action(find.confidence)
        yield Match(rule.id, rule.name, action, find.confidence, text.original[start:end], start, end, page, boxes)
