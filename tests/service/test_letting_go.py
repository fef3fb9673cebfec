"""Tests what a running guard releases, to whom and how often: asked, released, masked, destroyed."""

from __future__ import annotations

import subprocess
import time

import pytest

from guard.control.masked_copies import MaskedCopy
from guard.control.offered_requests import MaskOffered, Offered, TakeOffered
from guard.control.requests import (
    CaseContent,
    CaseOpened,
    DestroyCase,
    ListCases,
    MaskCase,
    ReleaseCase,
    SendMasked,
    ShowCase,
    TakeMasked,
)
from guard.core.events import EventKind
from guard.core.model import CaseState, Origin, Release
from guard.core.tickets import SAME_PASTE_SECONDS
from guard.ipc.replies import Done, Refused
from guard.journal import FILE_NAME, events
from tests.support.brokering import NOTICE
from tests.support.guarding import CLEAN, DRAFT, GuardUnderTest, wait_for

SECRET = "机密★5年\n某某县委办公室文件\n某办发〔2026〕12号"
NUMBERS = ("510104199003074518", "510104198507126321", "510104197811053038")
RECORD = (f"某某市人民医院 病历\n姓名：赵样例  性别：男  住院号：00345678\n身份证号：{NUMBERS[0]}\n诊断：肺结核\n"
          "联系电话：13800138000\n")
TALE = "李建国上周在市一院做了胃镜，身份证430102199003077230，电话13812345678，家里人想问问结果"
ROSTER = "值班人员信息\n" + "\n".join(f"{name}，身份证号 {number}" for name, number in zip(
    ("赵样例", "钱演示", "孙范本"), NUMBERS, strict=True))


def refused_draft(guard: GuardUnderTest, wechat: str, draft: str = DRAFT) -> CaseOpened:
    """Copy a draft, paste it into a chat program in vain, and return the resulting case."""
    guard.copy(draft)
    guard.opened()
    assert guard.paste(wechat) == NOTICE
    return guard.opened(lambda push: push.notify)


def test_the_same_content_to_the_same_program_is_asked_about_once_a_day(watching: GuardUnderTest, wechat: str) -> None:
    watching.copy(DRAFT)
    watching.opened()
    assert watching.paste(wechat) == NOTICE
    first = watching.opened(lambda push: push.case.destination is not None)
    assert first.notify
    watching.copy(CLEAN)
    wait_for(lambda: watching.paste() == CLEAN, "the clean copy")
    watching.copy(DRAFT)
    watching.opened()
    assert watching.paste(wechat) == NOTICE
    assert not watching.opened(lambda push: push.case.destination is not None).notify


def test_the_journal_says_which_program_pasted_what_was_let_go(watching: GuardUnderTest, wechat: str) -> None:
    asked = refused_draft(watching, wechat)
    assert isinstance(watching.ask(ReleaseCase(asked.case.id, "王局长，当面同意")), Done)
    assert watching.paste(wechat) == DRAFT

    def pasted() -> list[tuple[str, str]]:
        return [(event.destination, event.answer) for event in events(watching.home / "journal" / FILE_NAME)
                if event.kind is EventKind.SERVED and event.case == asked.case.id]

    program = asked.case.destination.program  # type: ignore[union-attr]
    wait_for(lambda: pasted() == [(program, "notice"), (program, "original")], "the paste in the journal")


def test_what_was_let_go_to_a_program_today_goes_there_again_without_a_question(watching: GuardUnderTest,
                                                                                wechat: str) -> None:
    asked = refused_draft(watching, wechat)
    assert isinstance(watching.ask(ReleaseCase(asked.case.id, "王局长，当面同意")), Done)
    assert watching.paste(wechat) == DRAFT
    watching.copy(CLEAN)
    wait_for(lambda: watching.paste() == CLEAN, "the clean copy")
    watching.copy(DRAFT)
    again = watching.opened(lambda push: push.case.id != asked.case.id)
    # Not by pasting until it works: a ticket is for the process that was refused while that still runs.
    wait_for(lambda: (again.case.id, "今天已经答复过") in [
        (event.case, event.reason) for event in events(watching.home / "journal" / FILE_NAME)],
        "the release that was answered for today")
    assert watching.paste(wechat) == DRAFT
    assert not again.notify
    watching.copy(DRAFT + "下周二起恢复7路。")
    watching.opened(lambda push: push.case.id not in (asked.case.id, again.case.id))
    assert watching.paste(wechat) == NOTICE, "other words are another question"


def test_what_was_let_go_today_and_is_only_selected_does_not_replace_what_was_copied(watching: GuardUnderTest,
                                                                                     wechat: str) -> None:
    asked = refused_draft(watching, wechat, f"{DRAFT}下周三起恢复9路。")
    draft = asked.case.judged[0].text.original  # type: ignore[union-attr]
    assert isinstance(watching.ask(ReleaseCase(asked.case.id, "王局长，当面同意")), Done)
    assert watching.paste(wechat) == draft
    watching.copy(CLEAN)
    wait_for(lambda: watching.paste() == CLEAN, "the clean copy")
    subprocess.run(["xclip", "-selection", "primary"], input=draft.encode(), check=True, stdout=subprocess.DEVNULL,
                   stderr=subprocess.DEVNULL, env=watching.display.environment)
    again = watching.opened(lambda push: push.case.origin is Origin.PRIMARY)
    wait_for(lambda: (again.case.id, "今天已经答复过") in [
        (event.case, event.reason) for event in events(watching.home / "journal" / FILE_NAME)],
        "the release that was answered for today")
    assert watching.paste() == CLEAN
    assert watching.paste(wechat) == CLEAN
    middle_click = subprocess.run([wechat, "-selection", "primary", "-o", "-t", "UTF8_STRING"], capture_output=True,
                                  env=watching.display.environment, timeout=20)
    assert middle_click.stdout.decode() == draft, "the answer of today is good where it is selected"


def test_an_item_let_go_after_another_copy_comes_back_in_its_place_and_the_words_say_so(watching: GuardUnderTest,
                                                                                        wechat: str) -> None:
    asked = refused_draft(watching, wechat)
    there = watching.ask(ReleaseCase(asked.case.id, "王局长，当面同意"))
    assert isinstance(there, Done)
    assert "放回剪贴板" not in there.words
    watching.copy(CLEAN)
    wait_for(lambda: watching.paste() == CLEAN, "the clean copy")
    back = watching.ask(ReleaseCase(asked.case.id, "王局长，当面同意"))
    assert isinstance(back, Done)
    assert "放回剪贴板" in back.words
    assert watching.paste(wechat) == DRAFT


def test_a_masked_copy_is_pasted_once_in_place_of_the_original(watching: GuardUnderTest, wechat: str) -> None:
    watching.copy(ROSTER)
    watching.opened()
    assert watching.paste(wechat) == NOTICE
    case = watching.opened(lambda push: push.notify).case.id
    copy = watching.ask(MaskCase(case))
    assert isinstance(copy, MaskedCopy)
    assert not [number for number in NUMBERS if number in copy.text]
    assert isinstance(watching.ask(SendMasked(case)), Done)
    assert watching.paste() == ROSTER, "a program that may have the original still gets it"
    assert watching.paste(wechat) == copy.text
    assert watching.paste(wechat) == NOTICE
    content = watching.ask(ShowCase(case))
    assert isinstance(content, CaseContent)
    assert content.case.state is CaseState.HELD


@pytest.mark.parametrize("way", ["of the held item", "before sending"])
def test_a_masked_copy_that_was_copied_goes_and_so_do_the_same_words_typed_anew(guard: GuardUnderTest, wechat: str,
                                                                               way: str) -> None:
    guard.start()
    guard.copy(TALE)
    case = guard.opened().case
    copy = guard.ask(MaskCase(case.id) if way == "of the held item" else MaskOffered(Offered(TALE)))
    assert isinstance(copy, MaskedCopy)
    taken = guard.ask(TakeMasked(case.id) if way == "of the held item" else TakeOffered(copy.case))
    assert isinstance(taken, MaskedCopy)
    assert taken.placed
    assert guard.paste(wechat) == copy.text
    assert guard.paste() == copy.text
    assert guard.none_pushed(CaseOpened), "nothing new is held"
    guard.copy(copy.text)
    assert guard.paste(wechat) == copy.text, "a copy is given only where the strictest judge lets it go"


def test_a_release_with_an_approver_lets_chat_paste_once(watching: GuardUnderTest, wechat: str) -> None:
    watching.copy(DRAFT)
    case = watching.opened().case
    assert case.decision.release is Release.APPROVER
    assert watching.paste(wechat) == NOTICE
    refused = watching.ask(ReleaseCase(case.id))
    assert isinstance(refused, Refused)
    assert refused.code == "approver"
    assert isinstance(watching.ask(ReleaseCase(case.id, reason="王局长")), Done)
    assert watching.paste(wechat) == DRAFT
    time.sleep(SAME_PASTE_SECONDS + 0.5)  # an earlier request counts as the same paste
    assert watching.paste(wechat) == NOTICE


def test_a_state_secret_is_neither_released_nor_destroyed_by_its_user(watching: GuardUnderTest) -> None:
    watching.copy(SECRET)
    case = watching.opened().case
    released = watching.ask(ReleaseCase(case.id, reason="工作需要", code="X", to=str(watching.home / "out.txt")))
    assert isinstance(released, Refused)
    assert released.code == "never"
    destroyed = watching.ask(DestroyCase(case.id))
    assert isinstance(destroyed, Refused)
    assert watching.held()[0].id == case.id


@pytest.mark.thorough
def test_an_item_from_before_a_restart_can_be_shown_and_pasted_again(guard: GuardUnderTest, wechat: str) -> None:
    guard.start()
    guard.copy(DRAFT)
    case = guard.opened().case
    guard.copy(CLEAN)
    guard.stop()
    guard.start()
    shown = guard.ask(ShowCase(case.id))
    assert isinstance(shown, CaseContent)
    assert shown.case.judged[0].text is not None
    assert shown.case.judged[0].text.original == DRAFT
    assert isinstance(guard.ask(ReleaseCase(case.id, reason="王局长")), Done)
    wait_for(lambda: guard.paste(wechat) == DRAFT, "the released item on the clipboard")


def test_destroying_an_item_forgets_its_content(guard: GuardUnderTest, wechat: str) -> None:
    guard.start()
    guard.copy(DRAFT)
    case = guard.opened().case
    assert isinstance(guard.ask(DestroyCase(case.id)), Done)
    assert guard.paste(wechat) != DRAFT
    listed = guard.ask(ListCases())
    assert {summary.id: summary.state for summary in listed.cases} == {case.id: CaseState.DESTROYED}  # type: ignore[union-attr]
    assert isinstance(guard.ask(ReleaseCase(case.id, reason="王局长")), Refused)
