"""Limits how long an approval of the 保密办 is valid: an exemption, or a rule that is milder in one 科室."""

from __future__ import annotations

from datetime import date, timedelta

from guard.sentences.catalogue import sentence
from rules.sentences.sentence import NOTHING, Sentence

LONGEST_DAYS = 366
"""Nothing is approved for ever: somebody checks it again once per year."""


def objection(until: date, today: date) -> Sentence:
    """Return why nothing that ends on this day may be signed, without words when it may be."""
    if until < today:
        return sentence("approval.ended", until=until)
    if until > today + timedelta(LONGEST_DAYS):
        return sentence("approval.too-far-off", until=until)
    return NOTHING
