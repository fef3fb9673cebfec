"""Warns of ids that rules of another pack already have: a reader of a window or a record could not tell them apart."""

from __future__ import annotations

from rules.definition import Pack
from rules.lint.report import Report
from rules.schema.problem import Problem
from rules.sentences.catalogue import sentence

LEARNT_PREFIX = "XD-"
"""First letters of the ids of the learnt judge's messages (rules/learnt/words.yaml)."""


def taken(pack: Pack, other: Pack, *, together: bool = False) -> tuple[Problem, ...]:
    """Return the problems of a pack's ids beside another pack.

    Another edition of the same pack may have its ids, unless both are in force ``together``.
    """
    if pack.name == other.name and not together:
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
