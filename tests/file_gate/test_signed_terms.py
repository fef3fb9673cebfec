"""Tests that a process of the user's cannot loosen the gate by speaking to it, with releases that a unit signed."""

from __future__ import annotations

import os
import subprocess
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from guard.config.builtin_policy import builtin_policy
from guard.config.policy_file import load
from guard.core.locks import Lock
from guard.core.policy import FileGate, GateMode, Mode, Policy, Unjudged
from guard.file_gate.floor import held_to, left_out
from guard.file_gate.guards import User
from guard.file_gate.messages import SignedPolicy, Terms
from guard.file_gate.unit_policy import UnitPolicy
from guard.ipc.framing import FrameWriter
from tests.support.gate_speaking import Speaker, packed_release
from tests.support.gating import FLAGGED, GateUnderTest, needs_root, reads, running_gate
from tests.support.guarding import wait_for
from tests.support.publishing import UnitOffice
from tests.support.publishing_fixtures import cheap_keys, office

__all__ = ["cheap_keys", "office"]

POLICY = replace(load(builtin_policy(), "policy.yaml"), pages=())


def signed(**changes: object) -> SignedPolicy:
    return SignedPolicy(1, replace(POLICY, **changes), ("xwechat_files",), "root")  # type: ignore[arg-type]


@pytest.mark.parametrize("said", [
    replace(POLICY, file_gate=FileGate(GateMode.OFF)), replace(POLICY, file_gate=FileGate(GateMode.TELL)),
    replace(POLICY, file_gate=FileGate(wait_ms=100)), replace(POLICY, file_gate=FileGate(unjudged=Unjudged.PASS)),
    replace(POLICY, hold_unreadable=not POLICY.hold_unreadable)])
def test_what_the_unit_signed_counts_whatever_a_guard_says(said: Policy) -> None:
    assert held_to(said, POLICY, 0.0) == POLICY


def test_a_pause_counts_as_long_as_the_unit_allows_one() -> None:
    said = replace(POLICY, mode=Mode.MONITOR)
    allowed = POLICY.longest_pause * 60
    assert allowed > 0
    assert held_to(said, POLICY, allowed - 1.0).mode is Mode.MONITOR
    assert held_to(said, POLICY, allowed + 1.0).mode is POLICY.mode
    assert held_to(said, replace(POLICY, locked=(Lock.PAUSE,)), 0.0).mode is POLICY.mode


def test_only_chat_clients_folders_and_those_that_the_unit_names_are_left_out() -> None:
    unit = signed(file_gate=FileGate(left_out=("~/模板", "/srv/public")))
    said = ("xwechat_files", "Documents", "/home/li/Documents", "/home/li/模板", "/srv/public", "/srv")
    assert left_out(Terms(POLICY, (), said, ""), unit) == ("xwechat_files", "/home/li/模板", "/srv/public")


def test_folders_that_the_unit_adds_count_however_many_a_guard_says_before() -> None:
    user = User(lambda: signed(file_gate=FileGate(folders=("/srv/files",))))
    user.heed(Terms(POLICY, tuple(f"/tmp/{number}" for number in range(2_000)), (), ""), 0.0)
    assert "/srv/files" in user.folders()[0]


def test_no_user_can_have_what_another_shows_passed_over_by_its_name(tmp_path: Path) -> None:
    frame, looked = tmp_path / "frame", tmp_path / "looked"
    with frame.open("wb") as stream:
        FrameWriter(stream).write(signed())
    unit = UnitPolicy(("sh", "-c", f"echo >> {looked}; cat {frame}"), tmp_path / "state", "root", lambda: None)
    unit.start()
    for user, times in ((1, 1), (1, 1), (2, 2)):
        unit.offer(user, "the next release", os.open(os.devnull, os.O_RDONLY))
        wait_for(lambda: looked.exists() and len(looked.read_bytes()) == times, "it to be looked at")  # noqa: B023
        wait_for(lambda: unit.current, "it to count")


@pytest.fixture
def managed(office: UnitOffice, tmp_path: Path) -> Iterator[GateUnderTest]:
    """A gate on a computer that was set up with the unit's root of trust."""
    office.machine(tmp_path / "machine")
    with running_gate(tmp_path / "machine") as running:
        yield running


@pytest.fixture
def speakers(documents: Path) -> Iterator[Callable[[GateUnderTest], Speaker]]:
    made: list[Speaker] = []

    def speaker(gate: GateUnderTest) -> Speaker:
        made.append(Speaker(gate.socket, documents))
        return made[-1]

    yield speaker
    for each in made:
        each.close()


def kept(gate: GateUnderTest) -> bytes:
    path = gate.machine / "signed"
    return path.read_bytes() if path.exists() else b""


def children(gate: GateUnderTest) -> int:
    assert gate.process is not None
    return len(subprocess.run(("pgrep", "-P", str(gate.process.pid)), capture_output=True).stdout.split())


LOOSE = {
    "off": replace(POLICY, file_gate=FileGate(GateMode.OFF)),
    "only told": replace(POLICY, file_gate=FileGate(GateMode.TELL)),
    "nothing unjudged held": replace(POLICY, file_gate=FileGate(unjudged=Unjudged.PASS), hold_unreadable=False),
    "no chat clients": replace(POLICY, programs=()),
}


@needs_root
def test_once_a_release_was_verified_no_terms_loosen_it_also_after_a_restart_and_without_it(
        managed: GateUnderTest, office: UnitOffice, tmp_path: Path, documents: Path, wechat: Path,
        flagged_document: Path, speakers: Callable[[GateUnderTest], Speaker]) -> None:
    speaker = speakers(managed)
    speaker.say(LOOSE["off"])
    assert reads(wechat, flagged_document) == FLAGGED, "nothing was signed yet: a guard's word counts"
    speaker.show(*packed_release(office, tmp_path, "没判完的: 先留着"))
    wait_for(lambda: kept(managed), "the release to be verified")
    for said, policy in LOOSE.items():
        speaker.say(policy)
        wait_for(lambda: reads(wechat, flagged_document) is None,
                 f"what was signed to count although a guard says {said}")
    speaker.say(POLICY, folders=(), left_out=(documents.name, str(documents)))
    assert reads(wechat, flagged_document) is None
    managed.kill()
    managed.start()
    speaker = speakers(managed)
    speaker.say(LOOSE["off"])
    wait_for(lambda: reads(wechat, flagged_document) is None, "what is kept to count")
    assert reads("cat", flagged_document) == FLAGGED


@needs_root
def test_a_folder_that_the_unit_adds_is_marked_whoever_owns_it(
        managed: GateUnderTest, office: UnitOffice, tmp_path: Path, wechat: Path,
        speakers: Callable[[GateUnderTest], Speaker]) -> None:
    shared = tmp_path / "shared"
    (shared / "inside").mkdir(parents=True)
    for path, owner in ((shared / "inside" / "a.txt", 4242), (shared / "inside", 4243), (shared, 4242)):
        if path.suffix:
            path.write_text(FLAGGED, "utf-8")
        os.chown(path, owner, owner)
    speaker = speakers(managed)
    speaker.say(POLICY, folders=(shared,))
    assert reads(wechat, shared / "inside" / "a.txt") == FLAGGED, "nothing was signed yet"
    speaker.show(*packed_release(office, tmp_path, f"加看目录: [{shared}], 没判完的: 先留着"))
    wait_for(lambda: reads(wechat, shared / "inside" / "a.txt") is None, "the folder to be marked")


@pytest.mark.thorough
@needs_root
def test_neither_a_forged_release_nor_an_older_one_counts(
        managed: GateUnderTest, office: UnitOffice, tmp_path: Path, wechat: Path, flagged_document: Path,
        speakers: Callable[[GateUnderTest], Speaker]) -> None:
    loose = packed_release(office, tmp_path, "开关: 关")
    strict = packed_release(office, tmp_path, "没判完的: 先留着")
    speaker = speakers(managed)
    speaker.show(*strict)
    speaker.say(LOOSE["off"])
    wait_for(lambda: reads(wechat, flagged_document) is None, "the newer release to count")
    before = kept(managed)
    for name, release in (loose, ("forged", strict[1].replace("先留着".encode(), "放过啊".encode()))):
        others = children(managed)
        speaker.show(name, release)
        wait_for(lambda: children(managed) > others, "the release to be looked at")  # noqa: B023
        wait_for(lambda: children(managed) == others, "the release to be looked at to its end")  # noqa: B023
        assert reads(wechat, flagged_document) is None
        assert kept(managed) == before
    speaker.show(*packed_release(office, tmp_path, "没判完的: 放过"))
    wait_for(lambda: kept(managed) != before, "a newer one after those to count", 60)
    wait_for(lambda: reads(wechat, flagged_document) == FLAGGED, "what that one says")


@needs_root
def test_descriptors_that_nobody_asked_for_do_not_fill_the_gate(
        managed: GateUnderTest, speakers: Callable[[GateUnderTest], Speaker]) -> None:
    speaker = speakers(managed)
    speaker.say(POLICY)
    assert managed.process is not None
    held = Path(f"/proc/{managed.process.pid}/fd")
    before = len(list(held.iterdir()))
    for _ in range(100):
        speaker.show("nothing", b"")
    speaker.say(POLICY)
    wait_for(lambda: len(list(held.iterdir())) <= before + 4, "the descriptors to be closed")
