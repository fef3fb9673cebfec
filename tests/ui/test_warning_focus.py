"""Tests that the warning leaves the keyboard where it is until it is clicked, and a strip always.

A window that was minimised takes it when it is asked for.
"""

from __future__ import annotations

import os
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager

import pytest

from tests.support.guarding import wait_for

HELP = "没有粘贴到微信 — 密哨 · 帮助"


class Program:
    """A process and the lines it has reported."""

    def __init__(self, process: subprocess.Popen[str]) -> None:
        self.process = process
        self.lines: list[str] = []
        self._thread = threading.Thread(target=self._read, daemon=True)
        self._thread.start()

    def end(self) -> None:
        self.process.terminate()
        self.process.wait(10)
        self._thread.join(10)

    def wait_for(self, start: str) -> str:
        return wait_for(lambda: next((line for line in self.lines if line.startswith(start)), ""), start)

    def _read(self) -> None:
        assert self.process.stdout is not None
        with self.process.stdout as stream:
            for line in stream:
                self.lines.append(line.strip())


@contextmanager
def running(command: list[str], surroundings: dict[str, str] | None = None, **options: object) -> Iterator[Program]:
    process = subprocess.Popen(command, env=surroundings, stdout=subprocess.PIPE, text=True,
                               stderr=subprocess.DEVNULL, **options)  # type: ignore[call-overload]
    program = Program(process)
    try:
        yield program
    finally:
        program.end()


@pytest.fixture
def screen() -> Iterator[dict[str, str]]:
    """A private X screen with a window manager; the environment for programs on it."""
    with ExitStack() as stack:
        server = stack.enter_context(running(["Xvfb", "-displayfd", "1", "-screen", "0", "1366x768x24",
                                              "-nolisten", "tcp", "-noreset", "-r"]))
        number = wait_for(lambda: server.lines and server.lines[0], "the display")
        surroundings = {**os.environ, "DISPLAY": f":{number}", "QT_QPA_PLATFORM": "xcb"}
        stack.enter_context(running(["openbox", "--sm-disable"], surroundings))
        wait_for(lambda: xprop(surroundings, "_NET_SUPPORTING_WM_CHECK", "window id"), "the window manager")
        yield surroundings


def xprop(surroundings: dict[str, str], name: str, wanted: str) -> str:
    answer = subprocess.run(["xprop", "-root", name], env=surroundings, capture_output=True, text=True).stdout
    return answer.rsplit(" ", 1)[-1].strip() if wanted in answer else ""


def active(surroundings: dict[str, str]) -> str:
    window = xprop(surroundings, "_NET_ACTIVE_WINDOW", "0x")
    shown = subprocess.run(["xprop", "-id", window, "WM_NAME"], env=surroundings, capture_output=True, text=True)
    return shown.stdout.partition('"')[2].rstrip('"\n')


def program(role: str) -> list[str]:
    return [sys.executable, "-m", "tests.ui.focus_programs", role]


def test_the_warning_takes_the_keyboard_only_when_it_is_clicked(screen: dict[str, str]) -> None:
    def xdotool(*words: str) -> None:
        subprocess.run(["xdotool", *words], env=screen, check=True)

    with running(program("chat"), screen) as chat:
        chat.wait_for("active")
        wait_for(lambda: active(screen) == "chat", "the chat in front")
        with running(program("warn"), screen) as warning:
            _, x, y = warning.wait_for("shown").split()
            assert active(screen) == "chat"
            xdotool("type", "12d")
            xdotool("key", "Return", "Escape")
            chat.wait_for("text 12d")
            assert warning.lines == [f"shown {x} {y}"]
            assert active(screen) == "chat"
            xdotool("mousemove", x, y, "click", "1")
            warning.wait_for("active")
            xdotool("key", "Return")
            xdotool("key", "1")
            assert warning.wait_for("chosen") == "chosen KEEP"
            assert "released" not in warning.lines
            assert [line for line in chat.lines if line.startswith("text")][-1] == "text 12d"


@pytest.mark.thorough
def test_the_help_of_a_warning_gives_the_keyboard_back_to_it(screen: dict[str, str]) -> None:
    def press(key: str) -> None:
        subprocess.run(["xdotool", "key", key], env=screen, check=True)

    with running(program("chat"), screen) as chat:
        chat.wait_for("active")
        with running(program("asked"), screen) as warning:
            warning.wait_for("active")
            press("F1")
            wait_for(lambda: active(screen) == HELP, "the help in front")
            press("Escape")
            wait_for(lambda: active(screen) != HELP, "the help to be gone")
            press("1")
            assert warning.wait_for("chosen") == "chosen KEEP"
            assert not [line for line in chat.lines if line.startswith("text")]


@pytest.mark.thorough
def test_a_strip_leaves_the_keyboard_where_it_is_also_when_it_is_clicked_and_closed(screen: dict[str, str]) -> None:
    def click(x: str, y: str) -> None:
        subprocess.run(["xdotool", "mousemove", x, y, "click", "1"], env=screen, check=True)

    with running(program("chat"), screen) as chat:
        chat.wait_for("active")
        wait_for(lambda: active(screen) == "chat", "the chat in front")
        with running(program("strip"), screen) as strip:
            _, *places = strip.wait_for("shown").split()
            click(*places[:2])
            click(*places[2:])
            strip.wait_for("dismissed")
            assert "active" not in strip.lines
            assert active(screen) == "chat"


@pytest.mark.thorough
def test_a_window_that_was_minimised_comes_back_with_the_keyboard_when_it_is_asked_for(screen: dict[str, str]) -> None:
    with running(program("chat"), screen) as chat:
        chat.wait_for("active")
        with running(program("minimised"), screen) as window:
            window.wait_for("minimised")
            window.wait_for("active")
            wait_for(lambda: active(screen) == "minimised", "the window in front")
