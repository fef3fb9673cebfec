"""Checks what the schema alone cannot: references, patterns, features, ids. Turns the document into a Pack."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence, Set
from dataclasses import replace
from typing import Any

from rules.definition import (
    Criterion,
    Example,
    Exemption,
    Hashing,
    Pack,
    Reference,
    Rule,
    Source,
    Structure,
    Support,
    Wording,
)
from rules.features import FEATURES, RETIRED
from rules.model import Action, Confidence
from rules.pack.combining import combinations
from rules.pack.exemption_check import Exemptions
from rules.pack.known_texts import KnownTexts
from rules.pack.pattern_check import Patterns
from rules.pack.pieces import Pieces
from rules.pack.schema import (
    ActionWord,
    CriterionDocument,
    ExampleDocument,
    ExemptionDocument,
    LevelWord,
    PackDocument,
    RuleDocument,
    SupportDocument,
)
from rules.pack.schema_problems import rule_at
from rules.pack.word_lists import NOTE, Spelling, WordLists, spelled_or_nothing, to_hash
from rules.pack.words import PARTS
from rules.pack.yaml_tree import Tree
from rules.scan.normalise import normalise
from rules.schema.problem import Problem
from rules.sentences.catalogue import sentence
from rules.sentences.sentence import Sentence

_Path = tuple[int | str, ...]
_REFERENCE = re.compile(r"@(?P<name>[^()（）]+?)(?:[(（](?:>=|≥)(?P<count>\d{1,4})[)）])?")
_ACTIONS = {ActionWord.BLOCK: Action.BLOCK, ActionWord.WARN: Action.WARN, ActionWord.LOG: Action.LOG}
_LEVELS = {LevelWord.HIGH: Confidence.HIGH, LevelWord.MEDIUM: Confidence.MEDIUM, LevelWord.LOW: Confidence.LOW}


class Checker:
    """Checks one document and collects every problem, so that all can be corrected at once."""

    def __init__(self, document: PackDocument, tree: Tree, source: str) -> None:
        self.problems: list[Problem] = []
        self.warnings: list[Problem] = []
        self._document = document
        self._tree = tree
        self._source = source
        self._used: set[str] = set()
        self._numbers: dict[str, int] = {}
        self._spelling = Spelling(tree, _normalised(document), self._problem)
        self._exemptions = Exemptions(document.exemptions, self._references, self._examples, self._problem)

    def pack(self) -> Pack:
        """Return the pack; it is only valid when ``problems`` stays empty."""
        document = self._document
        self._names()
        lists = WordLists(document, self._tree, self._spelling, self._problem, self._warn)
        words = lists.words()
        pieces = Pieces(document.pieces, words, self._problem)
        patterns = Patterns(pieces, self._problem, self._warn).patterns(document.patterns)
        pieces.check_unused()
        structures = tuple(self._structures())
        rules = tuple(self._rule(index, rule) for index, rule in enumerate(document.rules))
        known = KnownTexts(document, self._problem)
        published, alerts, exempted = tuple(known.published()), tuple(known.alerts()), tuple(known.exempted())
        self._unused(self._used | lists.used | pieces.used | self._exemptions.used)
        return Pack(
            document.name, document.version, words, patterns, structures, rules, tuple(self.warnings),
            published, alerts, exempted, tuple(self._notes()), hashing=self._hashing(),
            to_hash=tuple(to_hash(self._tree.content)),
        )

    def _hashing(self) -> Hashing | None:
        written = self._document.hashing
        return None if written is None else Hashing(bytes.fromhex(written.salt), bytes.fromhex(written.check))

    # ------------------------------------------------------------------ reporting problems
    def _problem(self, path: _Path, message: Sentence) -> None:
        self.problems.append(self._at(path, message))

    def _warn(self, path: _Path, message: Sentence) -> None:
        self.warnings.append(self._at(path, message))

    def _at(self, path: _Path, message: Sentence) -> Problem:
        rule = rule_at(self._tree, path) or self._user_of(str(path[1]) if len(path) > 1 else "")
        return Problem(self._source, self._tree.at(path).line, rule, message, path)

    def _user_of(self, name: str) -> str:
        """Return the first rule that uses a list, pattern or structure."""
        for document in self._document.rules:
            for written in _written_references(document):
                parts = _REFERENCE.fullmatch(written)
                if parts is not None and parts["name"] == name:
                    return document.id
        return ""

    # ------------------------------------------------------------------ lists, patterns, structures
    def _sections(self) -> Iterator[tuple[str, Mapping[str, object]]]:
        """Yield every section that defines names, with its entries."""
        document = self._document
        yield from (("词表", document.words), ("部件", document.pieces), ("模式", document.patterns),
                    ("例外", document.exemptions), ("结构", document.structures))

    def _names(self) -> None:
        seen: dict[str, str] = {}
        for part, names in self._sections():
            for name in names:
                if name in seen:
                    self._problem((part, name), sentence("pack.name-used", name=name, kind=PARTS[seen[name]]))
                if not _REFERENCE.fullmatch(f"@{name}") or "@" in name:
                    self._problem((part, name), sentence("pack.name-characters", name=name))
                seen[name] = part

    def _notes(self) -> Iterator[tuple[str, str]]:
        content: Any = self._tree.content
        for part, names in self._sections():
            for name in names:
                written = content[part][name]
                if isinstance(written, dict) and NOTE in written:
                    yield name, str(written[NOTE])

    def _structures(self) -> Iterator[Structure]:
        for name, entry in self._document.structures.items():
            path = ("结构", name)
            feature = FEATURES.get(entry.feature)
            if feature is None:
                self._problem(path, sentence("pack.no-such-detector", name=name, detector=entry.feature,
                                             known=tuple(one for one in FEATURES if one not in RETIRED)))
                continue
            for kind in (*entry.kinds, *entry.without):
                if kind not in feature.kinds:
                    known = tuple(sorted(feature.kinds)) or sentence("pack.no-kinds")
                    self._problem(path, sentence("pack.no-such-kind", name=name, detector=entry.feature, kind=kind,
                                                 known=known))
            yield Structure(name, entry.feature, frozenset(entry.kinds), frozenset(entry.without), entry.at_least)

    # ------------------------------------------------------------------ rules
    def _rule(self, index: int, document: RuleDocument) -> Rule:
        path: _Path = ("规则", index)
        earlier = self._numbers.setdefault(document.id, index)
        if earlier != index:
            self._problem((*path, "编号"), sentence("pack.id-of-another", number=earlier + 1))
        must_match = self._examples((*path, "必须命中"), document.must_match)
        shared = self._exemptions.of((*path, "例外"), document.nature, document.exemptions, must_match)
        criteria = tuple(
            self._criterion((*path, "判据", number), entry, (*self._exemptions.of(
                (*path, "判据", number, "例外"), document.nature, entry.exemptions, must_match), *shared))
            for number, entry in enumerate(document.criteria)
        )
        actions = tuple((_LEVELS[level], _ACTIONS[action]) for level, action in document.actions.items())
        for number, entry in enumerate(document.criteria):
            if entry.confidence not in document.actions:
                self._problem((*path, "判据", number), sentence("pack.no-action", key=entry.confidence.value))
        wording = Wording(document.wording.title, document.wording.sentence, document.wording.advice)
        return Rule(
            document.id, document.name, document.category, document.nature, document.legal_basis,
            tuple(document.cases), tuple(entry.value for entry in document.destinations), criteria, actions, wording,
            must_match,
            self._examples((*path, "不得命中"), document.must_not_match),
            document.yields,
        )

    def _criterion(
        self, path: _Path, document: CriterionDocument, exemptions: tuple[Exemption, ...],
    ) -> Criterion:
        supports = tuple(self._support((*path, "佐证"), entry) for entry in document.supports)
        return Criterion(
            _LEVELS[document.confidence], self._references((*path, "主证"), document.primary), supports, exemptions,
        )

    def _support(self, path: _Path, document: SupportDocument) -> Support:
        return Support(self._references(path, document.sources), document.at_least, document.distance)

    def _examples(self, path: _Path, documents: Sequence[ExampleDocument]) -> tuple[Example, ...]:
        return tuple(self._example((*path, number), document) for number, document in enumerate(documents))

    def _example(self, path: _Path, document: ExampleDocument) -> Example:
        text = document.text if document.text is not None else document.picture
        if text is None or (document.text is not None and document.picture is not None):
            self._problem(path, sentence("pack.example-form"))
        action = None if document.action is None else _ACTIONS[document.action]
        return Example(text or "", document.picture is not None, action)

    # ------------------------------------------------------------------ references
    def _references(self, path: _Path, written: Sequence[str]) -> tuple[Reference, ...]:
        return tuple(reference for number, entry in enumerate(written)
                     for reference in self._entry((*path, number), entry))

    def _entry(self, path: _Path, written: str) -> Iterator[Reference]:
        if written.startswith("@"):
            reference = self._reference(path, written)
            yield from () if reference is None else (reference,)
        else:
            words = self._spelling.words(path, written, sentence("pack.word-empty"))
            yield from (Reference(Source.WORD, word) for word in words)

    def _reference(self, path: _Path, written: str) -> Reference | None:
        parts = _REFERENCE.fullmatch(written)
        if parts is None:
            self._problem(path, sentence("pack.reference", name=written))
            return None
        reference = Reference(Source.WORDS, parts["name"], max(1, int(parts["count"] or 1)))
        self._used.add(reference.name)
        if reference.name in self._document.words:
            return reference
        if reference.name in self._document.patterns:
            return replace(reference, source=Source.PATTERN)
        if reference.name in self._document.structures:
            return replace(reference, source=Source.STRUCTURE)
        self._problem(path, sentence("pack.not-defined", name=reference.name))
        return None

    def _unused(self, used: Set[str]) -> None:
        for part, names in self._sections():
            for name in names:
                if name not in used:
                    self._warn((part, name), sentence("pack.unused", kind=PARTS[part], name=name))


def _written_references(document: RuleDocument) -> Iterator[str]:
    for criterion in document.criteria:
        yield from criterion.primary
        for support in criterion.supports:
            yield from support.sources
        for exemption in (*criterion.exemptions, *document.exemptions):
            if isinstance(exemption, ExemptionDocument):
                yield from exemption.sources


def _entries(document: PackDocument) -> Iterator[str]:
    """Yield every string of a document that may be a word."""
    yield from (entry for rows in document.words.values() for row in rows for entry in row)
    yield from (written for rule in document.rules for written in _written_references(rule))
    yield from (written for exemption in document.exemptions.values() for written in exemption.sources)


def combined_words(document: PackDocument) -> int:
    """Return how many words the products of a document combine to; for callers that limit their number."""
    return sum(map(combinations, _entries(document)))


def _normalised(document: PackDocument) -> dict[str, str]:
    """Return the canonical form of every word of a document, all at once: one by one takes longer than all else."""
    words = list(dict.fromkeys(word for entry in _entries(document) for word in spelled_or_nothing(entry)))
    forms = normalise("\n".join(words)).text.split("\n")
    if len(forms) != len(words):
        forms = [normalise(word).text for word in words]
    return dict(zip(words, forms, strict=True))
