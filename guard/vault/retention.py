"""Which held items may be destroyed when their time is over."""

from __future__ import annotations

from guard.model import Case
from rules.model import Nature

DAY_SECONDS = 86400.0


def waits_for_office(case: Case) -> bool:
    """Return whether destroying this item waits for the 保密办: any rule of 国家秘密 matched it."""
    if case.decision.nature is Nature.STATE_SECRET:
        return True
    return any(entry.nature is Nature.STATE_SECRET
               for item in case.judged if item.verdict is not None
               for entry in item.verdict.explanations)
