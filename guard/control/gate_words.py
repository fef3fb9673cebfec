"""Describes the file gate and the limits that it has reached, in words for status and windows."""

from __future__ import annotations

from guard.control.requests import GateState
from guard.sentences.catalogue import joined, sentence
from rules.sentences.sentence import NOTHING, Sentence


def gate_words(gate: GateState) -> Sentence:
    """Return where the gate holds and what passed it; NOTHING on a computer that has had none since the guard started.
    """
    return joined(
        sentence("guard.gate-holds", folders=gate.marked) if gate.connected else NOTHING,
        sentence("guard.gate-left-out", folders=gate.left_out) if gate.left_out else NOTHING,
        sentence("guard.gate-overflown", times=gate.overflown) if gate.overflown else NOTHING,
        sentence("guard.gate-unjudged-refused", times=gate.unjudged_refused) if gate.unjudged_refused else NOTHING,
        sentence("guard.gate-unjudged-passed", times=gate.unjudged_passed) if gate.unjudged_passed else NOTHING,
    )
