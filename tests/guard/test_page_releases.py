"""Tests what a release lets a page of a browser have, and what takes it back."""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager
from dataclasses import replace
from types import SimpleNamespace

import pytest

from guard.channels.notices import Channel, ChannelNotice
from guard.control.page_requests import JudgePage, PageAnswer, PageFile, PutPiece
from guard.control.requests import CaseOpened, Push
from guard.core.events import EventKind
from guard.core.model import Answer, Capture, Case, CaseState, CaseSummary, Kind, Origin
from guard.core.tickets import Granting
from guard.daemon import page_side
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
    """The side of the pages, with items of its own; ``pushed`` and ``noticed`` are what people were told. ``policy``
    says what of it is another one than in the built-in policy.
    """

    def __init__(self, **policy: object) -> None:
        self.pushed: list[Push] = []
        self.noticed: list[ChannelNotice] = []
        self.record = Record()
        self._rules = replace(built_in(), policy=replace(built_in().policy, **policy))
        memory = MemoryVault()
        self.quarantine = Quarantine(memory, memory, lambda: self._rules.policy, lambda _: None, lambda _: None)
        self.side = self._begun()

    def _begun(self) -> PageSide:
        pipeline = Pipeline(lambda: self._rules, None, self.quarantine, lambda *_: None, lambda _: None,
                            lambda *_: None, self.record, lambda *_: None)
        channels = SimpleNamespace(tell=self.noticed.append)
        ends = RefusalEnds(pipeline, self.quarantine, channels, self.record, self.pushed.append, lambda _: None,
                           lambda: False, lambda _: None)
        return PageSide(ends, lambda _: None, lambda: "")

    def begin_anew(self) -> None:
        """What a guard that is started anew has: the items."""
        self.side.stop(10)
        self.side = self._begun()
        self.side.start()

    def refuses(self) -> bool:
        return self._asks(JudgePage("/usr/bin/firefox", 0, MAIL, MAIL, DRAFT))

    def refuses_upload(self) -> bool:
        content = DRAFT.encode()
        self.side.answer(PutPiece("1", 0, content))
        return self._asks(JudgePage("/usr/bin/firefox", 0, MAIL, MAIL, upload="1",
                                    files=(PageFile("通告.txt", "text/plain", len(content)),)))

    def _asks(self, request: JudgePage) -> bool:
        answer = self.side.answer(request)
        assert isinstance(answer, PageAnswer)
        return answer.refused

    def opened(self) -> CaseOpened:
        """Return what was told of the item of what the page was to receive."""
        (opened,) = wait_for(lambda: [push for push in self.pushed if isinstance(push, CaseOpened)], "the item")
        return opened

    def held(self) -> Case:
        """Return that item."""
        return self.opened().case

    def served(self) -> list[tuple[str, str]]:
        """Return the items of which the journal says what was served, with the answers."""
        return [(event.case, event.answer) for event in self.record.events if event.kind is EventKind.SERVED]


@pytest.fixture
def pages() -> Iterator[Pages]:
    made = Pages()
    made.side.start()
    yield made
    made.side.stop(10)


@pytest.mark.parametrize(("state", "anew"), [
    (CaseState.RELEASED, True), (CaseState.HELD, True), (CaseState.HELD, False)])
def test_what_a_page_was_let_have_is_taken_back_when_its_item_is_held_by_another_decision(
        pages: Pages, state: CaseState, anew: bool) -> None:
    assert pages.refuses()
    case, broker = pages.held(), Broker()
    letting = pages.side.letting(broker)
    letting.grant(case, 60.0, tuple)
    told: list[Push] = []
    ends = SimpleNamespace(_letting=letting, _publish=told.append)
    Guard._completed(ends, replace(case, state=state), anew)
    assert [push.case for push in told] == [CaseSummary.of(replace(case, state=state))]
    taken_back = anew and state is CaseState.HELD
    assert pages.refuses() == taken_back
    assert broker.withdrawn == [case.id] * taken_back


@pytest.mark.parametrize("answer", [Granting.ABSENT, Granting.REFUSED])
def test_a_page_is_given_nothing_that_the_clipboard_did_not_grant(pages: Pages, answer: Granting) -> None:
    assert pages.refuses()
    case, broker = replace(pages.held(), origin=Origin.CLIPBOARD), Broker()
    broker.answer = answer
    assert pages.side.letting(broker).grant(case, 60.0, tuple) is answer
    assert pages.refuses()


def test_what_was_released_passes_though_the_guard_was_started_anew(pages: Pages) -> None:
    assert pages.refuses_upload()
    case = pages.held()
    pages.begin_anew()
    letting = pages.side.letting(Broker())
    assert letting.check_grant(case) is None
    assert letting.grant(case, 60.0, tuple) is Granting.GIVEN
    assert not pages.refuses_upload()


def test_the_journal_says_which_item_a_page_was_let_have(pages: Pages) -> None:
    assert pages.refuses_upload()
    case = pages.held()
    pages.side.letting(Broker()).grant(case, 60.0, tuple)
    assert not pages.refuses_upload()
    assert pages.served() == [(case.id, Answer.NOTICE), (case.id, Answer.ORIGINAL)]


def test_what_no_page_could_be_known_to_ask_for_again_is_not_released(pages: Pages) -> None:
    assert pages.refuses_upload()
    case = replace(pages.held(), id="earlier")
    pages.quarantine.hold(Capture("earlier", Origin.BROWSER, Kind.FILES, time.time(), (), ()), case)
    letting = pages.side.letting(Broker())
    assert letting.check_grant(case) is not None
    assert letting.grant(case, 60.0, tuple) is Granting.REFUSED


def _judged_late(pages: Pages) -> AbstractContextManager[None]:
    """While it lasts no text is judged."""
    began, ends = threading.Event(), threading.Event()

    def wait() -> None:
        began.set()
        ends.wait()

    @contextmanager
    def busy() -> Iterator[None]:
        assert pages.side._texts.offer(wait)
        began.wait()
        yield
        ends.set()

    return busy()


def test_what_a_page_was_given_before_its_verdict_is_not_told_as_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(page_side, "TEXT_SECONDS", 0.0)
    pages = Pages(hold_unreadable=False)
    pages.side.start()
    with _judged_late(pages):
        assert not pages.refuses()
        assert [notice.route for notice in pages.noticed] == [Channel.PAGE_UNJUDGED]
    opened = pages.opened()
    wait_for(lambda: len(pages.noticed) > 1, "the notice")
    assert pages.noticed[1].route is Channel.PAGE_GIVEN
    assert not opened.notify
    assert pages.served() == [(opened.case.id, Answer.ORIGINAL)]
    pages.side.stop(10)


def test_what_a_page_was_refused_before_its_verdict_is_warned_of_when_it_comes(
        pages: Pages, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(page_side, "TEXT_SECONDS", 0.0)
    with _judged_late(pages):
        assert pages.refuses()
    opened = pages.opened()
    assert opened.notify
    assert [notice.route for notice in pages.noticed] == [Channel.PAGE_NOT_JUDGED]
    assert pages.served() == [(opened.case.id, Answer.NOTICE)]
