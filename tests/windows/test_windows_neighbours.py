"""Tests other programs on the same clipboard: those that keep it open, that read every change, that have no window."""

from __future__ import annotations

import base64
import time
from collections.abc import Callable
from contextlib import closing
from dataclasses import replace

from guard.clipboard.windows.formats import EXCLUSIONS
from guard.core.model import Answer, DestinationKind, Reason
from guard.core.pages import PageKind, Pages
from guard.core.policy import Programs
from guard.ipc.messages import Flagged, Passed, Ping, Pong, Served, Stop
from tests.support.brokering import BLOCKED, CLEAN, INTERNAL, NOTICE
from tests.support.guarding import wait_for
from tests.windows.wine import WindowsBrokering, WindowsClient, bench_policy, text_bytes, text_of

Start = Callable[..., WindowsBrokering]

TEXT = "CF_UNICODETEXT"
REST_SECONDS = 0.5


def heard(watcher: WindowsClient) -> list[str]:
    """Return what a listening program has read so far."""
    return [text_of(base64.b64decode(text)) for text in watcher.tell("report")["heard"]]


def at_rest(watcher: WindowsClient) -> bool:
    """True when a listening program has read something, and nothing more for a while."""
    before = len(heard(watcher))
    time.sleep(REST_SECONDS)
    return before > 0 and len(heard(watcher)) == before


def test_what_is_there_at_the_start_is_judged(start_broker: Start, broker: WindowsBrokering, chat: str) -> None:
    broker.stop()
    broker.copy(BLOCKED)
    second = start_broker()
    second.expect(Flagged)
    assert second.paste(chat).decode() == NOTICE


def test_what_was_held_is_held_by_the_next_guards_broker_after_a_guard_died(
        start_broker: Start, broker: WindowsBrokering, chat: str, office: str) -> None:
    broker.copy(BLOCKED)
    broker.expect(Flagged)
    broker.close_input()
    second = start_broker()
    assert second.expect(Flagged).capture.items[0].untrusted_text == BLOCKED
    assert broker.process.wait(20) == 0
    assert second.client(chat).text() == NOTICE
    wait_for(lambda: second.client(office).text() == BLOCKED, "the original in the office program")


def test_a_password_is_still_none_to_keep_after_a_guard_died(start_broker: Start, broker: WindowsBrokering, chat: str,
                                                             stranger: str) -> None:
    broker.client(stranger).copy({TEXT: text_bytes(BLOCKED), EXCLUSIONS[0]: b"1"})
    broker.expect(Passed)
    broker.close_input()
    second = start_broker()
    second.expect(Passed)
    assert second.client(chat).text() == NOTICE
    assert second.expect(Served).concealed
    wait_for(lambda: second.client("keeper.exe").text() == BLOCKED, "the password, once what the chat got is gone")


def test_a_program_that_does_not_answer_keeps_nobody_waiting_but_its_own_copy(broker: WindowsBrokering, chat: str,
                                                                              office: str) -> None:
    with closing(broker.client("slow.exe")) as source:
        source.tell("keep_waiting")
        source.copy({TEXT: text_bytes(BLOCKED)}, promise=True)
        broker.send(Ping())
        broker.expect(Pong)
        source.order("answer")
        assert broker.expect(Flagged).capture.items[0].untrusted_text == BLOCKED
        assert broker.client(chat).text() == NOTICE
        wait_for(lambda: broker.client(office).text() == BLOCKED, "the original in the office program")


def test_a_copy_whose_program_answered_late_and_with_nothing_is_held_unread(broker: WindowsBrokering) -> None:
    with closing(broker.client("slow.exe")) as source:
        source.tell("keep_waiting")
        source.tell("give_nothing")
        source.copy({TEXT: text_bytes(BLOCKED)}, promise=True)
        broker.send(Ping())
        broker.expect(Pong)
        source.order("answer")
        judged = broker.expect(Flagged).judged
        assert judged.unreadable is not None
        assert judged.unreadable.reason is Reason.NO_ANSWER


def test_a_clipboard_that_another_program_keeps_open_is_judged_as_soon_as_it_is_closed(
        broker: WindowsBrokering, chat: str, stranger: str) -> None:
    source = broker.client(stranger)
    broker.copy(CLEAN)
    broker.expect(Passed)
    broker.client("blocker.exe").tell("keep_open")
    source.order("copy", formats={TEXT: base64.b64encode(text_bytes(BLOCKED)).decode()})
    broker.client("blocker.exe").tell("close")
    source.answer()
    broker.expect(Flagged)
    assert broker.client(chat).text() == NOTICE


def test_a_program_that_keeps_it_open_after_its_paste_delays_only_the_next_promise(
        broker: WindowsBrokering, chat: str, office: str) -> None:
    broker.copy(BLOCKED)
    broker.expect(Flagged)
    assert broker.client(chat).text() == NOTICE
    broker.client("blocker.exe").tell("keep_open")
    broker.client("blocker.exe").tell("close")
    wait_for(lambda: broker.client(office).text() == BLOCKED, "the original in the office program")


def test_held_content_asks_to_be_left_out_of_histories(broker: WindowsBrokering, office: str) -> None:
    broker.copy(BLOCKED)
    broker.expect(Flagged)
    assert broker.client(office).tell("offered", formats=list(EXCLUSIONS)) == list(EXCLUSIONS)
    assert broker.client(office).paste(*EXCLUSIONS[1:]) == dict.fromkeys(EXCLUSIONS[1:], bytes(4))


def test_clean_content_says_nothing_about_histories(broker: WindowsBrokering, office: str) -> None:
    broker.copy(CLEAN)
    broker.expect(Passed)
    assert broker.client(office).tell("offered", formats=list(EXCLUSIONS)) == []


def test_a_clipboard_manager_that_reads_held_content_gets_nothing(broker: WindowsBrokering, manager: str, office: str,
                                                                  chat: str) -> None:
    """It begins once the copy is held: nobody can choose which program is notified of a copy first
    (docs/known-limits.md)."""
    broker.copy(BLOCKED)
    broker.expect(Flagged)
    with closing(broker.client(manager)) as watcher:
        watcher.tell("listen", wanted=TEXT)
        assert broker.client(chat).text() == NOTICE
        broker.expect(Served, lambda report: report.destination.kind is DestinationKind.CLIPBOARD_MANAGER)
        wait_for(lambda: broker.client(office).text() == BLOCKED, "the original in the office program")
        assert BLOCKED not in heard(watcher)


def test_a_program_that_reads_every_change_does_not_go_round_in_circles(broker: WindowsBrokering, chat: str,
                                                                        office: str) -> None:
    """A chat client that reads at each change makes us promise again, which is a change."""
    broker.copy(BLOCKED)
    broker.expect(Flagged)
    with closing(broker.client("QQ.exe")) as watcher:
        watcher.tell("listen", wanted=TEXT)
        assert broker.client(chat).text() == NOTICE
        wait_for(lambda: at_rest(watcher), "the watcher at rest")
        assert set(heard(watcher)) <= {NOTICE, ""}
        assert broker.client(chat).text() == NOTICE
        wait_for(lambda: broker.client(office).text() == BLOCKED, "the original in the office program")


def test_a_reader_without_a_window_is_the_program_in_front(broker: WindowsBrokering, chat: str, office: str) -> None:
    broker.copy(BLOCKED)
    broker.expect(Flagged)
    wait_for(lambda: broker.client(chat).tell("come_forward"), "the chat client in front")

    def pastes_as_chat() -> bool:
        """The window manager may take a moment to agree about the window in front."""
        assert text_of(broker.client(chat).paste(TEXT, without_window=True)[TEXT]) == NOTICE
        return any(report.destination.kind is DestinationKind.CHAT for report in broker.drain()
                   if isinstance(report, Served))

    wait_for(pastes_as_chat, "a paste by the program in front")


def test_a_chat_page_in_a_browser_is_a_chat_client(start_broker: Start) -> None:
    given = bench_policy()
    browsers = (*given.programs, Programs(DestinationKind.BROWSER, names=("msedge.exe",)))
    broker = start_broker(replace(given, programs=browsers, pages=(Pages(PageKind.CHAT, ("网页版微信",)),)))
    broker.copy(INTERNAL)
    broker.expect(Flagged)
    browser = broker.client("msedge.exe")
    wait_for(lambda: browser.tell("come_forward", title="内网办公 - Edge"), "the page in front")
    assert browser.text() == INTERNAL
    wait_for(lambda: browser.tell("come_forward", title="网页版微信 - Edge"), "the chat page in front")
    wait_for(lambda: browser.text() == NOTICE, "the notice in the chat page")
    served = broker.expect(Served, lambda report: report.answer is Answer.NOTICE)
    assert served.destination.program == "网页版微信（msedge.exe）"


def test_its_own_end_is_no_paste(broker: WindowsBrokering, chat: str) -> None:
    broker.copy(BLOCKED)
    broker.expect(Flagged)
    broker.send(Stop())
    assert broker.process.wait(20) == 0
    assert [report for report in broker.drain() if isinstance(report, Served)] == []
    assert broker.client(chat).text() == ""


def test_a_broker_that_is_killed_takes_what_it_held_with_it(broker: WindowsBrokering, chat: str) -> None:
    broker.copy(BLOCKED)
    broker.expect(Flagged)
    broker.process.kill()
    broker.process.wait()
    assert broker.client(chat).text() == ""
