"""Tests two commands that sign in one publishing folder at once: what the first one signed stays, the other says so."""

from __future__ import annotations

import errno
import os
import threading
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

import pytest

from guard.feedback.answers import FeedbackAnswer, shown
from guard.publish import turn
from guard.publish.contents import Contents
from guard.publish.errors import ChangedMeanwhileError, PublishError
from guard.publish.office import Office
from guard.publish.ordering import order, withdraw_order
from guard.publish.planning import plan_release, plan_suspension, plan_withdrawal, sign_release, sign_suspension
from guard.publish.releasing import answer, promote, resume, suspend, withdraw
from guard.publish.rings import RingChange
from guard.publish.turn import alone
from guard.supply.bundle import Index
from tests.support.ordered_computer import wanted
from tests.support.publishing import EVERYONE, PASSPHRASE, UnitOffice

Command = Callable[[Office], object]


def answered(number: int = 1) -> FeedbackAnswer:
    return FeedbackAnswer(shown(bytes([number]) * 6), True, "", time.time())


def of(office: UnitOffice) -> Index:
    return office.office.repository.index()


def while_somebody_types(office: UnitOffice, other: Command) -> Office:
    """Return the office as a command has it that asks for a passphrase, at which somebody carries out another one."""
    def ask(_name: str) -> str:
        if not done:
            done.append(other(office.office))
        return PASSPHRASE

    done: list[object] = []
    return Office.at(office.folder, (), ask)


@pytest.fixture
def blocking(office: UnitOffice) -> UnitOffice:
    """An office with two releases, an order and a suspension."""
    office.release("青松甲号")
    office.release("白杨乙号")
    order(office.office, wanted())
    suspend(office.office, 1, "误报")
    return office


@pytest.mark.parametrize("command", [
    lambda office: answer(office, answered()),
    lambda office: promote(office, 1, RingChange(percent=10)),
    lambda office: withdraw(office, 1, "误报"),
    lambda office: suspend(office, 4, "误报"),
    resume,
    lambda office: order(office, wanted()),
    lambda office: withdraw_order(office, 1, "布置错了"),
    lambda office: sign_release(office, plan_release(office, Contents(("教育",)), EVERYONE)),
    lambda office: sign_suspension(office, plan_suspension(office, 4, "误报"), 4, "误报"),
], ids=["answer", "promote", "withdraw", "suspend", "resume", "order", "withdraw an order", "a planned release",
        "a planned suspension"])
def test_what_was_signed_while_somebody_typed_stays_and_the_other_changes_nothing(
        blocking: UnitOffice, command: Command) -> None:
    def urgent(office: Office) -> None:
        withdraw(office, 2, "误拦")
        suspend(office, 8, "误拦")

    with pytest.raises(ChangedMeanwhileError, match="没有签名：在这期间，发布目录里又签了别的"):
        command(while_somebody_types(blocking, urgent))
    now = of(blocking)
    assert [one.withdrawn for one in now.releases] == ["", "误拦"]
    assert now.suspension is not None
    assert (now.suspension.reason, now.answers, [one.withdrawn for one in now.orders]) == ("误拦", (), [""])
    command(blocking.office)
    assert of(blocking).releases[1].withdrawn == "误拦"


def test_a_plan_that_is_old_asks_nobody_for_a_passphrase(blocking: UnitOffice) -> None:
    plan = plan_withdrawal(blocking.office, 2, "误报")
    resume(blocking.office)
    asked = Office.at(blocking.folder, (), lambda _: pytest.fail("somebody was asked for a passphrase"))
    with pytest.raises(ChangedMeanwhileError):
        withdraw(asked, 2, "误报", index=plan.index)


@pytest.mark.parametrize("command", [
    lambda office: office.resign(targets=True), lambda office: office.add_key("root"),
    lambda office: office.add_key("targets"),
], ids=["resign", "another root key", "another key of rules"])
def test_a_signature_that_changes_no_rules_takes_nothing_back(blocking: UnitOffice, command: Command) -> None:
    command(while_somebody_types(blocking, lambda office: withdraw(office, 2, "误拦")))
    assert of(blocking).releases[1].withdrawn == "误拦"


@pytest.mark.parametrize("command", [
    lambda office: answer(office, answered()), lambda office: office.resign(targets=True),
    lambda office: office.add_key("root"),
], ids=["answer", "resign", "another root key"])
def test_nobody_signs_with_a_key_that_was_dropped_meanwhile(blocking: UnitOffice, command: Command) -> None:
    old = blocking.office.repository.root().signed.roles["targets"].keyids[0]
    with pytest.raises(ChangedMeanwhileError):
        command(while_somebody_types(blocking, lambda office: office.add_key("targets", old)))
    assert list(blocking.office.repository.targets().signatures) != [old]
    assert len(list((blocking.folder / "keys").glob("*.key"))) == 4


def test_of_many_at_once_each_is_signed_or_says_that_it_is_not(blocking: UnitOffice) -> None:
    def signs(number: int) -> bool:
        try:
            answer(blocking.office, answered(number))
        except ChangedMeanwhileError:
            return False
        return True

    with ThreadPoolExecutor(4) as pool:
        signed = list(pool.map(signs, range(8)))
    assert {one.number for one in of(blocking).answers} == {answered(number).number
                                                            for number, done in enumerate(signed) if done}
    assert any(signed)


def test_a_command_waits_for_another_one(blocking: UnitOffice) -> None:
    held, ended = threading.Event(), threading.Event()

    def other() -> None:
        with alone(blocking.folder / "publish.json"):
            held.set()
            time.sleep(0.3)
            ended.set()

    thread = threading.Thread(target=other)
    thread.start()
    held.wait()
    blocking.office.resign()
    assert ended.is_set()
    thread.join()


def test_it_does_not_wait_for_ever_and_says_for_what(blocking: UnitOffice, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(turn, "_WAIT_SECONDS", 0.1)
    for command in (resume, Office.resign, lambda office: office.add_key("root")):
        with alone(blocking.folder / "publish.json"), pytest.raises(PublishError, match="另一条命令正在"):
            command(blocking.office)
    assert of(blocking).suspension is not None
    resume(blocking.office)


def test_a_share_that_knows_no_locks_is_published_in(blocking: UnitOffice, monkeypatch: pytest.MonkeyPatch) -> None:
    def no_locks(_descriptor: int) -> bool:
        raise OSError(errno.ENOLCK, os.strerror(errno.ENOLCK))

    monkeypatch.setattr(turn, "try_lock", no_locks)
    resume(blocking.office)
    assert of(blocking).suspension is None
