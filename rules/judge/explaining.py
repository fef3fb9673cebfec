"""Explains a judgement: what each rule said, what the learnt judge made of it, and which characters weigh most."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise
from math import inf

import numpy as np
from numpy.typing import NDArray

from rules.judge.judge import Judge, Said
from rules.judge.weighing import Contribution, Heavy, Weighing, says_enough
from rules.learnt.passages import Passage
from rules.learnt.scoring import Stretch, natures, readings
from rules.model import Action, Match, Verdict
from rules.scan.normalise import Normalised
from rules.text import Text

LONGEST = 100_000
"""Most characters of a text that are shaded: nobody reads a longer page."""

DARKEST = 3
"""Levels of shading run from -DARKEST, strongly for allowing, to DARKEST, strongly for stopping."""

_PASSAGES = 8
_CONTRIBUTIONS = 12
_LEAST = 0.005
_SECONDS = 10.0
_STEPS = (0.3, 0.5, 0.8)
"""The shares of the heaviest characters' weight from which each level begins."""

_AROUND = np.array([1, 2, 3, 2, 1]) / 9
"""The weights of a character's neighbours in its shade: people look at words, not at single characters."""

_HEAVIEST = 0.98
"""The quantile used as the weight of the heaviest characters: a few outliers would make all others pale."""


@dataclass(frozen=True, slots=True)
class Evidence:
    """One match of a rule: ``match`` as the rule asks for it by itself, ``becomes`` the action after weighing.

    ``alone``: it decides alone and is not weighed.
    """

    match: Match
    alone: bool
    becomes: Action


@dataclass(frozen=True, slots=True)
class Shade:
    """The weight of ``Text.original[start:end]``, from -DARKEST to DARKEST and never 0."""

    start: int
    end: int
    level: int


@dataclass(frozen=True, slots=True)
class Heard:
    """The learnt judge's answer on ``Text.original[start:end]``, the stretch or block that decides.

    ``probabilities`` are of allow, warn and block; when the latter two together reach ``threshold`` the text is
    stopped, below ``lift`` it is let go, and between them the rules' action stays. ``quiet``: no rule said anything
    and the score is so low that nothing was weighed; ``short``: no rule said anything and the text is too short for the
    learnt judge alone. In both cases the figures are what a weighing would have given.
    ``contributions`` are for ``towards`` and against allowing; ``shades`` are of the whole text.
    """

    probabilities: tuple[float, float, float]
    threshold: float
    lift: float
    quiet: bool
    short: bool
    start: int
    end: int
    natures: tuple[tuple[str, float], ...]
    passages: tuple[Passage, ...]
    contributions: tuple[Contribution, ...]
    towards: Action
    shades: tuple[Shade, ...]


@dataclass(frozen=True, slots=True)
class Explained:
    """The reasons of a verdict. ``heard`` is None where rules decide alone, or for an ``empty`` text.

    ``verdict.explanations`` have law and cases of all that was found.
    """

    verdict: Verdict
    evidence: tuple[Evidence, ...]
    heard: Heard | None
    empty: bool

    @property
    def added(self) -> tuple[Match, ...]:
        """The learnt judge's own match, where it asks for more than all rules together."""
        return self.verdict.matches[len(self.evidence):]


def explain(judge: Judge, text: Text) -> Explained:
    """Return the reasons why this judge judges a text as it does."""
    said = judge.said(text, _SECONDS)
    evidence = tuple(Evidence(match, seen is None, after.action)
                     for match, seen, after in zip(said.matches, said.soft, said.verdict.matches, strict=False))
    heard = None if judge.weighing is None else _heard(judge.weighing, said)
    return Explained(said.verdict, evidence, heard, not said.normalised.text)


def _heard(weighing: Weighing, said: Said) -> Heard | None:
    normalised = said.normalised
    seen = [one for one in said.soft if one is not None]
    heavy = weighing.heaviest(normalised.text, seen)
    quiet = heavy is None
    heavy = heavy or weighing.heaviest(normalised.text, seen, -inf)
    if heavy is None:
        return None
    stretch = heavy.stretch
    towards = Action.BLOCK if heavy.probabilities[2] >= heavy.probabilities[1] else Action.WARN
    scores = sorted(natures(stretch, weighing.weights).items(), key=lambda one: -one[1])
    span = normalised.original(stretch.start, stretch.end)
    short = not seen and not says_enough(normalised.text)
    return Heard(heavy.probabilities, heavy.least, weighing.lift, quiet, short, *span, tuple(scores),
                 _passages(normalised, stretch), _largest(weighing, heavy, towards), towards,
                 _shades(normalised, weighing))


def _passages(normalised: Normalised, stretch: Stretch) -> tuple[Passage, ...]:
    """Return the most telling passages, as places of ``Text.original``."""
    found = sorted(stretch.passages, key=lambda one: -one.score)
    return tuple(Passage(*normalised.original(one.start, one.end), one.score) for one in found[:_PASSAGES])


def _largest(weighing: Weighing, heavy: Heavy, towards: Action) -> tuple[Contribution, ...]:
    """Return the contributions that weigh most; of rules only those that matched: nobody asks why a rule is silent."""
    said = {one.rule for one in heavy.seen}
    found = [one for one in weighing.contributions(heavy, towards)
             if abs(one.added) >= _LEAST and (one.value or one.feature.partition(" ")[0] in said)]
    return tuple(found[:_CONTRIBUTIONS])


def _shades(normalised: Normalised, weighing: Weighing) -> tuple[Shade, ...]:
    """Return the runs of characters of equal weight, relative to the heaviest ones of this text."""
    text = normalised.text
    added = np.zeros(min(len(text), LONGEST))
    for reading in readings(text[:len(added)], weighing.weights):
        for number, (start, end) in enumerate(reading.spans):
            added[start:end] = np.convolve(reading.per_character(number), _AROUND)[2:-2]
    levels = _levels(added)
    edges = np.flatnonzero(np.diff(levels, prepend=0, append=0))
    return tuple(Shade(*normalised.original(int(start), int(end)), int(levels[start]))
                 for start, end in pairwise(edges) if levels[start])


def _levels(added: NDArray[np.float64]) -> NDArray[np.intp]:
    heaviest = float(np.quantile(np.abs(added), _HEAVIEST)) if len(added) else 0.0
    if not heaviest:
        return np.zeros(len(added), np.intp)
    return np.asarray(np.sign(added) * np.digitize(np.abs(added) / heaviest, _STEPS), np.intp)
