"""Tests what is released again on the same day without a question: only what is there now, and in the journal."""

from __future__ import annotations

from dataclasses import replace

import pytest

from guard.core.events import EventKind
from guard.core.model import Case, CaseState, Origin
from guard.daemon.quarantine import Quarantine
from guard.daemon.refused_pastes import RefusedPastes
from guard.vault import MemoryVault
from tests.support import ui_samples as samples
from tests.support.built_in import built_in
from tests.support.ui_guard import Broker, Record


@pytest.fixture
def record() -> Record:
    return Record()


@pytest.fixture
def refused(record: Record) -> RefusedPastes:
    """What knows refusals, after a draft was released to a chat client."""
    memory = MemoryVault()
    quarantine = Quarantine(memory, memory, lambda: built_in().policy, lambda _: None, lambda _: None)
    made = RefusedPastes(quarantine, record, lambda _: None)
    made.released(replace(samples.draft(), destination=samples.WECHAT, state=CaseState.RELEASED))
    return made


def copied_again(origin: Origin = Origin.CLIPBOARD) -> Case:
    return replace(samples.draft(), id="again", origin=origin, destination=None)


def releases(record: Record) -> list[str]:
    return [event.case for event in record.events if event.kind is EventKind.RELEASED]


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
