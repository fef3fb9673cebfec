"""Decides whether an item may be released or destroyed. Pure: (case, request) → refusal or None.

The window and the command line obey the same answer. Authorisation codes are checked in guard/authorisation.
"""

from __future__ import annotations

from guard.authorisation.answering import SECRET_WORDS
from guard.control.requests import ReleaseCase
from guard.core.kept_from_deletion import waits_for_office
from guard.core.model import Case, CaseState, Release
from guard.core.reasons import SHORTEST_REASON
from guard.ipc.replies import Refused
from guard.sentences.catalogue import sentence


def refuse_release(case: Case, request: ReleaseCase) -> Refused | None:
    """Return why the case may not be released as asked, or None when it may."""
    if case.state is CaseState.DESTROYED:
        return Refused("destroyed", sentence("release.destroyed"))
    rule = case.decision.release
    if rule is Release.NEVER:
        return Refused("never", SECRET_WORDS)
    if rule is Release.CODE and not request.code.strip():
        return Refused("code", sentence("release.needs-code"))
    if rule is Release.REASON and len(request.reason.strip()) < SHORTEST_REASON:
        return Refused("reason", sentence("release.needs-reason"))
    if rule is Release.APPROVER and len(request.reason.strip()) < SHORTEST_REASON:
        return Refused("approver", sentence("release.needs-approver"))
    return None


def refuse_destroy(case: Case) -> Refused | None:
    """Return why the case may not be destroyed, or None when it may."""
    if case.state is CaseState.DESTROYED:
        return Refused("destroyed", sentence("release.destroyed-already"))
    if waits_for_office(case):
        return Refused("secret", sentence("release.secret-not-destroyed"))
    return None
