"""Names the roles of the console's people (三员) and what each of them may look at and do: one table.

The roles are those of the rules for classified systems (系统管理员, 安全保密管理员, 安全审计员): who runs the system,
who decides about secrecy, and who checks both. None may be joined with another.
"""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum
from types import MappingProxyType

KEY_ROLE = "console"
"""The role of the people's keys, as key files name it."""


class Role(StrEnum):
    """The role of a person. Nobody has two."""

    SYSTEM = "系统管理员"
    SECRECY = "保密管理员"
    AUDITOR = "审计员"


class Deed(StrEnum):
    """What is looked at or done, as the log says it."""

    ADD_PERSON = "加人员"
    REMOVE_PERSON = "停用人员"
    ENTER = "进入"
    LEAVE = "退出"
    REFUSED = "被拒绝"
    ERRAND = "在终端里"
    LOOK_OVERVIEW = "看总览"
    LOOK_CASES = "看事项"
    CHANGE_CASE = "改事项"
    LOOK_FEEDBACK = "看误报反馈"
    ANSWER_FEEDBACK = "答复误报反馈"
    LOOK_RELEASES = "看规则发布"
    PLAN_RELEASE = "拟新发布"
    CHANGE_RELEASE = "改规则发布"
    LOOK_INSPECTIONS = "看自查"
    PLAN_INSPECTION = "拟布置自查"
    CHANGE_INSPECTION = "布置自查"
    LOOK_CALLS = "看催办"
    RECORD_CALL = "记催办"
    LOOK_CODES = "看授权码登记"
    GIVE_CODE = "开授权码"
    LOOK_LOG = "看操作记录"


_EVERYBODY = frozenset(Role)
_SYSTEM, _SECRECY, _AUDITOR = (frozenset({role}) for role in Role)

ALLOWED: Mapping[Deed, frozenset[Role]] = MappingProxyType({
    Deed.ADD_PERSON: _SYSTEM,
    Deed.REMOVE_PERSON: _SYSTEM,
    Deed.ENTER: _EVERYBODY,
    Deed.LEAVE: _EVERYBODY,
    Deed.REFUSED: _EVERYBODY,
    Deed.ERRAND: _SECRECY,
    Deed.LOOK_OVERVIEW: _EVERYBODY,
    Deed.LOOK_CASES: _SECRECY | _AUDITOR,
    Deed.CHANGE_CASE: _SECRECY,
    Deed.LOOK_FEEDBACK: _SECRECY | _AUDITOR,
    Deed.ANSWER_FEEDBACK: _SECRECY,
    Deed.LOOK_RELEASES: _EVERYBODY,
    Deed.PLAN_RELEASE: _SECRECY,
    Deed.CHANGE_RELEASE: _SECRECY,
    Deed.LOOK_INSPECTIONS: _SECRECY | _AUDITOR,
    Deed.PLAN_INSPECTION: _SECRECY,
    Deed.CHANGE_INSPECTION: _SECRECY,
    Deed.LOOK_CALLS: _SECRECY | _AUDITOR,
    Deed.RECORD_CALL: _SECRECY,
    Deed.LOOK_CODES: _SECRECY | _AUDITOR,
    Deed.GIVE_CODE: _SECRECY,
    Deed.LOOK_LOG: _AUDITOR,
})
"""The roles that may do each deed. 系统管理员 keeps the computers running and enters people; 保密管理员 decides; 审计员
sees what both did, changes nothing, and alone reads the log."""


def may(role: Role, deed: Deed) -> bool:
    """Return whether somebody with this role may do this."""
    return role in ALLOWED[deed]
