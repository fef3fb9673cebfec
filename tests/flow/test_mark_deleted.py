"""Tests a copy with the mark deleted: with real programs, what was just stopped is recognised by its words."""

from __future__ import annotations

import os
import signal
import subprocess
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from guard.control.masked_copies import MaskedCopy
from guard.control.offered_requests import Offered, SelfCheck, SelfChecked
from guard.control.requests import ReleaseCase, State, TakeMasked
from guard.core.events import EventKind
from guard.core.model import Case, Kind, Origin, Outcome, Release
from guard.ipc.replies import Done
from guard.journal import FILE_NAME, events
from rules.model import Kin, Nature
from tests.support.brokering import NOTICE
from tests.support.channel_fixtures import guard, user
from tests.support.guarding import GuardUnderTest, wait_for
from tests.support.kinship import (
    BOILERPLATE,
    CHAT_RECORD,
    DRAFT,
    DRAFT_REST,
    MARK,
    OTHER_LETTER,
    PARAGRAPHS,
    REST,
    SECRET,
    WORDS_OF_IT,
)
from tests.support.owner_watch import new_owner
from tests.support.pictures import encode, render_document
from tests.support.pressing import press_until
from tests.support.processes import child
from ui.demo.display import Display, end

__all__ = ["guard", "user"]

EDITED_REST = (
    "老井的水夏天也凉，打水的人天不亮就排队，竹筐里放着豆腐和西瓜，井台上的青砖磨出两道深槽。\n"
    "后来装了手摇的铁泵，第一天出的是浑水，泵房的屋顶漏雨，木匠用旧船板补了三回，缝里塞麻丝和桐油灰。"
)


@pytest.fixture(scope="module")
def secret(guard: GuardUnderTest) -> Kin:
    """A marked document that was copied, and is held."""
    case = copied(guard, SECRET)
    assert (case.decision.outcome, case.kin()) == (Outcome.BLOCK, None)
    return Kin(case.id, case.opened_at)


def held(guard: GuardUnderTest, kind: Kind, act: Callable[[], object]) -> Case:
    """Copy or store something and return its case."""
    since = time.time()
    act()
    return guard.opened(lambda push: push.case.kind is kind and push.case.opened_at >= since
                        and push.case.origin is not Origin.PRIMARY).case


def copied(guard: GuardUnderTest, text: str) -> Case:
    """Copy a text and return its case."""
    return held(guard, Kind.TEXT, lambda: guard.copy(text))


def passes(guard: GuardUnderTest, chat: str, text: str) -> None:
    """Copy, and check that a chat client gets it."""
    guard.copy(text)
    assert guard.paste(chat) == text


def assert_akin(case: Case, secret: Kin) -> None:
    decision = case.decision
    assert (decision.outcome, decision.rule, decision.nature) == (Outcome.BLOCK, "BC-01", Nature.STATE_SECRET)
    assert decision.release is Release.NEVER
    assert case.kin() == secret


def known_again(guard: GuardUnderTest, text: str) -> Kin | None:
    """Return which item's words a self-check recognises in these."""
    said = guard.ask(SelfCheck(Offered(untrusted_text=text)))
    assert isinstance(said, SelfChecked)
    return next((match.kin for item in said.items if item.verdict for match in item.verdict.matches), None)


def test_the_rest_copied_a_moment_later_never_reaches_chat_and_the_journal_says_whose_words_they_are(
        guard: GuardUnderTest, secret: Kin, chat: str) -> None:
    case = copied(guard, REST)
    assert guard.paste(chat) == NOTICE
    assert_akin(case, secret)
    lines = [event for event in events(guard.home / "journal" / FILE_NAME)
             if event.kind is EventKind.JUDGED and event.case == case.id]
    assert [(event.rules, event.kin) for event in lines] == [(("BC-01",), secret.case)]


def test_a_paragraph_of_it_is_held_and_a_letter_that_shares_boilerplate_is_not(
        guard: GuardUnderTest, secret: Kin, chat: str) -> None:
    assert_akin(copied(guard, PARAGRAPHS[2]), secret)
    copied(guard, f"{MARK}\n{BOILERPLATE}")
    passes(guard, chat, OTHER_LETTER)


def test_a_screenshot_of_the_rest_is_held(guard: GuardUnderTest, secret: Kin) -> None:
    picture = encode(render_document(REST))
    assert_akin(held(guard, Kind.PICTURE, lambda: (guard.screens / "截图.png").write_bytes(picture)), secret)


def test_a_copied_file_with_the_rest_is_held(guard: GuardUnderTest, secret: Kin, tmp_path: Path) -> None:
    document = tmp_path / "记录.txt"
    document.write_text(f"试验记录\n{REST}", "utf-8")
    assert_akin(held(guard, Kind.FILES, lambda: guard.copy(f"{document.as_uri()}\r\n", "text/uri-list")), secret)


def test_what_the_guard_stopped_in_a_screenshot_the_broker_knows_when_its_words_are_copied(
        guard: GuardUnderTest) -> None:
    words = ("窑里先烧松柴，后烧栗炭，到第九个钟头把风门关小一半，看火的人隔一刻钟记一次窑温和烟色。\n"
             "釉浆里的草木灰换成稻壳灰，比例从三成提到四成半，过一百二十目的筛子，放两天再用。")
    picture = encode(render_document(f"机密★5年\n{words}"))
    case = held(guard, Kind.PICTURE, lambda: (guard.screens / "拍的照片.png").write_bytes(picture))
    wait_for(lambda: known_again(guard, words), "all of the picture to be read")
    assert copied(guard, words).kin() == Kin(case.id, case.opened_at)


def test_it_is_known_again_after_the_broker_was_killed(guard: GuardUnderTest, secret: Kin) -> None:
    assert guard.process is not None
    pid, killed = guard.process.pid, child(guard.process.pid, "--broker")
    os.kill(killed, signal.SIGKILL)
    wait_for(lambda: child(pid, "--broker") not in (0, killed) and guard.state() is State.WATCHING, "another broker")
    assert_akin(copied(guard, f"{REST}\n（完）"), secret)


def test_what_its_user_let_go_is_no_reason_any_more(guard: GuardUnderTest, chat: str) -> None:
    case = copied(guard, DRAFT)
    assert copied(guard, DRAFT_REST).kin() == Kin(case.id, case.opened_at)
    assert isinstance(guard.ask(ReleaseCase(case.id, "王局长，当面同意")), Done)
    passes(guard, chat, f"{DRAFT_REST}\n")


def test_a_masked_copy_that_was_given_away_is_no_reason_any_more(guard: GuardUnderTest, chat: str) -> None:
    case = copied(guard, CHAT_RECORD)
    assert copied(guard, WORDS_OF_IT).kin() == Kin(case.id, case.opened_at)
    given = guard.ask(TakeMasked(case.id))
    assert isinstance(given, MaskedCopy)
    passes(guard, chat, given.text)
    passes(guard, chat, WORDS_OF_IT)


@pytest.fixture
def editor(display: Display, tmp_path: Path) -> Iterator[None]:
    """A real editor that shows the marked document and has the keyboard."""
    source = tmp_path / "source.txt"
    source.write_text(f"秘密★3年\n{EDITED_REST}", "utf-8")
    process = display.start(["mousepad", "--disable-server", str(source)], stderr=subprocess.DEVNULL)
    display.focus("mousepad")
    wait_for(lambda: display.active() == "mousepad", "the editor in front")
    yield
    end(process)


def test_in_an_editor_the_line_with_the_mark_is_deleted_and_the_rest_stays_held(
        guard: GuardUnderTest, display: Display, editor: None, chat: str) -> None:
    def copy_all() -> None:
        display.press("Control_L", "a")
        display.press("Control_L", "c")

    def copied_once() -> str:
        assert guard.process is not None
        display.press("Control_L", "a")
        with new_owner(display.name, child(guard.process.pid, "--broker")):
            display.press("Control_L", "c")
        return guard.paste()

    case = held(guard, Kind.TEXT, lambda: press_until(copy_all, lambda: EDITED_REST in guard.paste(),
                                                      "the editor to show its file"))
    assert case.kin() is None
    copied_once()  # by then no key of before waits in the editor
    for keys in (("Control_L", "Home"), ("Shift_L", "End"), ("Delete",)):
        display.press(*keys)
    copied_once()
    rest = guard.opened(lambda push: push.case.kin() is not None).case  # a busy guard may tell of the copy before now
    assert rest.decision == case.decision
    assert guard.paste(chat) == NOTICE


def test_it_is_known_again_after_the_guard_was_killed_as_long_as_the_vault_holds_it(
        guard: GuardUnderTest, secret: Kin, chat: str) -> None:
    guard.kill()
    guard.start()
    wait_for(lambda: known_again(guard, REST), "the vault to be looked through")
    assert known_again(guard, DRAFT_REST) is None
    assert_akin(copied(guard, f"{PARAGRAPHS[0]}\n{PARAGRAPHS[3]}"), secret)
    passes(guard, chat, f"{WORDS_OF_IT}\n")
