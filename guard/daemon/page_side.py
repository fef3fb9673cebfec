"""Judges what pages of a browser are to receive, as its extension reports it, and holds it like a refused paste.

The clipboard and the file stay; what is refused becomes an item, and releasing it lets that page have it once more.
"""

from __future__ import annotations

import threading
import time
from collections import OrderedDict
from collections.abc import Callable
from contextlib import suppress
from dataclasses import replace
from pathlib import Path

from guard.channels.notices import Channel, ChannelNotice
from guard.control.page_requests import (
    FILES_LIMIT,
    LARGE_UPLOAD,
    AboutPage,
    AskSite,
    DropUpload,
    FocusFrame,
    JudgePage,
    OpenedTaken,
    PageAnswer,
    PutPiece,
    SiteAnswer,
    TakeOpened,
)
from guard.control.requests import CaseOpened, Reply
from guard.core.decide import decide, for_large_upload, refuses_page
from guard.core.destination_kinds import program_name
from guard.core.events import Event, EventKind
from guard.core.model import (
    Answer,
    Capture,
    Case,
    CaseState,
    Decision,
    Destination,
    DestinationKind,
    Kind,
    Outcome,
    new_id,
)
from guard.core.policy import Policy
from guard.core.sites import site_asked
from guard.daemon.granting import Clipboard
from guard.daemon.opened_files import RefusalEnds
from guard.daemon.page_received import Received, content_of, received
from guard.daemon.page_releases import Letting, PageTickets
from guard.daemon.page_uploads import Uploads
from guard.ipc.replies import Done, Refused
from guard.pipeline.judging import read_and_judge
from guard.sentences.catalogue import sentence
from guard.util.path_text import label
from guard.util.worker_pool import Workers
from guard.vault import VaultError
from rules.model import Nature

JUDGED_AT_ONCE = 2

TEXT_SECONDS = 1.5
"""How long a page waits for the verdict on a text: its extension gives up after two seconds."""

FILES_SECONDS, LARGE_SECONDS = 15.0, 40.0
"""How long an upload waits for the verdict on its files, and a large one, which the reader may need its time for."""

REMEMBERED = 500
"""Contents of which the item is remembered; for older ones a new item is made."""


class _Question:
    """What a page asks. It is told one thing once: the verdict, or what counts of what was not judged in time."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._answered = threading.Event()
        self.refused = False

    def answer(self, *, refused: bool) -> bool:
        """Answer it, unless it was answered before; return whether this is what the page is told."""
        with self._lock:
            if self._answered.is_set():
                return False
            self.refused = refused
            self._answered.set()
            return True

    def wait(self, seconds: float) -> bool:
        """Return whether it was answered within this time."""
        return self._answered.wait(seconds)


class PageSide:
    """Judges on threads of its own."""

    def __init__(self, ends: RefusalEnds, focused: Callable[[FocusFrame], None], copied: Callable[[], str]) -> None:
        """``focused`` is told which frame has the keyboard; ``copied`` returns the capture on the clipboard."""
        self._ends = ends
        self._focused, self._copied = focused, copied
        self._uploads = Uploads()
        self._texts, self._files = Workers(1, ends.failed), Workers(JUDGED_AT_ONCE, ends.failed)
        self._lock = threading.Lock()
        self._cases: OrderedDict[bytes, str] = OrderedDict()
        self._tickets = PageTickets(ends.quarantine.targets)

    def start(self) -> None:
        """Start the threads."""
        self._texts.start()
        self._files.start()

    def stop(self, seconds: float) -> None:
        """Stop, and wait at most this long for what is being judged."""
        self._texts.stop(seconds)
        self._files.stop(seconds)

    def tend(self) -> None:
        """Forget what was not uploaded to its end."""
        self._uploads.tend()

    def letting(self, clipboard: Clipboard) -> Clipboard:
        """Return a Clipboard that also releases items to pages."""
        return Letting(clipboard, self._tickets)

    def answer(self, request: AboutPage) -> Reply:
        """Return the reply to a request of the native host."""
        match request:
            case AskSite(frame=frame, top=top):
                policy = self._ends.pipeline.rules().policy
                page = site_asked(frame, top, policy.sites)
                return SiteAnswer(page is not None and page.held, refuses_page(None, policy),
                                  policy.upload_megabytes * 2**20)
            case PutPiece():
                return Done() if self._uploads.put(request) else Refused("too-large", sentence("page.too-many"))
            case TakeOpened():
                return OpenedTaken(self._uploads.take_opened(request))
            case DropUpload(upload=upload):
                self._uploads.drop(upload)
                return Done()
            case FocusFrame():
                self._focused(request)
                return Done()
            case JudgePage():
                return PageAnswer(self._refuses(request))

    def _refuses(self, request: JudgePage) -> bool:
        policy = self._ends.pipeline.rules().policy
        page = site_asked(request.frame, request.top, policy.sites)
        if page is None or not page.held or self._ends.paused():
            self._uploads.drop(request.upload)
            return False
        files = self._uploads.take(request.upload, request.files[:FILES_LIMIT], policy.upload_megabytes)
        asked = received(request, files, Destination(
            DestinationKind.CHAT, program_name(request.browser, ()), request.process, request.browser).on(page))
        if not asked.capture.items:  # white space, or HTML without words: there is nothing to judge
            return False
        if released := self._tickets.spend(asked):
            self._record(released, asked, Answer.ORIGINAL)
            return False
        workers, seconds = (self._files, FILES_SECONDS) if request.files else (self._texts, TEXT_SECONDS)
        if sum(file.size for file in request.files) > LARGE_UPLOAD:
            policy, seconds = for_large_upload(policy), LARGE_SECONDS
        question = _Question()
        if not (workers.offer(lambda: self._take(asked, policy, question)) and question.wait(seconds)):
            refused = refuses_page(None, policy) or self._refuses_names(asked, policy)
            if question.answer(refused=refused):
                self._unjudged(asked, refused=refused)
        return question.refused

    def _refuses_names(self, asked: Received, policy: Policy) -> bool:
        """Return whether the names of files, which need no reader, are refused whatever became of their content."""
        if asked.capture.kind is not Kind.FILES:
            return False
        pipeline = self._ends.pipeline
        judge = pipeline.rules().judge
        judged = [read_and_judge(item, pipeline.reader, judge) for item in asked.capture.items
                  if item.untrusted_text is not None]
        return refuses_page(decide(judged, policy).held_from, policy)

    def _take(self, asked: Received, policy: Policy, question: _Question) -> None:
        # Only now: the same may have been refused while this waited, as when a key is pressed twice.
        asked = replace(asked, capture=replace(asked.capture, id=self._held_id(asked.content)))
        last: list[Decision] = []

        def decided(_: Capture, decision: Decision) -> None:
            last.append(decision)
            question.answer(refused=refuses_page(decision.held_from, policy))

        rules = replace(self._ends.pipeline.rules(), policy=policy)
        pipeline = replace(self._ends.pipeline, rules=lambda: rules, decided=decided,
                           notify=lambda held: self._held(held, asked, question))
        case = pipeline.take(asked.capture)
        self._ends.finish(case)
        if case is None and last and last[-1].hold:  # an item already: it was refused before
            self._tell(asked, question)

    def _held(self, held: Case, asked: Received, question: _Question) -> None:
        with self._lock:
            self._cases[asked.content] = held.id
            self._cases.move_to_end(asked.content)
            if len(self._cases) > REMEMBERED:
                self._cases.popitem(last=False)
        self._tell(asked, question, held)

    def _tell(self, asked: Received, question: _Question, held: Case | None = None) -> None:
        """Record what a page was told of what is held, and warn of it where it was refused, or got it before it was
        judged. ``held`` is shown where it could not be stored.
        """
        self._record(asked.capture.id, asked, Answer.NOTICE if question.refused else Answer.ORIGINAL)
        with suppress(VaultError):
            held = self._ends.quarantine.change(
                asked.capture.id, lambda current: replace(current, destination=asked.destination))
        if held is None:
            return
        self._ends.publish(CaseOpened(replace(held, destination=asked.destination),
                                      held.decision.notify and question.refused))
        if not question.refused and refuses_page(held.decision.held_from, self._ends.pipeline.rules().policy):
            self._ends.channels.tell(_notice(Channel.PAGE_GIVEN, asked, held.decision.nature))

    def _record(self, case: str, asked: Received, answer: Answer) -> None:
        self._ends.sink.append(Event(
            EventKind.SERVED, time.time(), case=case, destination=asked.destination.program,
            answer=answer.value, reason=asked.destination.executable))

    def _unjudged(self, asked: Received, *, refused: bool) -> None:
        """Record and report that a page was answered without a verdict."""
        self._ends.sink.append(Event(EventKind.SIGHTED, time.time(), outcome=Outcome.UNREADABLE.value,
                                     destination=asked.destination.program,
                                     reason="not-judged" if refused else "unjudged"))
        self._ends.channels.tell(_notice(Channel.PAGE_NOT_JUDGED if refused else Channel.PAGE_UNJUDGED, asked))

    def _held_id(self, content: bytes) -> str:
        """Return the item of this content while it is held, also that of the clipboard, else a new one."""
        with self._lock:
            known = self._cases.get(content, "")
        for case_id in filter(None, (known, self._copied())):
            with suppress(VaultError):
                case = self._ends.quarantine.case(case_id)
                if case.state is CaseState.HELD and (case_id == known or content_of(case) == content):
                    return case_id
        return new_id()


def _notice(channel: Channel, asked: Received, nature: Nature | None = None) -> ChannelNotice:
    return ChannelNotice(channel, (label(Path(asked.capture.items[-1].name)),), asked.destination.program, nature)
