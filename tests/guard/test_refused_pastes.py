"""Tests what is released again on the same day without a question: only what is there now, and in the journal."""

from __future__ import annotations

from dataclasses import replace

import pytest

from guard.control.requests import CaseOpened, Push
from guard.core.events import EventKind
from guard.core.model import Answer, Capture, Case, CaseState, Kind, Origin
from guard.daemon.quarantine import Quarantine
from guard.daemon.refused_pastes import RefusedPastes
from guard.ipc.messages import Served
from guard.vault import MemoryVault
from tests.support import ui_samples as samples
from tests.support.built_in import built_in
from tests.support.ui_guard import Broker, Record

WECHAT = replace(samples.WECHAT, executable="/opt/wechat/wechat")


@pytest.fixture
def record() -> Record:
    return Record()


@pytest.fixture
def told() -> list[Push]:
    return []


@pytest.fixture
def quarantine() -> Quarantine:
    memory = MemoryVault()
    return Quarantine(memory, memory, lambda: built_in().policy, lambda _: None, lambda _: None)


@pytest.fixture
def refused(quarantine: Quarantine, record: Record, told: list[Push]) -> RefusedPastes:
    """What knows refusals, after a draft was refused and then released to a chat client."""
    made = RefusedPastes(quarantine, record, told.append)
    case = quarantine.hold(Capture("draft", Origin.CLIPBOARD, Kind.TEXT, samples.AT, ()), samples.draft(id="draft"))
    made.served(Served(case.id, WECHAT, Answer.NOTICE, "UTF8_STRING"))
    made.released(replace(case, destination=WECHAT, state=CaseState.RELEASED))
    told.clear()
    return made


def copied_again(origin: Origin = Origin.CLIPBOARD) -> Case:
    return replace(samples.draft(), id="again", origin=origin, destination=None)


def releases(record: Record) -> list[str]:
    return [event.case for event in record.events if event.kind is EventKind.RELEASED]


def windows(told: list[Push]) -> list[bool]:
    """Return for each opened item whether a window is to open for it."""
    return [push.notify for push in told if isinstance(push, CaseOpened)]


def test_what_is_there_now_is_released_again_and_the_journal_says_so(refused: RefusedPastes, record: Record) -> None:
    broker = Broker()
    broker.there.add("again")
    refused.let_go_again(copied_again(), broker)
    assert (broker.granted, releases(record)) == (["again"], ["again"])


@pytest.mark.parametrize("origin", [Origin.CLIPBOARD, Origin.PRIMARY, Origin.DRAG])
def test_what_is_there_no_longer_is_not_released_and_no_line_says_that_it_was(
        refused: RefusedPastes, record: Record, origin: Origin) -> None:
    broker = Broker()
    refused.let_go_again(copied_again(origin), broker)
    assert (broker.granted, releases(record)) == ([], [])


@pytest.mark.parametrize("there", [True, False], ids=["granted", "dragged"])
def test_what_could_not_be_given_again_is_asked_about_when_it_is_refused(
        refused: RefusedPastes, quarantine: Quarantine, told: list[Push], there: bool) -> None:
    case = quarantine.hold(Capture("again", Origin.DRAG, Kind.TEXT, samples.AT, ()), copied_again(Origin.DRAG))
    broker = Broker()
    broker.there.update(["again"] * there)
    refused.let_go_again(case, broker)
    refused.served(Served("again", WECHAT, Answer.NOTICE, "UTF8_STRING"))
    assert windows(told) == [not there]


def test_what_is_given_again_after_a_drag_could_not_be_is_asked_about_no_more(
        refused: RefusedPastes, quarantine: Quarantine, told: list[Push]) -> None:
    broker = Broker()
    for origin in (Origin.DRAG, Origin.CLIPBOARD):
        case = quarantine.hold(Capture(origin.value, origin, Kind.TEXT, samples.AT, ()),
                               replace(copied_again(origin), id=origin.value))
        broker.there.update([case.id] * (origin is Origin.CLIPBOARD))
        refused.let_go_again(case, broker)
    assert broker.granted == [Origin.CLIPBOARD.value]
    refused.served(Served(Origin.CLIPBOARD.value, WECHAT, Answer.ORIGINAL, "UTF8_STRING"))
    refused.served(Served(Origin.CLIPBOARD.value, WECHAT, Answer.NOTICE, "UTF8_STRING"))
    assert windows(told) == [False]


def test_nothing_is_released_again_to_a_program_of_which_nobody_knows_what_it_is(
        quarantine: Quarantine, record: Record, told: list[Push]) -> None:
    nameless = replace(WECHAT, executable="")
    refused, broker = RefusedPastes(quarantine, record, told.append), Broker()
    refused.released(replace(samples.draft(), destination=nameless, state=CaseState.RELEASED))
    broker.there.add("again")
    case = quarantine.hold(Capture("again", Origin.CLIPBOARD, Kind.TEXT, samples.AT, ()), copied_again())
    refused.let_go_again(case, broker)
    assert (broker.granted, releases(record)) == ([], [])
    refused.served(Served("again", nameless, Answer.NOTICE, "UTF8_STRING"))
    assert windows(told) == [True], "its user is asked again"
