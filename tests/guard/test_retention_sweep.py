"""Tests that deletions for space are visible: in the journal every item, in the status the result."""

from __future__ import annotations

import time
from dataclasses import replace
from pathlib import Path

from guard.core.events import Event, EventKind
from guard.core.model import Case, CaseState, Decision, Destination, DestinationKind, Kind, Origin, Outcome, new_id
from guard.core.policy import Policy
from guard.daemon.copy_files import CopyFiles
from guard.daemon.retention_sweep import RetentionSweep
from guard.vault import MemoryVault
from rules.model import Nature

MEGABYTE = 2**20


class Recorded:
    """A journal in memory and the messages of the status."""

    def __init__(self) -> None:
        self.events: list[Event] = []
        self.said: dict[str, str] = {}
        self.stored: list[int] = []

    def append(self, event: Event) -> None:
        self.events.append(event)


def case(nature: Nature) -> Case:
    return Case(new_id(), Origin.CLIPBOARD, Kind.TEXT, 0.0, "", Decision(Outcome.BLOCK, nature=nature), ())


def sweep(vault: MemoryVault, recorded: Recorded) -> RetentionSweep:
    policy = replace(Policy(version="1"), retention_megabytes=1, retention_days=100_000)
    return RetentionSweep((vault, MemoryVault()), lambda: policy, recorded, recorded.said.__setitem__,
                          recorded.stored.append, CopyFiles(Path("/nowhere")))


def test_what_went_to_make_room_is_in_the_journal_and_in_health_until_the_next_day() -> None:
    vault, recorded = MemoryVault(), Recorded()
    held = [case(Nature.WORK_SECRET) for _ in range(3)]
    for one in held:
        vault.put(one, bytes(MEGABYTE // 2))
    under_test = sweep(vault, recorded)
    under_test.make_room()
    (event,) = recorded.events
    assert (event.kind, event.reason, event.case in {one.id for one in held}) == (EventKind.DESTROYED, "room", True)
    assert "已清掉 1 条" in recorded.said["room"]
    assert recorded.stored == [MEGABYTE]
    under_test.make_room()
    assert "已清掉 1 条" in recorded.said["room"]
    under_test.expire()
    assert recorded.said["room"] == ""


def test_state_secrets_stay_and_health_says_that_there_is_no_room_until_there_is() -> None:
    vault, recorded = MemoryVault(), Recorded()
    secret = case(Nature.STATE_SECRET)
    vault.put(secret, bytes(2 * MEGABYTE))
    under_test = sweep(vault, recorded)
    under_test.make_room()
    assert recorded.events == []
    assert "请到审阅窗口处理" in recorded.said["room"]
    vault.destroy(secret.id)
    under_test.make_room()
    assert recorded.said["room"] == ""


def test_what_was_only_copied_goes_after_a_day_but_not_what_is_still_on_the_clipboard() -> None:
    vault, recorded, now = MemoryVault(), Recorded(), time.time()
    copied, current, secret = (replace(case(Nature.PERSONAL), opened_at=now - 2 * 86400) for _ in range(3))
    secret = replace(secret, decision=Decision(Outcome.BLOCK, nature=Nature.STATE_SECRET))
    today = replace(case(Nature.PERSONAL), opened_at=now - 3600)
    refused = replace(case(Nature.PERSONAL), opened_at=now - 2 * 86400,
                      destination=Destination(DestinationKind.CHAT, "wechat"))
    for one in (copied, current, secret, today, refused):
        vault.put(one, b"x")
    sweep(vault, recorded).hourly(current.id)
    gone = {summary.id for summary in vault.summaries() if summary.state is CaseState.DESTROYED}
    assert gone == {copied.id, secret.id}
    assert {(event.case, event.reason) for event in recorded.events} == {
        (copied.id, "copied-only"), (secret.id, "copied-only")}
