"""Defines the frozen types of judgement: actions, natures, matches, verdicts.

Offsets are code points into ``Text.original``. Boxes are pixels of the picture after EXIF rotation, origin top left.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import IntEnum, StrEnum

from rules.sentences.sentence import Sentence

MOST_MATCHES = 500
"""Most matches reported for one rule in one text; the strictest are kept."""

PUBLISHED, ALERTS, EXEMPTED = "已发布清单", "紧急布控", "误报豁免"
"""The categories of texts an administrator has listed: already public, not to be passed on, and found to be a false
alarm of 国家秘密."""

EXACT = "名单比对"
"""The category of a match with a table of the unit (rules.exact)."""


class Action(StrEnum):
    """What a rule asks for, from mildest to strictest: nothing, a record, a question, a stop."""

    ALLOW = "allow"
    LOG = "log"
    WARN = "warn"
    BLOCK = "block"

    @property
    def severity(self) -> int:
        """Position in the order allow < log < warn < block."""
        return _SEVERITY[self]


_SEVERITY = {Action.ALLOW: 0, Action.LOG: 1, Action.WARN: 2, Action.BLOCK: 3}


class Confidence(IntEnum):
    """How sure a criterion is (把握). An exemption lowers it by one or two levels."""

    NONE = 0
    LOW = 1
    MEDIUM = 2
    HIGH = 3


class Nature(StrEnum):
    """What kind of content a rule protects (性质); policy sets release, redaction and words by it.

    The values are the words administrators write in a pack.
    """

    STATE_SECRET = "国家秘密"
    WORK_SECRET = "工作秘密"
    INSTRUCTION = "领导批示"
    CHAT_RECORD = "聊天记录"
    PERSONAL = "个人信息"
    DRAFT = "过程稿"
    RUMOUR = "不实信息"


@dataclass(frozen=True, slots=True)
class Box:
    """A rectangle in picture pixels, origin top left."""

    x: int
    y: int
    width: int
    height: int


@dataclass(frozen=True, slots=True)
class Place:
    """A position in a file, besides the page, that people need to find it. Fields that do not apply are empty.

    ``member`` is the path inside archives and mails, such as "材料.zip/名单.xlsx"; ``sheet`` and ``cell`` ("C12") are
    of a workbook. ``slide``: the page is a slide. ``in_picture``: it was read from a picture inside a document.
    """

    member: str = ""
    sheet: str = ""
    cell: str = ""
    slide: bool = False
    in_picture: bool = False


NOWHERE = Place()
"""The empty place: of a copied text, a picture, or a file that has only pages."""


@dataclass(frozen=True, slots=True)
class Explanation:
    """Why a rule exists and what the user is told; it is part of the verdict so that nobody looks rules up later.

    ``yields``: the rule matches only where no other stops the text (让位).
    """

    rule: str
    name: str
    category: str
    nature: Nature
    legal_basis: str
    cases: tuple[int, ...]
    destinations: tuple[str, ...]
    title: str
    sentence: str
    advice: str
    yields: bool = False


@dataclass(frozen=True, slots=True)
class Kin:
    """An item that was stopped before: ``case`` is its id, ``at`` the time of its capture, in seconds since the
    epoch."""

    case: str
    at: float


@dataclass(frozen=True, slots=True)
class Earlier:
    """Why and when an earlier item was stopped. ``seen`` is a time of guard.util.clocks.elapsed; nothing here is
    content.

    ``recognised``: it was read from a picture.
    """

    kin: Kin
    rule: str
    name: str
    action: Action
    explanation: Explanation
    seen: float
    recognised: bool = False


@dataclass(frozen=True, slots=True)
class Match:
    """The deciding words of one rule in one place; ``text == Text.original[start:end]``, at most 80 characters.

    ``action`` is LOG for a match that an exemption lowered. ``page`` is 1-based or None: a page, slide or sheet.
    ``kin``: the rule stopped that item, whose words these are, and found nothing in this text itself. ``asked``: what a
    rule on trial would ask for; None where ``action`` is that. LOG: a rule that only records, whatever it finds.
    """

    rule: str
    name: str
    action: Action
    confidence: Confidence
    text: str
    start: int
    end: int
    page: int | None = None
    boxes: tuple[Box, ...] = ()
    place: Place = NOWHERE
    kin: Kin | None = None
    asked: Action | None = None


@dataclass(frozen=True, slots=True)
class Verdict:
    """The result of judging one text by packs.

    ``gaps`` names rules that ran out of time, so that the text has not passed them, or a part of the text that was
    not judged. ``explanations`` contains one entry for each rule in ``matches``.
    """

    action: Action
    matches: tuple[Match, ...] = ()
    explanations: tuple[Explanation, ...] = ()
    gaps: tuple[Sentence, ...] = ()
    pack: str = ""

    def explanation_of(self, rule: str) -> Explanation | None:
        """Return the explanation of a rule id, or None when that rule did not match."""
        return next((entry for entry in self.explanations if entry.rule == rule), None)

    def stopping(self, nature: Nature) -> list[Match]:
        """Return the matches of rules of this nature that block the text or warn about it."""
        rules = {entry.rule for entry in self.explanations if entry.nature is nature}
        return [match for match in self.matches
                if match.rule in rules and match.action.severity >= Action.WARN.severity]
