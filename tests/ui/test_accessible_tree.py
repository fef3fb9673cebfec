"""Tests what a screen reader finds: every control of every window has a name and a role, and the keyboard reaches it.
"""

from __future__ import annotations

import os
import re
import select
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from typing import IO

import pytest

from tests.support.accessible import Node, SessionBus, Tree, session_bus
from tests.support.languages import compile_words
from tests.support.program import ROOT
from tests.support.thorough import thorough_but
from tests.ui import screens
from tests.ui.accessible_program import TAB_DONE
from ui.demo.display import Display, private_display
from ui.i18n.language import Language

KEYLESS = ("tray-menu", "strip-")
"""Beginnings of the names of windows that take no keyboard, on purpose, and of menus, where arrow keys do all."""

NAMES = [name for name in screens.drawings(None) if not name.startswith(KEYLESS)]  # type: ignore[arg-type]

KINDS = {name.split("-")[0]: name for name in reversed(NAMES)}
"""The first window of each kind."""

CONTROLS = {"push button", "button", "toggle button", "check box", "radio button", "combo box", "text", "entry",
            "editable text", "list", "list item", "table", "table cell", "tree", "page tab", "page tab list", "slider",
            "spin button", "menu item", "scroll pane", "link"}
"""Roles that a person can do something with."""

STEPPED = {"list item", "table cell", "page tab", "menu item", "scroll pane"}
"""Roles reached by arrow keys inside what Tab reaches."""

OTHER_KEYS = {"关闭（等于不发送）": "Esc", "Close (nothing is sent)": "Esc", "清空": "Ctrl+A", "Clear": "Ctrl+A",
              "帮助 F1": "F1", "Help F1": "F1"}
"""Controls that cannot have the focus, and the key that does the same."""

INSIDE = {"多少字以内", "Within how many characters"}
"""Editable lines of lists: the list has the focus for them."""

ONE_OF = re.compile(r"(拦下|提醒|没读出|Held|Ask first|Not read)(，|, )")
"""Beginnings of the names of filters, one of which is selected: Tab reaches that one, arrow keys the others."""

SECONDS = 90.0
"""On two processors that twenty others share, the window of held items takes 35 s to be shown and gone through."""
MOST_STEPS = 60


class Windows:
    """Shows windows in another process and receives what gets the focus there."""

    def __init__(self, process: subprocess.Popen[bytes], display: Display) -> None:
        assert process.stdin is not None
        assert process.stdout is not None
        self._asked: IO[bytes] = process.stdin
        self._told = process.stdout.fileno()
        self._unread = b""
        self._display = display
        assert self._heard() == "ready"

    @contextmanager
    def showing(self, name: str) -> Iterator[None]:
        """Show a window during the block; it goes away whatever happens, because the next one needs the focus."""
        self._ask(name)
        try:
            self._await(f"shown {name}")
            yield
        finally:
            self._ask("away")
            self._await("gone")

    def tab_through(self) -> set[str]:
        """Press Tab until the focus has gone round, and return the names of the focused widgets."""
        order: list[str] = []
        for _ in range(MOST_STEPS):
            self._display.press("Tab")
            had = [*iter(self._heard, TAB_DONE)]
            order += had
            if not had or (len(order) > 4 and order[:2] == order[-2:]):
                break
        return set(order)

    def _ask(self, words: str) -> None:
        self._asked.write(f"{words}\n".encode())
        self._asked.flush()

    def _await(self, words: str) -> None:
        while self._heard() != words:
            pass

    def _heard(self) -> str:
        while b"\n" not in self._unread:
            ready, _, _ = select.select([self._told], [], [], SECONDS)
            assert ready, f"nothing was told within {SECONDS:.0f} s"
            self._unread += os.read(self._told, 4096)
        line, _, self._unread = self._unread.partition(b"\n")
        return line.decode()


@pytest.fixture(scope="module")
def screen() -> Iterator[Display]:
    with private_display("1600x1100") as running:
        yield running


@pytest.fixture(scope="module")
def bus(screen: Display, tmp_path_factory: pytest.TempPathFactory) -> Iterator[SessionBus]:
    with session_bus(screen.environment, tmp_path_factory.mktemp("bus")) as running:
        yield running


@pytest.fixture(scope="module", params=[Language.CHINESE, pytest.param(Language.ENGLISH, marks=pytest.mark.thorough)])
def windows(request: pytest.FixtureRequest, screen: Display, bus: SessionBus) -> Iterator[Windows]:
    compile_words()
    surroundings = {**bus.environment, "QT_QPA_PLATFORM": "xcb", "TZ": "Asia/Shanghai"}
    command = [sys.executable, "-m", "tests.ui.accessible_program", request.param]
    with subprocess.Popen(command, env=surroundings, cwd=ROOT, stdin=subprocess.PIPE,
                          stdout=subprocess.PIPE) as process:
        assert process.stdin is not None
        try:
            yield Windows(process, screen)
            process.stdin.close()
            process.wait(SECONDS)
        finally:
            process.kill()


@pytest.fixture
def tree(bus: SessionBus) -> Iterator[Tree]:
    tree = bus.tree()
    yield tree
    tree.close()


def acts(node: Node) -> bool:
    return node.role in CONTROLS or node.focusable


@pytest.mark.parametrize("name", thorough_but([*KINDS.values()], NAMES))
def test_every_control_has_a_name_and_a_role_and_the_keyboard_reaches_it(name: str, windows: Windows,
                                                                          tree: Tree) -> None:
    with windows.showing(name):
        shown = tree.shown()
        reached = windows.tab_through()
    assert shown[0].name != "", "a window is called by its name"
    controls = [node for node in shown[1:] if acts(node)]
    assert [node for node in controls if not node.name.strip()] == []
    assert [node for node in controls if node.role in ("unknown", "invalid")] == []
    assert [node for node in controls if node.role == "combo box" and not node.description] == []
    wanted = {node.name.replace("\n", " ") for node in controls
              if node.enabled and node.role not in STEPPED and (node.focusable or node.name not in OTHER_KEYS)
              and node.name not in INSIDE and not ONE_OF.match(node.name)}
    assert wanted - reached == set()
