"""Other programs on the same clipboard: those that keep it open, that read every change, that have no window."""

from __future__ import annotations

import base64
import time
from collections.abc import Callable

from guard.clipboard.windows.formats import EXCLUSIONS
from guard.messages import Flagged, Passed, Served, Stop
from guard.model import Answer, DestinationKind
from tests.support.brokering import BLOCKED, CLEAN, NOTICE
from tests.support.guarding import wait_for
from tests.windows.wine import WindowsBrokering, WindowsClient, text_bytes, text_of

Start = Callable[..., WindowsBrokering]

TEXT = "CF_UNICODETEXT"
REST_SECONDS = 0.5


def heard(watcher: WindowsClient) -> list[str]:
    """Return what a program that listens has read so far."""
    return [text_of(base64.b64decode(text)) for text in watcher.tell("report")["heard"]]


def at_rest(watcher: WindowsClient) -> bool:
    """True when a program that listens has read something, and nothing more for a while."""
    before = len(heard(watcher))
    time.sleep(REST_SECONDS)
    return before > 0 and len(heard(watcher)) == before


def test_what_is_there_at_the_start_is_judged(start_broker: Start, broker: WindowsBrokering, chat: str) -> None:
    broker.stop()
    broker.copy(BLOCKED)
    second = start_broker()
    second.expect(Flagged)
    assert second.paste(chat).decode() == NOTICE


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


def test_a_clipboard_manager_gets_nothing_and_comes_to_rest(broker: WindowsBrokering, manager: str, office: str,
                                                            chat: str) -> None:
    watcher = broker.client(manager)
    watcher.tell("listen", wanted=TEXT)
    broker.copy(BLOCKED)
    broker.expect(Served, lambda report: report.destination.kind is DestinationKind.CLIPBOARD_MANAGER)
    assert broker.client(chat).text() == NOTICE
    wait_for(lambda: broker.client(office).text() == BLOCKED, "the original in the office program")
    assert BLOCKED not in heard(watcher)
    watcher.close()


def test_a_program_that_reads_every_change_does_not_go_round_in_circles(broker: WindowsBrokering, chat: str,
                                                                        office: str) -> None:
    """A chat client that reads at each change makes us promise again, which is a change."""
    watcher = broker.client("QQ.exe")
    watcher.tell("listen", wanted=TEXT)
    broker.copy(BLOCKED)
    broker.expect(Flagged)
    wait_for(lambda: at_rest(watcher), "the watcher at rest")
    assert set(heard(watcher)) <= {NOTICE, ""}
    assert broker.client(chat).text() == NOTICE
    wait_for(lambda: broker.client(office).text() == BLOCKED, "the original in the office program")
    watcher.close()


def test_a_reader_without_a_window_is_the_program_in_front(broker: WindowsBrokering, chat: str, office: str) -> None:
    broker.copy(BLOCKED)
    broker.expect(Flagged)
    wait_for(lambda: broker.client(chat).tell("come_forward"), "the chat client in front")
    assert text_of(broker.client(chat).paste(TEXT, without_window=True)[TEXT]) == NOTICE
    served = broker.expect(Served)
    assert (served.answer, served.destination.kind) == (Answer.NOTICE, DestinationKind.CHAT)


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
