"""The frozen types that travel along the pipeline: Capture → Reading → Verdict → Decision → Case; then events.Event.

Fields named ``untrusted_…`` hold bytes or text that came from outside and have not been checked.
Times called ``…_at`` are seconds since the epoch (wall clock); durations say their unit in their name.
"""

from __future__ import annotations

import os
from dataclasses import dataclass, replace
from enum import StrEnum

from guard.core.masked_use import MaskedUse
from guard.core.pages import Page
from guard.core.people_found import NOTHING_FOUND, Found
from rules.model import Action, Box, Kin, Match, Nature, Verdict
from rules.sentences.sentence import NOTHING, Sentence
from rules.text import PARTIAL, Text


def new_id() -> str:
    """Return a new identifier for a capture; the case that it may become keeps it."""
    return os.urandom(8).hex()


# ------------------------------------------------------------------ capture
class Origin(StrEnum):
    """Where a capture came from."""

    CLIPBOARD = "clipboard"
    PRIMARY = "primary"
    DRAG = "drag"
    FOLDER = "folder"
    CHAT_FOLDER = "chat-folder"
    LANDED = "landed"
    OPENED = "opened"
    BROWSER = "browser"
    PATH = "path"
    STREAM = "stream"


class Kind(StrEnum):
    """What a capture is made of."""

    TEXT = "text"
    PICTURE = "picture"
    FILES = "files"


@dataclass(frozen=True, slots=True)
class Target:
    """One clipboard format as its owner served it (ICCCM section 2.6.2); ``type`` and ``name`` are atom names."""

    name: str
    type: str
    format: int
    untrusted_bytes: bytes


@dataclass(frozen=True, slots=True)
class Item:
    """One thing to read: a text, a picture or a file's bytes. ``name`` is a file name or a label for people.

    ``untrusted_text`` is set for text that arrived as text; then ``untrusted_bytes`` is empty.
    ``problem`` says why the bytes could not be fetched at all; such an item reads as Unreadable.
    ``path`` is the file whose bytes are read when the item's turn comes (guard.util.path_text.path_text), by way of
    ``read_at`` where somebody else holds it open.
    """

    name: str
    kind: Kind
    untrusted_bytes: bytes = b""
    untrusted_text: str | None = None
    problem: Unreadable | None = None
    path: str | None = None
    read_at: str = ""


@dataclass(frozen=True, slots=True)
class FileMark:
    """A file or folder as it was (os.stat): bytes, times in nanoseconds and inode; -1 for one that did not exist."""

    path: str
    size: int = -1
    modified_ns: int = -1
    changed_ns: int = -1
    inode: int = -1


@dataclass(frozen=True, slots=True)
class Capture:
    """What was copied or captured, whole. ``targets`` is what the clipboard owner offered, kept for serving it again.

    ``path`` is the file of a folder capture. ``marks`` are those of copied files, taken before they were read.
    """

    id: str
    origin: Origin
    kind: Kind
    taken_at: float
    items: tuple[Item, ...]
    targets: tuple[Target, ...] = ()
    path: str | None = None
    marks: tuple[FileMark, ...] = ()


# ------------------------------------------------------------------ reading
class Reason(StrEnum):
    """Why something could not be read."""

    UNSUPPORTED = "unsupported"
    DAMAGED = "damaged"
    ENCRYPTED = "encrypted"
    TOO_LARGE = "too-large"
    TIMED_OUT = "timed-out"
    ENGINE_FAILED = "engine-failed"
    ENGINE_MISSING = "engine-missing"
    NOT_FOUND = "not-found"
    DENIED = "denied"
    NO_ANSWER = "no-answer"
    MALFORMED = "malformed"
    UNCONFINED = "unconfined"


@dataclass(frozen=True, slots=True)
class Fill:
    """A box of a picture to paint over, in pixels, and the word written on it, "" for none."""

    box: Box
    word: str = ""


@dataclass(frozen=True, slots=True)
class Unreadable:
    """Reading failed. ``words`` say what failed, for people, without any content. Never the same as empty text."""

    reason: Reason
    detail: Sentence = NOTHING


Reading = Text | Unreadable


@dataclass(frozen=True, slots=True)
class Judged:
    """One item with what was read and, when it could be read, the verdict of the rules.

    Exactly one of ``text`` and ``unreadable`` is set, and ``verdict`` goes with ``text``. ``elapsed_ms`` is the time of
    this item alone, from opening to verdict. ``path`` is the file whose content it is (guard.util.path_text.path_text),
    "" where that is not known, and of a name. ``mark`` is how a copied file was that was not read whole.
    """

    name: str
    text: Text | None = None
    unreadable: Unreadable | None = None
    verdict: Verdict | None = None
    elapsed_ms: float = 0.0
    path: str = ""
    mark: FileMark | None = None

    @property
    def whole(self) -> bool:
        """Return whether all of it was read, so that its text tells it from any other."""
        return self.text is not None and all(trait.kind != PARTIAL for trait in self.text.traits)


# ------------------------------------------------------------------ decision
class DestinationKind(StrEnum):
    """The kind of program that asks for the content; the values are the words of the policy file."""

    CHAT = "聊天软件"
    OFFICE = "办公软件"
    CLIPBOARD_MANAGER = "剪贴板管理器"
    GOVERNMENT_CHAT = "政务协同"
    BROWSER = "浏览器"
    UNKNOWN = "未知程序"


@dataclass(frozen=True, slots=True)
class Destination:
    """A program that asks for the clipboard. ``program`` is the name people know; ``pid`` is 0 when unknown.

    ``place`` is the position of its window: left, top, width, height in pixels of the display, None when unknown.
    ``window`` is that window's number on an X display, 0 when unknown.
    ``page`` is the page of a browser that made it count as chat, by the policy's own word and not by its title. Of a
    site ``program`` says the kind alone: it goes into the journal.
    """

    kind: DestinationKind
    program: str
    pid: int = 0
    executable: str = ""
    place: tuple[int, int, int, int] | None = None
    page: Page | None = None
    window: int = 0

    def on(self, page: Page | None) -> Destination:
        """Return this program as showing a page that is treated as chat."""
        if page is None:
            return self
        name = page.kind.value if page.site else page.name
        return replace(self, program=f"{name}（{self.program}）" if self.program else name, page=page)


class Answer(StrEnum):
    """What a destination is served."""

    ORIGINAL = "original"
    MASKED = "masked"
    NOTICE = "notice"


class Outcome(StrEnum):
    """The answer of ``check`` and of a decision, in the order of severity that exit codes follow."""

    ALLOW = "allow"
    WARN = "warn"
    UNREADABLE = "unreadable"
    BLOCK = "block"


class Release(StrEnum):
    """How a held item may be released by its user; the values are the words of the policy file."""

    NEVER = "不可"
    CODE = "授权码"
    REASON = "说明理由"
    APPROVER = "填批准人"
    FAMILY = "本人或家人"
    FREE = "自行"


@dataclass(frozen=True, slots=True)
class Decision:
    """What is done with a capture.

    ``held_from`` names the destinations that get the notice text; all others get the original. An empty ``held_from``
    means that nothing is held. ``rule`` is the rule that decided, or "" when none did (a reading that failed, a gap).
    ``judged_with`` identifies the rules by which the same content is decided alike, "" where none say so: what was
    decided by kinship is decided otherwise some hours later, and what could not be read may be read another time.
    """

    outcome: Outcome
    held_from: tuple[DestinationKind, ...] = ()
    notify: bool = False
    release: Release = Release.FREE
    nature: Nature | None = None
    rule: str = ""
    reason: Sentence | None = None
    judged_with: str = ""

    @property
    def hold(self) -> bool:
        """True when at least one destination must not get the original."""
        return bool(self.held_from)

    def answer(self, destination: DestinationKind) -> Answer:
        """Return what a destination of this kind is served."""
        return Answer.NOTICE if destination in self.held_from else Answer.ORIGINAL


# ------------------------------------------------------------------ case
class CaseState(StrEnum):
    """The state of a held item."""

    HELD = "held"
    RELEASED = "released"
    DESTROYED = "destroyed"


class Storage(StrEnum):
    """Where the held content is (policy 密级内容留存)."""

    VAULT = "vault"
    MEMORY = "memory"
    IN_PLACE = "in-place"


@dataclass(frozen=True, slots=True)
class FileFacts:
    """What a release must restore: the file's path, permission bits and modification time in nanoseconds. ``inode`` is
    that of a file that is held in its place, 0 where it is not known.
    """

    path: str
    mode: int
    modified_ns: int
    inode: int = 0


COPIED = (Origin.CLIPBOARD, Origin.PRIMARY, Origin.DRAG)
"""Origins of what was only copied: whether anybody wants it anywhere shows when a program asks for it."""

Span = tuple[int, int]
"""Start and end of a part of a text, in code points."""


@dataclass(frozen=True, slots=True)
class Case:
    """One held item as people see it. Everything but id, state and time is encrypted in the vault.

    ``judged`` carries the text and matches for the review window. ``destination`` is the program that was refused, once
    one has asked. ``hidden`` are the parts of the deciding text near its deciding words that are about people.
    ``practice``: it is the sample of the first day. ``repeated``: a later item has the same content. ``approver`` is
    who approved its release, as the user typed it.
    """

    id: str
    origin: Origin
    kind: Kind
    opened_at: float
    title: Sentence
    decision: Decision
    judged: tuple[Judged, ...]
    state: CaseState = CaseState.HELD
    keeping: Storage = Storage.VAULT
    file: FileFacts | None = None
    destination: Destination | None = None
    found: Found = NOTHING_FOUND
    hidden: tuple[Span, ...] = ()
    practice: bool = False
    repeated: bool = False
    masked: MaskedUse = MaskedUse.NONE
    approver: str = ""

    @property
    def listed(self) -> bool:
        """Whether lists, counts and the tray's colour include it. Not what was only copied: nobody wanted it anywhere;
        nor the sample that people practise with, nor what a later item of the same content replaces.
        """
        asked = self.destination is not None or self.origin not in COPIED or self.state is not CaseState.HELD
        return asked and not self.practice and not self.repeated

    def worst(self) -> Judged | None:
        """Return the item whose rule decided, or the first that could not be read."""
        return max(self.judged, key=lambda item: (item.verdict.action if item.verdict else Action.WARN).severity,
                   default=None)

    def deciding(self) -> tuple[Judged, Match] | None:
        """Return the first match of the rule that decided, with the item that contains it; None when no rule decided.
        """
        return next(((item, match) for item in self.judged if item.verdict for match in item.verdict.matches
                     if match.rule == self.decision.rule), None)

    def kin(self) -> Kin | None:
        """Return the earlier item with these words, when kinship was the only reason of the rule that decided."""
        return next((match.kin for match in self.matches() if match.kin and match.rule == self.decision.rule), None)

    def matches(self) -> tuple[Match, ...]:
        """Return the matches of every item, in order."""
        return tuple(match for item in self.judged if item.verdict for match in item.verdict.matches)


@dataclass(frozen=True, slots=True)
class CaseSummary:
    """A case without content. ``listed``: as Case.listed. ``released``: it is, or was until it was destroyed."""

    id: str
    kind: Kind
    origin: Origin
    rule: str
    outcome: Outcome
    state: CaseState
    release: Release
    opened_at: float
    keeping: Storage
    listed: bool = True
    released: bool = False

    @classmethod
    def of(cls, case: Case) -> CaseSummary:
        """Return the content-free summary of a case."""
        return cls(case.id, case.kind, case.origin, case.decision.rule, case.decision.outcome, case.state,
                   case.decision.release, case.opened_at, case.keeping, case.listed, case.state is CaseState.RELEASED)


@dataclass(frozen=True, slots=True)
class CaseHeading:
    """What a list shows of a case: name, reason, who was refused, marked places, what it says of people, its end."""

    id: str
    untrusted_title: Sentence
    category: str
    program: str
    places: int
    nature: Nature | None = None
    found: Found = NOTHING_FOUND
    masked: MaskedUse = MaskedUse.NONE
    untrusted_approver: str = ""

    @classmethod
    def of(cls, case: Case) -> CaseHeading:
        """Return the heading of a case."""
        worst = case.worst()
        found = worst.verdict.explanation_of(case.decision.rule) if worst and worst.verdict else None
        places = sum(match.action.severity >= Action.WARN.severity for match in case.matches())
        return cls(case.id, case.title, (found.category or found.name) if found else "",
                   case.destination.program if case.destination else "", places, case.decision.nature, case.found,
                   case.masked, case.approver)
