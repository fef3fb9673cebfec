"""Tests updates of a guard: a proven release is stored and put in force, an unproven one changes nothing."""

from __future__ import annotations

import os
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from guard.doctor import Finding, examine
from guard.ipc.replies import Done, Refused
from guard.platform.machine import MachineLayer
from guard.publish.releasing import withdraw
from guard.publish.repository import Repository
from guard.supply.loader_process import supply_of
from guard.supply.provenance import Provenance
from guard.supply.provenance_words import polled_words, signed_words
from guard.supply.release_store import Store
from guard.supply.rules_in_force import InForce
from guard.supply.signature_expiry import signed_until
from guard.supply.updating import Means, Updates, failure_pauses, spread
from tests.support.archives import METHODS, damaged_in, zip_of
from tests.support.guarding import wait_for
from tests.support.modes import generous_umask, open_to_others
from tests.support.program import READER
from tests.support.publishing import UnitOffice
from tests.support.updated_guard import UpdatedGuard

SIGNING_SECONDS = 2.0
"""Between the first and the last signature of a release: what expires first counts."""


@pytest.fixture
def guarding(office: UnitOffice, tmp_path: Path) -> UpdatedGuard:
    office.release("青松甲号")
    guarding = UpdatedGuard(office, tmp_path)
    assert isinstance(guarding.updates.update(), Done)
    assert guarding.now() == 1
    return guarding


def test_no_news_swaps_nothing(guarding: UpdatedGuard) -> None:
    reply = guarding.updates.update()
    assert isinstance(reply, Done)
    assert "已经是最新" in reply.words
    assert [entry.number for entry in guarding.swapped] == [1]


@pytest.mark.skipif(os.name == "nt", reason="no modes on Windows")
def test_what_is_fetched_is_for_its_user_alone(office: UnitOffice, tmp_path: Path) -> None:
    office.release("青松甲号")
    with generous_umask():
        assert isinstance(UpdatedGuard(office, tmp_path).updates.update(), Done)
    assert list(tmp_path.rglob("slots"))
    assert [name for name in open_to_others(tmp_path) if "packs/" in name] == []


def test_a_signed_release_that_does_not_keep_its_word_is_not_taken(guarding: UpdatedGuard, office: UnitOffice) -> None:
    """The administrator's tool refuses to sign it; another tool may not."""
    made = office.release("白杨乙号")
    repository = office.office.repository
    path = next((office.served / "targets" / "bundles").glob(f"*.{made.target.rpartition('/')[2]}"))
    broken = path.read_bytes().replace("请看白杨乙号".encode(), "请看别的东西".encode())
    repository.write_targets({made.target: broken}, repository.index(), office.office.keys)
    reply = guarding.updates.update()
    assert isinstance(reply, Refused)
    assert "样例没有通过" in reply.words
    assert guarding.now() == 1
    assert guarding.told[-1].refused in reply.words
    assert guarding.told[-1].provenance.number == 1


def test_withdrawn_to_the_last_one_the_program_guards_by_its_own(guarding: UpdatedGuard, office: UnitOffice) -> None:
    withdraw(office.office, 1, "误报太多")
    assert isinstance(guarding.updates.update(), Done)
    assert guarding.swapped[-1] == Provenance()
    assert guarding.now() == 0


def test_a_broken_store_falls_back_to_the_release_before_and_heals(guarding: UpdatedGuard, office: UnitOffice) -> None:
    office.release("白杨乙号")
    guarding.updates.update()
    store = Store(guarding.ground.paths.packs)
    (store.slot(store.active().slot) / "bundle.json").write_bytes(b"{}")
    assert guarding.now() == 1
    assert isinstance(guarding.started_again().update(), Done)
    assert guarding.now() == 2
    (store.slot(store.active().slot) / "bundle.json").write_bytes(b"{}")
    (store.slot(store.active().previous) / "bundle.json").unlink()
    fallen = guarding.load("").provenance
    assert fallen.number == 0
    assert "没有采用" in fallen.fallback
    assert isinstance(guarding.started_again().update(), Done)
    assert guarding.now() == 2


@pytest.mark.parametrize("content", [b"", b"\xff garbage", None], ids=["empty", "garbage", "gone"])
def test_a_store_that_forgot_which_release_is_in_force_says_so_and_heals(guarding: UpdatedGuard,
                                                                         content: bytes | None) -> None:
    active = guarding.ground.paths.packs / "active.json"
    active.unlink()
    if content is not None:
        active.write_bytes(content)
    found = guarding.load("").provenance
    assert found.number == 0
    assert "哪一版有效" in found.fallback
    assert isinstance(guarding.started_again().update(), Done)
    assert guarding.now() == 1


def test_a_broken_release_before_the_one_in_force_is_not_told(guarding: UpdatedGuard, office: UnitOffice) -> None:
    office.release("白杨乙号")
    guarding.updates.update()
    store = Store(guarding.ground.paths.packs)
    (store.slot(store.active().previous) / "bundle.json").unlink()
    found = supply_of(guarding.ground).provenance
    assert (found.number, found.fallback) == (2, "")


@pytest.mark.parametrize("kind", ["timestamp", "*.snapshot", "*.targets"])
def test_a_guard_starts_with_a_root_of_trust_that_is_other_metadata_and_says_so(
        guarding: UpdatedGuard, office: UnitOffice, kind: str) -> None:
    other = next((office.served / "metadata").glob(f"{kind}.json"))
    guarding.ground.machine.folder.joinpath("root.json").write_bytes(other.read_bytes())
    found = guarding.load("").provenance
    assert found.number == 0
    assert "没有采用" in found.fallback
    assert isinstance(guarding.started_again().update(), Refused)


def _text(path: Path) -> None:
    path.write_text("不是压缩包", "utf-8")


def _cut(path: Path) -> None:
    path.write_bytes(path.read_bytes()[:-200])


def _gone(path: Path) -> None:
    path.unlink()


@pytest.mark.parametrize(("damage", "words"), [(_text, "不是完整的规则更新文件"), (_cut, "不是完整的规则更新文件"),
                                               (_gone, "没有取到")])
def test_a_file_that_was_carried_here_is_refused_in_words(guarding: UpdatedGuard, office: UnitOffice, tmp_path: Path,
                                                          damage: Callable[[Path], None], words: str) -> None:
    office.release("白杨乙号")
    carried = tmp_path / "carried.zip"
    carried.write_bytes((office.served / "rules-update.zip").read_bytes())
    damage(carried)
    reply = guarding.updates.update(str(carried))
    assert isinstance(reply, Refused)
    assert words in reply.words
    assert "原来的规则继续有效" in reply.words


@pytest.mark.parametrize("method", METHODS)
def test_the_next_server_is_asked_after_an_archive_with_a_damaged_member(
        guarding: UpdatedGuard, office: UnitOffice, tmp_path: Path, method: int) -> None:
    office.release("白杨乙号")
    carried = tmp_path / "carried.zip"
    name = "metadata/timestamp.json"
    members = {name: (office.served / name).read_bytes()}
    carried.write_bytes(damaged_in(zip_of(members, method=method), name))
    trust = office.trust()
    both = replace(trust, settings=replace(trust.settings, servers=(str(carried), str(office.served))))
    updates = Updates(both, guarding.ground.paths.packs, Means(guarding.load, lambda _: None, lambda _: None),
                      guarding.load(""))
    assert isinstance(updates.update(), Done)
    assert guarding.now() == 2


def test_an_address_that_is_none_is_refused_in_words(guarding: UpdatedGuard) -> None:
    reply = guarding.updates.update("https://[::1/")
    assert isinstance(reply, Refused)
    assert "原来的规则继续有效" in reply.words


def test_an_archive_or_a_folder_brings_the_same_as_a_server(guarding: UpdatedGuard, office: UnitOffice) -> None:
    office.release("白杨乙号")
    assert isinstance(guarding.updates.update(str(office.served / "rules-update.zip")), Done)
    office.release("红枫丙号")
    assert isinstance(guarding.updates.update(str(office.served / ".." / office.served.name)), Done)
    assert [entry.number for entry in guarding.swapped] == [1, 2, 3]


def test_a_computer_without_an_administrator_says_so(tmp_path: Path) -> None:
    nothing = InForce((), None)  # type: ignore[arg-type]
    updates = Updates(None, tmp_path, Means(lambda _: nothing, lambda _: None, lambda _: None), nothing)
    reply = updates.update()
    assert isinstance(reply, Refused)
    assert reply.code == "no-source"


def test_a_failed_poll_is_repeated_sooner_and_then_as_usual() -> None:
    pauses, pause = failure_pauses(800), 0.0
    for expected in (100, 200, 400, 800, 800):
        pause = pauses.after(pause)
        assert pause == expected


def test_computers_that_began_together_do_not_poll_together() -> None:
    waits = [spread(900) for _ in range(200)]
    assert 0.8 * 900 <= min(waits) < max(waits) <= 1.2 * 900


def test_a_poll_tells_when_it_was_its_outcome_and_until_when_the_signatures_hold(
        guarding: UpdatedGuard, office: UnitOffice) -> None:
    told = guarding.told[-1]
    ends = told.signed_until
    assert abs(ends - office.office.repository.timestamp().signed.expires.timestamp()) <= SIGNING_SECONDS
    assert "，正常；签名有效到" in polled_words(told)
    assert "还有 29 天" in polled_words(told)
    again, before = guarding.started_again(), len(guarding.told)
    again.start()
    wait_for(lambda: len(guarding.told) > before + 1, "the look at what was signed")
    assert guarding.told[before + 1].signed_until == ends, "known again after a restart, before any poll"
    again.stop()
    assert "已于 1970-01-02 过期" in signed_words(100_000.0)
    assert signed_until(guarding.ground.paths.packs / "absent") == 0.0


def found(guarding: UpdatedGuard, monkeypatch: pytest.MonkeyPatch) -> Finding:
    """Return doctor's message about renewing the rules; no guard runs."""
    monkeypatch.setattr(MachineLayer, "of_system", lambda: guarding.ground.machine)
    return next(one for one in examine(guarding.ground.paths.packs.parent, None, READER) if one.name == "规则更新")


def test_doctor_says_when_signatures_run_out_although_no_guard_runs(
        guarding: UpdatedGuard, office: UnitOffice, monkeypatch: pytest.MonkeyPatch) -> None:
    assert (found(guarding, monkeypatch).works, "签名有效到" in found(guarding, monkeypatch).words) == (True, True)
    Repository(office.served, fresh_days=-1).write_fresh(office.office.keys)
    assert isinstance(guarding.updates.update(), Refused)
    assert found(guarding, monkeypatch).works, "what is held is still valid: the expired one was not taken"
    cached = guarding.ground.paths.packs / "cache" / "timestamp.json"
    cached.write_bytes((office.served / "metadata" / "timestamp.json").read_bytes())
    assert not found(guarding, monkeypatch).works
    assert "过期" in found(guarding, monkeypatch).words
