"""The weights of the learnt judge: read here, handed to whoever judges. Without sound ones the rules go on alone."""

from __future__ import annotations

import logging
from dataclasses import dataclass
from importlib.resources import files

from rules.learnt.weights import WeightsError, parse

FILE = "weights.bin"

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class LearntWeights:
    """``content`` is a sound file of weights, b"" for none. ``problem`` says in words for people why it is not what it
    should be, and what to do.
    """

    content: bytes = b""
    problem: str = ""


def built_in_weights() -> LearntWeights:
    """Return the weights inside the program, proven to be whole."""
    try:
        content = (files("rules") / "learnt" / FILE).read_bytes()
        parse(content)
    except OSError:
        return LearntWeights(problem=_alone("权重文件不在或不能读。请重新安装密哨。"))
    except WeightsError as error:
        return LearntWeights(problem=_alone(str(error)))
    return LearntWeights(content)


def _alone(why: str) -> str:
    return f"学习判断没有工作，只按规则判断：{why}"


def weights_in_force(issued: bytes) -> LearntWeights:
    """Return the weights of a release (b"" where it carries none) if they are sound, else those inside the program."""
    if not issued:
        return built_in_weights()
    try:
        parse(issued)
    except WeightsError as error:
        inside = built_in_weights()
        return LearntWeights(inside.content, inside.problem or f"单位下发的权重没有采用，用的是程序自带的：{error}")
    return LearntWeights(issued)
