"""Tests that a broker whose guard was killed gives what it holds to the broker of the next guard, and to nobody else.

The brokers run without the right to examine each other, as those of ordinary users do.
"""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path

import pytest

from guard.clipboard import succession
from guard.ipc.messages import Asking, Flagged
from guard.platform.paths import broker_secret
from tests.support.brokering import BLOCKED, NOTICE, Brokering
from tests.support.pictures import NOISE

UNPRIVILEGED = ("setpriv", "--inh-caps=-sys_ptrace", "--bounding-set=-sys_ptrace") if os.geteuid() == 0 else ()
"""What root may: see which program a process is that may not be dumped."""

Start = Callable[[], Brokering]


@pytest.fixture(params=["x11", "wayland"])
def start(request: pytest.FixtureRequest, start_broker: Callable[..., Brokering]) -> Start:
    return lambda: start_broker(only=request.param, launcher=UNPRIVILEGED)


def test_a_state_secret_is_judged_anew_by_the_next_broker_and_the_one_before_ends(start: Start, chat: str,
                                                                                 stranger: str) -> None:
    before = start()
    before.copy(BLOCKED)
    before.expect(Flagged)
    before.close_input()
    assert before.paste(stranger).decode() == NOTICE
    after = start()
    assert after.expect(Flagged).capture.items[0].untrusted_text == BLOCKED
    assert before.process.wait(10) == 0
    assert after.paste(chat).decode() == NOTICE


def test_a_picture_that_was_being_read_is_read_by_the_next_guard(start: Start) -> None:
    before = start()
    before.copy(NOISE, "image/png")
    before.expect(Asking)
    before.close_input()
    asking = start().expect(Asking)
    assert asking.capture.items[0].untrusted_bytes == NOISE
    assert before.process.wait(10) == 0


def test_a_proof_is_worth_nothing_about_another_window_nor_with_another_secret(
        tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XDG_RUNTIME_DIR", str(tmp_path))
    assert not succession.proves("", "window 1"), "there is no secret yet"
    said = succession.proof("window 1")
    assert succession.proves(said, "window 1")
    assert not succession.proves(said, "window 2")
    assert broker_secret().stat().st_mode & 0o777 == 0o600
    broker_secret().unlink()
    assert not succession.proves(said, "window 1")
