"""Reads the weights of the learnt judge. Without valid weights the rules judge alone."""

from __future__ import annotations

import logging
from dataclasses import dataclass
from importlib.resources import files

from guard.sentences.catalogue import sentence
from rules.learnt.weights import WeightsError, parse
from rules.sentences.sentence import NOTHING, Sentence

FILE = "weights.bin"

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class LearntWeights:
    """``content`` is a valid file of weights, b"" for none. ``problem`` says in words for people why it is not what it
    should be, and what to do.
    """

    content: bytes = b""
    problem: Sentence = NOTHING


def built_in_weights() -> LearntWeights:
    """Return the weights inside the program, proven to be whole."""
    try:
        content = (files("rules") / "learnt" / FILE).read_bytes()
        parse(content)
    except OSError:
        return LearntWeights(problem=_alone(sentence("learnt.no-weights")))
    except WeightsError as error:
        return LearntWeights(problem=_alone(error.words))
    return LearntWeights(content)


def _alone(why: Sentence) -> Sentence:
    return sentence("learnt.not-working", why=why)


def weights_in_force(issued: bytes) -> LearntWeights:
    """Return the weights of a release (b"" when it carries none) if they are valid, else those inside the program."""
    if not issued:
        return built_in_weights()
    try:
        parse(issued)
    except WeightsError as error:
        inside = built_in_weights()
        return LearntWeights(inside.content, inside.problem or sentence("learnt.unit-weights-refused", why=error.words))
    return LearntWeights(issued)
