"""Tests that what a clipboard manager received before it was stopped is taken away, however many windows it uses."""

from __future__ import annotations

import os
import time
from pathlib import Path

import pytest
from Xlib import X, Xatom
from Xlib.display import Display as Connected

from guard.clipboard.x11.managers import FRESH_SECONDS, Managers
from guard.clipboard.x11.serving import Offer, Server
from guard.core.model import Target
from guard.platform.x11.connection import CHUNK_BYTES, Connection
from guard.platform.x11.events import PropertyChanged, SelectionRequest
from tests.support.brokering import policy, renamed
from tests.support.guarding import wait_for
from tests.support.x11_client import X11Client
from ui.demo.display import Display, end

LOWEST = 19


@pytest.mark.parametrize("windows", [1, 60])
def test_no_window_of_a_manager_keeps_what_it_was_given_before_it_was_stopped(
        display: Display, tmp_path: Path, windows: int) -> None:
    manager = display.start([renamed("sleep", "copyq", tmp_path), "60"])
    theirs, ours = Connected(display.name), Connection(display.name)
    managers = Managers(ours)
    root = theirs.screen().root
    asking = [root.create_window(0, 0, 1, 1, 0, 0, X.InputOnly) for _ in range(windows)]
    theirs.sync()
    try:
        managers.find({asking[0].id & ours.client_mask: manager.pid}, policy())

        def given_and_wiped() -> bool:
            """Return whether it went as quickly as between a copy and its judgement on an idle machine."""
            began = time.monotonic()
            for window in asking:
                window.change_property(Xatom.PRIMARY, Xatom.STRING, 8, b"what was copied")
                theirs.sync()
                assert managers.appeared(window.id)  # notified too late to see the property being set
            managers.suspend()
            managers.resume(wipe=True)
            return time.monotonic() - began < FRESH_SECONDS

        wait_for(given_and_wiped, "enough of a processor")
        assert [window for window in asking if window.get_full_property(Xatom.PRIMARY, X.AnyPropertyType)] == []
    finally:
        theirs.close()
        ours.close()
        end(manager)


def test_a_manager_comes_after_all_others_who_wait_for_a_processor(display: Display, tmp_path: Path) -> None:
    manager = display.start([renamed("sleep", "copyq", tmp_path), "60"])
    ours = Connection(display.name)
    try:
        assert os.getpriority(os.PRIO_PROCESS, manager.pid) < LOWEST
        Managers(ours).find({1: manager.pid}, policy())
        assert os.getpriority(os.PRIO_PROCESS, manager.pid) == LOWEST
    finally:
        ours.close()
        end(manager)


def test_a_manager_runs_where_we_run_and_wherever_it_likes_once_we_have_ended(display: Display, tmp_path: Path) -> None:
    manager = display.start([renamed("sleep", "copyq", tmp_path), "60"])
    ours = Connection(display.name)
    anywhere = os.sched_getaffinity(0)
    managers = Managers(ours)
    try:
        managers.find({1: manager.pid}, policy())
        for processor in sorted(anywhere):
            os.sched_setaffinity(0, {processor})
            managers.come_along()
            assert os.sched_getaffinity(manager.pid) == {processor}
        os.sched_setaffinity(0, anywhere)
        managers.part()
        assert os.sched_getaffinity(manager.pid) == anywhere
    finally:
        os.sched_setaffinity(0, anywhere)
        ours.close()
        end(manager)


def test_a_window_that_others_watch_is_watched_still_after_it_was_given_something_in_pieces(display: Display) -> None:
    theirs, ours = X11Client(display.name), Connection(display.name)
    theirs.display.sync()
    window, place = theirs.window.id, ours.atom("ANSWER")  # type: ignore[attr-defined]
    server = Server(ours, {window}.__contains__)
    ours.watch_window(window)
    text = Target("UTF8_STRING", "UTF8_STRING", 8, b"x" * (CHUNK_BYTES + 1))
    server.serve(SelectionRequest(0, ours.window, window, ours.atom("CLIPBOARD"), ours.atom(text.name), place),
                 Offer((text.name,), {text.name: text}, 0))
    try:
        while server.busy:
            ours.server_time()
            theirs.window.delete_property(place)  # type: ignore[attr-defined]
            theirs.display.sync()
            ours.server_time()
            for event in ours.events():
                if isinstance(event, PropertyChanged) and event.state == X.PropertyDelete:
                    server.property_deleted(event.window, event.atom)
        ours.server_time()  # all requests from the window have reached the server
        theirs.window.change_property(Xatom.WM_NAME, Xatom.STRING, 8, b"x")  # type: ignore[attr-defined]
        theirs.display.sync()
        ours.server_time()
        assert Xatom.WM_NAME in [event.atom for event in ours.events() if isinstance(event, PropertyChanged)]
    finally:
        theirs.close()
        ours.close()
