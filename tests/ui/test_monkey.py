"""Tests that no window is ended or stopped by what a person does with mouse and keyboard, in whatever order.

The events are real (XTest), the window runs in a process of its own, and the file system is read-only to it: a file
dialog can delete.
"""

from __future__ import annotations

import json
import os
import random
import shlex
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path

import pytest
from Xlib import XK, X
from Xlib import display as x_display
from Xlib.error import XError
from Xlib.ext import xtest

from guard.control.requests import CaseContent, ShowCase
from tests.support.brokering import NOTICE
from tests.support.guarding import DRAFT, GuardUnderTest
from tests.support.program import ROOT
from tests.support.x11_properties import read_property
from ui.demo.display import Display

pytestmark = pytest.mark.skipif(os.geteuid() != 0 or not shutil.which("unshare"),
                                reason="a read-only file system needs root and unshare")

WINDOWS = ("warning-secret", "warning-roster", "warning-multi", "warning-document", "warning-code", "review-text",
           "review-picture", "review-secret", "standin", "health", "recall", "own", "selfcheck", "selfcheck-empty",
           "settings", "statistics", "firstrun-1", "feedback", "pause", "leave", "workshop", "workshop-publish")
ACTIONS, MOST = 300, 2_000
SCREEN = (1440, 900)
AT_ONCE = 5
IN_WINDOW = 0.8
KEYS = ("Tab", "Tab", "Tab", "Return", "space", "space", "Up", "Down", "Left", "Right", "Home", "End", "Next", "Prior",
        "BackSpace", "Delete", "F1", "F5", "Menu", "Escape")
HELD = ("Shift_L", "Control_L", "Alt_L")
LETTERS = "aotz1234"
_ASIDE = "mount -t tmpfs none /mnt && "
_KEPT = "mkdir /mnt/{0} && mount --bind {1} /mnt/{0} && "
_READ_ONLY = ("mount --bind / / && "
              "for place in $(cut -d ' ' -f 2 /proc/self/mounts); do case $place in /mnt*|/proc*) ;; "
              "*) mount -o remount,bind,ro $place || exit 1;; esac; done && "
              "mount -t tmpfs none /tmp && mount -t tmpfs none /dev/shm && ")
"""Every mount by itself: a file dialog deletes also what is mounted below a read-only one, as /dev is."""
_KEPT_AGAIN = "mkdir -p {1} && mount --bind /mnt/{0} {1} && "
_AT_HOME = 'mkdir /tmp/home && export HOME=/tmp/home && exec "$@"'


class Monkey:
    """A mouse and a keyboard that do anything, the same for the same ``seed``."""

    def __init__(self, name: str, seed: str) -> None:
        self._connection = x_display.Display(name)
        self._dice = random.Random(seed)
        self._acts: dict[Callable[[], None], int] = {
            self._click: 8, self._type: 6, self._write: 2, self._combine: 2, self._draw: 1, self._wheel: 1,
            self._twice: 1, self._menu: 1}

    def act(self) -> None:
        """Do one thing."""
        self._dice.choices(list(self._acts), list(self._acts.values()))[0]()
        self._connection.sync()

    def close(self) -> None:
        self._connection.close()

    def _go(self) -> None:
        """Go to a place, mostly in a window; menus and lists that drop down are anywhere."""
        left, top, width, height = self._area() if self._dice.random() < IN_WINDOW else (0, 0, *SCREEN)
        xtest.fake_input(self._connection, X.MotionNotify, x=left + self._dice.randrange(width),
                         y=top + self._dice.randrange(height))

    def _area(self) -> tuple[int, int, int, int]:
        root = self._connection.screen().root
        listed = read_property(root, self._connection.get_atom("_NET_CLIENT_LIST"))
        for number in self._dice.sample(list(listed.value), len(listed.value)) if listed else ():
            window = self._connection.create_resource_object("window", number)
            with suppress(XError):  # closed meanwhile
                size, place = window.get_geometry(), window.translate_coords(root, 0, 0)
                return -place.x, -place.y, size.width, size.height
        return 0, 0, *SCREEN

    def _push(self, button: int = 1) -> None:
        xtest.fake_input(self._connection, X.ButtonPress, button)
        xtest.fake_input(self._connection, X.ButtonRelease, button)

    def _click(self) -> None:
        self._go()
        self._push()

    def _twice(self) -> None:
        self._go()
        self._push()
        self._push()

    def _menu(self) -> None:
        self._go()
        self._push(3)

    def _wheel(self) -> None:
        self._go()
        self._push(self._dice.choice((4, 5)))

    def _draw(self) -> None:
        self._go()
        xtest.fake_input(self._connection, X.ButtonPress, 1)
        self._go()
        self._go()
        xtest.fake_input(self._connection, X.ButtonRelease, 1)

    def _type(self) -> None:
        self._stroke(self._dice.choice(KEYS))

    def _write(self) -> None:
        for letter in self._dice.choices(LETTERS, k=6):
            self._stroke(letter)

    def _combine(self) -> None:
        """Hold a modifier, but never Alt with what the window manager takes."""
        held = self._dice.choice(HELD)
        self._stroke(self._dice.choice("acvxzfwp" if held == "Control_L" else ("Tab", "Down", "Home"))
                     if held != "Alt_L" else "Down", held)

    def _stroke(self, key: str, held: str = "") -> None:
        codes = [self._connection.keysym_to_keycode(XK.string_to_keysym(name)) for name in (held, key) if name]
        for code in codes:
            xtest.fake_input(self._connection, X.KeyPress, code)
        for code in reversed(codes):
            xtest.fake_input(self._connection, X.KeyRelease, code)


@pytest.fixture
def monkey(display: Display, request: pytest.FixtureRequest) -> Iterator[Monkey]:
    made = Monkey(display.name, request.node.name)
    yield made
    made.close()


def apart(kept: Path | None = None) -> tuple[str, ...]:
    """Return what runs a command on a file system that it cannot write; of /tmp it sees a clone and what is kept."""
    tree = [ROOT] if ROOT.is_relative_to("/tmp") else []  # a clone there would be covered
    folders = [(at, shlex.quote(str(folder))) for at, folder in enumerate([*tree, *([kept] if kept else [])])]
    aside, again = ("".join(step.format(*folder) for folder in folders) for step in (_KEPT, _KEPT_AGAIN))
    return "unshare", "--mount", "sh", "-c", _ASIDE + aside + _READ_ONLY + again + _AT_HOME, "sh"


def plays(monkey: Monkey, display: Display, program: tuple[str, ...], actions: int, told: Path,
          kept: Path | None = None) -> None:
    """Do so many things to what a program shows; fail when it ends or no longer handles its events."""
    with told.open("wb") as errors:
        shown = subprocess.Popen([*apart(kept), sys.executable, "-m", *program], cwd=ROOT, env=display.environment,
                                 stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=errors)
    assert shown.stdin is not None
    assert shown.stdout is not None
    try:
        for _ in range(0, actions, AT_ONCE):
            shown.stdin.write(b"\n")
            shown.stdin.flush()
            assert shown.stdout.readline() == b"well\n", told.read_text("utf-8")[-4000:]
            for _ in range(AT_ONCE):
                monkey.act()
        shown.stdin.close()
        assert shown.wait() == 0, told.read_text("utf-8")[-4000:]
    finally:
        shown.kill()
        shown.wait()
        shown.stdout.close()
        with suppress(OSError):
            shown.stdin.close()


@pytest.mark.thorough
@pytest.mark.parametrize("window", WINDOWS)
def test_nothing_that_is_done_at_random_ends_a_window(
        window: str, monkey: Monkey, display: Display, tmp_path: Path) -> None:
    plays(monkey, display, ("tests.ui.monkey_program", window, "zh"), ACTIONS, tmp_path / "told")


@pytest.mark.soak
@pytest.mark.timeout(600)
@pytest.mark.parametrize("window", WINDOWS)
def test_two_thousand_things_that_are_done_at_random_do_not_end_a_window(
        window: str, monkey: Monkey, display: Display, tmp_path: Path) -> None:
    plays(monkey, display, ("tests.ui.monkey_program", window, "zh"), MOST, tmp_path / "told")


@pytest.mark.parametrize("actions", [
    pytest.param(ACTIONS, marks=pytest.mark.thorough), pytest.param(MOST, marks=pytest.mark.soak)])
def test_what_is_held_outlives_a_monkey_or_its_end_is_in_the_journal(
        watching: GuardUnderTest, wechat: str, monkey: Monkey, display: Display, tmp_path: Path, actions: int) -> None:
    texts = {}
    for line in range(1, 7):
        text = DRAFT.replace("3路", f"{line}路")
        watching.copy(text)
        texts[watching.opened(lambda push: push.case.id not in texts).case.id] = text
        assert watching.paste(wechat) == NOTICE
    plays(monkey, display, ("tests.ui.monkey_desk", str(watching.socket)), actions, tmp_path / "told",
          watching.socket.parent)
    held = {summary.id for summary in watching.held()}
    assert held
    for case, text in texts.items():
        if case in held:
            shown = watching.ask(ShowCase(case))
            assert isinstance(shown, CaseContent)
            assert [judged.text.original for judged in shown.case.judged if judged.text is not None] == [text]
        else:
            assert {"destroyed", "released"} & _kinds(watching, case)


def _kinds(guard: GuardUnderTest, case: str) -> set[str]:
    """Return the kinds of what the journal says of an item."""
    records = [json.loads(line) for path in (guard.home / "journal").glob("*.jsonl")
               for line in path.read_text("utf-8").splitlines()]
    return {record["kind"] for record in records if record.get("case") == case}
