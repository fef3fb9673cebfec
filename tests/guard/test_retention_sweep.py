"""Tests what is deleted because of its age or for room, and that it is visible: in the journal and in the status."""

from __future__ import annotations

import sqlite3
import time
from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import pytest

from guard.core.events import Event, EventKind
from guard.core.model import (
    Capture,
    Case,
    CaseState,
    Decision,
    Destination,
    DestinationKind,
    FileFacts,
    Item,
    Judged,
    Kind,
    Origin,
    Outcome,
    Storage,
    new_id,
)
from guard.core.policy import Policy
from guard.core.ports import Vault
from guard.daemon.copy_files import CopyFiles
from guard.daemon.quarantine import Quarantine
from guard.daemon.retention_sweep import RetentionSweep
from guard.folders import placeholder_for
from guard.vault import FileKey, MemoryVault, VaultCode, VaultError, open_vault
from rules.model import Action, Confidence, Explanation, Match, Nature, Verdict
from rules.text import Text

MEGABYTE = 2**20
DAY = 86400.0
WECHAT = Destination(DestinationKind.CHAT, "wechat")


class Recorded:
    """A journal in memory and the messages of the status."""

    def __init__(self) -> None:
        self.events: list[Event] = []
        self.said: dict[str, str] = {}
        self.stored: list[int] = []
        self.expired: list[Case] = []

    def append(self, event: Event) -> None:
        self.events.append(event)

    @property
    def gone(self) -> set[tuple[str, str]]:
        """The items that the journal says were destroyed, and why."""
        return {(event.case, event.reason) for event in self.events if event.kind is EventKind.DESTROYED}


@pytest.fixture(params=["encrypted", "memory"])
def vault(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Vault]:
    made = MemoryVault() if request.param == "memory" else open_vault(tmp_path / "vault", FileKey(tmp_path / "key"))
    yield made
    made.close()


def case(nature: Nature, opened_at: float = 0.0) -> Case:
    """An item that was refused to a program."""
    return Case(new_id(), Origin.CLIPBOARD, Kind.TEXT, opened_at, "", Decision(Outcome.BLOCK, nature=nature), (),
                destination=WECHAT)


def sweep(vault: Vault, recorded: Recorded, *, days: int = 100_000, megabytes: int = 1) -> RetentionSweep:
    policy = replace(Policy(version="1"), retention_megabytes=megabytes, retention_days=days)
    return RetentionSweep((vault, MemoryVault()), lambda: policy, recorded, recorded.said.__setitem__,
                          recorded.stored.append, CopyFiles(Path("/nowhere")), recorded.expired.append)


def states(vault: Vault) -> dict[str, CaseState]:
    return {summary.id: summary.state for summary in vault.summaries()}


def test_what_went_to_make_room_is_in_the_journal_and_in_health_until_the_next_day() -> None:
    vault, recorded = MemoryVault(), Recorded()
    held = [case(Nature.WORK_SECRET) for _ in range(3)]
    for one in held:
        vault.put(one, bytes(MEGABYTE // 2))
    under_test = sweep(vault, recorded)
    under_test.make_room()
    ((item, why),) = recorded.gone
    assert (why, item in {one.id for one in held}) == ("room", True)
    assert "已清掉 1 条" in recorded.said["room"]
    assert recorded.stored == [MEGABYTE]
    under_test.make_room()
    assert "已清掉 1 条" in recorded.said["room"]
    under_test.hourly(())
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


def test_room_is_made_of_what_was_let_go_first_and_then_of_the_oldest_copies(vault: Vault) -> None:
    recorded, now = Recorded(), time.time()
    oldest, old, released = (case(Nature.PERSONAL, now - days * DAY) for days in (9, 8, 7))
    moved = replace(case(Nature.PERSONAL), file=FileFacts("/截图/1.png", 0o600, 1))
    stay = (case(Nature.STATE_SECRET), moved, case(Nature.PERSONAL, now - 3600))
    for one in (*stay, oldest, old, released):
        vault.put(one, bytes(MEGABYTE // 2 - 4096))  # encrypted it is a little larger
    vault.update(replace(released, state=CaseState.RELEASED))
    sweep(vault, recorded, megabytes=3).make_room()
    assert recorded.events == []
    sweep(vault, recorded, megabytes=2).make_room()
    assert recorded.gone == {(released.id, "room"), (oldest.id, "room")}
    sweep(vault, recorded, megabytes=1).make_room()
    assert recorded.gone == {(released.id, "room"), (oldest.id, "room"), (old.id, "room")}
    assert {item for item, state in states(vault).items() if state is CaseState.HELD} == {one.id for one in stay}


def test_what_is_over_its_time_expires_but_state_secrets_wait_for_the_office(vault: Vault) -> None:
    recorded, now = Recorded(), time.time()
    older, old, fresh = (case(Nature.WORK_SECRET, now - days * DAY) for days in (40, 31, 11))
    secret, lesser = case(Nature.STATE_SECRET), of_two_natures()
    for one in (old, fresh, secret, lesser, older):
        vault.put(one, b"x")
    sweep(vault, recorded, days=30).hourly(())
    assert recorded.gone == {(old.id, "expired"), (older.id, "expired")}
    assert {one.id for one in recorded.expired} == {old.id, older.id}
    assert {item for item, state in states(vault).items() if state is CaseState.HELD} == {
        fresh.id, secret.id, lesser.id}


def of_two_natures() -> Case:
    """Return an item that a rule of 国家秘密 blocked, which another one decided."""
    match = Match("测试-1", "测试规则", Action.BLOCK, Confidence.HIGH, "机密", 0, 2)
    why = Explanation("测试-1", "测试规则", "测试", Nature.STATE_SECRET, "", (), (), "先别发", "", "")
    verdict = Verdict(Action.BLOCK, (match,), (why,), pack="测试包")
    return replace(case(Nature.PERSONAL), judged=(Judged("文字", Text("机密"), verdict=verdict),))


def test_a_file_in_a_folder_that_expires_takes_its_note_with_it_and_one_that_is_held_in_its_place_does_not_expire(
        tmp_path: Path) -> None:
    memory, recorded = MemoryVault(), Recorded()
    policy = replace(Policy(version="1"), retention_days=30)
    vault = open_vault(tmp_path / "vault", FileKey(tmp_path / "key"))
    quarantine = Quarantine(vault, memory, lambda: policy, lambda _: None, lambda _: None)
    shot = tmp_path / "1.png"
    shot.write_bytes(b"picture")
    held = replace(case(Nature.PERSONAL), origin=Origin.FOLDER, kind=Kind.PICTURE)
    quarantine.hold(Capture(held.id, Origin.FOLDER, Kind.PICTURE, 0.0, (Item("1.png", Kind.PICTURE, b"picture"),),
                            path=str(shot)), held)
    assert placeholder_for(shot).exists()
    locked = replace(case(Nature.PERSONAL), origin=Origin.FOLDER, file=FileFacts(str(tmp_path / "2.png"), 0o600, 1),
                     keeping=Storage.IN_PLACE)
    vault.put(locked, b"")
    RetentionSweep((vault, memory), lambda: policy, recorded, recorded.said.__setitem__, recorded.stored.append,
                   CopyFiles(Path("/nowhere")), quarantine.expired).hourly(())
    assert states(vault) == {held.id: CaseState.DESTROYED, locked.id: CaseState.HELD}
    assert not placeholder_for(shot).exists()
    vault.close()


def test_a_damaged_item_stays_because_nobody_can_tell_whether_it_may_go(tmp_path: Path) -> None:
    vault, recorded = open_vault(tmp_path / "vault", FileKey(tmp_path / "key")), Recorded()
    damaged, old = case(Nature.PERSONAL), case(Nature.PERSONAL)
    for one in (damaged, old):
        vault.put(one, b"x")
    with closing(sqlite3.connect(tmp_path / "vault" / "index.db")) as database:
        database.execute("UPDATE items SET sealed_case=x'00' WHERE id=?", (damaged.id,))
        database.commit()
    sweep(vault, recorded, days=30).hourly(())
    assert recorded.gone == {(old.id, "expired")}
    vault.close()


def test_an_error_of_the_vault_is_told_until_a_sweep_succeeds_in_the_next_hour() -> None:
    class Failing(MemoryVault):
        """A vault whose disk fails for a time."""

        fails = True

        def opened_before(self, moment: float) -> tuple[str, ...]:
            if self.fails:
                raise VaultError(VaultCode.READ_ONLY, "只读")
            return super().opened_before(moment)

    vault, recorded = Failing(), Recorded()
    old = case(Nature.PERSONAL)
    vault.put(old, b"x")
    under_test = sweep(vault, recorded, days=30)
    under_test.hourly(())
    under_test.make_room()
    assert recorded.said["sweep"] == "只读", "room could be made, but what is old is still there"
    vault.fails = False
    under_test.hourly(())
    assert (recorded.said["sweep"], recorded.gone) == ("", {(old.id, "expired")})


def test_what_was_only_copied_goes_after_a_day_but_not_what_is_still_on_the_clipboard_or_selected() -> None:
    vault, recorded, now = MemoryVault(), Recorded(), time.time()
    copied, current, selected = (replace(case(Nature.PERSONAL, now - 2 * DAY), destination=None) for _ in range(3))
    secret = replace(case(Nature.STATE_SECRET, now - 2 * DAY), destination=None)
    today = replace(case(Nature.PERSONAL, now - 3600), destination=None)
    refused = case(Nature.PERSONAL, now - 2 * DAY)
    for one in (copied, current, selected, secret, today, refused):
        vault.put(one, b"x")
    sweep(vault, recorded).hourly((current.id, selected.id))
    gone = {summary.id for summary in vault.summaries() if summary.state is CaseState.DESTROYED}
    assert gone == {copied.id, secret.id}
    assert {(event.case, event.reason) for event in recorded.events} == {
        (copied.id, "copied-only"), (secret.id, "copied-only")}
