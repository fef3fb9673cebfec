"""The figures of a self-inspection: by answer, by rule, by folder, by reason."""

from __future__ import annotations

import os
from collections import Counter
from dataclasses import dataclass, field

from guard.core.model import Outcome
from guard.inspect.finding import Finding, marked
from guard.util.path_text import readable, text_path
from rules.model import Action, Nature


@dataclass(slots=True)
class OfRule:
    """What one rule found: in how many files, in how many places."""

    rule: str
    name: str
    nature: str
    legal_basis: str
    files: int = 0
    places: int = 0


@dataclass(slots=True)
class Summary:
    """Figures of one run, added up file by file. ``folders`` counts answers by the folder of a file; ``stand_ins``
    counts files by what says which OCR engine read them in place of the requested one.
    """

    outcomes: Counter[Outcome] = field(default_factory=Counter)
    rules: dict[str, OfRule] = field(default_factory=dict)
    folders: dict[str, Counter[Outcome]] = field(default_factory=dict)
    reasons: Counter[str] = field(default_factory=Counter)
    stand_ins: Counter[str] = field(default_factory=Counter)
    unchanged: int = 0

    @property
    def files(self) -> int:
        """How many files were inspected."""
        return self.outcomes.total()

    def by_weight(self) -> list[OfRule]:
        """Return the rules, those on state secrets first, then by how many files they found."""
        return sorted(self.rules.values(), key=lambda one: (one.nature != Nature.STATE_SECRET.value, -one.files))

    def add(self, finding: Finding) -> None:
        """Count one file."""
        outcome = finding.outcome
        self.outcomes[outcome] += 1
        self.unchanged += finding.unchanged
        if finding.stand_in:
            self.stand_ins[finding.stand_in] += 1
        if outcome is Outcome.ALLOW:
            return
        self.folders.setdefault(folder_of(finding), Counter())[outcome] += 1
        if finding.reason is not None:
            self.reasons[reason_kind(finding.reason)] += 1
        seen: set[str] = set()
        for mark, _ in marked(finding):
            if mark.action == Action.LOG.value:
                continue
            of_rule = self.rules.setdefault(mark.rule, OfRule(mark.rule, mark.name, mark.nature, mark.legal_basis))
            of_rule.places += mark.times
            of_rule.files += mark.rule not in seen
            seen.add(mark.rule)


def path_of(finding: Finding) -> str:
    """Return the absolute path of a file as people read it; it may lead nowhere."""
    return readable(str(text_path(finding.path)))


def folder_of(finding: Finding) -> str:
    """Return the folder of a file, as people read it."""
    return os.path.dirname(path_of(finding))  # noqa: PTH120 - a label, it may lead nowhere


def reason_kind(reason: str) -> str:
    """Return the part of a reason that is not specific to one file."""
    return reason.partition("：")[0]
