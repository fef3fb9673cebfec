"""Names the kinds and the states of the office's cases, and says when a case of a kind is due."""

from __future__ import annotations

from enum import StrEnum


class CaseKind(StrEnum):
    """Why somebody has to look into something, the most urgent first."""

    SECRET = "国家秘密"
    REPEATED = "反复"
    RELEASED = "凭理由放行"
    FEEDBACK = "误报反馈"


class CaseState(StrEnum):
    """How far a case is."""

    OPEN = "待处理"
    WORKING = "处理中"
    DONE = "已办结"
    DISMISSED = "不需处理"


CLOSED = frozenset({CaseState.DONE, CaseState.DISMISSED})

_DAYS = {CaseKind.SECRET: 3}
_ORDINARY_DAYS = 7


def days_until_due(kind: CaseKind) -> int:
    """Return how many days after it was opened a case is due."""
    return _DAYS.get(kind, _ORDINARY_DAYS)
