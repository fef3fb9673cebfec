"""Names the kinds and the states of the office's cases."""

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
