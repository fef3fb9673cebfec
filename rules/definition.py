"""Defines the frozen types of a pack that has been read and checked.

Patterns and words are compared with the normalised text; distances are code points of it.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from enum import Enum, StrEnum

from rules.model import Action, Confidence, Nature
from rules.scan.fingerprints import Fingerprint
from rules.scan.literals import Shape
from rules.schema.problem import Problem
from rules.text import Text


class Source(Enum):
    """The kind of thing that a reference of a criterion names."""

    WORD = "word"
    WORDS = "words"
    PATTERN = "pattern"
    STRUCTURE = "structure"


class Reach(StrEnum):
    """A distance by name: how far from the deciding words a match may be."""

    SENTENCE = "同句"
    LINE = "同行"
    TEXT = "全文"


Distance = Reach | int
"""A named distance, or a number of code points of the normalised text between the two matches."""


@dataclass(frozen=True, slots=True)
class Reference:
    """One entry of 主证, 取自 or 出现. ``name`` is the word itself or the name of a list, pattern or structure.

    The reference counts only with at least ``at_least`` different values.
    """

    source: Source
    name: str
    at_least: int = 1


@dataclass(frozen=True, slots=True)
class Pattern:
    """One entry of 模式: an RE2 expression. ``validator`` names an entry of rules.validators or is None.

    ``shape`` describes all its matches. It is stored with the pattern: computing it takes most of the time of making
    a judge, and a broker makes one while somebody copies.
    """

    name: str
    expression: str
    shape: Shape
    validator: str | None = None
    pictures_only: bool = False


@dataclass(frozen=True, slots=True)
class Structure:
    """One entry of 结构: a feature (rules.features) with its conditions.

    ``kinds`` selects hits that have at least one of these kinds, all hits when empty; ``without`` drops hits that
    have one of these. ``at_least`` is the lowest accepted score of the feature, from 0 to 100.
    """

    name: str
    feature: str
    kinds: frozenset[str] = frozenset()
    without: frozenset[str] = frozenset()
    at_least: int = 0


@dataclass(frozen=True, slots=True)
class Support:
    """佐证: at least ``at_least`` different values of ``sources`` within ``distance`` of the deciding words."""

    sources: tuple[Reference, ...]
    at_least: int
    distance: Distance


@dataclass(frozen=True, slots=True)
class Example:
    """A text and the action that a rule must ask for on it; ``action`` None means 提醒 or 拦截."""

    text: str
    from_picture: bool = False
    action: Action | None = None

    def as_text(self) -> Text:
        """Return the example as the text to judge."""
        return Text(self.text, from_picture=self.from_picture)

    def beginning(self, length: int) -> str:
        """Return its first ``length`` characters on one line."""
        line = " ".join(self.text.split())
        return line if len(line) <= length else f"{line[:length]}…"


@dataclass(frozen=True, slots=True)
class Exemption:
    """例外: where one of ``sources`` is within ``distance``, the confidence falls by ``levels``.

    ``must_not_swallow`` are texts that contain the exempting words, one of which must be caught all the same.
    ``name`` is that of an entry of the section 例外, "" for an exemption written inside its rule.
    """

    sources: tuple[Reference, ...]
    distance: Distance
    levels: int
    must_not_swallow: tuple[Example, ...]
    name: str = ""


@dataclass(frozen=True, slots=True)
class Criterion:
    """判据: a match of any of ``primary`` with all of ``supports`` has ``confidence``, lowered by ``exemptions``."""

    confidence: Confidence
    primary: tuple[Reference, ...]
    supports: tuple[Support, ...] = ()
    exemptions: tuple[Exemption, ...] = ()


@dataclass(frozen=True, slots=True)
class Wording:
    """提示语, what the user is told: a title, what was found, what to do instead."""

    title: str
    sentence: str
    advice: str


@dataclass(frozen=True, slots=True)
class Override:
    """The action that replaces what a rule asks for wherever it blocks or warns, until the end of a day. Set by a
    unit's policy, never by a pack."""

    action: Action
    until: date


@dataclass(frozen=True, slots=True)
class Rule:
    """One rule. ``criteria`` are in the order of the file and include the rule's own exemptions."""

    id: str
    name: str
    category: str
    nature: Nature
    legal_basis: str
    cases: tuple[int, ...]
    destinations: tuple[str, ...]
    criteria: tuple[Criterion, ...]
    actions: tuple[tuple[Confidence, Action], ...]
    wording: Wording
    must_match: tuple[Example, ...]
    must_not_match: tuple[Example, ...]
    yields: bool = False
    """True for a rule that is silent where another rule stops the text already (让位)."""
    override: Override | None = None

    def action(self, confidence: Confidence) -> Action:
        """Return the action at this confidence; LOG when the rule sets none."""
        return next((action for level, action in self.actions if level is confidence), Action.LOG)

    def strictest(self) -> Action:
        """Return the strictest action the rule can ask for."""
        return max((action for _, action in self.actions), key=lambda action: action.severity, default=Action.LOG)

    def exemptions(self) -> tuple[Exemption, ...]:
        """Return every exemption of the rule once."""
        return tuple(dict.fromkeys(entry for criterion in self.criteria for entry in criterion.exemptions))

    def references(self) -> Iterator[Reference]:
        """Yield every entry of 主证, 取自 and 出现."""
        for criterion in self.criteria:
            yield from criterion.primary
            for support in criterion.supports:
                yield from support.sources
            for exemption in criterion.exemptions:
                yield from exemption.sources


@dataclass(frozen=True, slots=True)
class Published:
    """One entry of 已发布清单: a copy of this text passes, except for state-secret rules and for marks in their
    regular position."""

    name: str
    fingerprint: Fingerprint


@dataclass(frozen=True, slots=True)
class Exempted:
    """One entry of 误报豁免: exactly this content passes the rules on state secrets, until the end of a day.

    ``content`` is its digest (rules.judge.exempted). It counts only in a signed pack: guard.supply.packs_and_policy.
    """

    name: str
    reason: str
    approver: str
    until: date
    content: str


@dataclass(frozen=True, slots=True)
class Alert:
    """One entry of 紧急布控: this document and large excerpts of it are blocked."""

    id: str
    name: str
    nature: Nature
    legal_basis: str
    destinations: tuple[str, ...]
    wording: Wording
    fingerprint: Fingerprint


@dataclass(frozen=True, slots=True)
class Hashing:
    """散列密钥: the salt under which a pack's words are hashed, and what tells another key from that of the unit."""

    salt: bytes
    check: bytes


@dataclass(frozen=True, slots=True)
class Pack:
    """A rule pack, read and checked but not yet proven (rules.pack.proof). ``warnings`` do not prevent its use.

    ``source`` is the file's name and ``written`` its bytes, from which rules.lint.lint finds line numbers.
    """

    name: str
    version: str
    words: tuple[tuple[str, tuple[str, ...]], ...]
    patterns: tuple[Pattern, ...]
    structures: tuple[Structure, ...]
    rules: tuple[Rule, ...]
    warnings: tuple[Problem, ...] = ()
    published: tuple[Published, ...] = ()
    alerts: tuple[Alert, ...] = ()
    exempted: tuple[Exempted, ...] = ()
    notes: tuple[tuple[str, str], ...] = ()
    """The purpose (说明) of each list, pattern, structure or named exemption, by its name."""
    hashing: Hashing | None = None
    """How the hashed words of its lists (rules.scan.hashed) were made; None where there are none."""
    to_hash: tuple[str, ...] = ()
    """The lists whose words are to be hashed before the pack is published (rules.pack.hashing)."""
    source: str = ""
    written: bytes = field(default=b"", repr=False, compare=False)

    @property
    def label(self) -> str:
        """The name and version as verdicts contain them."""
        return f"{self.name} {self.version}"
