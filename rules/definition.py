"""What a pack is made of once it has been read and checked. All frozen.

Patterns and words are compared with the normalised text; distances are code points of it.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from enum import Enum, StrEnum

from rules.model import Action, Confidence, Nature
from rules.scan.fingerprints import Fingerprint
from rules.scan.literals import Shape
from rules.sentences.catalogue import sentence
from rules.sentences.sentence import Sentence
from rules.text import Text


class Source(Enum):
    """Where a reference of a criterion points to."""

    WORD = "word"
    WORDS = "words"
    PATTERN = "pattern"
    STRUCTURE = "structure"


class Reach(StrEnum):
    """A distance in words: how far from the deciding words something may stand."""

    SENTENCE = "同句"
    LINE = "同行"
    TEXT = "全文"


Distance = Reach | int
"""A reach in words, or a number of code points of the normalised text between the two."""


@dataclass(frozen=True, slots=True)
class Reference:
    """One entry of 主证, 取自 or 出现. ``name`` is the word itself or the name of a list, pattern or structure.

    The reference counts only when at least ``at_least`` different values were found.
    """

    source: Source
    name: str
    at_least: int = 1


@dataclass(frozen=True, slots=True)
class Pattern:
    """One entry of 模式: an RE2 expression. ``validator`` names an entry of rules.validators or is None.

    ``shape`` is what all its matches obey. It travels with the pattern: finding it out takes most of the time of making
    a judge, and a broker makes one while somebody copies.
    """

    name: str
    expression: str
    shape: Shape
    validator: str | None = None
    pictures_only: bool = False


@dataclass(frozen=True, slots=True)
class Structure:
    """One entry of 结构: a feature (rules.features) with what is asked of it.

    ``kinds`` selects hits that have at least one of them, all hits when empty; ``without`` drops hits that have one.
    ``at_least`` is the feature's own score from 0 to 100.
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
    """A text with what a rule must say about it; ``action`` None means 提醒 or 拦截."""

    text: str
    from_picture: bool = False
    action: Action | None = None

    def as_text(self) -> Text:
        """Return it as it is judged."""
        return Text(self.text, from_picture=self.from_picture)

    def beginning(self, signs: int) -> str:
        """Return the first ``signs`` of it on one line."""
        line = " ".join(self.text.split())
        return line if len(line) <= signs else f"{line[:signs]}…"


@dataclass(frozen=True, slots=True)
class Exemption:
    """例外: where one of ``sources`` stands within ``distance``, the confidence falls by ``levels``.

    ``must_not_swallow`` are texts that hold the exempting words, one of which must be caught all the same. ``name`` is
    that of an entry of the section 例外, "" for one that was written out.
    """

    sources: tuple[Reference, ...]
    distance: Distance
    levels: int
    must_not_swallow: tuple[Example, ...]
    name: str = ""


@dataclass(frozen=True, slots=True)
class Criterion:
    """判据: any of ``primary`` with all of ``supports`` gives ``confidence``, less what ``exemptions`` take away."""

    confidence: Confidence
    primary: tuple[Reference, ...]
    supports: tuple[Support, ...] = ()
    exemptions: tuple[Exemption, ...] = ()


@dataclass(frozen=True, slots=True)
class Wording:
    """提示语: what the user is told: a title, what was found, what to do instead."""

    title: str
    sentence: str
    advice: str


@dataclass(frozen=True, slots=True)
class Override:
    """What is done instead wherever a rule stops a text or warns about it, to the end of a day. No pack says so: a
    unit's policy does.
    """

    action: Action
    until: date


@dataclass(frozen=True, slots=True)
class Rule:
    """One rule. ``criteria`` are in the order of the file and carry the rule's own exemptions too."""

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
    """True for a rule that says nothing where another rule stops the text already (让位)."""
    override: Override | None = None

    def action(self, confidence: Confidence) -> Action:
        """Return what is done at this confidence; LOG when nothing is said about it."""
        return next((action for level, action in self.actions if level is confidence), Action.LOG)

    def strictest(self) -> Action:
        """Return the strictest action the rule can ask for."""
        return max((action for _, action in self.actions), key=lambda action: action.severity, default=Action.LOG)

    def exemptions(self) -> tuple[Exemption, ...]:
        """Return every exemption of the rule once."""
        return tuple(dict.fromkeys(entry for criterion in self.criteria for entry in criterion.exemptions))


@dataclass(frozen=True, slots=True)
class Published:
    """One entry of 已发布清单: a copy of this text passes, but for state-secret rules and marks in their place."""

    name: str
    fingerprint: Fingerprint


@dataclass(frozen=True, slots=True)
class Exempted:
    """One entry of 误报豁免: exactly this content passes the rules on state secrets, to the end of a day.

    ``content`` is its digest (rules.judge.exempted). It counts only in a pack that was signed: guard.supply.active.
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
class Problem:
    """Something wrong in a pack: file, line (1-based, 0 when unknown), rule id or "", and what to change."""

    source: str
    line: int
    rule: str
    message: Sentence

    def __str__(self) -> str:
        return str(self.said())

    def said(self) -> Sentence:
        """Return all of it as one sentence."""
        where = f"{self.source}:{self.line}" if self.line else self.source
        what = sentence("pack.rule", rule=self.rule, why=self.message) if self.rule else self.message
        return sentence("joined.of", what=where, why=what)


@dataclass(frozen=True, slots=True)
class Pack:
    """A rule pack, read and checked but not yet proven (rules.pack.proof). ``warnings`` do not stop it from being used.

    ``source`` is the file's name and ``written`` its bytes, from which rules.lint.lint tells where something stands.
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
    """What a list, pattern, structure or named exemption is for (说明), by its name."""
    source: str = ""
    written: bytes = field(default=b"", repr=False, compare=False)

    @property
    def label(self) -> str:
        """The name and version as verdicts carry them."""
        return f"{self.name} {self.version}"
