"""The requests of the tray and the command line, the guard's answers, and its messages to subscribers."""

from __future__ import annotations

from enum import StrEnum

import msgspec

from guard.channels.notices import Told
from guard.control.mark_requests import ListMarks, MarkHistory, ReportMark
from guard.control.masked_copies import MaskedCopy
from guard.control.offered_requests import AboutOffered, ReceiptGiven, SelfChecked
from guard.control.page_requests import AboutPage, OpenedTaken, PageAnswer, SiteAnswer
from guard.core.locks import Lock
from guard.core.model import Case, CaseHeading, CaseSummary
from guard.core.policy import Policy
from guard.core.reporting import Field
from guard.core.screen_mark import Marking
from guard.feedback.answers import AboutFeedback, AskOffice, FeedbackAnswered, FeedbackExcerpt, FeedbackList, QuoteCase
from guard.folders.watched import Watched
from guard.ipc.messages import Message
from guard.ipc.raster import Raster
from guard.ipc.replies import Done, Refused
from guard.ordered.requests import AboutInspection, Inspecting, InspectionList
from guard.own_numbers.requests import AboutOwn, OwnNumbers
from guard.redact.places import Spans
from guard.supply.provenance import SupplyState
from rules.sentences.sentence import NOTHING, Sentence


class State(StrEnum):
    """The state of the guard. Only WATCHING means that everything is judged."""

    STARTING = "starting"
    WATCHING = "watching"
    PAUSED = "paused"
    TROUBLE = "trouble"
    STOPPED = "stopped"


class GateState(msgspec.Struct, frozen=True):
    """The file gate of this computer as this guard knows it. ``marked``: folders in which it holds; ``left_out``: more
    that it does not mark because there are too many; ``overflown``: how often the kernel's queue was full since the
    gate started, so that opens passed without a question. ``unjudged_refused`` and ``unjudged_passed``: opens that were
    answered without a verdict since this guard started, by the policy for such files.
    """

    connected: bool = False
    marked: int = 0
    left_out: int = 0
    overflown: int = 0
    unjudged_refused: int = 0
    unjudged_passed: int = 0


class AtWarning(msgspec.Struct, frozen=True):
    """What the policy says of a warning. ``notice``: what a chat's input box contains in place of held content.
    ``pastes_for_user`` and ``replies`` as in guard.core.policy.Policy.
    """

    notice: str = ""
    pastes_for_user: bool = False
    replies: tuple[str, ...] = ()


class Status(msgspec.Struct, frozen=True):
    """The guard as it is now, without content. ``troubles`` are sentences for people, and so are ``guarding``: why the
    clipboard is not well guarded now, and ``keeping``: why held items cannot be stored, opened or deleted
    in time. ``security_office``, ``sensitivity``, ``pause_minutes`` and ``countdown_seconds`` (0 for none) are the
    policy's.
    ``held``: how many items are held (ListCases lists them), ``stored_bytes``: their size. ``answered``: answers to
    feedback that nobody has looked at. ``folders_left_out``: folders below the watched ones that are not watched
    because there are too many; ``passed_over``: pictures that were not judged because too many came at once.
    ``without_extension``: browsers whose pages are known by their titles alone. ``marking``: the mark on the screen,
    ``mark_drawn``: a tray says that it is there; ``windows_unread``: open windows that were looked at for it and could
    not be read.
    ``inspections``: what the unit has ordered to be inspected here, the newest first. ``reports``: what of each record
    leaves this computer, besides what always does; None: nothing does.
    """

    state: State
    broker: str = ""
    engine: str = ""
    sandbox: str = ""
    pack: str = ""
    mode: str = ""
    vault: Sentence = NOTHING
    counts: dict[str, int] = {}
    held: int = 0
    troubles: tuple[Sentence, ...] = ()
    paused_until: float = 0.0
    folders: tuple[Watched, ...] = ()
    security_office: str = ""
    pause_minutes: int = 30
    supply: SupplyState = SupplyState()
    guarding: Sentence = NOTHING
    keeping: Sentence = NOTHING
    countdown_seconds: int = 0
    answered: int = 0
    stored_bytes: int = 0
    folders_left_out: int = 0
    passed_over: int = 0
    sensitivity: str = ""
    gate: GateState = GateState()
    at_warning: AtWarning = AtWarning()
    without_extension: tuple[str, ...] = ()
    marking: Marking | None = None
    inspections: tuple[Inspecting, ...] = ()
    windows_unread: int = 0
    mark_drawn: bool = False
    reports: tuple[Field, ...] | None = None


class RuleCount(msgspec.Struct, frozen=True):
    """How many items of one rule were held, and how many of those were released afterwards. ``secret``: it protects
    国家秘密.
    """

    rule: str
    name: str
    held: int
    released: int
    secret: bool = False


# ------------------------------------------------------------------ client → guard
class GetStatus(Message, frozen=True):
    """Answered by StatusReply."""


class ListCases(Message, frozen=True):
    """Answered by CaseList."""


class DescribeCases(Message, frozen=True):
    """Ask for the names of these items, without their content. Answered by CaseHeadings."""

    cases: tuple[str, ...]


class ShowCase(Message, frozen=True):
    """Answered by CaseContent or Refused. Each picture has at most ``pixels`` pixels; 0: without pictures.

    With pictures the answer takes as long as decoding them does.
    """

    case: str
    pixels: int = 0


class ReleaseCase(Message, frozen=True):
    """Release a held item, as far as its release rule allows. Answered by Done or Refused.

    ``to`` writes the content to that path instead (never over an existing file). ``reason`` carries the reason, the
    approver's name or nothing, whichever the rule asks for.
    """

    case: str
    reason: str = ""
    code: str = ""
    to: str = ""


class AskCode(Message, frozen=True):
    """Make the request code of an item that needs an authorisation code. Answered by RequestCode or Refused."""

    case: str


class AskActCode(Message, frozen=True):
    """Make the request code for stopping or pausing the guard, where the policy asks for one. Answered by RequestCode
    or Refused.
    """

    act: Lock


class MaskCase(Message, frozen=True):
    """Make a copy of a held item without names and numbers. Answered by MaskedCopy or Refused; a picture takes seconds,
    because the copy is read and judged again before it is offered.

    ``pixels``: as in ShowCase. ``shown``: spans of an earlier copy that are left visible, for ``reason``; the copy must
    still pass.
    """

    case: str
    pixels: int = 0
    shown: Spans = ()
    reason: str = ""


class TakeMasked(Message, frozen=True):
    """Take a masked copy out: onto the clipboard, or to the new file ``to``; it is recorded.

    ``shown``: as in the MaskCase before. Answered by MaskedCopy, of what was judged by the current rules, or Refused.
    """

    case: str
    to: str = ""
    shown: Spans = ()


class SendMasked(Message, frozen=True):
    """Let the program that was refused paste the masked copy once, in place of the original. Answered by Done or
    Refused; the original stays held.
    """

    case: str


class ListClean(Message, frozen=True):
    """Ask which files of a copied list may go without the others. Answered by CleanFiles."""

    case: str


class ReportFalseAlarm(Message, frozen=True):
    """Report that an item should not have been stopped: its rule goes into the journal, nothing of its content.

    Changes nothing about the item. Answered by Done, whose words contain the number of the feedback, or Refused.
    """

    case: str
    reason: str = ""


class DestroyCase(Message, frozen=True):
    """Destroy a held item for good. Answered by Done or Refused."""

    case: str


class GetPolicy(Message, frozen=True):
    """Answered by PolicyReply."""


class CountRules(Message, frozen=True):
    """Count what was held since this time (seconds since the epoch). Answered by RuleCounts."""

    since: float


class Pause(Message, frozen=True):
    """Stop judging for some minutes, as far as policy allows. Answered by Done or Refused.

    ``code`` answers an AskActCode, where the policy asks for one.
    """

    minutes: int
    reason: str
    code: str = ""


class Resume(Message, frozen=True):
    """End a pause. Answered by Done."""


class Subscribe(Message, frozen=True):
    """Receive every Push on this connection from now on. Answered by StatusReply."""


class Update(Message, frozen=True):
    """Update the rules now: from the servers, or from the file or folder ``archive``. Answered by Done or Refused."""

    archive: str = ""


MOVED = "登录到了另一个桌面"
"""Why a tray ends the guard of a display that its user has left, as written in the journal."""

INTERRUPTED = "在终端里按了 Ctrl+C"
"""Why a tray ends the guard when its terminal ends it, as written in the journal."""


class Shutdown(Message, frozen=True):
    """End the guard. Answered by Done or Refused. ``again``: it is restarted at once, as after a new setting; where
    nobody may stop it, or only with a code, the guard does that itself, else its tray. ``code`` as in Pause.
    """

    reason: str = ""
    again: bool = False
    code: str = ""


class MakeWay(Message, frozen=True):
    """End, because another guard of this user is to guard here. Answered by Done, or by Refused while a tray listens
    or may still come.
    """


# ------------------------------------------------------------------ guard → client
class StatusReply(Message, frozen=True):
    """The requested status."""

    status: Status


class CaseList(Message, frozen=True):
    """Every case without content, newest first."""

    cases: tuple[CaseSummary, ...]


class CaseHeadings(Message, frozen=True):
    """The requested headings, in that order; items that cannot be opened or were destroyed are left out."""

    headings: tuple[CaseHeading, ...]


class CaseContent(Message, frozen=True):
    """A case with its text and matches, and its pictures in the order of ``case.judged``.

    ``pictures`` is empty when none were requested or kept; None is a picture that cannot be shown.
    """

    case: Case
    pictures: tuple[Raster | None, ...] = ()


class CleanFiles(Message, frozen=True):
    """The paths of the files in which nothing was found; () when there are none, or no others."""

    paths: tuple[str, ...]


class PolicyReply(Message, frozen=True):
    """The policy in force."""

    policy: Policy


class RuleCounts(Message, frozen=True):
    """One entry for each rule that held something, 国家秘密 first, then the most frequent; a rule "" means unreadable
    content.
    """

    rules: tuple[RuleCount, ...]


class RequestCode(Message, frozen=True):
    """``text`` is what the user reads out to the 保密办; codes for it are valid until ``valid_until`` (since the
    epoch).
    """

    text: str
    valid_until: float


class CaseOpened(Message, frozen=True):
    """Something was held. ``notify`` False means: show it in the list only."""

    case: Case
    notify: bool


class CaseChanged(Message, frozen=True):
    """A case was released, destroyed or requested by another destination."""

    case: CaseSummary


class StatusChanged(Message, frozen=True):
    """The state, a trouble or a count changed."""

    status: Status


AboutItem = (ShowCase | ReleaseCase | AskCode | MaskCase | TakeMasked | SendMasked | ListClean | ReportFalseAlarm
             | QuoteCase | AskOffice | DestroyCase)
AboutGuard = GetStatus | Subscribe | ListCases | DescribeCases | GetPolicy | CountRules | ListMarks | ReportMark
AboutWatching = Pause | Resume | Shutdown | MakeWay | AskActCode
Request = (AboutGuard | AboutOwn | AboutFeedback | AboutItem | AboutOffered | AboutWatching | AboutPage | Update
           | AboutInspection)
Push = CaseOpened | CaseChanged | StatusChanged | FeedbackAnswered | Told
Reply = (StatusReply | CaseList | CaseHeadings | CaseContent | MaskedCopy | CleanFiles | RequestCode | SelfChecked
         | ReceiptGiven | PolicyReply | RuleCounts | OwnNumbers | FeedbackList | FeedbackExcerpt | SiteAnswer
         | OpenedTaken | PageAnswer | MarkHistory | InspectionList | Done | Refused | Push)
