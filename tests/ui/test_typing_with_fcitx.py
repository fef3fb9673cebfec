"""Tests that 拼音 typed with a real fcitx arrives in the reason of a warning, and that the window is as before without.
"""

from __future__ import annotations

import shutil
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import pytest
from jeepney import message_bus
from jeepney.io.blocking import open_dbus_connection

from tests.support.accessible import session_bus
from tests.support.guarding import wait_for
from tests.support.thorough import thorough_but
from tests.ui.test_warning_focus import Program, running, screen
from ui.input_method.fcitx import service

__all__ = ["screen"]

SECONDS = 40.0

SETTINGS = {
    "fcitx5": """[Groups/0]
Name=Default
Default Layout=us
DefaultIM=pinyin

[Groups/0/Items/0]
Name=keyboard-us

[Groups/0/Items/1]
Name=pinyin

[GroupOrder]
0=Default
""",
    "fcitx": """[Profile]
EnabledIMList=fcitx-keyboard-us:True,pinyin:True
"""}
"""By program, its file "profile", which says that there is 拼音 beside the keyboard."""


@dataclass(frozen=True, slots=True)
class Fcitx:
    """A running fcitx and the environment in which programs find it."""

    program: Program
    environment: dict[str, str]


@pytest.fixture(params=thorough_but(["fcitx5"], ["fcitx5", "fcitx"]))
def fcitx(request: pytest.FixtureRequest, screen: dict[str, str], tmp_path: Path) -> Iterator[Fcitx]:
    """A running fcitx on a bus and a screen of its own."""
    if shutil.which(request.param) is None:
        pytest.skip(f"{request.param} is missing; scripts/setup.sh test installs fcitx5, which excludes fcitx")
    settings = tmp_path / "config" / request.param / "profile"
    settings.parent.mkdir(parents=True)
    settings.write_text(SETTINGS[request.param])
    environment = {**screen, "HOME": str(tmp_path), "XDG_CONFIG_HOME": str(tmp_path / "config"),
                   "XDG_DATA_HOME": str(tmp_path / "data"), "XMODIFIERS": "@im=fcitx", "QT_IM_MODULE": "fcitx"}
    with session_bus(environment, tmp_path) as bus, running([request.param, "-D"], bus.environment) as program:
        connection = open_dbus_connection(bus.environment["DBUS_SESSION_BUS_ADDRESS"])
        asked = message_bus.NameHasOwner(service(screen["DISPLAY"]))
        wait_for(lambda: connection.send_and_get_reply(asked).body[0], "fcitx", SECONDS)
        connection.close()
        yield Fcitx(program, bus.environment)


@contextmanager
def asking(environment: dict[str, str]) -> Iterator[Program]:
    """Show the window that asks for a reason; its field has the keyboard."""
    with running([sys.executable, "-m", "tests.ui.typing_program"], environment) as program:
        _, x, y = heard(program, "field").split()
        subprocess.run(["xdotool", "mousemove", x, y, "click", "1"], env=environment, check=True)
        heard(program, "focus True")
        yield program


def heard(program: Program, start: str) -> str:
    """Wait for a line of the program: it and fcitx load for seconds on a busy machine."""
    return wait_for(lambda: next((line for line in program.lines if line.startswith(start)), ""), start, SECONDS)


def keys(environment: dict[str, str], *names: str) -> None:
    subprocess.run(["xdotool", "key", "--delay", "30", *names], env=environment, check=True)


def test_a_reason_is_typed_in_pinyin(fcitx: Fcitx) -> None:
    with asking(fcitx.environment) as window:
        keys(fcitx.environment, "ctrl+space", *"gongzuo", "space")
        heard(window, "text 工作")
        keys(fcitx.environment, *"xuyao", "space")
        heard(window, "text 工作需要")
        keys(fcitx.environment, "ctrl+space", "a", "b")
        heard(window, "text 工作需要ab")
        assert [line for line in window.lines if line.startswith("text")] == \
            ["text 工作", "text 工作需要", "text 工作需要a", "text 工作需要ab"]


@pytest.mark.thorough
def test_escape_ends_what_is_composed_and_leaves_the_window(fcitx: Fcitx) -> None:
    with asking(fcitx.environment) as window:
        keys(fcitx.environment, "ctrl+space", *"gong", "Escape", *"zuo", "space")
        heard(window, "text 做")
        assert window.lines[-1] == "text 做"


@pytest.mark.thorough
def test_letters_arrive_as_they_are_when_fcitx_ends(fcitx: Fcitx) -> None:
    with asking(fcitx.environment) as window:
        keys(fcitx.environment, "ctrl+space", *"zuo", "space")
        heard(window, "text 做")
        fcitx.program.end()
        keys(fcitx.environment, "a", "b")
        heard(window, "text 做ab")


def test_letters_arrive_as_they_are_without_fcitx(screen: dict[str, str], tmp_path: Path) -> None:
    with session_bus({**screen, "QT_IM_MODULE": "fcitx"}, tmp_path) as bus, asking(bus.environment) as window:
        keys(screen, "a", "b")
        heard(window, "text ab")
