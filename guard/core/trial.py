"""Names the rules that asked for something and did not get it, for the office: in 仅记录, and rules on trial."""

from __future__ import annotations

from collections.abc import Sequence

from guard.core.model import Decision, Judged, Outcome
from rules.model import Action, Match


def unenforced(judged: Sequence[Judged], decision: Decision) -> tuple[tuple[str, str], ...]:
    """Return for each rule that would stop or ask, and did not, the strictest action that it asked for, by its id.

    A rule is on trial where the unit's 科室规则 asks for less, and where the rule itself only records: its action is
    LOG then. Where nothing was held although rules asked for it, every one of them counts: the mode only records.
    """
    found: dict[str, Action] = {}
    for match in (match for item in judged if item.verdict for match in item.verdict.matches):
        action = _asked(match, decision)
        if action is not None and action.severity > found.get(match.rule, Action.ALLOW).severity:
            found[match.rule] = action
    return tuple((rule, action.value) for rule, action in found.items())


def _asked(match: Match, decision: Decision) -> Action | None:
    if match.asked is not None:
        return match.asked
    let_pass = decision.outcome is not Outcome.ALLOW and not decision.hold
    return match.action if let_pass and match.action.severity >= Action.WARN.severity else None
