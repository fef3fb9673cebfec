"""Runs a private X display with a window manager, takes its pictures and types on its keyboard. Ends with its block."""

from __future__ import annotations

import os
import select
import shutil
import subprocess
import tempfile
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from PIL import Image, ImageGrab

from ui.demo.hand import Area, hand_at

START_SECONDS = 60.0
POLL_SECONDS = 0.02

PROGRAMS = {"Xvfb": "xvfb", "openbox": "openbox", "xclip": "xclip", "mousepad": "mousepad"}
"""Programs the story needs, and the Debian packages that contain them."""


class DemoError(Exception):
    """A step of the story failed; the message says which one and what was seen instead."""


def missing_packages() -> list[str]:
    """Return the Debian packages that have to be installed first."""
    return [package for program, package in PROGRAMS.items() if shutil.which(program) is None]


@dataclass(frozen=True, slots=True)
class Display:
    """A running display: its name, and the environment in which programs find it."""

    name: str
    environment: dict[str, str]

    def start(self, command: Sequence[str], *, stdin: int | None = None, stdout: int | None = subprocess.DEVNULL,
              stderr: int | None = None) -> subprocess.Popen[bytes]:
        """Start a program on this display; the caller ends it."""
        return subprocess.Popen(list(command), env=self.environment, stdin=stdin, stdout=stdout, stderr=stderr)

    def picture(self, path: Path, area: Area | None = None) -> None:
        """Write what the screen shows, or the area (left, top, right, bottom) of it, as PNG."""
        image: Image.Image = ImageGrab.grab(bbox=area, xdisplay=self.name)
        image.save(path)

    def window(self, class_name: str, seconds: float = START_SECONDS, least_width: int = 1) -> Area:
        """Wait for a mapped window whose WM_CLASS is this and return its area. Raises DemoError."""
        deadline = time.monotonic() + seconds
        while time.monotonic() < deadline:
            area = self._find(class_name, least_width)
            if area is not None:
                return area
            time.sleep(POLL_SECONDS)
        raise DemoError(f"没有等到窗口 {class_name}")

    def press(self, *keys: str) -> None:
        """Press keys together, named as in keysymdef.h, and release them in reverse order."""
        with hand_at(self.name) as hand:
            hand.press(*keys)

    def focus(self, class_name: str) -> None:
        """Click into the middle of a window, as a person would."""
        left, top, right, bottom = self.window(class_name)
        with hand_at(self.name) as hand:
            hand.click((left + right) // 2, (top + bottom) // 2)

    def active(self) -> str:
        """Return the WM_CLASS of the window that has the keyboard, or "" (EWMH _NET_ACTIVE_WINDOW)."""
        with hand_at(self.name) as hand:
            return hand.active()

    def _find(self, class_name: str, least_width: int) -> Area | None:
        with hand_at(self.name) as hand:
            return hand.find(class_name, least_width)


@contextmanager
def private_display(size: str = "1440x900", manager: Sequence[str] = ("openbox",)) -> Iterator[Display]:
    """Run Xvfb on a display number of its own choosing, with a window manager; end both afterwards.

    Every program on it has an empty home folder: nobody's real screenshots or settings are touched.
    """
    with tempfile.TemporaryDirectory(prefix="mishao-home-") as home:
        yield from _run(size, Path(home), manager)


def _run(size: str, home: Path, command: Sequence[str]) -> Iterator[Display]:
    ours, theirs = os.pipe()
    try:
        # Without -noreset the server resets when its last client leaves: a client that comes and goes before the
        # window manager has connected would leave a display without one. With -r no key repeats: on a busy machine a
        # key that is typed is let go so late that it would be typed twice.
        server = subprocess.Popen([*while_we_live(), "Xvfb", "-displayfd", str(theirs), "-screen", "0", f"{size}x24",
                                   "-nolisten", "tcp", "-noreset", "-r"],
                                  pass_fds=(theirs,), stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    except OSError:
        os.close(ours)
        raise
    finally:
        os.close(theirs)
    try:
        environment = {**os.environ, "DISPLAY": f":{number_of(ours)}", "QT_QPA_PLATFORM": "xcb", "NO_AT_BRIDGE": "1",
                       "GSETTINGS_BACKEND": "memory", "HOME": str(home)}
        for name in ("WAYLAND_DISPLAY", "XAUTHORITY", "XDG_CONFIG_HOME", "XDG_DATA_HOME", "XDG_STATE_HOME",
                     "XDG_CACHE_HOME", "XDG_PICTURES_DIR"):
            environment.pop(name, None)
        display = Display(environment["DISPLAY"], environment)
        manager = display.start(command, stderr=subprocess.DEVNULL)
        try:
            _await_manager(display)
            yield display
        finally:
            end(manager)
    finally:
        os.close(ours)
        end(server)


def _await_manager(display: Display) -> None:
    """Wait for the window manager: one that is just starting may never show a window that is mapped meanwhile."""
    deadline = time.monotonic() + START_SECONDS
    with hand_at(display.name) as hand:
        while not hand.is_managed():
            if time.monotonic() >= deadline:
                raise DemoError(f"窗口管理器没有在 {display.name} 上启动")
            time.sleep(POLL_SECONDS)


def while_we_live() -> tuple[str, ...]:
    """Return what to put before a command so that the system ends it (SIGTERM) when this thread has been killed."""
    return ("setpriv", "--pdeathsig", "TERM") if shutil.which("setpriv") else ()


def end(process: subprocess.Popen[bytes], seconds: float = 5.0) -> None:
    """End a program we started: with SIGTERM first, then with SIGKILL."""
    process.terminate()
    try:
        process.wait(seconds)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()


def number_of(descriptor: int) -> str:
    """Return the display number that an X server writes to ``-displayfd``. Raises DemoError."""
    said = b""
    while not said.endswith(b"\n"):
        if not select.select([descriptor], [], [], START_SECONDS)[0]:
            raise DemoError("Xvfb 没有启动")
        part = os.read(descriptor, 16)
        if not part:
            raise DemoError("Xvfb 启动后退出了")
        said += part
    return said.decode().strip()
