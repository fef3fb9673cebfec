"""Tests the mark on a real Wayland compositor: over each screen, no window, no focus, and gone with the tray."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from typing import Any

import pytest

from guard.core.screen_mark import MarkStrength
from tests.support.contrast import ENOUGH, contrast
from tests.support.guarding import wait_for
from tests.support.marking import marking
from tests.support.program import ROOT
from tests.support.screencopy import screen
from tests.support.wayland import MISSING, Compositor, private_compositor

pytestmark = pytest.mark.skipif(bool(MISSING), reason=f"not installed: {MISSING}")
TITLE = "演练方案"
SEEN = 6


@pytest.fixture
def compositor() -> Iterator[Compositor]:
    with private_compositor() as compositor:
        yield replace(compositor, environment={**compositor.environment, "QT_QPA_PLATFORM": "wayland"})


@contextmanager
def document(compositor: Compositor) -> Iterator[None]:
    """Show a white window of another program."""
    with subprocess.Popen([sys.executable, "-m", "tests.support.plain_window", TITLE], cwd=ROOT,
                          env=compositor.environment, stdin=subprocess.PIPE):
        wait_for(lambda: windows(compositor) == [(TITLE, True)], "the document")
        wait_for(lambda: shades(compositor)[1] == 255, "its page")
        yield


def windows(compositor: Compositor) -> list[tuple[str, bool]]:
    """Return the title of each window, and whether it has the focus."""
    def of(node: dict[str, Any]) -> Iterator[tuple[str, bool]]:
        if node.get("pid"):
            yield node["name"], node["focused"]
        for below in (*node["nodes"], *node["floating_nodes"]):
            yield from of(below)

    return list(of(compositor.sway("-t", "get_tree")))


def shades(compositor: Compositor, number: int = 0) -> tuple[int, int]:
    """Return the darkest and the lightest shade in the middle of a screen."""
    seen = screen(compositor, number)
    low, high = seen.crop((40, 60, seen.width - 40, seen.height - 40)).getextrema()
    return int(low), int(high)


def differs(compositor: Compositor, number: int = 0) -> bool:
    low, high = shades(compositor, number)
    return high - low >= SEEN


def test_the_mark_covers_what_is_shown_and_takes_neither_place_nor_focus(compositor: Compositor) -> None:
    with document(compositor):
        bare = shades(compositor)
        with marking(compositor, "1") as told:
            told((200, 100, 300, 200), MarkStrength.STRONG)
            wait_for(lambda: differs(compositor), "the mark over the document")
            assert windows(compositor) == [(TITLE, True)]
            assert contrast(shades(compositor)[0], 51) >= ENOUGH
        wait_for(lambda: shades(compositor) == bare, "the page as it was")


def test_a_screen_that_comes_later_is_marked_and_one_that_changes_stays_so(compositor: Compositor) -> None:
    with marking(compositor, "1") as told:
        told((), MarkStrength.LIGHT)
        wait_for(lambda: differs(compositor), "the mark")
        compositor.sway("create_output")
        wait_for(lambda: differs(compositor, 1), "the mark on the new screen")
        compositor.sway("output", "HEADLESS-2", "scale", "2")
        compositor.sway("output", "HEADLESS-1", "disable")
        wait_for(lambda: differs(compositor), "the mark on the screen that is left")
    wait_for(lambda: not differs(compositor), "no mark")
