"""Tests the watch of a Wayland desktop: windows that come, change and go, and a compositor that ends."""

from __future__ import annotations

import queue
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from guard.channels.desktop_wayland import WaylandScreen, WaylandWatch
from guard.channels.desktop_x11 import X11Screen
from guard.channels.mark_here import mark_here
from guard.channels.screen import Screen
from guard.config.builtin_policy import BUILTIN_POLICY, builtin_policy
from guard.config.policy_file import load
from guard.core.model import DestinationKind
from guard.core.policy import Policy
from guard.platform.wayland.toplevels import Toplevel
from tests.support.program import ROOT
from tests.support.wayland import MISSING, Compositor, private_compositor
from ui.demo.display import end, private_display

SECONDS = 30.0
Seen = queue.SimpleQueue[tuple[tuple[str, bool], ...] | None]


@contextmanager
def watching(monkeypatch: pytest.MonkeyPatch, compositor: Compositor) -> Iterator[Seen]:
    """Watch a compositor; what is seen at each look is the title of each window, and whether it is in front."""
    for name, value in compositor.environment.items():
        monkeypatch.setenv(name, value)
    monkeypatch.delenv("DISPLAY", raising=False)
    seen: Seen = queue.SimpleQueue()

    def look(screen: Screen | None) -> None:
        seen.put(None if screen is None else tuple(
            (screen.untrusted_title(window), window == screen.active()) for window in screen.windows()
            if screen.is_seen(window)))

    watch = WaylandWatch(lambda: Policy("test"), lambda _: None, look, lambda _: None)
    watch.start()
    yield seen
    watch.stop()


@contextmanager
def window(compositor: Compositor, title: str) -> Iterator[subprocess.Popen[bytes]]:
    with subprocess.Popen([sys.executable, "-m", "tests.support.plain_window", title], cwd=ROOT,
                          env={**compositor.environment, "QT_QPA_PLATFORM": "wayland"}, stdin=subprocess.PIPE) as shown:
        yield shown
        end(shown)


def until(seen: Seen, what: tuple[tuple[str, bool], ...] | None) -> None:
    while seen.get(timeout=SECONDS) != what:
        pass


@pytest.mark.skipif(bool(MISSING), reason=f"not installed: {MISSING}")
def test_windows_are_seen_as_they_come_change_and_go_and_so_is_the_end(monkeypatch: pytest.MonkeyPatch) -> None:
    with private_compositor() as compositor, watching(monkeypatch, compositor) as seen:
        assert seen.get(timeout=SECONDS) == ()
        with window(compositor, "空白") as shown:
            until(seen, (("空白", True),))
            assert shown.stdin is not None
            shown.stdin.write("演练方案.docx\n".encode())
            shown.stdin.flush()
            until(seen, (("演练方案.docx", True),))
            compositor.sway("workspace", "2")
            until(seen, (("演练方案.docx", False),))
        until(seen, ())
        subprocess.run(["swaymsg", "exit"], env=compositor.environment, capture_output=True)  # it answers no more
        until(seen, None)


def test_what_a_window_says_of_its_application_makes_the_treatment_stricter_alone() -> None:
    windows = {1: Toplevel("甲.docx", "wechat"), 2: Toplevel("甲.docx", "wps", minimised=True)}
    screen = WaylandScreen(windows, load(builtin_policy(), BUILTIN_POLICY), tuple)
    assert [screen.program(number).kind for number in windows] == [DestinationKind.CHAT, DestinationKind.UNKNOWN]
    assert [screen.is_seen(number) for number in windows] == [True, False]
    assert (screen.active(), screen.untrusted_title(3), screen.is_seen(3)) == (0, "", False)


def test_where_no_compositor_lists_windows_those_of_x11_are_looked_at(
        monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    both: queue.SimpleQueue[bool] = queue.SimpleQueue()
    alone: queue.SimpleQueue[bool] = queue.SimpleQueue()
    with private_display() as display:
        monkeypatch.setenv("DISPLAY", display.name)
        monkeypatch.setenv("WAYLAND_DISPLAY", "wayland-9")
        monkeypatch.setenv("XDG_RUNTIME_DIR", str(tmp_path))
        watch = WaylandWatch(lambda: Policy("test"), lambda _: alone.put(True), lambda _: alone.put(True),
                             lambda screen: both.put(isinstance(screen, X11Screen)))
        watch.start()
        assert both.get(timeout=SECONDS)
        watch.stop()
    assert alone.empty()


@pytest.mark.skipif(bool(MISSING), reason=f"not installed: {MISSING}")
def test_it_is_told_what_the_mark_can_do_on_a_wayland_desktop(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    with private_compositor() as compositor:
        for name, value in compositor.environment.items():
            monkeypatch.setenv(name, value)
        assert mark_here(compositor.environment) == (True, "标记盖在整个屏幕上")
    works, words = mark_here(compositor.environment)
    assert not works
    assert "连不上" in words
    assert mark_here({}) == (True, "")
