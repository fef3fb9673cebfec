"""Tests what is merely selected on Wayland: it stays with its program until its user is in another window."""

from __future__ import annotations

import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, closing

import pytest

from guard.clipboard.broker_state import SETTLE_SECONDS
from guard.core.model import Origin
from guard.ipc.messages import Flagged, Passed, Watch
from tests.support.brokering import BLOCKED, CLEAN, NOTICE, Brokering
from tests.support.guarding import wait_for
from tests.support.program import ROOT
from tests.support.wayland import Compositor, SelectionOwner

Start = Callable[..., Brokering]
PLAIN = "text/plain;charset=utf-8"


class Desk:
    """Two windows, and a program of the first in which something is selected."""

    def __init__(self, compositor: Compositor, undo: ExitStack) -> None:
        self._compositor = compositor
        self.program = undo.enter_context(closing(SelectionOwner(compositor)))
        for title in ("乙", "甲"):
            shown = undo.enter_context(subprocess.Popen(
                [sys.executable, "-m", "tests.support.plain_window", title], cwd=ROOT, stdin=subprocess.PIPE,
                env={**compositor.environment, "QT_QPA_PLATFORM": "wayland"}))
            assert shown.stdin is not None
            undo.callback(shown.stdin.close)
            self._is_in(title)

    def _is_in(self, title: str) -> None:
        def active() -> bool:
            self.give(BLOCKED)
            return self.program.window is not None and self.program.window.untrusted_title == title

        wait_for(active, f"the window {title}")

    def go_to(self, title: str) -> None:
        """Turn to the window with this title."""
        self._compositor.sway(f"[title={title}]", "focus")
        self._is_in(title)

    def offer(self) -> None:
        """Select a text in the first window."""
        self.program.own(Origin.PRIMARY, (PLAIN,))

    def select(self, text: str) -> None:
        """Select a text in the first window, and give it to the broker, which asks for it."""
        self.offer()
        while not self.give(text):
            assert self.program.hears()

    def give(self, text: str) -> bool:
        """Give the text to whoever has asked for it; return whether anybody has."""
        return self.program.give(lambda _: text.encode())

    def judged(self, broker: Brokering, text: str = BLOCKED) -> None:
        """Return once the broker has judged, and taken if it takes it, what was selected."""
        for _ in range(3):
            self.give(text)
            broker.obeyed()  # it looks at its pipes between two commands
        self.program.meet()
        self.give(text)

    def flagged(self, broker: Brokering, text: str) -> Flagged:
        """Give the text to whoever asks until the broker reports that it has taken it."""
        def found() -> Flagged | None:
            self.give(text)
            return next((report for report in broker.drain() if isinstance(report, Flagged)), None)

        return wait_for(found, "what is selected to be taken")


@pytest.fixture
def desk(compositor: Compositor) -> Iterator[Desk]:
    with ExitStack() as undo:
        yield Desk(compositor, undo)


def test_what_is_flagged_stays_selected_until_its_user_is_in_another_window(start_broker: Start, desk: Desk,
                                                                            chat: str) -> None:
    broker = start_broker(only="wayland")
    desk.select(BLOCKED)
    desk.judged(broker)
    assert not desk.program.lost
    desk.go_to("乙")
    assert desk.flagged(broker, BLOCKED).capture.origin is Origin.PRIMARY
    assert broker.paste(chat, selection="primary").decode() == NOTICE
    wait_for(lambda: desk.give(BLOCKED) or desk.program.lost, "the program to be told")


def test_what_is_selected_in_a_window_that_was_turned_to_stays_there(start_broker: Start, desk: Desk) -> None:
    broker = start_broker(only="wayland")
    desk.go_to("乙")
    desk.select(BLOCKED)
    desk.judged(broker)
    assert not desk.program.lost
    desk.go_to("甲")
    desk.flagged(broker, BLOCKED)


def test_a_clean_text_stays_selected_in_another_window_too(start_broker: Start, desk: Desk) -> None:
    broker = start_broker(only="wayland")
    desk.select(CLEAN)
    assert broker.expect(Passed).origin is Origin.PRIMARY
    desk.go_to("乙")
    desk.judged(broker, CLEAN)
    assert not desk.program.lost


def test_what_was_selected_before_a_pause_is_judged_after_it_and_taken_at_once(start_broker: Start,
                                                                               desk: Desk) -> None:
    broker = start_broker(only="wayland")
    desk.select(BLOCKED)
    desk.judged(broker)
    broker.send(Watch(False))
    broker.obeyed()
    desk.go_to("乙")
    desk.judged(broker)
    assert not desk.program.lost
    broker.send(Watch(True))
    desk.flagged(broker, BLOCKED)


def test_where_the_compositor_lists_no_windows_what_is_selected_is_left_alone(start_broker: Start, desk: Desk) -> None:
    broker = start_broker(only="wayland", program="windowless_main.py")
    assert broker.armed is not None
    assert "primary" not in broker.armed.capabilities
    desk.offer()
    desk.go_to("乙")
    time.sleep(3 * SETTLE_SECONDS)  # only time shows that nobody asks for what is selected
    desk.judged(broker)
    assert not desk.program.asked
    assert not desk.program.lost
