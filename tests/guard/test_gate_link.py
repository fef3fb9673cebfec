"""Tests what a guard tells the file gate of its rules, and of the files that it flagged before."""

from __future__ import annotations

import socket
from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from guard.channels.file_index import FileIndex
from guard.config.builtin_policy import builtin_policy
from guard.config.policy_file import load
from guard.core.model import Decision, DestinationKind, Outcome
from guard.core.own_numbers import NOBODY
from guard.core.policy import Policy
from guard.daemon import gate_link
from guard.daemon.gate_link import GateLink
from guard.daemon.ruling import Ruling
from guard.file_gate.messages import FileKey, FromGuard, Known, Terms
from guard.file_gate.packets import Packets
from guard.supply.rules_in_force import InForce
from rules.pack.encoded import encode
from tests.rules.test_exempted import exempting
from tests.support.false_alarms import NOVEL

BOTH = (DestinationKind.CHAT, DestinationKind.GOVERNMENT_CHAT)
POLICY = load(builtin_policy(), "policy.yaml")


class Gate:
    """The gate's end of a link, and what it heard."""

    def __init__(self, index: FileIndex, ruling: Ruling, monkeypatch: pytest.MonkeyPatch) -> None:
        ours, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
        ours.setblocking(False)
        self._packets: Packets[FromGuard] = Packets(ours, FromGuard)
        monkeypatch.setattr(gate_link, "connect", lambda _: theirs)
        self.link = GateLink(Path("gate.sock"), ruling, lambda: False, index, lambda *_: None, lambda _: None,
                             lambda: None)

    def heard(self) -> list[FromGuard]:
        """Let the guard tend its link, and return what came."""
        self.link.tend()
        heard: list[FromGuard] = []
        while True:
            try:
                received = self._packets.receive()
            except BlockingIOError:
                return heard
            assert received is not None
            heard.append(received[0])

    def close(self) -> None:
        self.link.stop()
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
