"""The weights of the learnt judge: read here, handed to whoever judges. Without sound ones the rules go on alone."""

from __future__ import annotations

import logging
from collections.abc import Sequence
from dataclasses import dataclass
from importlib.resources import files

from rules.definition import Pack
from rules.judge import Judge
from rules.learnt.weights import WeightsError, parse
from rules.weighing import STANDARD, Weighing

FILE = "weights.bin"

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class LearntWeights:
    """``content`` is a sound file of weights, or b"" with the reason in ``problem``, in words for people."""

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


def judge_of(packs: Sequence[Pack], weights: bytes, sensitivity: str = STANDARD) -> Judge:
    """Return a judge by these packs, and by weights that ``built_in_weights`` has proven; b"" stands for none."""
    if not weights:
        return Judge(packs)
    try:
        return Judge(packs, weighing=Weighing(parse(weights), sensitivity))
    except WeightsError as error:
        log.error("the weights of the learnt judge are not sound: the rules go on alone (%s)", type(error).__name__)
        return Judge(packs)
