"""Judges what pages of a browser are to receive, as its extension reports it, and holds it like a refused paste.

The clipboard and the file stay; what is refused becomes an item, and releasing it lets that page have it once more.
"""

from __future__ import annotations

import hashlib
import threading
import time
from collections import OrderedDict
from collections.abc import Callable, Iterable, Iterator
from contextlib import suppress
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TypeVar

from guard.clipboard.content import HTML_NAME, TEXT_NAMES, read_content
from guard.control.page_requests import (
    FILES_LIMIT,
    LARGE_UPLOAD,
    TEXT_LIMIT,
    AboutPage,
    AskSite,
    DropUpload,
    FocusFrame,
    JudgePage,
    OpenedTaken,
    PageAnswer,
    PageFile,
    PutPiece,
    SiteAnswer,
    TakeOpened,
)
from guard.control.requests import CaseOpened, Reply
from guard.core import item_names, tickets
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
    Item,
    Kind,
    Origin,
    Outcome,
    Reason,
    Target,
    Unreadable,
    new_id,
)
from guard.core.policy import Policy
from guard.core.sites import site_asked
from guard.daemon.granting import Clipboard
from guard.daemon.opened_files import RefusalEnds
from guard.daemon.page_uploads import Uploads
from guard.ipc.replies import Done, Refused
from guard.pipeline.judging import read_and_judge
from guard.reading.text import sniff
from guard.sentences.catalogue import sentence
from guard.util.clocks import elapsed
from guard.util.worker_pool import Workers
from guard.vault import VaultError

JUDGED_AT_ONCE = 2

TEXT_SECONDS = 1.5
"""How long a page waits for the verdict on a text: its extension gives up after two seconds."""

FILES_SECONDS, LARGE_SECONDS = 15.0, 40.0
"""How long an upload waits for the verdict on its files, and a large one, which the reader may need its time for."""

REMEMBERED = 500
"""Contents of which the item and the release are remembered; for older ones a new item is made."""

_PASTED_PICTURE = "image.png"
"""What browsers call a pasted picture; it says nothing."""

_PICTURES = ("image/png", "image/jpeg", "image/bmp")

_What = TypeVar("_What", str, tickets.Ticket)


@dataclass(frozen=True, slots=True)
class _Received:
    """What a page is to receive. ``content`` is the same for the same content, whoever receives it."""

    capture: Capture
    content: bytes
    destination: Destination


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
        self._tickets: OrderedDict[bytes, tickets.Ticket] = OrderedDict()

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
        return _Letting(clipboard, self)

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

    def release(self, case: Case, seconds: float) -> None:
        """Let the page that was refused have this content once."""
        bearer = None
        if case.origin is Origin.BROWSER and case.destination is not None and case.destination.page is not None:
            bearer = tickets.Bearer(case.destination.executable, page=case.destination.page.name)
        ticket = tickets.issue(case.id, case.decision, elapsed(), seconds, bearer)
        content = self._content_of(case)
        if ticket is not None and content is not None:
            with self._lock:
                _remember(self._tickets, content, ticket)

    def withdraw(self, case: Case) -> None:
        """Take back what was released of this content."""
        content = self._content_of(case)
        if content is not None:
            with self._lock:
                self._tickets.pop(content, None)

    def _refuses(self, request: JudgePage) -> bool:
        policy = self._ends.pipeline.rules().policy
        page = site_asked(request.frame, request.top, policy.sites)
        if page is None or not page.held or self._ends.paused():
            self._uploads.drop(request.upload)
            return False
        files = self._uploads.take(request.upload, request.files[:FILES_LIMIT], policy.upload_megabytes)
        received = _received(request, files, Destination(
            DestinationKind.CHAT, program_name(request.browser, ()), request.process, request.browser).on(page))
        if not received.capture.items:  # white space, or HTML without words: there is nothing to judge
            return False
        if self._is_let(received):
            self._record(received, Answer.ORIGINAL)
            return False
        workers, seconds = (self._files, FILES_SECONDS) if request.files else (self._texts, TEXT_SECONDS)
        if sum(file.size for file in request.files) > LARGE_UPLOAD:
            policy, seconds = for_large_upload(policy), LARGE_SECONDS
        decisions: list[Decision] = []
        decided = threading.Event()

        def known(decision: Decision) -> None:
            decisions.append(decision)
            decided.set()

        if workers.offer(lambda: self._take(received, policy, known)) and decided.wait(seconds):
            return refuses_page(decisions[-1].held_from, policy)
        return self._unjudged(received, refuses_page(None, policy) or self._refuses_names(received, policy))

    def _refuses_names(self, received: _Received, policy: Policy) -> bool:
        """Return whether the names of files, which need no reader, are refused whatever became of their content."""
        if received.capture.kind is not Kind.FILES:
            return False
        pipeline = self._ends.pipeline
        judge = pipeline.rules().judge
        judged = [read_and_judge(item, pipeline.reader, judge) for item in received.capture.items
                  if item.untrusted_text is not None]
        return refuses_page(decide(judged, policy).held_from, policy)

    def _take(self, received: _Received, policy: Policy, known: Callable[[Decision], None]) -> None:
        # Only now: the same may have been refused while this waited, as when a key is pressed twice.
        received = replace(received, capture=replace(received.capture, id=self._held_id(received.content)))
        last: list[Decision] = []

        def decided(_: Capture, decision: Decision) -> None:
            last.append(decision)
            known(decision)

        rules = replace(self._ends.pipeline.rules(), policy=policy)
        pipeline = replace(self._ends.pipeline, rules=lambda: rules, decided=decided,
                           notify=lambda held: self._held(held, received))
        case = pipeline.take(received.capture)
        self._ends.finish(case)
        if case is None and last and last[-1].hold:  # an item already: it was refused before
            self._tell(received)

    def _held(self, held: Case, received: _Received) -> None:
        with self._lock:
            _remember(self._cases, received.content, held.id)
        self._tell(received, held)

    def _tell(self, received: _Received, held: Case | None = None) -> None:
        """Record that a page was refused, and warn. ``held`` is shown where it could not be stored."""
        self._record(received, Answer.NOTICE)
        with suppress(VaultError):
            held = self._ends.quarantine.change(
                received.capture.id, lambda current: replace(current, destination=received.destination))
        if held is not None:
            self._ends.publish(CaseOpened(replace(held, destination=received.destination), held.decision.notify))

    def _record(self, received: _Received, answer: Answer) -> None:
        self._ends.sink.append(Event(
            EventKind.SERVED, time.time(), case=received.capture.id, destination=received.destination.program,
            answer=answer.value, reason=received.destination.executable))

    def _unjudged(self, received: _Received, refused: bool) -> bool:
        """Record and report that a page was answered without a verdict."""
        program = received.destination.program
        self._ends.sink.append(Event(EventKind.SIGHTED, time.time(), outcome=Outcome.UNREADABLE.value,
                                     destination=program, reason="not-judged" if refused else "unjudged"))
        self._ends.channels.unjudged(Path(received.capture.items[-1].name), program, refused=refused)
        return refused

    def _held_id(self, content: bytes) -> str:
        """Return the item of this content while it is held, also that of the clipboard, else a new one."""
        with self._lock:
            known = self._cases.get(content, "")
        for case_id in filter(None, (known, self._copied())):
            with suppress(VaultError):
                case = self._ends.quarantine.case(case_id)
                if case.state is CaseState.HELD and (case_id == known or self._content_of(case) == content):
                    return case_id
        return new_id()

    def _is_let(self, received: _Received) -> bool:
        """Spend the ticket for this content, when its page may have it."""
        destination = received.destination
        client = tickets.Client(destination.executable, page=destination.page.name if destination.page else "")
        with self._lock:
            ticket = self._tickets.get(received.content)
            if ticket is None or not tickets.admits(ticket, ticket.capture, destination.kind, client, elapsed()):
                return False
            self._tickets[received.content] = tickets.spend(ticket, client, elapsed())
            return True

    def _content_of(self, case: Case) -> bytes | None:
        """Return what identifies the content of an item that a page may ask for again."""
        with self._lock:
            found = next((content for content, held in self._cases.items() if held == case.id), None)
        if found is None and case.kind is Kind.TEXT and case.judged and case.judged[0].text is not None:
            return _identity((judged.text.original for judged in case.judged if judged.text is not None), ())
        return found


def _remember(memory: OrderedDict[bytes, _What], content: bytes, what: _What) -> None:
    memory[content] = what
    memory.move_to_end(content)
    if len(memory) > REMEMBERED:
        memory.popitem(last=False)


def _received(request: JudgePage, files: tuple[Item, ...], destination: Destination) -> _Received:
    names = request.files[:FILES_LIMIT]
    whole = request.whole and len(request.files) <= FILES_LIMIT and max(
        len(request.untrusted_text), len(request.untrusted_html)) <= TEXT_LIMIT
    words = read_content(_targets(request)) if whole else None
    texts = words.items() if words is not None else (Item(
        str(item_names.TEXT), Kind.TEXT, problem=Unreadable(Reason.TOO_LARGE, sentence("page.incomplete"))),)
    picture = not texts and len(files) == 1 and files[0].name == _PASTED_PICTURE and _is_picture(files[0])
    if picture:
        kind, items, type_ = Kind.PICTURE, files, names[0].untrusted_type
        targets: tuple[Target, ...] = tuple(
            Target(name, name, 8, files[0].untrusted_bytes) for name in _PICTURES if name == type_)
    elif files:
        named = (Item(file.name, Kind.TEXT, untrusted_text=file.name) for file in files)
        kind, items = Kind.FILES, (*(one for pair in zip(named, files, strict=True) for one in pair), *texts)
        targets = (_text_target("\n".join(file.name for file in files)),)
    else:
        kind, items = words.kind if words is not None else Kind.TEXT, texts
        targets = tuple(_targets(request).values())
    return _Received(Capture(new_id(), Origin.BROWSER, kind, time.time(), items, targets),
                     _identity((text.untrusted_text for text in texts if text.untrusted_text),
                               (*_not_said(texts, request), *_named(files, names))), destination)


def _is_picture(item: Item) -> bool:
    return item.problem is None and sniff(item.untrusted_bytes) is Kind.PICTURE


def _targets(request: JudgePage) -> dict[str, Target]:
    found = {TEXT_NAMES[0]: _text_target(request.untrusted_text)} if request.untrusted_text else {}
    if request.untrusted_html:
        found[HTML_NAME] = Target(HTML_NAME, HTML_NAME, 8, request.untrusted_html.encode("utf-8", "replace"))
    return found


def _text_target(text: str) -> Target:
    return Target(TEXT_NAMES[0], TEXT_NAMES[0], 8, text.encode("utf-8", "replace"))


def _identity(texts: Iterable[str], others: Iterable[bytes]) -> bytes:
    """Return what is equal for equal content: of texts only what is no white space, which programs change."""
    content = hashlib.blake2b(digest_size=32)
    for part in (*("".join(text.split()).encode("utf-8", "replace") for text in texts), *others):
        content.update(len(part).to_bytes(8, "big") + part)
    return content.digest()


def _not_said(texts: tuple[Item, ...], request: JudgePage) -> Iterator[bytes]:
    """Yield what tells two texts apart beside their words: their pictures, and the whole of what could not be read."""
    for item in texts:
        if item.untrusted_bytes or item.path:  # a text has neither: _content_of knows no more of it
            yield item.untrusted_bytes
            yield (item.path or "").encode("utf-8", "replace")
        if item.problem is not None:
            yield request.untrusted_text.encode("utf-8", "replace")
            yield request.untrusted_html.encode("utf-8", "replace")


def _named(files: tuple[Item, ...], names: tuple[PageFile, ...]) -> Iterator[bytes]:
    for file, named in zip(files, names, strict=True):
        yield file.name.encode("utf-8", "replace")
        yield str(named.size).encode()
        yield file.untrusted_bytes


class _Letting:
    """Implements guard.daemon.granting.Clipboard, also for items that pages were refused."""

    def __init__(self, clipboard: Clipboard, pages: PageSide) -> None:
        self._clipboard = clipboard
        self._pages = pages

    def grant(self, case: Case, seconds: float, targets: Callable[[], tuple[Target, ...]],
              masked: tuple[Target, ...] = ()) -> tickets.Granting:
        """As guard.daemon.granting.Clipboard; what a page was refused is never brought to the clipboard. What the
        clipboard refused to a page passes its extension, too.
        """
        of_page = not masked and _is_of_page(case)
        if of_page:  # first: a paste that is under way spends the clipboard's ticket, and is then asked about
            self._pages.release(case, seconds)
        if case.origin is Origin.BROWSER:
            return tickets.Granting.GIVEN
        granting = self._clipboard.grant(case, seconds, targets, masked)
        if of_page and granting is tickets.Granting.REFUSED:
            self._pages.withdraw(case)
        return granting

    def grant_again(self, case: Case, seconds: float) -> bool:
        """As guard.daemon.granting.Clipboard; nothing passes an extension that the clipboard did not grant."""
        of_page = _is_of_page(case)
        if of_page:
            self._pages.release(case, seconds)
        given = self._clipboard.grant_again(case, seconds)
        if of_page and not given:
            self._pages.withdraw(case)
        return given

    def withdraw(self, case: Case) -> None:
        """As guard.daemon.granting.Clipboard."""
        self._pages.withdraw(case)
        self._clipboard.withdraw(case)

    def offer(self, kind: Kind, targets: tuple[Target, ...]) -> bool:
        """As guard.daemon.granting.Clipboard."""
        return self._clipboard.offer(kind, targets)

    def drop(self, case_id: str) -> None:
        """As guard.daemon.granting.Clipboard."""
        self._clipboard.drop(case_id)


def _is_of_page(case: Case) -> bool:
    return case.origin is Origin.BROWSER or (case.destination is not None and case.destination.page is not None)
