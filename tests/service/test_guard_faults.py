"""Tests faults around the guard: its broker is killed while it works, and the display ends and returns."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import threading
import time
from pathlib import Path

import pytest

from guard.control.requests import Shutdown, State
from guard.core.model import Outcome
from guard.ipc.replies import Done
from tests.support.brokering import NOTICE, renamed
from tests.support.guarding import CLEAN, DRAFT, GuardUnderTest, wait_for
from tests.support.mistaken_main import WORD
from tests.support.processes import child
from tests.support.program import ROOT
from tests.support.x11_client import X11Client
from tests.support.x_servers import locked_display
from ui.demo.display import end, private_display

LONG = DRAFT + "\n经研究，拟自下周一起恢复3路。" * 40_000
"""Nearly two megabytes: delivered in pieces."""


def _killed_broker(guard: GuardUnderTest) -> float:
    """Kill the broker; return the seconds until the next one guards."""
    assert guard.process is not None
    broker = child(guard.process.pid, "--broker")
    os.kill(broker, signal.SIGKILL)
    started = time.monotonic()
    wait_for(lambda: guard.state() is State.TROUBLE, "the end of the broker")
    wait_for(lambda: guard.state() is State.WATCHING, "a guard that watches again")
    return time.monotonic() - started


@pytest.mark.thorough
def test_a_broker_killed_while_it_hands_over_in_pieces_is_replaced_and_nothing_is_lost_or_leaked(
        guard: GuardUnderTest, wechat: str) -> None:
    guard.start()
    guard.copy(LONG)
    guard.opened()
    taker = X11Client(guard.display.name)
    taker.ask("UTF8_STRING")
    assert taker.answer_place() == taker.atom("ANSWER")  # the transfer was announced; no piece has been taken
    seconds = _killed_broker(guard)
    print(f"guarded again after {seconds:.2f} s")
    taker.close()
    wait_for(lambda: guard.paste() == LONG, "the copy to be there again")
    assert guard.paste(wechat) == NOTICE


def test_a_held_picture_outlives_a_killed_broker(guard: GuardUnderTest, wechat: str) -> None:
    picture = b"\x89PNG\r\n\x1a\n" + b"no picture at all"
    guard.start()
    guard.copy(picture, "image/png")
    guard.opened()
    _killed_broker(guard)
    wait_for(lambda: guard.paste_bytes("xclip", "image/png") == picture, "the picture to be there again")
    assert guard.paste_bytes(wechat, "image/png") == b""


def test_what_was_copied_after_the_broker_died_is_not_replaced_by_what_it_held(guard: GuardUnderTest,
                                                                              wechat: str) -> None:
    guard.start()
    guard.copy(DRAFT)
    guard.opened()
    assert guard.process is not None
    parent, killed = guard.process.pid, child(guard.process.pid, "--broker")
    os.kill(killed, signal.SIGKILL)
    wait_for(lambda: child(parent, "--broker") != killed, "the broker to die")
    guard.copy(CLEAN)
    wait_for(lambda: guard.state() is State.TROUBLE or child(parent, "--broker"), "the end of the broker")
    wait_for(lambda: guard.state() is State.WATCHING, "a guard that watches again")
    assert guard.paste(wechat) == CLEAN


@pytest.mark.thorough
def test_a_broker_killed_while_it_fetches_leaks_nothing(guard: GuardUnderTest, wechat: str) -> None:
    guard.start()
    source = X11Client(guard.display.name, {"UTF8_STRING": ("UTF8_STRING", 8, LONG.encode())})
    source.own()
    source.serve(10, until=lambda: source.owner() != source.window.id)  # type: ignore[attr-defined]
    _killed_broker(guard)  # it had taken the selection over, and most pieces were still missing
    assert LONG[:20] not in guard.paste(wechat)
    source.close()
    guard.copy(LONG)
    guard.opened()
    assert guard.paste(wechat) == NOTICE


@pytest.mark.thorough
def test_a_reader_that_is_killed_while_it_gets_ready_is_tried_again(guard: GuardUnderTest) -> None:
    starting = threading.Thread(target=guard.start)
    starting.start()
    parent = wait_for(lambda: guard.process, "the guard").pid
    os.kill(wait_for(lambda: child(parent, "--reader"), "a reader"), signal.SIGKILL)
    starting.join()
    wait_for(lambda: (status := guard.status()).engine == "cascade" and not status.troubles, "a reader that is ready")


@pytest.mark.thorough
def test_the_guard_outlives_the_x_server_and_guards_on_the_next_one(tmp_path: Path) -> None:
    with private_display("640x480") as gone:
        (tmp_path / "screens").mkdir()
        guard = GuardUnderTest(gone, tmp_path / "home", tmp_path / "screens")
        guard.start()
        process = guard.process
    assert process is not None
    try:
        wait_for(lambda: guard.state() is State.TROUBLE, "the guard to miss the display")
        server = subprocess.Popen(["Xvfb", gone.name, "-screen", "0", "640x480x24", "-nolisten", "tcp", "-noreset"],
                                  stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        try:
            wait_for(lambda: guard.state() is State.WATCHING, "the guard to have found the next display")
            assert "x11" in guard.status().broker
            assert process.poll() is None
            guard.copy(DRAFT)
            guard.opened()
            assert guard.paste(renamed("xclip", "wechat", tmp_path / "bin")) == NOTICE
        finally:
            guard.stop()
            end(server)
    finally:
        guard.stop()


@pytest.mark.thorough
def test_who_logs_in_on_another_display_than_the_one_that_has_gone_is_guarded_there(tmp_path: Path) -> None:
    home, program = tmp_path / "home", [sys.executable, str(ROOT / "main.py"), "--home", str(tmp_path / "home")]
    home.mkdir(mode=0o700)
    with private_display("640x480") as here:
        guard = GuardUnderTest(here, home, tmp_path / "screens")
        with private_display("640x480") as gone:
            left = gone.start(program)
            wait_for(lambda: guard.state() is State.WATCHING, "a guard on the display that will be gone")
        left.wait(30)
        tray = here.start(program)
        try:
            wait_for(lambda: guard.state() is State.WATCHING, "a guard here", 60)
            guard.listen()
            guard.copy(DRAFT)
            guard.opened()
            assert guard.paste(renamed("xclip", "wechat", tmp_path / "bin")) == NOTICE
        finally:
            end(tray)  # it would start another one, which ends half a minute after the display
            assert isinstance(guard.ask(Shutdown("测试结束")), Done)
            guard.stop()


@pytest.mark.thorough
def test_who_logs_in_again_on_the_same_display_with_another_key_is_guarded(
        tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Some display managers give each session an authority file with a different name."""
    home, wechat = tmp_path / "home", renamed("xclip", "wechat", tmp_path / "bin")
    home.mkdir(mode=0o700)
    name, trays = "", []
    try:
        for session in ("first", "second"):
            monkeypatch.setenv("XAUTHORITY", str(tmp_path / session))
            with locked_display(name, tmp_path / session) as display:
                name = display.name
                guard = GuardUnderTest(display, home, tmp_path / "screens")
                trays.append(display.start([sys.executable, str(ROOT / "main.py"), "--home", str(home)]))
                wait_for(lambda guard=guard: guard.state() is State.WATCHING, f"a guard in the {session} session", 60)
                guard.listen()
                guard.copy(f"{DRAFT}{session}")
                guard.opened()
                assert guard.paste(wechat) == NOTICE
                if session == "second":
                    end(trays[-1])
                    assert isinstance(guard.ask(Shutdown("测试结束")), Done)
                guard.stop()
            trays[-1].wait(30)
    finally:
        for tray in trays:
            end(tray)


def test_a_copy_that_ends_every_broker_is_held_unread_and_the_next_one_is_judged(
        guard: GuardUnderTest, wechat: str, capfd: pytest.CaptureFixture[str]) -> None:
    guard.program = (str(ROOT / "tests" / "support" / "mistaken_main.py"),)
    guard.start()
    guard.copy(f"{WORD}：晚上七点在食堂门口集合。")
    assert guard.opened().case.decision.outcome is Outcome.UNREADABLE
    assert guard.paste(wechat) == NOTICE
    wait_for(lambda: guard.state() is State.WATCHING, "a guard that watches again")
    guard.copy(DRAFT)
    guard.opened(lambda push: push.case.decision.outcome is Outcome.WARN)
    assert capfd.readouterr().err.count("the broker ended with code") == 1


@pytest.mark.thorough
def test_a_large_copy_that_ends_the_thread_which_judges_it_ends_the_broker_and_the_next_one_is_judged(
        guard: GuardUnderTest, wechat: str) -> None:
    guard.program = (str(ROOT / "tests" / "support" / "mistaken_main.py"),)
    guard.start()
    guard.copy(f"{WORD}：晚上七点在食堂门口集合。{'会' * 100_000}")
    wait_for(lambda: guard.state() is State.TROUBLE, "the end of the broker")
    wait_for(lambda: guard.state() is State.WATCHING, "a guard that watches again")
    assert WORD not in guard.paste(wechat)
    guard.copy(DRAFT)
    guard.opened(lambda push: push.case.decision.outcome is Outcome.WARN)
