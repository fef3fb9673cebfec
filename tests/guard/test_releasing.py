"""Tests what the guard answers to a release, and what it does first: real answers and quarantine, a recorded broker."""

from __future__ import annotations

from guard.control.requests import ReleaseCase
from guard.core.events import EventKind
from guard.core.model import CaseState
from guard.ipc.replies import Refused
from tests.support import ui_samples as samples
from tests.support.ui_guard import GuardHere


def test_what_the_broker_refuses_is_not_said_to_be_released_and_stays_held(guard: GuardHere) -> None:
    case = guard.keep(samples.draft())
    guard.broker.refuses = True
    refused = guard.answer(ReleaseCase(case.id, "王局长"))
    assert isinstance(refused, Refused)
    assert refused.code == "anew"
    assert guard.state(case.id) is CaseState.HELD
    assert [(event.kind, event.reason) for event in guard.record.events] == [(EventKind.REFUSED, "anew")]
