"""Builds a judge from packs and the weights of the learnt judge; without valid weights rules decide alone."""

from __future__ import annotations

import logging
from collections.abc import Sequence

from rules.definition import Pack
from rules.exact.index import ExactIndex
from rules.judge.judge import Judge
from rules.judge.weighing import Weighing
from rules.learnt.weights import WeightsError, parse
from rules.sensitivity import Sensitivity

log = logging.getLogger(__name__)


def judge_of(packs: Sequence[Pack], weights: bytes, sensitivity: Sensitivity,
             exact: Sequence[ExactIndex] = (), key: bytes = b"") -> Judge:
    """Return a judge for these packs, these proven weights (b"" means none), these indexes of the unit's tables and the
    unit's key for hashed words (b"" means none)."""
    if not weights:
        return Judge(packs, exact=exact, key=key)
    try:
        return Judge(packs, weighing=Weighing(parse(weights), sensitivity), exact=exact, key=key)
    except WeightsError as error:
        log.error("the weights of the learnt judge are not sound: the rules go on alone (%s)", type(error).__name__)
        return Judge(packs, exact=exact, key=key)
