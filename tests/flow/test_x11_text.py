"""Tests text on X11: judged at once, taken over only when flagged, served by destination."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

import pytest

from guard.core.model import Answer, Decision, DestinationKind, Kind, Origin, Outcome, Release, Target
from guard.core.policy import Mode
from guard.ipc.messages import Arm, Asking, Drop, Flagged, Passed, Place, Served, Stop, Watch
from tests.support.brokering import BLOCKED, CLEAN, NOTICE, WARNED, Brokering, policy
from tests.support.guarding import wait_for
from tests.support.owner_watch import OwnerWatch
from tests.support.x11_client import X11Client

Client = Callable[..., X11Client]
Start = Callable[..., Brokering]


def test_a_clean_copy_is_left_to_its_owner(broker: Brokering, chat: str, client: Client) -> None:
    watcher = client()
    broker.copy(CLEAN)
    owner = watcher.owner()
    passed = broker.expect(Passed)
    assert passed.rules == ()
    assert watcher.owner() == owner
    assert broker.paste(chat).decode() == CLEAN


def test_the_text_is_asked_for_together_with_the_list_of_what_there_is(broker: Brokering, client: Client) -> None:
    source = client(targets={"UTF8_STRING": ("UTF8_STRING", 8, CLEAN.encode())})
    source.own()
    wait_for(lambda: source.display.pending_events() >= 2, "two requests before either is answered")
    source.serve(10, until=lambda: any(isinstance(report, Passed) for report in broker.drain()))
    assert source.asked == ["TARGETS", "UTF8_STRING"]


def test_a_text_that_a_source_gives_only_once_it_has_listed_it_is_asked_for_again(broker: Brokering, chat: str,
                                                                               client: Client) -> None:
    source = client(targets={"UTF8_STRING": ("UTF8_STRING", 8, BLOCKED.encode())}, mistakes={"UTF8_STRING": [b""]})
    source.own()
    source.serve(10, until=lambda: any(isinstance(report, Flagged) for report in broker.drain()))
    assert broker.paste(chat).decode() == NOTICE


def test_what_a_source_gives_under_a_name_that_it_does_not_list_represents_nothing_that_it_lists(
        broker: Brokering, chat: str, client: Client) -> None:
    source = client(targets={"STRING": ("STRING", 8, BLOCKED.encode()), "UTF8_STRING": ("STRING", 8, b"????")},
                    unlisted=frozenset({"UTF8_STRING"}))
    source.own()
    source.serve(10, until=lambda: any(isinstance(report, Flagged) for report in broker.drain()))
    assert broker.paste(chat).decode() == NOTICE


def test_a_large_clean_selection_stays_with_its_program(broker: Brokering, client: Client) -> None:
    source = client(targets={"UTF8_STRING": ("UTF8_STRING", 8, CLEAN.encode() * 20_000)})
    source.own("PRIMARY")
    source.serve(10, until=lambda: any(isinstance(report, Passed) for report in broker.drain()))
    assert source.owner("PRIMARY") == source.window.id


def test_a_flagged_copy_gives_chat_the_notice_and_office_the_original(broker: Brokering, chat: str,
                                                                     office: str) -> None:
    broker.copy(BLOCKED)
    flagged = broker.expect(Flagged)
    assert flagged.capture.items[0].untrusted_text == BLOCKED
    assert broker.paste(chat).decode() == NOTICE
    assert broker.paste(office).decode() == BLOCKED


def test_what_is_warned_about_reaches_everyone_but_chat(broker: Brokering, chat: str, stranger: str) -> None:
    broker.copy(WARNED)
    broker.expect(Flagged)
    assert broker.paste(chat).decode() == NOTICE
    assert broker.paste(stranger).decode() == WARNED


def test_a_state_secret_is_kept_from_unknown_programs_too(broker: Brokering, stranger: str) -> None:
    broker.copy(BLOCKED)
    broker.expect(Flagged)
    assert broker.paste(stranger).decode() == NOTICE


def test_chat_is_offered_text_only(broker: Brokering, chat: str, client: Client) -> None:
    source = client(targets={"UTF8_STRING": ("UTF8_STRING", 8, BLOCKED.encode()),
                             "text/html": ("text/html", 8, f"<b>{BLOCKED}</b>".encode()),
                             "application/x-sheet": ("application/x-sheet", 8, b"cells")})
    source.own()
    source.serve(5, until=lambda: any(isinstance(report, Flagged) for report in [*broker.reports, *broker.drain()]))
    assert set(broker.offered(chat)) == {"TARGETS", "TIMESTAMP", "MULTIPLE", "UTF8_STRING",
                                         "text/plain;charset=utf-8", "text/plain", "TEXT"}
    assert broker.paste(chat, "text/html") == b""
    assert broker.paste(chat, "application/x-sheet") == b""


def test_office_gets_every_target_as_it_was(start_broker: Start, client: Client) -> None:
    broker = start_broker(policy(os.path.realpath(sys.executable)))
    targets = {"UTF8_STRING": ("UTF8_STRING", 8, BLOCKED.encode()),
               "text/html": ("text/html", 8, f"<b>{BLOCKED}</b>".encode()),
               "application/x-cells": ("application/x-cells", 8, bytes(range(256)) * 4000),
               "application/x-short": ("INTEGER", 16, b"\x01\x02\x03\x04\x05\x06"),
               "application/x-long": ("CARDINAL", 32, b"\x01\x02\x03\x04\x05\x06\x07\x08"),
               "application/x-empty": ("application/x-empty", 8, b""),
               "image/png": ("image/png", 8, b"\x89PNG not looked at")}
    source = client(targets=targets)
    source.own()
    source.serve(5, until=lambda: any(isinstance(report, Asking) for report in broker.drain()))
    assert any(isinstance(report, Asking) for report in broker.reports)
    reader = client()
    for name, expected in targets.items():
        assert reader.paste(name) == expected, name
    offered = reader.paste("TARGETS")
    assert offered is not None
    names = [reader.display.get_atom_name(atom) for atom in memoryview(offered[2]).cast("I")]
    assert names == ["TARGETS", "TIMESTAMP", "MULTIPLE", *targets]


def test_several_targets_can_be_asked_for_in_one_request(start_broker: Start, client: Client) -> None:
    broker = start_broker(policy(os.path.realpath(sys.executable)))
    broker.copy(BLOCKED)
    broker.expect(Flagged)
    text, missing, stamp = client().paste_multiple("UTF8_STRING", "image/png", "TIMESTAMP")
    assert text == ("UTF8_STRING", 8, BLOCKED.encode())
    assert missing is None
    assert stamp is not None
    assert stamp[:2] == ("INTEGER", 32)


def test_the_picture_that_an_office_program_draws_of_its_clean_text_is_never_asked_for(broker: Brokering,
                                                                                      client: Client) -> None:
    source = client(targets={"UTF8_STRING": ("UTF8_STRING", 8, CLEAN.encode()),
                             "text/rtf": ("text/rtf", 8, b"{\\rtf1 x}"),
                             "image/png": ("image/png", 8, b"png"), "PIXMAP": ("PIXMAP", 32, b"\1\0\0\0")})
    source.own()
    source.serve(5, until=lambda: any(isinstance(report, Passed) for report in broker.drain()))
    assert source.asked == ["TARGETS", "UTF8_STRING", "text/rtf"]


def test_a_picture_with_a_clean_caption_is_held_until_it_is_judged(broker: Brokering, client: Client,
                                                                   chat: str) -> None:
    source = client(targets={"UTF8_STRING": ("UTF8_STRING", 8, CLEAN.encode()),
                             "image/png": ("image/png", 8, b"png")})
    source.own()
    source.serve(5, until=lambda: any(isinstance(report, Asking) for report in broker.drain()))
    (asking,) = [report for report in broker.reports if isinstance(report, Asking)]
    assert [item.untrusted_text or item.untrusted_bytes for item in asking.capture.items] == [CLEAN, b"png"]
    assert broker.paste(chat).decode() == NOTICE


@pytest.mark.parametrize(("copied", "chat_gets"), [(BLOCKED, NOTICE), (CLEAN, CLEAN)])
def test_what_a_busy_program_copied_is_held_before_it_is_even_listed(broker: Brokering, client: Client, chat: str,
                                                                      copied: str, chat_gets: str) -> None:
    source = client(targets={"UTF8_STRING": ("UTF8_STRING", 8, copied.encode()), "x-own": ("x-own", 8, b"own")})
    watch = OwnerWatch(broker.display.name)
    source.own()
    watch.wait("CLIPBOARD")
    watch.wait("CLIPBOARD")  # the source has not answered yet
    with ThreadPoolExecutor() as pool:
        pasted = pool.submit(broker.paste, chat)
        source.serve(10, until=pasted.done)
    assert pasted.result().decode() == chat_gets
    watch.close()


@pytest.mark.parametrize("listed", [True, False])
def test_words_that_only_the_reader_can_read_are_held_until_it_has(broker: Brokering, client: Client, chat: str,
                                                                   listed: bool) -> None:
    data = b"{\\rtf1 x}"
    source = client(targets={"text/rtf": ("text/rtf", 8, data)}, lists=listed)
    source.own()
    source.serve(5, until=lambda: any(isinstance(report, Asking) for report in broker.drain()))
    (asking,) = [report for report in broker.reports if isinstance(report, Asking)]
    assert [item.untrusted_bytes for item in asking.capture.items] == [data]
    assert broker.paste(chat).decode() == NOTICE


@pytest.mark.parametrize("listed", [True, False])
@pytest.mark.parametrize("text", [True, False])
@pytest.mark.parametrize(("name", "data"), [
    ("text/rtf", b"{\\rtf1\\ansi %s}" % "".join(f"\\u{ord(character)}?" for character in BLOCKED).encode()),
    ("application/xhtml+xml", f"<?xml version='1.0'?><html><title/><p><![CDATA[{BLOCKED}]]></p></html>".encode()),
], ids=["rtf", "xhtml"])
def test_flagged_words_in_another_form_of_the_text_never_reach_chat(
        broker: Brokering, client: Client, chat: str, name: str, data: bytes, text: bool, listed: bool) -> None:
    beside = {"UTF8_STRING": ("UTF8_STRING", 8, CLEAN.encode())} if text else {}
    source = client(targets={name: (name, 8, data), **beside}, lists=listed)
    source.own()
    source.serve(5, until=lambda: any(isinstance(report, Flagged | Asking) for report in broker.drain()))
    assert broker.paste(chat).decode() == NOTICE
    assert broker.paste(chat, name) == b""


def test_flagged_text_in_html_alone_is_seen(broker: Brokering, client: Client) -> None:
    source = client(targets={"text/html": ("text/html", 8, f"<p>{BLOCKED[:4]}</p>{BLOCKED[4:]}".encode())})
    source.own()
    source.serve(5, until=lambda: any(isinstance(report, Passed) for report in broker.drain()))
    source.targets = {"text/html": ("text/html", 8, f"<p>x</p><b>{BLOCKED}</b>".encode())}
    source.own()
    source.serve(5, until=lambda: any(isinstance(report, Flagged) for report in broker.drain()))
    assert any(isinstance(report, Flagged) for report in broker.reports)


@pytest.mark.parametrize("broken", ["<![ ]>", f"&#{'1' * 5000};", "<a " * 60_000, "<!--" * 50_000])
def test_flagged_text_in_broken_html_is_seen(broker: Brokering, client: Client, broken: str) -> None:
    source = client(targets={"text/html": ("text/html", 8, f"<b>{BLOCKED}</b>{broken}".encode())})
    source.own()
    source.serve(5, until=lambda: any(isinstance(report, Flagged) for report in broker.drain()))
    assert any(isinstance(report, Flagged) for report in broker.reports)


def test_old_text_encodings_are_read(broker: Brokering, client: Client) -> None:
    for name, kind, data in (("STRING", "STRING", BLOCKED.encode("gb18030")),
                             ("COMPOUND_TEXT", "COMPOUND_TEXT", b"\x1b$)A" + BLOCKED.encode("gb2312"))):
        source = client(targets={name: (kind, 8, data)})
        source.own()
        source.serve(5, until=lambda: any(isinstance(report, Flagged) for report in broker.drain()))
        flagged = [report for report in broker.reports if isinstance(report, Flagged)]
        assert flagged[-1].capture.items[0].untrusted_text == BLOCKED
        broker.reports.clear()


def test_a_newer_copy_wins_over_one_being_taken(broker: Brokering, chat: str) -> None:
    for number in range(20):
        broker.copy(f"{BLOCKED} {number}" if number % 2 else f"{CLEAN} {number}")
    broker.expect(Flagged, lambda report: report.capture.items[0].untrusted_text == f"{BLOCKED} 19")
    assert broker.paste(chat).decode() == NOTICE
    broker.copy(CLEAN)
    broker.expect(Passed)
    assert broker.paste(chat).decode() == CLEAN


def test_what_is_there_at_the_start_is_judged(start_broker: Start, broker: Brokering, chat: str,
                                              client: Client) -> None:
    broker.stop()
    broker.copy(BLOCKED)
    second = start_broker()
    assert second.expect(Flagged).capture.items[0].untrusted_text == BLOCKED
    assert second.paste(chat).decode() == NOTICE


def test_the_middle_button_is_guarded(broker: Brokering, chat: str, client: Client) -> None:
    broker.copy(BLOCKED, selection="primary")
    flagged = broker.expect(Flagged)
    assert flagged.capture.origin is Origin.PRIMARY
    assert broker.paste(chat, selection="primary").decode() == NOTICE
    watcher = client()
    broker.copy(CLEAN, selection="primary")
    owner = watcher.owner("PRIMARY")
    broker.expect(Passed)
    assert watcher.owner("PRIMARY") == owner


def test_a_paste_is_reported_once_however_many_targets_it_asks_for(broker: Brokering, chat: str, office: str) -> None:
    broker.copy(BLOCKED)
    capture = broker.expect(Flagged).capture.id
    broker.offered(chat)
    broker.paste(chat)
    served = broker.expect(Served)
    assert (served.capture, served.answer, served.destination.kind) == (capture, Answer.NOTICE, DestinationKind.CHAT)
    assert served.destination.executable == chat
    broker.paste(office)
    assert broker.expect(Served).answer is Answer.ORIGINAL
    assert sum(isinstance(report, Served) for report in broker.reports) == 2


def test_a_placed_item_is_served_by_its_decision(broker: Brokering, chat: str, office: str) -> None:
    broker.copy(CLEAN)
    broker.expect(Passed)
    held = Decision(Outcome.BLOCK, (DestinationKind.CHAT,), True, Release.CODE)
    broker.send(Place("from the vault", Kind.TEXT, (Target("UTF8_STRING", "UTF8_STRING", 8, b"kept"),), held))
    assert wait_for(lambda: broker.paste(office) == b"kept", "the placed item")
    assert broker.paste(chat).decode() == NOTICE


def test_a_dropped_item_is_served_to_nobody(broker: Brokering, office: str) -> None:
    broker.copy(BLOCKED)
    broker.send(Drop(broker.expect(Flagged).capture.id))
    assert wait_for(lambda: (text := broker.paste(office).decode()) != BLOCKED and text, "the drop") == NOTICE


def test_a_pause_judges_nothing_new_and_keeps_what_is_held(broker: Brokering, chat: str) -> None:
    broker.copy(BLOCKED)
    broker.expect(Flagged)
    broker.send(Watch(False))
    assert broker.paste(chat).decode() == NOTICE
    broker.send(Arm((), broker.policy))  # answered when the pause is in force
    broker.expect(type(broker.armed))  # type: ignore[arg-type]
    broker.copy(BLOCKED + "二")
    assert broker.paste(chat).decode() == BLOCKED + "二"
    broker.send(Watch(True))
    broker.expect(Flagged)
    assert broker.paste(chat).decode() == NOTICE


def test_a_new_policy_judges_what_is_there_again(broker: Brokering, chat: str, office: str) -> None:
    broker.send(Arm((), policy(office, mode=Mode.MONITOR)))
    broker.expect(type(broker.armed))  # type: ignore[arg-type]
    broker.copy(BLOCKED)
    passed = broker.expect(Passed)
    assert (passed.rules, passed.outcome) == (("绝密样例",), Outcome.BLOCK)
    assert broker.paste(chat).decode() == BLOCKED
    broker.send(Arm((), policy(office)))
    broker.expect(Flagged)
    assert broker.paste(chat).decode() == NOTICE


def test_an_empty_notice_gives_chat_nothing(start_broker: Start, office: str, chat: str) -> None:
    broker = start_broker(policy(office, notice=""))
    broker.copy(BLOCKED)
    broker.expect(Flagged)
    assert broker.paste(chat) == b""
    assert set(broker.offered(chat)) == {"TARGETS", "TIMESTAMP", "MULTIPLE"}


def test_stop_ends_the_broker_and_takes_held_content_along(broker: Brokering, chat: str) -> None:
    broker.copy(BLOCKED)
    broker.expect(Flagged)
    broker.send(Stop())
    assert broker.process.wait(10) == 0
    assert broker.paste(chat) == b""


def test_what_is_held_stays_held_when_the_guard_dies(broker: Brokering, chat: str) -> None:
    broker.copy(BLOCKED)
    broker.expect(Flagged)
    broker.close_input()
    assert broker.paste(chat).decode() == NOTICE
    assert broker.process.poll() is None
    broker.copy(CLEAN)
    assert broker.process.wait(10) == 0
