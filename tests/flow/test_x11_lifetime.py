"""Tests what happens around copies: a clipboard manager, the end of the broker, unusual requestors."""

from __future__ import annotations

import os
import select
import socket
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from Xlib import Xatom

from guard.core.model import Decision, Outcome
from guard.ipc.messages import Asking, Decided, Flagged, Passed, Stop
from guard.platform.x11.connection import Connection, Property
from tests.support.brokering import BLOCKED, CLEAN, NOTICE, Brokering, end_manager, policy, renamed
from tests.support.guarding import wait_for
from tests.support.stalled_main import GATE
from tests.support.x11_client import X11Client
from ui.demo.display import Display, end

PNG = b"\x89PNG\r\n\x1a\n" + bytes(range(256)) * 40
Client = Callable[..., X11Client]
Start = Callable[..., Brokering]


@pytest.fixture
def manager(display: Display, programs: Path) -> Iterator[str]:
    """A program that the policy calls a clipboard manager, connected to the display."""
    program = renamed("xclip", "copyq", programs)
    process = display.start([program, "-selection", "secondary", "-quiet", "/dev/null"], stderr=subprocess.DEVNULL)
    yield program
    end_manager(process)


def test_a_program_of_a_share_that_does_not_answer_keeps_nothing_from_being_guarded(
        start_broker: Start, display: Display, chat: str, client: Client, tmp_path: Path) -> None:
    watcher = client()
    program = display.start([renamed("xclip", "writer", tmp_path), "-selection", "secondary", "-quiet", "/dev/null"],
                            stderr=subprocess.DEVNULL)
    try:
        wait_for(lambda: watcher.owner("SECONDARY"), "the program")
        os.mkfifo(tmp_path / GATE)
        broker = start_broker(program="stalled_main.py")
        broker.copy(BLOCKED)
        broker.expect(Flagged)
        assert broker.paste(chat).decode() == NOTICE
    finally:
        end(program)


def test_beside_a_clipboard_manager_clean_text_is_held_and_pastes_as_before(
        manager: str, start_broker: Start, chat: str, client: Client) -> None:
    watcher = client()
    wait_for(lambda: watcher.owner("SECONDARY"), "the manager")
    broker = start_broker(policy(os.path.realpath(sys.executable)))
    targets = {"UTF8_STRING": ("UTF8_STRING", 8, CLEAN.encode()),
               "text/html": ("text/html", 8, f"<b>{CLEAN}</b>".encode()),
               "application/x-cells": ("application/x-cells", 8, bytes(range(256)))}
    source = client(targets=targets)
    source.own()
    passed: list[Passed] = []

    def taken() -> bool:
        passed.extend(report for report in broker.drain() if isinstance(report, Passed))
        return bool(passed) and set(targets) <= set(source.asked)

    source.serve(5, until=taken)
    assert watcher.owner() not in (0, source.window.id)  # type: ignore[attr-defined]
    assert {name: watcher.paste(name) for name in targets} == targets
    assert broker.paste(chat).decode() == CLEAN
    assert broker.paste(manager).decode() == CLEAN


def test_beside_a_clipboard_manager_flagged_text_is_kept_from_it(manager: str, start_broker: Start,
                                                                 client: Client) -> None:
    watcher = client()
    wait_for(lambda: watcher.owner("SECONDARY"), "the manager")
    broker = start_broker()
    broker.copy(BLOCKED)
    broker.expect(Flagged)
    assert broker.paste(manager).decode() == NOTICE


def test_a_clean_picture_outlives_the_guard_until_the_next_copy(broker: Brokering, chat: str, client: Client) -> None:
    broker.copy(PNG, "image/png")
    broker.send(Decided(broker.expect(Asking).capture.id, Decision(Outcome.ALLOW)))
    assert broker.paste(chat, "image/png") == PNG
    broker.send(Stop())
    assert broker.process.wait(10) == 0
    broker.listener.join(5)
    assert not broker.listener.is_alive()  # the guard, too, waits for the end of the pipe
    assert broker.paste(chat, "image/png") == PNG
    watcher = client()
    left_behind = watcher.owner()
    broker.copy(CLEAN)
    wait_for(lambda: watcher.gone(left_behind), "the end of what was left behind")
    assert broker.paste(chat).decode() == CLEAN


@pytest.mark.thorough
def test_a_clean_picture_is_handed_on_from_guard_to_guard(start_broker: Start) -> None:
    broker = start_broker()
    broker.copy(PNG, "image/png")
    for _ in range(5):  # without waiting for the last answer, six of ten were lost
        asked = broker.expect(Asking).capture
        assert [target.untrusted_bytes for target in asked.targets] == [PNG]
        broker.send(Decided(asked.id, Decision(Outcome.ALLOW)))
        broker.send(Stop())
        assert broker.process.wait(10) == 0
        broker = start_broker()


def test_what_arrives_while_the_guard_ends_is_left_to_the_process_that_stays(display: Display) -> None:
    connection = Connection(display.name)
    connection.change_property(connection.window, connection.atom("_MISHAO_STAMP"), Property(Xatom.INTEGER, 32, b""))
    connection.flush()
    with socket.socket(fileno=os.dup(connection.fileno())) as left_behind:
        arrived = ([left_behind], [], [])
        assert select.select(*arrived, 5) == arrived
        connection.close()
        assert select.select(*arrived, 0) == arrived


def test_a_requestor_that_names_no_property_is_answered(start_broker: Start, client: Client) -> None:
    broker = start_broker(policy(os.path.realpath(sys.executable)))
    broker.copy(BLOCKED)
    broker.expect(Flagged)
    asker = client()
    asker.ask_obsolete(broker_window := asker.owner(), "UTF8_STRING")
    assert asker.answer_place() == asker.atom("UTF8_STRING")
    assert asker.take(asker.atom("UTF8_STRING")) == ("UTF8_STRING", 8, BLOCKED.encode())
    assert broker_window


def test_requests_that_make_no_sense_are_refused(broker: Brokering, client: Client, chat: str) -> None:
    broker.copy(BLOCKED)
    broker.expect(Flagged)
    asker = client()
    for target in ("SAVE_TARGETS", "DELETE", "NO_SUCH_TARGET", "MULTIPLE"):
        assert asker.paste(target) is None, target
    assert asker.paste_multiple("MULTIPLE", "NO_SUCH_TARGET") == [None, None]
    assert broker.paste(chat).decode() == NOTICE


def test_a_source_that_copies_again_before_it_has_answered_meets_no_x_error(broker: Brokering, client: Client) -> None:
    source, problems = client(targets={"UTF8_STRING": ("UTF8_STRING", 8, CLEAN.encode())}), []
    source.display.set_error_handler(lambda problem, _: problems.append(problem))
    source.own()
    wait_for(source.display.pending_events, "the broker's first request")
    source.own()
    source.serve(5, until=lambda: any(isinstance(report, Passed) for report in broker.drain()))
    source.display.sync()
    assert source.asked.count("TARGETS") == 2
    assert not problems  # xclip, which handles none, would have ended and lost the clipboard


def test_a_selection_that_is_not_ours_is_refused(broker: Brokering, client: Client, chat: str) -> None:
    broker.copy(BLOCKED)
    broker.expect(Flagged)
    asker = client()
    asker.ask_obsolete(asker.owner(), "UTF8_STRING", selection="SECONDARY")
    assert asker.answer_place() == 0
    assert broker.paste(chat).decode() == NOTICE


@pytest.mark.parametrize("odd", [
    {f"application/x-{number}": ("INTEGER", 8, b"x") for number in range(400)},
    {"UTF8_STRING": ("INTEGER", 32, b"\1\0\0\0"), "text/html": ("ATOM", 16, b"\1\0")},
    {"text/html": ("text/html", 8, b"<" * 100_000), "text/uri-list": ("text/uri-list", 8, b"\xff\xfe\0\0://")},
    {"名称": ("类型", 8, b"x"), "caf\u00e9": ("STRING", 8, b"x"), "image/png": ("NONE", 8, b"")},
])
def test_an_owner_that_offers_nonsense_harms_nobody(broker: Brokering, client: Client, chat: str,
                                                    odd: dict[str, tuple[str, int, bytes]]) -> None:
    source = client(targets=odd)
    source.own()
    source.serve(0.4)
    source.targets = {**odd, "UTF8_STRING": ("UTF8_STRING", 8, BLOCKED.encode())}
    source.own()
    source.serve(6, until=lambda: any(isinstance(report, Flagged | Asking) for report in broker.drain()))
    assert any(isinstance(report, Flagged | Asking) for report in broker.reports)
    broker.copy(BLOCKED)
    broker.expect(Flagged)
    assert broker.paste(chat).decode() == NOTICE
