"""Ids that rules of another pack have already: whoever reads one in a window or a record would not know which it is."""

from __future__ import annotations

from rules.definition import Pack, Problem
from rules.lint.report import Report

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
        report.problem(path, name, f"编号“{name}”是“{other.name}”的。请换一个编号，例如 DW-01。"
                       if name.casefold() in known else
                       f"编号“{name}”以 {LEARNT_PREFIX} 开头，那是学习判断用的。请换一个编号，例如 DW-01。")
        for path, name in ids if name.casefold() in known or name.upper().startswith(LEARNT_PREFIX)
    )
