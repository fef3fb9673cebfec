"""One side of the comparison: a display with a window manager and a session bus, with a guard on it or without.

The guard runs under the program's policy, with one path added: that of the office program that pastes.
"""

from __future__ import annotations

import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, replace
from pathlib import Path

from Xlib.display import Display as Connection

from guard.config.builtin_policy import builtin_policy
from guard.control.requests import Update
from guard.ipc.replies import Done
from guard.publish.contents import bundle_of
from guard.publish.releasing import release
from tests.harm.contents import LINE, MARKED_LINE
from tests.harm.pasting import Paster, interpreter
from tests.support.accessible import session_bus
from tests.support.guarding import GuardUnderTest, managed_guard, wait_for
from tests.support.publishing import EVERYONE, UnitOffice, unit_pack
from ui.demo.display import Display, private_display

SIZE = "1440x900"
_STILL = "[Settings]\ngtk-cursor-blink=0\ngtk-enable-animations=0\n"
_WORD = "琥珀一号"
"""In no content: a release needs a rule, which has this word."""


@dataclass(frozen=True, slots=True)
class Side:
    """``office`` pastes as an office program, ``unlisted`` as an unlisted one; ``guard`` is None without one."""

    display: Display
    folder: Path
    office: Paster
    unlisted: Paster
    guard: GuardUnderTest | None

    @property
    def guarded(self) -> bool:
        """True with a guard."""
        return self.guard is not None

    def fresh_home(self, name: str) -> Path:
        """Return an empty home for a program to start."""
        home = self.folder / "homes" / name
        shutil.rmtree(home, ignore_errors=True)
        for toolkit in ("gtk-3.0", "gtk-4.0"):
            (home / ".config" / toolkit).mkdir(parents=True)
            (home / ".config" / toolkit / "settings.ini").write_text(_STILL)
        return home


@contextmanager
def side(*, guarded: bool) -> Iterator[Side]:
    """Set up one side and remove it afterwards."""
    with ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="mishao-harm-")))
        display = stack.enter_context(private_display(SIZE))
        (folder / "run").mkdir(mode=0o700)
        bus = stack.enter_context(session_bus({**display.environment, "GTK_A11Y": "none"}, folder / "run"))
        display = replace(display, environment=bus.environment)
        _hide_the_pointer(display)
        _give_keys(display, LINE + MARKED_LINE)
        writer = interpreter(folder / "bin", "writer")
        guard = stack.enter_context(_guard(display, folder, writer)) if guarded else None
        office, unlisted = Paster(display, writer), Paster(display, interpreter(folder / "bin", "unlisted"))
        stack.callback(office.close)
        stack.callback(unlisted.close)
        yield Side(display, folder, office, unlisted, guard)


@contextmanager
def _guard(display: Display, folder: Path, writer: Path) -> Iterator[GuardUnderTest]:
    publisher = UnitOffice.opened(folder / "administrator")
    pack, policy = folder / "unit.yaml", folder / "policy.yaml"
    pack.write_text(unit_pack(_WORD), "utf-8")
    policy.write_text(builtin_policy().decode().replace("/usr/bin/mousepad,", f"/usr/bin/mousepad, {writer},"), "utf-8")
    release(publisher.office, bundle_of(["内置", str(pack)], policy), EVERYONE)
    with contextmanager(managed_guard)(display, folder, publisher.machine(folder / "machine")) as guard:
        reply = guard.ask(Update())
        assert isinstance(reply, Done), reply
        wait_for(lambda: _WORD in guard.status().pack, "a broker that judges by the rules of this office")
        yield guard


def _give_keys(display: Display, characters: str) -> None:
    """Assign a key to each of these characters that has none. A program notices later assignments too late to type
    them."""
    connection = Connection(display.name)
    first, last = connection.display.info.min_keycode, connection.display.info.max_keycode
    known = connection.get_keyboard_mapping(first, last - first + 1)
    free = [first + number for number, symbols in enumerate(known) if not any(symbols)]
    for code, one in zip(reversed(free), sorted({one for one in characters if ord(one) > 0xFF}), strict=False):
        symbol = 0x01000000 + ord(one)
        connection.change_keyboard_mapping(code, [(symbol, symbol)])
    connection.sync()
    connection.close()


def _hide_the_pointer(display: Display) -> None:
    subprocess.run(["xdotool", "mousemove", "1439", "899"], env=display.environment, check=True)
