"""Tests what a guard tells the file gate of its rules, and of the files that it flagged before."""

from __future__ import annotations

import os
import socket
import threading
from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path
from types import SimpleNamespace

import pytest

from guard.channels.file_index import FileIndex
from guard.config.builtin_policy import builtin_policy
from guard.config.policy_file import load
from guard.core.events import Event
from guard.core.model import Decision, DestinationKind, Outcome
from guard.core.own_numbers import NOBODY
from guard.core.policy import Mode, Policy
from guard.daemon import gate_ground, gate_link
from guard.daemon.gate_folders import marked_folders
from guard.daemon.gate_ground import GroundWatch
from guard.daemon.gate_side import GateSide
from guard.daemon.opened_files import RefusalEnds
from guard.daemon.ruling import Ruling
from guard.daemon.status import StatusCollector
from guard.file_gate.messages import FileKey, FromGuard, Known, Reached, Terms
from guard.file_gate.packets import Packets, fits
from guard.pipeline.pipeline import Pipeline
from guard.sentences.catalogue import sentence
from guard.supply.rules_in_force import InForce
from rules.pack.encoded import encode
from tests.rules.test_exempted import exempting
from tests.support.false_alarms import NOVEL
from tests.support.gating import needs_root
from tests.support.guarding import wait_for

BOTH = (DestinationKind.CHAT, DestinationKind.GOVERNMENT_CHAT)
POLICY = load(builtin_policy(), "policy.yaml")


class Gate:
    """The gate's end of a guard's side, and what it heard. The guard looks at its folders whenever it is tended;
    ``apart``: on a thread of its own, as it does outside of tests."""

    def __init__(self, index: FileIndex, ruling: Ruling, monkeypatch: pytest.MonkeyPatch, *,
                 apart: bool = False) -> None:
        self.paused = False
        self._apart = apart
        self.status = StatusCollector(int, lambda _: None)
        self.recorded: list[Event] = []
        sink = SimpleNamespace(append=self.recorded.append)
        ends = RefusalEnds(Pipeline(*8 * [None]), None, None, sink, None, None, lambda: self.paused, None)
        self.side = GateSide(Path("gate.sock"), ruling, index, ends, self.status, Path("packs"))
        ours, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
        ours.setblocking(False)
        self._packets: Packets[FromGuard] = Packets(ours, FromGuard)
        monkeypatch.setattr(gate_link, "connect", lambda _: theirs)
        if not apart:
            monkeypatch.setattr(GroundWatch, "look_soon", GroundWatch.look)
        self.side.start()

    def troubles(self) -> list[str]:
        return list(map(str, self.status.current().troubles))

    def heard(self) -> list[FromGuard]:
        """Let the guard tend its link, and return what came."""
        if not self._apart:
            self.side._link._ground.look()
        self.side.tend()
        heard: list[FromGuard] = []
        while True:
            try:
                received = self._packets.receive()
            except BlockingIOError:
                return heard
            assert received is not None
            heard.append(received[0])

    def hear(self, message: object, sentences: int) -> list[str]:
        """Say something to the guard; return its troubles once there are so many."""
        self._packets.send(message)
        return wait_for(lambda: self.side.tend() or (len(self.troubles()) == sentences and [self.troubles()]),
                        "the guard to hear")[0]

    def close(self) -> None:
        self.side.stop(1)
        self._packets.close()


def in_force(policy: Policy = POLICY, *packs: bytes) -> InForce:
    return InForce(packs, replace(policy, file_gate=replace(policy.file_gate, folders=())))


@pytest.fixture
def index(tmp_path: Path) -> Iterator[FileIndex]:
    index = FileIndex(tmp_path / "index")
    yield index
    index.close()


def flagged(index: FileIndex, path: Path, judged_with: str) -> FileKey:
    path.write_text("机密★5年", "utf-8")
    assert index.put(path, Decision(Outcome.BLOCK, BOTH, judged_with=judged_with)) is not None
    return FileKey.of(path.stat())


def test_files_that_were_flagged_by_the_rules_in_force_are_told_with_all_they_are_held_from(
        index: FileIndex, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    ruling = Ruling(in_force(), NOBODY)
    rules = ruling.rules().identity
    key = flagged(index, tmp_path / "a.txt", rules)
    flagged(index, tmp_path / "b.txt", "rules of before")
    flagged(index, tmp_path / "kin.txt", "")
    gate = Gate(index, ruling, monkeypatch)
    terms, known = gate.heard()
    assert isinstance(terms, Terms)
    assert terms.rules == rules
    assert known == Known(rules, ((key, BOTH),))
    gate.close()


def test_the_day_after_an_exemption_ended_there_are_other_terms_and_no_other_day_has_any(
        index: FileIndex, monkeypatch: pytest.MonkeyPatch) -> None:
    until = datetime.now().astimezone().date() + timedelta(1)
    ruling = Ruling(in_force(POLICY, encode(exempting(NOVEL, until=until))), NOBODY)
    gate = Gate(index, ruling, monkeypatch)
    (before,) = gate.heard()
    today = until
    monkeypatch.setattr(ruling.rules().judge, "_today", lambda: today)
    assert gate.heard() == []
    today = until + timedelta(1)
    (after,) = gate.heard()
    assert isinstance(before, Terms)
    assert isinstance(after, Terms)
    assert before.rules != after.rules
    today = until + timedelta(9)
    assert gate.heard() == []
    gate.close()


def test_many_sites_leave_room_and_lists_that_are_too_long_are_a_trouble_until_they_are_shorter(
        index: FileIndex, monkeypatch: pytest.MonkeyPatch) -> None:
    names = tuple(f"oa{number}.some-bureau.example" for number in range(8_000))
    sites = replace(POLICY, sites=(replace(POLICY.sites[0], names=names),))
    long = replace(POLICY, programs=(replace(POLICY.programs[0], names=names),))
    packed: list[object] = []
    monkeypatch.setattr(gate_link, "fits", lambda terms: packed.append(terms) or fits(terms))
    ruling = Ruling(in_force(long), NOBODY)
    gate = Gate(index, ruling, monkeypatch)
    assert gate.heard() == []
    assert gate.heard() == []
    assert len(packed) == 1, "not each second"
    assert gate.troubles() == [str(sentence("guard.file-gate-terms-too-long"))]
    ruling.know(NOBODY)
    ruling.put_in_force(in_force(sites))
    assert [type(heard) for heard in gate.heard()] == [Terms]
    assert gate.troubles() == []
    assert gate.heard() == []
    gate.close()


@needs_root
def test_a_folder_that_is_given_to_its_user_is_told_again(
        index: FileIndex, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(gate_ground, "marked_folders", lambda *_: (str(tmp_path),))
    gate = Gate(index, Ruling(in_force(), NOBODY), monkeypatch)
    assert [type(heard) for heard in gate.heard()] == [Terms]
    assert gate.heard() == []
    os.chown(tmp_path, 12_345, -1)
    assert [type(heard) for heard in gate.heard()] == [Terms]
    gate.close()


def test_the_gate_is_told_of_a_pause_while_a_folder_does_not_answer(index: FileIndex,
                                                                    monkeypatch: pytest.MonkeyPatch) -> None:
    looking, answers = threading.Event(), threading.Event()
    gate = Gate(index, Ruling(in_force(), NOBODY), monkeypatch, apart=True)
    assert wait_for(gate.heard, "terms")

    def stalled(*given: object) -> tuple[str, ...]:
        looking.set()
        answers.wait()
        return marked_folders(*given)  # type: ignore[arg-type]

    monkeypatch.setattr(gate_ground, "marked_folders", stalled)
    assert looking.wait(20)
    gate.paused = True
    (terms,) = gate.heard()
    assert isinstance(terms, Terms)
    assert terms.policy.mode is Mode.MONITOR
    answers.set()
    gate.close()


def test_programs_of_the_desktop_are_asked_again_only_when_a_settings_file_has_changed(
        tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[Path] = []
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path))
    monkeypatch.setattr(gate_ground, "saving_folders", lambda folder: asked.append(folder) or ())
    watch = GroundWatch(lambda: POLICY, lambda: None)
    watch.look()
    watch.look()
    assert len(asked) == 1
    (tmp_path / "dconf").mkdir()
    (tmp_path / "dconf" / "user").write_bytes(b"GVariant")
    watch.look()
    watch.look()
    assert len(asked) == 2


def test_a_full_queue_is_recorded_by_the_guard_that_was_there_and_by_none_that_comes_later(
        index: FileIndex, monkeypatch: pytest.MonkeyPatch) -> None:
    gate = Gate(index, Ruling(in_force(), NOBODY), monkeypatch)
    gate.heard()
    for overflown, recorded in ((5, []), (7, [2]), (8, [2, 1])):
        gate.hear(Reached(1, 0, overflown, ("/srv",)), 1)
        wait_for(lambda: gate.side.tend() or gate.status.current().gate.overflown == overflown, "it")  # noqa: B023
        assert [event.count for event in gate.recorded] == recorded
    gate.close()


def test_folders_that_others_own_are_named_as_a_trouble(index: FileIndex, monkeypatch: pytest.MonkeyPatch) -> None:
    gate = Gate(index, Ruling(in_force(), NOBODY), monkeypatch)
    gate.heard()
    (words,) = gate.hear(Reached(1, 0, 0, ("/srv/共享", "/srv/b")), 1)
    assert "/srv/共享" in words
    assert gate.hear(Reached(1, 0, 0), 0) == []
    gate.close()
