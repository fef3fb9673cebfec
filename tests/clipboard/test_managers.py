"""What was given to a clipboard manager before it stood still is taken away, however many windows it asks from."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from Xlib import X, Xatom, display

from guard.clipboard.x11.connection import Connection
from guard.clipboard.x11.managers import Managers
from tests.support.brokering import policy, renamed
from ui.demo.display import Display, end, private_display

LOWEST = 19


@pytest.fixture(scope="module")
def screen() -> Iterator[Display]:
    with private_display("640x480") as running:
        yield running


@pytest.mark.parametrize("windows", [1, 60])
def test_no_window_of_a_manager_keeps_what_it_was_given_before_it_stood_still(
        screen: Display, tmp_path: Path, windows: int) -> None:
    manager = screen.start([renamed("sleep", "copyq", tmp_path), "60"])
    theirs, ours = display.Display(screen.name), Connection(screen.name)
    managers = Managers(ours)
    root = theirs.screen().root
    asking = [root.create_window(0, 0, 1, 1, 0, 0, X.InputOnly) for _ in range(windows)]
    theirs.sync()
    try:
        managers.find({asking[0].id & ours.client_mask: manager.pid}, policy())
        for window in asking:
            window.change_property(Xatom.PRIMARY, Xatom.STRING, 8, b"what was copied")
            theirs.sync()
            assert managers.appeared(window.id)  # told of it too late to see the property come
        managers.stand()
        managers.go_on(wipe=True)
        assert [window for window in asking if window.get_full_property(Xatom.PRIMARY, X.AnyPropertyType)] == []
    finally:
        theirs.close()
        ours.close()
        end(manager)


def test_a_manager_comes_after_all_others_who_wait_for_a_processor(screen: Display, tmp_path: Path) -> None:
    manager = screen.start([renamed("sleep", "copyq", tmp_path), "60"])
    ours = Connection(screen.name)
    try:
        assert os.getpriority(os.PRIO_PROCESS, manager.pid) < LOWEST
        Managers(ours).find({1: manager.pid}, policy())
        assert os.getpriority(os.PRIO_PROCESS, manager.pid) == LOWEST
    finally:
        ours.close()
        end(manager)
