"""Tests what a release lets a page of a browser have, and what takes it back."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from types import SimpleNamespace

import pytest

from guard.control.page_requests import JudgePage, PageAnswer
from guard.control.requests import CaseOpened, Push
from guard.core.model import Case, CaseState, CaseSummary
from guard.daemon.opened_files import RefusalEnds
from guard.daemon.page_side import PageSide
from guard.daemon.quarantine import Quarantine
from guard.daemon.service import Guard
from guard.pipeline.pipeline import Pipeline
from guard.vault import MemoryVault
from tests.support.built_in import built_in
from tests.support.guarding import DRAFT, wait_for
from tests.support.ui_guard import Broker, Record

MAIL = "https://mail.qq.com/"


class Pages:
    """The side of the pages, with items of its own; ``pushed`` is what people were told."""

    def __init__(self) -> None:
        self.pushed: list[Push] = []
        memory, record = MemoryVault(), Record()
        quarantine = Quarantine(memory, memory, lambda: built_in().policy, lambda _: None, lambda _: None)
        pipeline = Pipeline(built_in, None, quarantine, lambda *_: None, lambda _: None, lambda _: None, record,
                            lambda *_: None)
        channels = SimpleNamespace(unjudged=lambda *_, **__: None)
        self.side = PageSide(RefusalEnds(pipeline, quarantine, channels, record, self.pushed.append, lambda _: None,
                                         lambda: False, lambda _: None), lambda _: None, lambda: "")

    def refuses(self) -> bool:
        answer = self.side.answer(JudgePage("/usr/bin/firefox", 0, MAIL, MAIL, DRAFT))
        assert isinstance(answer, PageAnswer)
        return answer.refused

    def held(self) -> Case:
        """Return the item of what the page was refused."""
        (opened,) = wait_for(lambda: [push for push in self.pushed if isinstance(push, CaseOpened)], "the item")
        return opened.case


@pytest.fixture
def pages() -> Iterator[Pages]:
    made = Pages()
    made.side.start()
    yield made
    made.side.stop(10)


@pytest.mark.parametrize("state", [CaseState.RELEASED, CaseState.HELD])
def test_what_a_page_was_let_have_is_taken_back_when_its_item_is_held_again(pages: Pages, state: CaseState) -> None:
    assert pages.refuses()
    case, broker = pages.held(), Broker()
    letting = pages.side.letting(broker)
    letting.grant(case, 60.0, tuple)
    told: list[Push] = []
    ends = SimpleNamespace(_letting=letting, _publish=told.append)
    Guard._completed(ends, replace(case, state=state))
    assert [push.case for push in told] == [CaseSummary.of(replace(case, state=state))]
    assert pages.refuses() == (state is CaseState.HELD)
    assert broker.withdrawn == [case.id] * (state is CaseState.HELD)
