"""The mark deleted, the rest copied: with real programs, what was stopped a moment ago is known again by its words."""

from __future__ import annotations

import os
import signal
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

from guard.journal import FILE_NAME, events
from guard.model import Case, EventKind, Kind, Origin, Outcome, Release
from guard.requests import Done, MaskedCopy, Offered, ReleaseCase, SelfCheck, SelfChecked, State, TakeMasked
from rules.model import Kin, Nature
from tests.flow.test_x11_mousepad import MOUSEPAD
from tests.support.brokering import NOTICE
from tests.support.guarding import GuardUnderTest, wait_for
from tests.support.kinship import OTHER_LETTER, PARAGRAPHS, REST, SECRET
from tests.support.pictures import encode, render_document
from tests.support.processes import child
from tests.support.route_fixtures import guard, user
from ui.demo.display import Display, end

__all__ = ["guard", "user"]

CHAT_RECORD = (
    "张主任 2026-11-03 09:12:05\n请各科室今晚八点前报送水泵检修台账，等老陈把第三只压力表换好，管子里的气放干净再说\n"
    "李小红 2026-11-03 09:13:40\n收到，压力表在西边工具房的第二层架子上，我下午两点去拿给他，马上落实\n"
    "张主任 2026-11-03 09:15:02\n好，换完把读数拍下来，务必核实，明天早上开会的时候念给大家听\n"
    "王建国 2026-11-03 09:16:30\n收到\n"
)
WORDS_OF_IT = (
    "今晚八点前报送水泵检修台账，等老陈把第三只压力表换好，管子里的气放干净再说\n"
    "换完把读数拍下来，务必核实，明天早上开会的时候念给大家听"
)
DRAFT_REST = (
    "渡口的三条木船今年都要换底板，板材从邻县运来，每条船换十二块，旧板留着修跳板和栏杆。\n"
    "换底板的时候轮流停一条船，早晚两班照常，逢集的日子加开一班，晚上不摆渡，夜里有急事的打电话叫守船的人。"
)
EDITED_REST = (
    "老井的水夏天也凉，打水的人天不亮就排队，竹筐里放着豆腐和西瓜，井台上的青砖磨出两道深槽。\n"
    "后来装了手摇的铁泵，第一天出的是浑水，泵房的屋顶漏雨，木匠用旧船板补了三回，缝里塞麻丝和桐油灰。"
)
DRAFT = f"《关于修理渡口木船的方案（讨论稿）》\n{DRAFT_REST}"


@pytest.fixture(scope="module")
def secret(guard: GuardUnderTest) -> Kin:
    """A marked document that was copied, and held."""
    guard.copy(SECRET)
    case = guard.opened(lambda push: push.case.origin is Origin.CLIPBOARD).case
    assert (case.decision.outcome, case.kin()) == (Outcome.BLOCK, None)
    return Kin(case.id, case.opened_at)


def held(guard: GuardUnderTest, kind: Kind) -> Case:
    """Return what is held next of what was copied or stored."""
    return guard.opened(lambda push: push.case.kind is kind and push.case.origin is not Origin.PRIMARY).case


def passes(guard: GuardUnderTest, chat: str, text: str) -> None:
    """Copy, and see that a chat client gets it."""
    guard.copy(text)
    assert guard.paste(chat) == text


def assert_akin(case: Case, secret: Kin) -> None:
    decision = case.decision
    assert (decision.outcome, decision.rule, decision.nature) == (Outcome.BLOCK, "BC-01", Nature.STATE_SECRET)
    assert decision.release is Release.NEVER
    assert case.kin() == secret


def test_the_rest_copied_a_moment_later_never_reaches_chat_and_the_journal_says_whose_words_they_are(
        guard: GuardUnderTest, secret: Kin, chat: str) -> None:
    guard.copy(REST)
    case = held(guard, Kind.TEXT)
    assert guard.paste(chat) == NOTICE
    assert_akin(case, secret)
    lines = [event for event in events(guard.home / "journal" / FILE_NAME)
             if event.kind is EventKind.JUDGED and event.case == case.id]
    assert [(event.rules, event.kin) for event in lines] == [(("BC-01",), secret.case)]


def test_a_paragraph_of_it_is_held_and_a_letter_that_shares_boilerplate_is_not(
        guard: GuardUnderTest, secret: Kin, chat: str) -> None:
    guard.copy(PARAGRAPHS[2])
    assert_akin(held(guard, Kind.TEXT), secret)
    passes(guard, chat, OTHER_LETTER)


def test_a_screenshot_of_the_rest_is_held(guard: GuardUnderTest, secret: Kin) -> None:
    (guard.screens / "截图.png").write_bytes(encode(render_document(REST)))
    assert_akin(held(guard, Kind.PICTURE), secret)


def test_a_copied_file_with_the_rest_is_held(guard: GuardUnderTest, secret: Kin, tmp_path: Path) -> None:
    document = tmp_path / "记录.txt"
    document.write_text(f"试验记录\n{REST}", "utf-8")
    guard.copy(f"{document.as_uri()}\r\n", "text/uri-list")
    assert_akin(held(guard, Kind.FILES), secret)


def test_what_the_guard_stopped_in_a_screenshot_the_broker_knows_when_its_words_are_copied(
        guard: GuardUnderTest) -> None:
    words = ("窑里先烧松柴，后烧栗炭，到第九个钟头把风门关小一半，看火的人隔一刻钟记一次窑温和烟色。\n"
             "釉浆里的草木灰换成稻壳灰，比例从三成提到四成半，过一百二十目的筛子，放两天再用。")
    (guard.screens / "拍的照片.png").write_bytes(encode(render_document(f"机密★5年\n{words}")))
    case = held(guard, Kind.PICTURE)
    wait_for(lambda: not (guard.screens / "拍的照片.png").exists(), "the screenshot to be gone")

    def known_again() -> Kin | None:
        said = guard.ask(SelfCheck(Offered(untrusted_text=words)))
        assert isinstance(said, SelfChecked)
        return next((match.kin for item in said.items if item.verdict for match in item.verdict.matches), None)

    wait_for(known_again, "all of the picture to be read")
    guard.copy(words)
    assert held(guard, Kind.TEXT).kin() == Kin(case.id, case.opened_at)


def test_it_is_known_again_after_the_broker_was_killed(guard: GuardUnderTest, secret: Kin) -> None:
    assert guard.process is not None
    pid, killed = guard.process.pid, child(guard.process.pid, "--broker")
    os.kill(killed, signal.SIGKILL)
    wait_for(lambda: child(pid, "--broker") not in (0, killed) and guard.state() is State.WATCHING, "another broker")
    guard.copy(f"{REST}\n（完）")
    assert_akin(held(guard, Kind.TEXT), secret)


def test_what_its_user_let_go_is_no_reason_any_more(guard: GuardUnderTest, chat: str) -> None:
    guard.copy(DRAFT)
    case = held(guard, Kind.TEXT)
    guard.copy(DRAFT_REST)
    akin = held(guard, Kind.TEXT)
    assert akin.kin() == Kin(case.id, case.opened_at)
    assert isinstance(guard.ask(ReleaseCase(case.id, "王局长，当面同意")), Done)
    passes(guard, chat, f"{DRAFT_REST}\n")


def test_a_masked_copy_that_was_given_away_is_no_reason_any_more(guard: GuardUnderTest, chat: str) -> None:
    guard.copy(CHAT_RECORD)
    case = held(guard, Kind.TEXT)
    guard.copy(WORDS_OF_IT)
    assert held(guard, Kind.TEXT).kin() == Kin(case.id, case.opened_at)
    given = guard.ask(TakeMasked(case.id))
    assert isinstance(given, MaskedCopy)
    passes(guard, chat, given.text)
    passes(guard, chat, WORDS_OF_IT)


@pytest.fixture
def editor(display: Display, tmp_path: Path) -> Iterator[None]:
    """A real editor that shows the marked document and has the keyboard."""
    source = tmp_path / "source.txt"
    source.write_text(f"秘密★3年\n{EDITED_REST}", "utf-8")
    process = display.start([MOUSEPAD, "--disable-server", str(source)], stderr=subprocess.DEVNULL)
    display.focus("mousepad")
    wait_for(lambda: display.active() == "mousepad", "the editor in front")
    yield
    end(process)


def test_in_an_editor_the_line_with_the_mark_is_deleted_and_the_rest_stays_held(
        guard: GuardUnderTest, display: Display, editor: None, chat: str) -> None:
    def copied() -> str:
        display.press("Control_L", "a")
        display.press("Control_L", "c")
        return guard.paste()

    wait_for(lambda: EDITED_REST in copied(), "the editor to show its file")
    assert held(guard, Kind.TEXT).kin() is None
    display.press("Control_L", "Home")
    display.press("Shift_L", "End")
    display.press("Delete")
    wait_for(lambda: copied().startswith("\n"), "the mark to be gone")
    case = guard.opened(lambda push: push.case.kin() is not None and push.case.origin is Origin.CLIPBOARD).case
    assert case.decision.outcome is Outcome.BLOCK
    assert guard.paste(chat) == NOTICE
