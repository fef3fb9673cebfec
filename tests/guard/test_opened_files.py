"""Tests what the guard tells the file gate of the files that chat clients open."""

from __future__ import annotations

import errno
import os
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from types import SimpleNamespace

import pytest

from guard.control.requests import Push
from guard.core.events import EventKind
from guard.core.model import Case, Decision, Destination, DestinationKind, Item, Target
from guard.daemon.gate_side import Letting
from guard.daemon.judged_key import is_as_judged, judged_key, target_of
from guard.daemon.opened_files import OpenedFiles, RefusalEnds
from guard.daemon.quarantine import Quarantine
from guard.file_gate.messages import LET_SECONDS, FileKey, Let, Opened, Verdict
from guard.pipeline.pipeline import Pipeline, Rules
from guard.sentences.catalogue import sentence
from guard.vault import MemoryVault, VaultError
from rules.judge.judge import Judge
from rules.text import Text
from tests.support import ui_samples as samples
from tests.support.built_in import built_in
from tests.support.guarding import wait_for
from tests.support.kinship import REST, SECRET, earlier, knowing
from tests.support.ui_guard import Broker

WECHAT = Destination(DestinationKind.CHAT, "wechat", 1, "/usr/bin/wechat")


class Reading:
    """Reads what the items of these tests are: texts."""

    def read(self, item: Item) -> Text:
        content = Path(item.read_at).read_text("utf-8") if item.read_at else item.name
        return Text(content)

    def parts(self, item: Item) -> Iterator[Text]:
        yield self.read(item)


class Channels:
    """Notes which files count as clean."""

    def __init__(self) -> None:
        self.cleaned: list[Path] = []
        self.clean = self.cleaned.append

    def flagged(self, *_: object) -> None:
        return


class Gate:
    """The gate's end, with a guard of real parts: ``said`` is what it told the gate, ``failed`` are errors of jobs;
    ``remembered`` and ``recorded`` is what was done with each verdict. ``there`` is False once it is gone.
    """

    def __init__(self, rules: Callable[[], Rules]) -> None:
        self.there = True
        self.said: list[object] = []
        self.remembered: list[Decision] = []
        self.recorded: list[EventKind] = []
        self.failed: list[OSError] = []
        self.cases: list[Case] = []
        self.pushed: list[Push] = []
        self.channels = Channels()
        sink = SimpleNamespace(append=lambda event: self.recorded.append(event.kind))
        self.quarantine = Quarantine(MemoryVault(), MemoryVault(), lambda: rules().policy, lambda _: None,
                                     lambda _: None)
        pipeline = Pipeline(rules, Reading(), self.quarantine, lambda *_: None, lambda _: None, lambda *_: None, sink,
                            lambda _capture, _judged, decision: self.remembered.append(decision))
        self.files = OpenedFiles(RefusalEnds(pipeline, self.quarantine, self.channels, sink, self.pushed.append,
                                             self._finish, lambda: False, self.failed.append), self._say)

    def _finish(self, case: Case | None) -> None:
        if case is not None:
            self.cases.append(case)

    def _say(self, message: object) -> bool:
        self.said.append(message)
        return self.there

    def opened(self, path: Path, *, answered: bool = False) -> Opened:
        """Report an open as the gate does, and wait until it was worked off."""
        descriptor = os.open(path, os.O_RDONLY)
        opened = Opened(0 if answered else 1, FileKey.of(os.fstat(descriptor)), WECHAT, str(path), answered)
        self.files.opened(opened, descriptor)
        wait_for(lambda: not Path(f"/proc/self/fd/{descriptor}").is_symlink(), "the open to be worked off")
        return opened


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "a.txt"
    path.write_text("机密★5年\n关于样例工作的通知", "utf-8")
    return path


@pytest.fixture
def begin() -> Iterator[Callable[[Callable[[], Rules]], Gate]]:
    begun: list[Gate] = []

    def begin(rules: Callable[[], Rules]) -> Gate:
        begun.append(Gate(rules))
        begun[-1].files.start()
        return begun[-1]

    yield begin
    for gate in begun:
        gate.files.stop(10)


def test_who_waits_for_a_file_is_answered_at_once_when_judging_it_fails(
        file: Path, begin: Callable[[Callable[[], Rules]], Gate]) -> None:
    def failing() -> Rules:
        raise OSError(errno.EMFILE, "too many open files")

    gate = begin(failing)
    opened = gate.opened(file)
    wait_for(lambda: gate.failed, "the failure to be noted")
    assert gate.said == [Verdict(1, opened.key, (), judged=False)]


def test_a_verdict_names_the_rules_by_which_it_was_made(
        file: Path, begin: Callable[[Callable[[], Rules]], Gate]) -> None:
    rules = replace(built_in(), identity="rules 1")
    gate = begin(lambda: rules)
    opened = gate.opened(file)
    rules = replace(rules, identity="rules 2")
    (case,) = gate.cases
    assert gate.said == [Verdict(1, opened.key, case.decision.held_from, "rules 1")]
    gate.opened(file)
    assert gate.said[1:] == [Verdict(1, opened.key, case.decision.held_from, "rules 2")]
    assert gate.cases == [case]


def test_a_file_in_which_other_rules_find_nothing_counts_as_clean_while_its_item_is_held(
        file: Path, begin: Callable[[Callable[[], Rules]], Gate]) -> None:
    rules = replace(built_in(), identity="rules 1")
    gate = begin(lambda: rules)
    opened = gate.opened(file)
    assert gate.channels.cleaned == []
    rules = Rules(Judge(()), rules.policy, "rules 2")
    gate.opened(file)
    assert gate.said[1:] == [Verdict(1, opened.key, (), "rules 2")]
    assert gate.channels.cleaned == [file]


def test_a_file_that_is_held_by_other_rules_is_judged_remembered_and_recorded_once(
        file: Path, begin: Callable[[Callable[[], Rules]], Gate]) -> None:
    rules = replace(built_in(), identity="rules 1")
    gate = begin(lambda: rules)
    gate.opened(file)
    rules = replace(rules, policy=replace(rules.policy, release=()), identity="rules 2")
    before = len(gate.recorded)
    gate.opened(file)
    assert gate.remembered == [case.decision for case in gate.cases]
    assert [case.decision.judged_with for case in gate.cases] == ["rules 1", "rules 2"]
    assert gate.recorded[before:].count(EventKind.JUDGED) == 1


def test_what_is_held_for_its_kinship_is_asked_about_each_time_and_is_one_item(
        file: Path, begin: Callable[[Callable[[], Rules]], Gate]) -> None:
    rules = built_in()
    judge = rules.judge.knowing(knowing(rules.judge, (earlier(), SECRET)))
    file.write_text(REST, "utf-8")
    gate = begin(lambda: replace(rules, judge=judge, identity="rules 1"))
    opened = gate.opened(file)
    gate.opened(file)
    (case,) = gate.cases
    assert gate.said == 2 * [Verdict(1, opened.key, case.decision.held_from)]
    assert [push.case.id for push in gate.pushed] == 2 * [case.id]


def test_what_is_released_is_what_was_judged_and_not_what_has_taken_its_place(
        file: Path, begin: Callable[[Callable[[], Rules]], Gate]) -> None:
    gate = begin(built_in)
    opened = gate.opened(file)
    case = replace(gate.cases[0], destination=WECHAT)
    file.write_text("机密★10年\n另一份文件", "utf-8")
    gate.files.let(case)
    file.unlink()
    gate.files.let(case)
    assert gate.said[1:] == 2 * [Let(opened.key, WECHAT.executable, LET_SECONDS)]


def test_nobody_is_told_that_a_file_was_released_when_the_gate_is_gone(
        file: Path, begin: Callable[[Callable[[], Rules]], Gate]) -> None:
    gate = begin(built_in)
    gate.opened(file)
    gate.there = False
    letting = Letting(Broker(), gate.files, lambda: gate.there)
    case = replace(gate.cases[0], destination=WECHAT)
    with pytest.raises(VaultError) as gone:
        letting.grant(case, 60.0, lambda: ())
    refused = letting.check_grant(case)
    assert refused is not None
    assert refused.words == gone.value.words == sentence("guard.file-gate-gone")


def test_an_opened_file_whose_content_is_not_known_is_not_said_to_be_released(
        file: Path, begin: Callable[[Callable[[], Rules]], Gate]) -> None:
    gate = begin(built_in)
    gate.opened(file)
    letting = Letting(Broker(), gate.files, lambda: True)
    assert letting.check_grant(replace(gate.cases[0], destination=WECHAT)) is None
    assert letting.check_grant(replace(gate.cases[0], destination=None)) is not None


def test_a_file_that_is_held_more_strictly_after_its_release_may_be_opened_no_longer(
        file: Path, begin: Callable[[Callable[[], Rules]], Gate]) -> None:
    gate, broker = begin(built_in), Broker()
    opened = gate.opened(file)
    letting = Letting(broker, gate.files, lambda: True)
    letting.withdraw(replace(gate.cases[0], destination=WECHAT))
    assert gate.said[1:] == [Let(opened.key, WECHAT.executable, 0.0)]
    letting.withdraw(samples.draft(id="copied"))
    assert broker.withdrawn == ["copied"]


def test_whether_a_file_is_still_what_was_judged_is_known_of_one_that_was_changed_or_moved(file: Path) -> None:
    key = FileKey.of(file.stat())
    assert judged_key([target_of(key)]) == key
    assert judged_key([Target("application/x-mishao-file-key", "", 8, b"?")]) is None
    assert is_as_judged(key, [file])
    assert not is_as_judged(None, [file])
    moved = file.rename(file.with_name("b.txt"))
    assert not is_as_judged(key, [file])
    moved.write_text("another content", "utf-8")
    assert not is_as_judged(key, [moved])
