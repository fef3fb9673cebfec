"""Ids that rules of another pack have already: whoever reads one in a window or a record would not know which it is."""

from __future__ import annotations

from rules.definition import Pack, Problem
from rules.lint.report import Report
from rules.sentences.catalogue import sentence

LEARNT_PREFIX = "XD-"
"""What ids begin with under which the learnt judge speaks (rules/learnt/words.yaml)."""


def taken(pack: Pack, other: Pack) -> tuple[Problem, ...]:
    """Return what is wrong with the ids of a pack beside another; an edition of the other pack itself may have its ids.
    """
    if pack.name == other.name:
        return ()
    report = Report(pack)
    known = {rule.id.casefold() for rule in other.rules} | {alert.id.casefold() for alert in other.alerts}
    ids = [(("规则", number, "编号"), rule.id) for number, rule in enumerate(pack.rules)]
    ids += [(("紧急布控", number, "编号"), alert.id) for number, alert in enumerate(pack.alerts)]
    return tuple(
        report.problem(path, name, sentence("lint.id-of-pack", id=name, pack=other.name) if name.casefold() in known
                       else sentence("lint.id-of-learnt", id=name, prefix=LEARNT_PREFIX))
        for path, name in ids if name.casefold() in known or name.upper().startswith(LEARNT_PREFIX)
    )
