"""Decides which held items may be destroyed when their retention period has ended, or to make room."""

from __future__ import annotations

from guard.core.model import Case, CaseState, Outcome, Storage
from rules.model import Action, Nature

DAY_SECONDS = 86400.0


def waits_for_office(case: Case) -> bool:
    """Return whether destroying this item waits for the 保密办: a rule of 国家秘密 blocked it."""
    return any(
        match.action is Action.BLOCK and explanation.nature is Nature.STATE_SECRET
        for item in case.judged if item.verdict is not None
        for match in item.verdict.matches
        if (explanation := item.verdict.explanation_of(match.rule)) is not None
    ) or (case.decision.nature is Nature.STATE_SECRET and case.decision.outcome is Outcome.BLOCK)


def may_expire(case: Case) -> bool:
    """Return whether an item may be destroyed when its time has ended: not 国家秘密, and not while its file is held in
    its place, which nobody could open any more once its permission bits are forgotten.
    """
    held_in_place = case.keeping is Storage.IN_PLACE and case.state is CaseState.HELD
    return not waits_for_office(case) and not held_in_place


def may_make_room(case: Case) -> bool:
    """Return whether an item may be deleted to make room: not 国家秘密, and not a file that exists nowhere else.

    Copied content still exists where it was copied from; a file that was released is in its place again.
    """
    return not waits_for_office(case) and (case.file is None or case.state is CaseState.RELEASED)
