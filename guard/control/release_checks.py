"""May this item be let go, or destroyed? Pure: (case, request) → refusal or None. The window and the command line obey
the same answer. A code that is given is checked in guard/authorisation.
"""

from __future__ import annotations

from guard.authorisation.signing import SECRET_WORDS
from guard.control.requests import ReleaseCase
from guard.core.model import Case, CaseState, Release
from guard.core.retention import waits_for_office
from guard.ipc.replies import Refused

REASON_LENGTH = 2
"""Characters a reason or a name has at the least."""

REASON_LIMIT = 200
"""Characters of a reason that are kept; it goes into the journal."""


def refuse_release(case: Case, request: ReleaseCase) -> Refused | None:
    """Return why the case may not be released as asked, or None when it may."""
    if case.state is CaseState.DESTROYED:
        return Refused("destroyed", "这一项已经销毁，取不回来了。")
    rule = case.decision.release
    if rule is Release.NEVER:
        return Refused("never", SECRET_WORDS)
    if rule is Release.CODE and not request.code.strip():
        return Refused("code", "这一项需要保密办的授权码。请先取请求码，念给保密办。")
    if rule is Release.REASON and len(request.reason.strip()) < REASON_LENGTH:
        return Refused("reason", "请写明放行的原因。")
    if rule is Release.APPROVER and len(request.reason.strip()) < REASON_LENGTH:
        return Refused("approver", "请写出批准人的姓名（至少两个字）。")
    return None


def refuse_destroy(case: Case) -> Refused | None:
    """Return why the case may not be destroyed, or None when it may."""
    if case.state is CaseState.DESTROYED:
        return Refused("destroyed", "这一项已经销毁了。")
    if waits_for_office(case):
        return Refused("secret", "带密级标志的内容不能自行销毁，请等保密办处理。")
    return None
