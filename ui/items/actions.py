"""Lists what a person may do with a held item.

Pure: (case) → buttons and links; policy has decided ``release`` already.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum, auto

from guard.core.model import Case, CaseState, Kind, Origin, Outcome, Release, Storage
from guard.core.one_file import picture_file
from rules.model import Nature
from ui.i18n.say import say


class Act(Enum):
    """The effect of a choice. KEEP is also the effect of closing, Esc and silence."""

    KEEP = auto()
    MASKED = auto()
    ALARM = auto()
    REPLY = auto()
    CONTACT = auto()
    CODE = auto()
    REASON = auto()
    APPROVER = auto()
    CONSULTATION = auto()
    FAMILY = auto()
    FREE = auto()


@dataclass(frozen=True, slots=True)
class Choice:
    """One possible choice, with the words on its button."""

    act: Act
    words: str


@dataclass(frozen=True, slots=True)
class Choices:
    """Buttons, the first of which is filled and always safe, and the quieter links below."""

    buttons: tuple[Choice, ...]
    links: tuple[Choice, ...] = ()


ASKS = (Act.CODE, Act.REASON, Act.APPROVER)
"""The acts for which a form must be filled in first."""


def choices_of(case: Case) -> Choices:
    """Return the possible choices, safest first. Only an item without a mark of secrecy can be reported as a false
    alarm here."""
    choices = _ways(case)
    if case.decision.release is Release.NEVER or case.decision.outcome is Outcome.UNREADABLE:
        return choices
    return Choices(choices.buttons, (*choices.links, Choice(Act.ALARM, say("误报反馈"))))


def offers_copy(case: Case) -> bool:
    """Return whether a masked copy may go in place of the item: into the paste that was refused, or, of what was not
    pasted, by the clipboard.
    """
    return may_have_copy(case)


def by_clipboard(case: Case) -> bool:
    """Return whether a copy is put on the clipboard, that of an opened file also beside it: a screenshot in a folder,
    or a file that a client opened, was not pasted anywhere, and what a page was refused is put there by its extension.
    """
    return case.origin in (Origin.FOLDER, Origin.OPENED, Origin.BROWSER)


def masked_words(case: Case) -> str:
    """Return the words on the button for the masked copy."""
    if case.origin is Origin.OPENED:
        return say("另存打码版")
    return say("复制打码版") if by_clipboard(case) else say("发送打码版")


def is_picture(case: Case) -> bool:
    """Return whether an item is one picture, copied as such or as a file, which windows show as one."""
    return case.kind is Kind.PICTURE or picture_file(case) is not None


def may_have_copy(case: Case) -> bool:
    """Return whether a masked copy is worth asking for; whether there is one is the guard's answer."""
    return (case.decision.nature in (Nature.PERSONAL, Nature.CHAT_RECORD)
            and (case.kind is not Kind.FILES or case.file is None)
            and case.keeping is not Storage.IN_PLACE and case.state is not CaseState.DESTROYED
            and case.decision.release in (Release.REASON, Release.FAMILY, Release.FREE))


def _ways(case: Case) -> Choices:
    keep = Choice(Act.KEEP, say("先留着") if case.origin is Origin.FOLDER else say("不发送"))
    match case.decision.release:
        case Release.NEVER:
            return _never(case, keep)
        case Release.CODE:
            return Choices((keep, Choice(Act.CONTACT, say("请保密办核对"))), (Choice(Act.CODE, say("输入授权码")),))
        case Release.REASON:
            family = (Choice(Act.FAMILY, say("这是我本人或家人的")),) if case.decision.nature is Nature.PERSONAL else ()
            return Choices(_masked_first(case, keep), (*family, Choice(Act.REASON, say("工作需要，写明原因"))))
        case Release.APPROVER:
            return _approver(case)
        case Release.FAMILY:
            return Choices(_masked_first(case, keep), (Choice(Act.FAMILY, say("这是我本人或家人的")),))
        case Release.FREE if offers_copy(case):
            return Choices(_masked_first(case, keep), (Choice(Act.FREE, let_go_words(case)),))
        case Release.FREE:
            return Choices((keep, Choice(Act.FREE, let_go_words(case))))


def _masked_first(case: Case, keep: Choice) -> tuple[Choice, ...]:
    return (Choice(Act.MASKED, masked_words(case)), keep) if offers_copy(case) else (keep,)


def let_go_words(case: Case) -> str:
    """Return the words on the button that releases this item."""
    return say("取回到原来的位置") if case.file is not None else say("放行一次")


def confirm_words(case: Case) -> str:
    """Return the words on the confirming button of a form."""
    if case.origin is Origin.OPENED:
        return say("放行，再发一次")
    if case.origin is Origin.BROWSER and case.kind is Kind.FILES:
        return say("放行一次，再选一次")
    return say("取回到原来的位置") if case.file is not None else say("放行一次，再按 Ctrl+V")


def _never(case: Case, keep: Choice) -> Choices:
    contact = Choice(Act.CONTACT, say("请保密办核对"))
    if case.decision.nature is Nature.STATE_SECRET:
        return Choices((keep, Choice(Act.REPLY, say("帮我回一句")), contact))
    return Choices((keep, contact))


def _approver(case: Case) -> Choices:
    buttons = (Choice(Act.KEEP, say("先不发")), Choice(Act.APPROVER, say("已批准，填批准人")))
    if case.decision.nature is Nature.DRAFT:
        return Choices(buttons, (Choice(Act.CONSULTATION, say("这是公开征求意见稿")),))
    return Choices(buttons)
