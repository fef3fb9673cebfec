"""Joins what rules found and what the learnt judge says into an action; the only place that does.

Hard evidence decides alone: a mark in its regular position, a match of a unit's own rule or of a criterion declared
decisive, kinship with a stopped item. All else is weighed together with the score and the layout (weights:
rules.learnt.weights), which can make the result milder as well as stricter.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from math import inf
from types import MappingProxyType
from typing import NamedTuple, TypeVar

import numpy as np
from numpy.typing import NDArray

from rules.deadline import Deadline
from rules.learnt.batch import scores
from rules.learnt.blocks import blocks
from rules.learnt.layout import NAMES
from rules.learnt.scoring import Reading, Stretch, natures, readings, spans
from rules.learnt.weights import HELD, Weights
from rules.model import Action, Confidence, Match
from rules.sensitivity import Sensitivity

_LEVELS = (Action.LOG, Action.WARN, Action.BLOCK)
_ORDER = (Action.ALLOW, Action.WARN, Action.BLOCK)
SCORES = ("held", "block", "held squared", "deciding", "deciding squared", "held by length", "deciding by length",
          "held by deciding", "length squared")
"""What ``sounds`` returns, in this order."""

_USUAL_LENGTH = 5.0
_Number = TypeVar("_Number", float, NDArray[np.float64])
_LONGEST_PLACE = 160
_MOST_PLACES, _MOST_ELSEWHERE = 3, 5

SHORTEST = 10
"""Length in characters from which a text is stopped by the learnt judge alone: a word or a file's name says too
little. A Latin letter counts a tenth: hardly any of the learnt texts is written in them."""
_LETTERS = re.compile(r"[^\W\d_]{1,100}")


class Seen(NamedTuple):
    """An action that a rule asks for at a position of the normalised text."""

    rule: str
    action: Action
    start: int


class Told(NamedTuple):
    """A telling passage of the normalised text, with its stretch's action and the id under which the learnt judge
    reports it."""

    start: int
    end: int
    action: Action
    rule: str


class Apart(NamedTuple):
    """Where a block decides: the action for what rules see outside it, None: that of the rules stays."""

    around: Action | None


@dataclass(frozen=True, slots=True)
class Weighed:
    """The result of a weighing; ``action`` None: the rules' action stays. ``probabilities``: of allow, warn, block.

    ``places`` are the most telling passages of the stretch that decides, the likeliest first; ``elsewhere`` the most
    telling one of each other stretch that must be stopped and in which no rule asks for anything. ``seen`` is what
    rules ask for in the stretch that decides. ``apart``: all this is of blocks, ``seen`` of each that is stopped.
    """

    action: Action | None
    probabilities: tuple[float, float, float]
    places: tuple[Told, ...] = ()
    elsewhere: tuple[Told, ...] = ()
    seen: tuple[Seen, ...] = ()
    apart: Apart | None = None

    def decides(self, seen: Seen) -> bool:
        """Return whether what a rule sees is where this was decided: anywhere, or in a block."""
        return self.apart is None or seen in self.seen

    def action_for(self, seen: Seen) -> Action | None:
        """Return the action for what a rule sees, None: that of the rule stays."""
        return self.action if self.apart is None or self.decides(seen) else self.apart.around


@dataclass(frozen=True, slots=True)
class Heavy:
    """A weighed stretch or block, with the rules' matches in it. ``probabilities`` are of allow, warn and block,
    ``least`` is the probability from which it is stopped."""

    stretch: Stretch
    seen: tuple[Seen, ...]
    probabilities: tuple[float, float, float]
    least: float

    @property
    def stopped(self) -> float:
        """The probability that it must be stopped."""
        return self.probabilities[1] + self.probabilities[2]

    @property
    def stops(self) -> bool:
        """Whether it is stopped."""
        return self.stopped >= self.least

    @property
    def asked(self) -> bool:
        """Whether a rule asks for more than a record in it."""
        return any(one.action.severity >= Action.WARN.severity for one in self.seen)


class Contribution(NamedTuple):
    """The contribution of one feature of the weigher: its name in the weights, its value, and the product of value
    and weight."""

    feature: str
    value: float
    added: float


class Weighing:
    """Weights and a sensitivity. Immutable; one instance may serve several threads."""

    def __init__(self, weights: Weights, sensitivity: Sensitivity = Sensitivity.STANDARD) -> None:
        header = weights.header
        self.weights = weights
        self._floor, self.lift = header.floor, header.lift
        self.threshold = header.thresholds[sensitivity]
        self._apart = header.apart.get(sensitivity, inf)
        self._rules, self._decisive = frozenset(header.rules), frozenset(header.decisive)
        self._columns: Mapping[str, int] = MappingProxyType(
            {name: number for number, name in enumerate(header.weigher.features)})
        beyond = len(self._columns)  # where features go that these weights do not use
        self._sounds = [self._columns.get(name, beyond) for name in (*SCORES, *NAMES)]
        self._asked: Mapping[tuple[str, Action], list[int]] = MappingProxyType({
            (rule, action): [self._columns[name] for level in _LEVELS if level.severity <= action.severity
                             and (name := f"{rule} {level}") in self._columns]
            for rule in header.rules for action in Action})
        self._mean, self._spread = np.array(header.weigher.mean), np.array(header.weigher.spread)
        self._coefficients = np.array(header.weigher.coefficients) / self._spread
        self._intercepts = np.array(header.weigher.intercepts) - self._coefficients @ self._mean
        self._by_nature = MappingProxyType({words.column: words.told.rule for words in header.words})

    def knows(self, seen: Seen) -> bool:
        """Return whether this rule's action was among the learnt features."""
        return seen.rule in self._rules

    def weighs(self, seen: Seen) -> bool:
        """Return whether a rule's action is weighed; all others decide alone."""
        return self.knows(seen) and f"{seen.rule} {seen.action}" not in self._decisive

    def weigh(self, text: str, seen: Sequence[Seen], deadline: Deadline | None = None) -> Weighed | None:
        """Weigh a normalised text with the known rules' matches in it; None where nothing needs weighing: it may be
        sent. Raises OutOfTime."""
        whole, apart = self._heavy(text, seen, self._floor, deadline) if seen or says_enough(text) else ([], [])
        heaviest = _heaviest(whole)
        around = Action.ALLOW if heaviest is None or heaviest.stopped < self.lift else None
        best = _heaviest(apart) or heaviest
        if best is None:
            return None
        if not best.stops:
            return Weighed(around, best.probabilities)
        others = [one for one in apart or whole if one is not best and one.stops and not one.asked]
        seen_there = tuple(one for decisive in apart or (best,) for one in decisive.seen)
        return Weighed(_action(best), best.probabilities, self._told(text, best, _MOST_PLACES),
                       tuple(told for one in others[:_MOST_ELSEWHERE] for told in self._told(text, one, 1)), seen_there,
                       Apart(around) if apart else None)

    def _told(self, text: str, heavy: Heavy, most: int) -> tuple[Told, ...]:
        """Return the passage with the highest probability of deciding, and those beside it that decide more probably
        than not."""
        by_nature = natures(heavy.stretch, self.weights)
        rule = self._by_nature[max(self._by_nature, key=lambda name: by_nature.get(name, -inf))]
        likeliest = sorted(heavy.stretch.passages, key=lambda one: -one.score)
        return tuple(
            Told(one.start, min(one.start + len(text[one.start:one.end].rstrip()), one.start + _LONGEST_PLACE),
                 _action(heavy), rule)
            for number, one in enumerate(likeliest[:most]) if not number or one.score > 0)

    def heaviest(self, text: str, seen: Sequence[Seen], floor: float | None = None) -> Heavy | None:
        """Return the stretch or block of a normalised text that decides; None where none needs weighing.

        ``floor`` is used instead of that of the weights; -inf weighs everything.
        """
        whole, apart = self._heavy(text, seen, self._floor if floor is None else floor, None)
        return _heaviest(apart) or _heaviest(whole)

    def _heavy(self, text: str, seen: Sequence[Seen], floor: float,
               deadline: Deadline | None) -> tuple[list[Heavy], list[Heavy]]:
        """Return the stretches that need weighing and, where none is stopped, the blocks that are. Raises OutOfTime."""
        whole: list[Heavy] = []
        for reading in readings(text, self.weights):
            if deadline is not None:
                deadline.check()
            whole.extend(self._weighed(reading, seen, floor, self.threshold))
            divided = blocks(text) if self._apart < 1 and not any(one.stops for one in whole) else ()
            if divided:  # such a text is one reading
                apart = self._weighed(reading.parted(divided), seen, floor, self._apart, of_blocks=True)
                return whole, [one for one in apart if one.stops]
        return whole, []

    def _weighed(self, reading: Reading, seen: Sequence[Seen], floor: float, least: float, *,
                 of_blocks: bool = False) -> Iterator[Heavy]:
        for number, (start, end) in enumerate(reading.spans):
            inside = tuple(one for one in seen if start <= one.start < end)
            quiet = reading.held[number] < floor or (of_blocks and not says_enough(reading.text[start:end]))
            if inside or not quiet:
                stretch = reading.stretch(number)
                yield Heavy(stretch, inside, _three(self._probabilities(stretch, inside)), least)

    def contributions(self, heavy: Heavy, action: Action) -> list[Contribution]:
        """Return each feature's contribution to the log odds of this action against allowing, as far as its value
        differs from the usual one; the largest first."""
        column = _ORDER.index(action)
        values = self.values(heavy.stretch, heavy.seen)
        added = (values - self._mean) * (self._coefficients[column] - self._coefficients[0])
        found = [Contribution(name, float(values[number]), float(added[number]))
                 for name, number in self._columns.items()]
        return sorted(found, key=lambda one: -abs(one.added))

    def quiet(self, texts: Sequence[str]) -> list[bool]:
        """Return for each normalised text whether it may be sent when no rule matches: it is short and one
        block, and its score is below the floor. Many at once cost little."""
        short = [number for number, text in enumerate(texts) if text and len(spans(text)) == 1
                 and (self._apart >= 1 or not blocks(text))]
        held = scores([texts[number] for number in short], HELD, self.weights)
        found = [not text for text in texts]
        for number, score in zip(short, held.tolist(), strict=True):
            found[number] = score < self._floor or not says_enough(texts[number])
        return found

    def values(self, stretch: Stretch, seen: Sequence[Seen]) -> NDArray[np.float64]:
        """Return the values of the weigher's features."""
        values = np.zeros(len(self._columns) + 1)
        values[self._sounds] = (*sounds(stretch.held, stretch.blocked, stretch.deciding, stretch.layout[0]),
                                *stretch.layout)
        for one in seen:
            values[self._asked.get((one.rule, one.action), [])] = 1.0
        return values[:-1]

    def _probabilities(self, stretch: Stretch, seen: Sequence[Seen]) -> NDArray[np.float64]:
        logits = self._coefficients @ self.values(stretch, seen) + self._intercepts
        powers: NDArray[np.float64] = np.exp(logits - logits.max())
        return np.asarray(powers / powers.sum())


def sounds(held: _Number, blocked: _Number, deciding: _Number, length: _Number) -> tuple[_Number, ...]:
    """Return the weigher's features from the scores of a stretch or, as arrays, of many; ``length`` is the logarithm
    of the number of characters: in a long text a high score of one passage means more beside a low one of the whole."""
    length = length - _USUAL_LENGTH
    return (held, blocked, held * abs(held) / 4, deciding, deciding * abs(deciding) / 4, held * length,
            deciding * length, held * deciding, length * length)


def _heaviest(some: Sequence[Heavy]) -> Heavy | None:
    return max(some, key=lambda one: one.stopped, default=None)


def _action(heavy: Heavy) -> Action:
    return Action.BLOCK if heavy.probabilities[2] >= heavy.probabilities[1] else Action.WARN


def says_enough(text: str) -> bool:
    """Return whether a normalised text is long enough for the learnt judge to stop it alone."""
    said = 0.0
    for letters in _LETTERS.finditer(text):
        said += sum(0.1 if character.isascii() else 1.0 for character in letters[0] if character.isalpha())
        if said >= SHORTEST:
            return True
    return False


def _three(found: NDArray[np.float64]) -> tuple[float, float, float]:
    return float(found[0]), float(found[1]), float(found[2])


def lowered(match: Match, action: Action) -> Match:
    """Return a match that asks for no more than this action, on trial neither; LOG where nothing is to be done."""
    kept = action if action is not Action.ALLOW else Action.LOG
    if match.asked is not None and match.asked.severity > kept.severity:
        match = replace(match, asked=kept if kept.severity > match.action.severity else None)
    if match.action.severity <= kept.severity:
        return match
    return Match(match.rule, match.name, kept, Confidence.LOW, match.text, match.start, match.end, match.page,
                 match.boxes, match.place, match.kin, match.asked)
