"""The one place where what rules found and what the learnt judge says are joined into an action.

Hard evidence decides alone: a mark where marks stand, what a unit's own rule or a criterion says so of, what was
stopped before. All else is weighed together with the score and the layout (weights: rules.learnt.weights), and can be
lifted by it as well as carried by it.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType

import numpy as np

from rules.learnt.layout import NAMES
from rules.learnt.scoring import Stretch, clauses, natures, stretches
from rules.learnt.weights import Weights
from rules.model import Action, Confidence, Match

STANDARD = "适中"
SENSITIVITIES = ("宽松", STANDARD, "严格")
"""The stops of the sensitivity, from that which asks least."""

_LEVELS = (Action.LOG, Action.WARN, Action.BLOCK)
_ORDER = (Action.ALLOW, Action.WARN, Action.BLOCK)
_LONGEST_CLAUSE = 80


@dataclass(frozen=True, slots=True)
class Weighed:
    """What a weighing came to. ``probabilities`` are of allow, warn and block. ``start`` and ``end`` are the clause of
    the normalised text that weighs most, ``rule`` the id under which the learnt judge speaks of it.
    """

    action: Action
    probabilities: tuple[float, float, float]
    rule: str
    start: int
    end: int


class Weighing:
    """Weights and a sensitivity. Immutable; one instance may serve several threads."""

    def __init__(self, weights: Weights, sensitivity: str = STANDARD) -> None:
        header = weights.header
        self.weights = weights
        self.threshold = header.thresholds[sensitivity]
        self._rules = frozenset(header.rules)
        self._columns: Mapping[str, int] = MappingProxyType(
            {name: number for number, name in enumerate(header.weigher.features)})
        self._mean, self._spread = np.array(header.weigher.mean), np.array(header.weigher.spread)
        self._coefficients = np.array(header.weigher.coefficients) / self._spread
        self._intercepts = np.array(header.weigher.intercepts) - self._coefficients @ self._mean
        self._by_nature = MappingProxyType({words.category: words.rule for words in header.words})

    def weighs(self, rule: str) -> bool:
        """Say whether matches of this rule are weighed; those of all others decide alone."""
        return rule in self._rules

    def weigh(self, text: str, matches: Sequence[Match]) -> Weighed | None:
        """Weigh a normalised text with the matches that do not decide alone; None for a text without a character."""
        best: tuple[float, Stretch, np.ndarray] | None = None
        for stretch in stretches(text, self.weights):
            found = self._probabilities(stretch, matches)
            stopped = float(found[1] + found[2])
            if best is None or stopped > best[0]:
                best = (stopped, stretch, found)
        if best is None:
            return None
        stopped, stretch, found = best
        if stopped < self.threshold:
            return Weighed(Action.ALLOW, _three(found), "", 0, 0)
        action = Action.BLOCK if found[2] >= found[1] else Action.WARN
        start, end, _ = clauses(text, stretch, self.weights)[0]
        scores = natures(stretch, self.weights)
        rule = self._by_nature[max(self._by_nature, key=lambda name: scores.get(name, float("-inf")))]
        return Weighed(action, _three(found), rule, start, min(end, start + _LONGEST_CLAUSE))

    def values(self, stretch: Stretch, matches: Sequence[Match]) -> np.ndarray:
        """Return the values of the weigher's features."""
        values = np.zeros(len(self._columns))
        held, blocked = stretch.held, stretch.blocked
        named = {"held": held, "block": blocked, "held squared": held * abs(held) / 4,
                 **dict(zip(NAMES, stretch.layout, strict=True))}
        for name, value in named.items():
            if name in self._columns:
                values[self._columns[name]] = value
        for match in matches:
            for level in _LEVELS:
                column = self._columns.get(f"{match.rule} {level}")
                if column is not None and match.action.severity >= level.severity:
                    values[column] = 1.0
        return values

    def _probabilities(self, stretch: Stretch, matches: Sequence[Match]) -> np.ndarray:
        logits = self._coefficients @ self.values(stretch, matches) + self._intercepts
        powers = np.exp(logits - logits.max())
        return powers / powers.sum()


def _three(found: np.ndarray) -> tuple[float, float, float]:
    return float(found[0]), float(found[1]), float(found[2])


def lowered(match: Match, action: Action) -> Match:
    """Return a match that asks for no more than this action; LOG where nothing is to be done."""
    if match.action.severity <= max(action.severity, Action.LOG.severity):
        return match
    kept = action if action is not Action.ALLOW else Action.LOG
    return Match(match.rule, match.name, kept, Confidence.LOW, match.text, match.start, match.end, match.page,
                 match.boxes, match.place, match.kin)
