"""Prepares a pack for judging: numbers its references and finds for each the literals without which it cannot match."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence, Set
from dataclasses import dataclass
from datetime import date
from types import MappingProxyType

from rules.definition import Criterion, Distance, Pack, Pattern, Reference, Rule, Source, Structure
from rules.exact.digests import Keys
from rules.exact.hashed_words import HashedWords
from rules.features import FEATURES
from rules.model import Action, Confidence, Explanation
from rules.scan.hashed import is_hashed
from rules.scan.scanner import Scanner

_COSTS = {Source.WORD: 0, Source.WORDS: 0, Source.PATTERN: 1, Source.STRUCTURE: 2}

_LOWERED: Mapping[Confidence, tuple[Confidence, ...]] = MappingProxyType({
    confidence: tuple(Confidence(max(Confidence.NONE, confidence - levels)) for levels in range(4))
    for confidence in Confidence
})

Triggers = frozenset[int] | None
"""Literals one of which must be in the text; None when nothing is known and the reference must be tried."""


@dataclass(frozen=True, slots=True, eq=False)
class PlannedReference:
    """A reference with its number. ``words`` maps literals of a word list to the words that they may be."""

    index: int
    reference: Reference
    triggers: Triggers
    words: Mapping[int, tuple[str, ...]]


@dataclass(frozen=True, slots=True, eq=False)
class Group:
    """Several references that count together."""

    index: int
    members: tuple[PlannedReference, ...]


@dataclass(frozen=True, slots=True)
class PlannedSupport:
    """See rules.definition.Support."""

    group: Group
    at_least: int
    distance: Distance


@dataclass(frozen=True, slots=True)
class PlannedExemption:
    """See rules.definition.Exemption."""

    group: Group
    levels: int
    distance: Distance


@dataclass(frozen=True, slots=True)
class PlannedCriterion:
    """See rules.definition.Criterion."""

    confidence: Confidence
    primary: Group
    supports: tuple[PlannedSupport, ...]
    exemptions: tuple[PlannedExemption, ...]
    needs: tuple[tuple[Group, int], ...]
    """The groups that need a hit anywhere in the text, primary and supports, with their least number of different
    values; the cheapest to look up first."""
    needed: frozenset[int]
    """The numbers of the groups in ``needs``."""
    lowered: tuple[Confidence, ...]
    """The confidence after exemptions lowered it by none, one, two or three levels."""


@dataclass(frozen=True, slots=True)
class PlannedRule:
    """A rule ready for judging."""

    rule: Rule
    explanation: Explanation
    criteria: tuple[PlannedCriterion, ...]
    actions: Mapping[Confidence, Action]
    """The action at each confidence; an exemption that leaves no confidence leaves LOG."""
    overridden: Mapping[Confidence, Action]
    """The same while the rule's override holds."""

    def actions_on(self, today: date) -> Mapping[Confidence, Action]:
        """Return the action at each confidence on a day."""
        override = self.rule.override
        return self.overridden if override is not None and today <= override.until else self.actions


class PlannedPack:
    """One pack prepared for judging. ``prefix`` keeps the pattern keys of several packs apart."""

    def __init__(self, pack: Pack, prefix: str, scanner: Scanner) -> None:
        self.patterns: Mapping[str, Pattern] = {pattern.name: pattern for pattern in pack.patterns}
        self.structures: Mapping[str, Structure] = {structure.name: structure for structure in pack.structures}
        self._lists = dict(pack.words)
        self._prefix = prefix
        self._scanner = scanner
        self._references: dict[Reference, PlannedReference] = {}
        self._groups: dict[tuple[Reference, ...], Group] = {}
        self._always: list[int] = []
        self._groups_of: defaultdict[int, list[int]] = defaultdict(list)
        self.rules = tuple(self._rule(rule) for rule in pack.rules)
        self._criteria = tuple(
            (number, criterion) for number, planned in enumerate(self.rules) for criterion in planned.criteria
        )
        self._criteria_of: dict[int, list[int]] = {}
        for number, (_, criterion) in enumerate(self._criteria):
            self._criteria_of.setdefault(criterion.primary.index, []).append(number)

    @property
    def references(self) -> int:
        """The number of references."""
        return len(self._references)

    @property
    def groups(self) -> int:
        """The number of groups."""
        return len(self._groups)

    def possible(self, found: Iterable[int]) -> set[int]:
        """Return the numbers of the groups that can have a hit in a text with these literals."""
        groups = set(self._always)
        groups_of = self._groups_of
        for literal in found:
            if literal in groups_of:
                groups.update(groups_of[literal])
        return groups

    def candidates(self, possible: Set[int]) -> list[tuple[PlannedRule, list[PlannedCriterion]]]:
        """Return the rules that can match when these groups are possible, each with its criteria that can hold."""
        criteria, criteria_of = self._criteria, self._criteria_of
        numbers = [
            number for group in possible if group in criteria_of for number in criteria_of[group]
            if criteria[number][1].needed <= possible
        ]
        numbers.sort()
        chosen: dict[int, list[PlannedCriterion]] = {}
        for number in numbers:
            rule, criterion = criteria[number]
            chosen.setdefault(rule, []).append(criterion)
        return [(self.rules[rule], of_rule) for rule, of_rule in chosen.items()]

    def key(self, pattern: str) -> str:
        """Return the scanner's key of a pattern."""
        return key(self._prefix, pattern)

    def group(self, references: tuple[Reference, ...]) -> Group:
        """Return the group of these references, numbered on first use."""
        group = self._groups.get(references)
        if group is None:
            members = tuple(self._reference(reference) for reference in references)
            group = self._groups[references] = Group(len(self._groups), members)
            triggers = _united(members)
            if triggers is None:
                self._always.append(group.index)
            for literal in triggers or ():
                self._groups_of[literal].append(group.index)
        return group

    def _reference(self, reference: Reference) -> PlannedReference:
        planned = self._references.get(reference)
        if planned is None:
            words = self._words(reference)
            planned = PlannedReference(len(self._references), reference, self._triggers(reference, words), words)
            self._references[reference] = planned
        return planned

    def _words(self, reference: Reference) -> Mapping[int, tuple[str, ...]]:
        found: dict[int, tuple[str, ...]] = {}
        if reference.source in (Source.WORD, Source.WORDS):
            words = (reference.name,) if reference.source is Source.WORD else self._lists[reference.name]
            for word in words:
                literal = self._scanner.word_literal(word)
                found[literal] = (*found.get(literal, ()), word)
        return found

    def _triggers(self, reference: Reference, words: Mapping[int, tuple[str, ...]]) -> Triggers:
        if reference.source in (Source.WORD, Source.WORDS):
            return frozenset(words)
        if reference.source is Source.PATTERN:
            return self._scanner.pattern_literals(self.key(reference.name))
        return self._scanner.gate_literals(FEATURES[self.structures[reference.name].feature].gates)

    def _rule(self, rule: Rule) -> PlannedRule:
        explanation = Explanation(
            rule.id, rule.name, rule.category, rule.nature, rule.legal_basis, rule.cases, rule.destinations,
            rule.wording.title, rule.wording.sentence, rule.wording.advice, rule.yields,
        )
        actions = {confidence: rule.action(confidence) for confidence in Confidence} | {Confidence.NONE: Action.LOG}
        criteria = tuple(self._criterion(criterion) for criterion in rule.criteria)
        return PlannedRule(rule, explanation, criteria, MappingProxyType(actions), _overridden(rule, actions))

    def _criterion(self, criterion: Criterion) -> PlannedCriterion:
        primary = self.group(criterion.primary)
        supports = tuple(
            PlannedSupport(self.group(entry.sources), entry.at_least, entry.distance) for entry in criterion.supports
        )
        exemptions = tuple(
            PlannedExemption(self.group(entry.sources), entry.levels, entry.distance) for entry in criterion.exemptions
        )
        needs = [(primary, 1), *((support.group, support.at_least) for support in supports)]
        needs.sort(key=lambda need: max(_COSTS[member.reference.source] for member in need[0].members))
        needed = frozenset(group.index for group, _ in needs)
        lowered = _LOWERED[criterion.confidence]
        return PlannedCriterion(criterion.confidence, primary, supports, exemptions, tuple(needs), needed, lowered)


def _overridden(rule: Rule, actions: Mapping[Confidence, Action]) -> Mapping[Confidence, Action]:
    if rule.override is None:
        return MappingProxyType(actions)
    instead = rule.override.action
    return MappingProxyType({confidence: instead if action.severity >= Action.WARN.severity else action
                             for confidence, action in actions.items()})


def key(prefix: str, pattern: str) -> str:
    """Return the scanner's key of a pattern of the pack with this prefix."""
    return f"{prefix}/{pattern}"


def plan(packs: Sequence[Pack], unit_key: bytes = b"") -> tuple[Scanner, tuple[PlannedPack, ...]]:
    """Compile packs into one scanner and a plan for each. Hashed words are found with ``unit_key``, those of
    another key never."""
    words: set[str] = set()
    patterns = {}
    for index, pack in enumerate(packs):
        for _, entries in pack.words:
            words.update(entries)
        for rule in pack.rules:
            words.update(reference.name for reference in rule.references() if reference.source is Source.WORD)
        for pattern in pack.patterns:
            patterns[key(str(index), pattern.name)] = (pattern.expression, pattern.shape)
    gates = {gate for feature in FEATURES.values() for gate in feature.gates}
    scanner = Scanner(sorted(words), sorted(gates), patterns, tuple(lookups(packs, unit_key)))
    return scanner, tuple(PlannedPack(pack, str(index), scanner) for index, pack in enumerate(packs))


def lookups(packs: Sequence[Pack], unit_key: bytes) -> Iterator[HashedWords]:
    """Yield what finds the hashed words of each pack that were hashed with this key."""
    for pack in packs:
        keys = Keys.of(unit_key, pack.hashing.salt) if pack.hashing is not None and unit_key else None
        if keys is not None and pack.hashing is not None and keys.check == pack.hashing.check:
            yield HashedWords((word for _, words in pack.words for word in words if is_hashed(word)), keys)


def _united(members: Sequence[PlannedReference]) -> Triggers:
    united: set[int] = set()
    for member in members:
        if member.triggers is None:
            return None
        united |= member.triggers
    return frozenset(united)
