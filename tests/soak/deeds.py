"""Defines what an office worker does, and how often: a table. Each action checks its own result."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from guard.control.masked_copies import MaskedCopy
from guard.control.requests import (
    CaseList,
    DestroyCase,
    ListCases,
    MaskCase,
    Pause,
    ReleaseCase,
    Resume,
    SendMasked,
    ShowCase,
    State,
)
from guard.core.model import CaseState, Release
from guard.folders import placeholder_for
from guard.ipc.replies import Done
from tests.soak.desk import Desk
from tests.soak.material import NUMBERS
from tests.support.brokering import NOTICE
from tests.support.guarding import wait_for

BUTTON = (110, 75)
"""Position in pixels, from the lower left corner of the small window, of its button 被拦截内容…"""

KEPT_ITEMS = 60
"""Older items are destroyed when the worker tidies up; those that may not be destroyed stay."""


def clean_text(desk: Desk) -> None:
    text = desk.material.clean()
    desk.copy_clean(text)
    if desk.chance.random() < 0.5:
        desk.chat_gets(text)
    else:
        desk.office_gets(text)


def secret_text(desk: Desk) -> None:
    text = desk.material.secret()
    desk.copy_marked(text)
    desk.chat_gets(NOTICE)
    desk.office_gets(text)


def into_an_editor(desk: Desk) -> None:
    text = desk.material.secret()
    desk.copy_marked(text)
    desk.mousepad_gets(text)


def editor_that_ends_after_its_copy(desk: Desk) -> None:
    desk.mousepad_copies_and_ends(desk.material.clean())


def letter_that_is_closed_after_its_copy(desk: Desk) -> None:
    desk.writer_copies_and_closes(desk.material.clean(), desk.material.clean_picture())


def draft_that_an_approver_lets_go(desk: Desk) -> None:
    text = desk.material.draft()
    case = desk.copy_marked(text)
    desk.chat_gets(NOTICE, anyone=False)
    desk.guard.opened(lambda push: push.case.id == case.id and push.case.destination is not None)
    desk.done(ReleaseCase(case.id, reason="王局长，当面同意"))
    desk.chat_gets(text, anyone=False)


def roster_that_is_sent_masked(desk: Desk) -> None:
    case = desk.copy_marked(desk.material.roster())
    desk.chat_gets(NOTICE, anyone=False)
    desk.guard.opened(lambda push: push.case.id == case.id and push.case.destination is not None)
    copy = desk.guard.ask(MaskCase(case.id))
    assert isinstance(copy, MaskedCopy), copy
    assert not [number for number in NUMBERS if number in copy.text]
    desk.done(SendMasked(case.id))
    desk.chat_gets(copy.text, anyone=False)


def clean_picture(desk: Desk) -> None:
    picture = desk.material.clean_picture()
    desk.copy_clean(picture, "image/png", what="picture judged")
    desk.office_gets(picture, "image/png")


def secret_picture(desk: Desk) -> None:
    picture = desk.material.secret_picture()
    desk.copy_marked(picture, "image/png", what="picture held")
    desk.chat_gets_nothing("image/png")
    desk.office_gets(picture, "image/png")


def clean_file(desk: Desk) -> None:
    path = desk.paper(desk.material.clean_document(), "docx")
    desk.copy_clean(f"{path.as_uri()}\r\n", "text/uri-list", what="file judged")
    desk.office_gets(f"{path.as_uri()}\r\n", "text/uri-list")


def secret_file(desk: Desk) -> None:
    path = desk.paper(desk.material.secret_document(), "docx")
    case = desk.copy_marked(f"{path.as_uri()}\r\n", "text/uri-list", what="file held")
    assert case.decision.release is Release.NEVER, case.decision
    desk.chat_gets_nothing("text/uri-list")
    desk.office_gets(f"{path.as_uri()}\r\n", "text/uri-list")


def clean_screenshot(desk: Desk) -> None:
    content = desk.material.clean_picture()
    desk.judged_more(lambda: desk.captured(content).exists(), "screenshot judged")
    (path,) = desk.office.screens.glob("*.png")
    path.unlink()


def secret_screenshot(desk: Desk) -> None:
    content = desk.material.secret_picture()
    with desk.held("screenshot held"):
        path = desk.captured(content)
    wait_for(lambda: not path.exists() and placeholder_for(path).exists(), "the screenshot to be put away")
    placeholder_for(path).unlink()


def new_rules(desk: Desk) -> None:
    word = desk.material.unit_word()
    with desk.records.timed("rules swapped"):
        desk.office.publish(word)
        desk.office.update(word)
    text = f"{word}的选址（内部掌握）"
    case = desk.copy_marked(text)
    assert case.decision.rule == "T-01", case.decision
    desk.chat_gets(NOTICE)


def short_pause(desk: Desk) -> None:
    desk.copy_clean("暂停前的一句话")
    desk.done(Pause(1, "打印材料"))
    text = _copy_that_nobody_judges(desk)
    with desk.held("judged after a pause") as cases:
        desk.done(Resume())
    desk.records.kept[cases[0].id] = text
    wait_for(lambda: desk.guard.state() is State.WATCHING, "a guard that watches again")
    desk.chat_gets(NOTICE)


def _copy_that_nobody_judges(desk: Desk) -> str:
    """Copy until a copy is not judged: the broker learns of a pause a moment later than the worker, on a busy machine
    later than of the first copy."""
    texts = []

    def passed_over() -> bool:
        texts.append(desk.material.secret())
        desk.guard.copy(texts[-1])
        return all(desk.guard.paste() == texts[-1] for _ in range(2))  # the first may have been quicker than the broker

    wait_for(passed_over, "a copy that nobody judges")
    return texts[-1]


def look_at_what_was_held(desk: Desk) -> None:
    """Start the program a second time: its small window comes to the front, and from there 被拦截内容."""
    desk.no_warning()
    display = desk.office.display
    display.start([*desk.office.command, "--home", str(desk.office.home)]).wait()
    name = Path(desk.office.command[-1]).name
    wait_for(lambda: display.active() == name, "the small window to come forward")
    left, _, _, bottom = display.window(name)
    desk.click(left + BUTTON[0], bottom - BUTTON[1])
    wait_for(desk.warned, "the window of what was held")
    for _ in range(5):
        display.press("Down")
    desk.no_warning()


def tidy_up(desk: Desk) -> None:
    reply = desk.guard.ask(ListCases())
    assert isinstance(reply, CaseList)
    known = desk.records.kept
    left = [case for case in reply.cases if case.state is not CaseState.DESTROYED]
    missing = set(known) - desk.records.destroyed - {case.id for case in left}
    assert not missing, f"{len(missing)} held items are gone"
    for case in left[KEPT_ITEMS:]:
        if isinstance(desk.guard.ask(DestroyCase(case.id)), Done):
            desk.records.destroyed.add(case.id)
    whole = [case for case in left[:KEPT_ITEMS] if known.get(case.id)]
    for case in desk.chance.sample(whole, min(5, len(whole))):
        shown = desk.guard.ask(ShowCase(case.id))
        assert shown.case.judged[0].text.original == known[case.id], "another text than was held"  # type: ignore[union-attr]


@dataclass(frozen=True, slots=True)
class Deed:
    """``minutes``: average office time between two of them."""

    minutes: float
    do: Callable[[Desk], None]


DEEDS = (
    Deed(0.7, clean_text),
    Deed(10, secret_text),
    Deed(60, into_an_editor),
    Deed(60, editor_that_ends_after_its_copy),
    Deed(60, letter_that_is_closed_after_its_copy),
    Deed(20, draft_that_an_approver_lets_go),
    Deed(30, roster_that_is_sent_masked),
    Deed(10, clean_picture),
    Deed(20, secret_picture),
    Deed(10, clean_file),
    Deed(20, secret_file),
    Deed(12, clean_screenshot),
    Deed(30, secret_screenshot),
    Deed(240, new_rules),
    Deed(120, short_pause),
    Deed(120, look_at_what_was_held),
    Deed(100, tidy_up),
)
