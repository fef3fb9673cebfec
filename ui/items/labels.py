"""Words that several windows share."""

from __future__ import annotations

from guard.control.requests import State
from guard.core.item_names import name_of
from guard.core.masked_use import MaskedUse
from guard.core.model import Case, CaseHeading, CaseState, CaseSummary, Kind, Origin, Outcome, Release
from ui.i18n.pack_words import of_pack_or
from ui.i18n.say import say, speaks_chinese
from ui.items.naming import kind_and_count, nature_word
from ui.items.program_names import destination_word
from ui.kit.display_text import one_line
from ui.kit.sentences import entitled

NAME_LIMIT = 60
"""Most characters of a foreign name on one line."""


def kind_word(kind: Kind) -> str:
    """Return the kind of a capture, in words."""
    return {Kind.TEXT: say("文字"), Kind.PICTURE: say("图片"), Kind.FILES: say("文件")}[kind]


def case_title(case: Case) -> str:
    """Return the name of a file, or what an item is; on one line, safe to show, never a word of its content."""
    return title_of(CaseHeading.of(case), CaseSummary.of(case))


def title_of(heading: CaseHeading, summary: CaseSummary) -> str:
    """Return the same for what the guard says of an item."""
    if summary.kind is Kind.FILES or summary.origin is Origin.FOLDER:
        return one_line(entitled(heading.untrusted_title).strip(), NAME_LIMIT) or kind_word(summary.kind)
    return content_title(heading, summary)


def content_title(heading: CaseHeading, summary: CaseSummary) -> str:
    """Return what an item is, where others may look over somebody's shoulder: not the name of a file either."""
    return kind_and_count(heading.nature, heading.category, heading.found, kind_word(summary.kind))


def item_name(untrusted_name: str, case: Case) -> str:
    """Return the name of a part of an item, on one line, safe to show."""
    return one_line(entitled(name_of(untrusted_name, is_file=case.kind is Kind.FILES)), NAME_LIMIT)


def case_category(case: Case) -> str:
    """Return in a few words why an item was held."""
    worst = case.worst()
    found = worst.verdict.explanation_of(case.decision.rule) if worst and worst.verdict else None
    if found is not None:
        return of_pack_or(one_line(found.category or found.name, NAME_LIMIT), nature_word(found.nature))
    return say("没读出文字") if case.decision.outcome is Outcome.UNREADABLE else say("先留着")


def not_sent(case: Case) -> str:
    """Return where an item did not go."""
    if case.destination is not None:
        if case.origin is Origin.OPENED or (case.origin is Origin.BROWSER and case.kind is Kind.FILES):
            return say("没有交给{program}", program=spaced(destination_word(case.destination)))
        return say("没有粘贴到{program}", program=spaced(destination_word(case.destination)))
    if case.origin is Origin.FOLDER:
        return say("截图先替您留着")
    return say("先替您留着")


def spaced(name: str) -> str:
    """Return a name with a space before it where it begins with a Latin letter or digit and follows 汉字."""
    return f" {name}" if name[:1].isascii() and speaks_chinese() else name


def spaced_before(name: str) -> str:
    """Return a name with a space after it where it ends with a Latin letter or digit and 汉字 follow."""
    return f"{name} " if name[-1:].isascii() and speaks_chinese() else name


def source(case: Case) -> str:
    """Return where an item came from."""
    return {
        Origin.CLIPBOARD: say("复制的内容"),
        Origin.PRIMARY: say("选中的内容"),
        Origin.DRAG: say("拖动的内容"),
        Origin.FOLDER: say("截图文件夹"),
        Origin.CHAT_FOLDER: say("聊天软件收到的文件"),
        Origin.LANDED: say("桌面和文档里的图片"),
        Origin.OPENED: say("聊天软件要打开的文件"),
        Origin.BROWSER: say("要放进网页的内容"),
        Origin.PATH: say("文件"),
        Origin.STREAM: say("文字"),
    }[case.origin]


def outcome_word(summary: CaseSummary, masked: MaskedUse, approver: str) -> str:
    """Return what became of an item, "" while it is simply held. ``approver`` approved its release, "" for nobody."""
    if summary.state is CaseState.DESTROYED:
        return say("已销毁")
    if summary.state is CaseState.RELEASED:
        if summary.origin is Origin.FOLDER:
            return say("已取回")
        by = say("授权码") if summary.release is Release.CODE else approver
        return say("已放行 · {name}", name=by) if by else say("已放行")
    return {MaskedUse.NONE: "", MaskedUse.TAKEN: say("已取打码版"), MaskedUse.SENT: say("已发打码版")}[masked]


def feedback_words(answered: int) -> str:
    """Return the label of the link to 误报反馈; ``answered`` answers were not looked at yet."""
    return say("误报反馈（{count} 条新答复）…", count=answered) if answered else say("误报反馈…")


def guard_word(state: State) -> str:
    """Return the guard's state in a few words."""
    return {
        State.STARTING: say("正在准备"),
        State.WATCHING: say("正在看守"),
        State.PAUSED: say("已暂停"),
        State.TROUBLE: say("有地方要您看一下"),
        State.STOPPED: say("没有看守"),
    }[state]
