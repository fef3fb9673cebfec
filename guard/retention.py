"""Which held items may be destroyed when their time is over."""

from __future__ import annotations

from guard.model import Case, Outcome
from rules.model import Action, Nature

DAY_SECONDS = 86400.0


def waits_for_office(case: Case) -> bool:
    """Return whether destroying this item waits for the 保密办: some rule of 国家秘密 blocked it."""
    return any(
        match.action is Action.BLOCK and explanation.nature is Nature.STATE_SECRET
        for item in case.judged if item.verdict is not None
        for match in item.verdict.matches
        if (explanation := item.verdict.explanation_of(match.rule)) is not None
    ) or (case.decision.nature is Nature.STATE_SECRET and case.decision.outcome is Outcome.BLOCK)
