"""Describes where the rules come from, in words for status, doctor and windows."""

from __future__ import annotations

import time

from guard.sentences.catalogue import sentence
from guard.supply.provenance import Provenance, SupplyState
from rules.sentences.sentence import NOTHING, Sentence

_DAY = 86400.0
_FORMAT = "%Y-%m-%d %H:%M"


def provenance_words(provenance: Provenance, managed: bool) -> Sentence:
    """Return which release is in force, of which channel, signed when."""
    if not provenance.number:
        return sentence("provenance.own") if not managed else sentence("provenance.own-meanwhile")
    if provenance.suspended_until > time.time():
        until = time.strftime(_FORMAT, time.localtime(provenance.suspended_until))
        return sentence("provenance.suspended", until=until, why=provenance.suspended, number=provenance.number)
    days = int((time.time() - provenance.signed_at) // _DAY)
    age = sentence("provenance.days-ago", days=days) if days > 0 else sentence("provenance.today")
    return sentence("provenance.release", number=provenance.number, channel=provenance.channel, age=age)


def polled_words(supply: SupplyState) -> Sentence:
    """Return when the source was last asked and when it last answered; empty when there is no source."""
    if not supply.managed:
        return NOTHING
    if not supply.polled_at:
        return sentence("supply.not-yet")
    words = time.strftime(_FORMAT, time.localtime(supply.polled_at))
    valid = signed_words(supply.signed_until)
    if not supply.refused:
        return (sentence("supply.well-and-valid", when=words, valid=valid) if valid
                else sentence("supply.well", when=words))
    reached = (time.strftime(_FORMAT, time.localtime(supply.reached_at)) if supply.reached_at
               else sentence("supply.not-since-start"))
    if not valid:
        return sentence("supply.failed", when=words, reached=reached)
    return sentence("supply.failed-and-valid", when=words, reached=reached, valid=valid)


def signed_words(until: float) -> Sentence:
    """Return when the signatures seen last expire, "" before any was seen."""
    if not until:
        return NOTHING
    day = time.strftime("%Y-%m-%d", time.localtime(until))
    left = until - time.time()
    if left < 0:
        return sentence("supply.ran-out", day=day)
    return sentence("supply.valid-until", day=day, days=int(left // _DAY))
